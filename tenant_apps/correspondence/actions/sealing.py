"""用印: a printed document is sealed before it is released (条例 9 ⑬, 25 ③ ④)."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from tenant_apps.correspondence import desks, events, ofd, seal_desk, sealings
from tenant_apps.correspondence.actions import joining
from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.correspondence.queries import find_outgoing
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.seals import actions as seals
from tenant_apps.seals.places import Place


@transaction.atomic
def seal(
    *, document_id: UUID, seal: UUID, pdf_sha256: str, paging: bool, by: Staff, at: datetime
) -> OutgoingDocument:
    """用印: by the seal's keeper, on the page as printed and on its OFD copy; the document's file
    is the sealed one from here on. A joint document then goes to its partners, one by one."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if not sealings.is_sealable(document):
        raise desks.NotAtThisStage(
            f"此件现在“{document.get_stage_display()}”环节，印制之后、核发之前才能用印。",
            stage=document.stage,
        )
    made = seals.seal(
        subject=subject_of(document),
        pdf_sha256=pdf_sha256,
        seal_id=seal,
        place=_next_place(document),
        paging=paging,
        by=by,
        at=at,
    )
    document.pdf_sha256, document.ofd_sha256 = made.sealed_sha256, made.ofd_sha256
    document.save(update_fields=["pdf_sha256", "ofd_sha256"])
    seal_desk.clear(document, by=by, at=at)
    if document.is_joint:
        joining.send_to_seal(document, at=at)
    said = events.OutgoingSealed(
        subject_id=document.pk,
        title=document.title,
        seal=made.seal.name,
        pdf_sha256=made.sealed_sha256,
        ofd_sha256=made.ofd_sha256,
        is_paging=paging,
    )
    record(said, by=by, at=at)
    return document


def subject_of(document: OutgoingDocument) -> seals.Subject:
    """The printed page is what was approved: 印制 refuses any text but the signed one."""
    return seals.Subject(
        kind="outgoing",
        id=document.pk,
        title=document.title,
        number=document.number or "",
        doc_kind=document.doc_kind,
        pdf_sha256=document.pdf_sha256,
        approved_hash=document.printed_sha256,
        approved_by=document.signatory.name if document.signatory else "",
        as_ofd=partial(ofd.copy_of, document),
        why_no_place=sealings.why_no_place(document),
    )


def _next_place(document: OutgoingDocument) -> Place | None:
    """Seals follow the order of the signing bodies; of a joint document the host's comes first."""
    places = sealings.own_places(document)
    taken = len(sealings.on_paper(document))
    if taken >= len(places):
        return None
    place = places[taken]
    return Place(place.page, place.x, place.y)
