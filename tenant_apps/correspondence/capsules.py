"""What goes into an envelope: the document's content, its sealed PDF and its attachments."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared_apps.exchange import standings as public
from shared_apps.exchange import withdrawing
from shared_apps.exchange.posting import post
from shared_apps.exchange.sealing import FileRef
from shared_apps.kernel import storage
from tenant_apps.correspondence.models import (
    IncomingDocument,
    Origin,
    OutgoingDocument,
    StandingChange,
)
from tenant_apps.files.queries import attachments_of
from tenants.current import current_unit

PDF, OFD = "application/pdf", "application/ofd"


class NotPostedYet(Exception):
    """The plea overtook the posting; the outbox brings it again."""


def post_document(document_id: UUID, *, source_entry: str, at: datetime) -> None:
    """Seal a released document and send it; the same journal entry again changes nothing."""
    document = OutgoingDocument.objects.select_related("signatory").get(pk=document_id)
    recipients = list(document.addressees.all())
    unit = current_unit()
    content: dict[str, Any] = {
        "title": document.title,
        "body": document.body,
        "doc_kind": document.doc_kind,
        "urgency": document.urgency,
        "number": document.number,
        "signatory": document.signatory.name if document.signatory else "",
        "signed_at": document.signed_at.isoformat() if document.signed_at else None,
        "page_count": document.page_count,
        "pdf": document.pdf_sha256,
        "ofd": document.ofd_sha256,
        "text_hash": document.text_hash,
        "main": [row.unit_code for row in recipients if row.role == "main"],
        "copies": [row.unit_code for row in recipients if row.role == "copy"],
    }
    answered = replied_to(document)
    if answered and answered.source_id:
        content["reply_to"] = {"unit": answered.from_code, "document": str(answered.source_id)}
    envelope = post(
        source_entry=source_entry,
        kind="document",
        from_unit=unit,
        to_units=[row.unit_code for row in recipients],
        subject_id=document.pk,
        title=document.title,
        number=document.number or "",
        doc_kind=document.doc_kind,
        urgency=document.urgency,
        content=content,
        files=_files(document),
        at=at,
    )
    OutgoingDocument.objects.filter(pk=document.pk).update(envelope_id=envelope.pk)


def _files(document: OutgoingDocument) -> list[FileRef]:
    """The page first, then its OFD copy, which the receiver's archive wants; then attachments."""
    pages = [("pdf", document.pdf_sha256, PDF), ("ofd", document.ofd_sha256, OFD)]
    enclosed = attachments_of("outgoing", document.pk)
    return [
        *(
            FileRef(f"{document.title}.{ending}", sha256, _size(sha256), kind)
            for ending, sha256, kind in pages
            if sha256
        ),
        *(FileRef(one.name, one.sha256, one.size, one.content_type) for one in enclosed),
    ]


def _size(sha256: str) -> int:
    return storage.path(current_unit().schema_name, sha256).stat().st_size


def replied_to(document: OutgoingDocument) -> IncomingDocument | None:
    found = Origin.objects.filter(document=document, how=Origin.How.REPLY)
    origin = found.select_related("source").first()
    return origin.source if origin else None


def post_answer(document_id: UUID, *, source_entry: str, by: str, at: datetime) -> None:
    """Send the result back to where the document came from (条例 24 ⑦), under our own number."""
    document = IncomingDocument.objects.get(pk=document_id)
    if not document.answer.strip() or document.channel == "paper":  # answered as it came
        return
    post(
        source_entry=source_entry,
        kind="answer",
        from_unit=current_unit(),
        to_units=[document.from_code],
        subject_id=document.pk,
        title=f"关于《{document.title}》的办理答复",
        number=document.register_number or "",
        doc_kind=document.doc_kind,
        urgency=document.urgency,
        content={"document": str(document.source_id), "text": document.answer, "by": by},
        at=at,
    )


def post_standing(change_id: UUID, *, source_entry: str, at: datetime) -> None:
    """撤销、废止、更正 goes to every holder of a copy, and to whoever verifies the file."""
    change = StandingChange.objects.select_related("document", "heard", "replacement").get(
        pk=change_id
    )
    document, told = change.document, list(change.notices.all())
    word = change.get_what_display()
    if change.heard is None:  # what we only forwarded has its own issuer to say so
        public.declare(
            {document.pdf_sha256, document.printed_sha256, document.ofd_sha256} - {""},
            what=change.what,
            label=word,
            number=document.number or "",
            at=change.at,
            from_on=change.from_on,
        )
    if not told:
        return
    envelope = post(
        source_entry=source_entry,
        kind="standing",
        from_unit=current_unit(),
        to_units=[row.unit_code for row in told],
        subject_id=change.pk,
        title=f"《{document.title}》{word}",
        number=document.number or "",
        doc_kind=document.doc_kind,
        urgency=document.urgency,
        content=_told(change),
        at=at,
    )
    StandingChange.objects.filter(pk=change.pk).update(envelope_id=envelope.pk)


def _told(change: StandingChange) -> dict[str, Any]:
    """What every holder is told: which document, what, why, from when, what comes instead."""
    document, heard, instead = change.document, change.heard, change.replacement
    about: dict[str, str] = {}
    if heard is not None:
        about = heard.about or {
            "title": heard.title,
            "number": heard.number,
            "unit": heard.from_short_name,
        }
    return {
        "document": str(document.pk),
        "title": document.title,
        "number": document.number or "",
        "what": change.what,
        "reason": change.reason,
        "from_on": change.from_on.isoformat() if change.from_on else None,
        "decided_by": change.decided_by,
        "about": about,
        "replacement": {
            "document": str(instead.pk),
            "number": instead.number or "",
            "title": instead.title,
        }
        if instead
        else {},
    }


def post_annulment(  # noqa: PLR0913  who decided what, why and when
    document_id: UUID, *, source_entry: str, reason: str, by: str, by_post: str, at: datetime
) -> None:
    """撤销 from above, to the unit that issued it."""
    document = IncomingDocument.objects.get(pk=document_id)
    post(
        source_entry=source_entry,
        kind="annulment",
        from_unit=current_unit(),
        to_units=[document.from_code],
        subject_id=document.pk,
        title=f"撤销《{document.title}》",
        number=document.number,
        doc_kind=document.doc_kind,
        urgency=document.urgency,
        content={
            "document": str(document.source_id),
            "reason": reason,
            "by": by,
            "by_post": by_post,
        },
        at=at,
    )


def ask_back(document_id: UUID, *, unit: str, reason: str, by: str, at: datetime) -> None:
    document = OutgoingDocument.objects.get(pk=document_id)
    if document.envelope_id is None:
        raise NotPostedYet(document.pk)
    withdrawing.ask(document.envelope_id, at=at, by_name=by, reason=reason, units=[unit])
