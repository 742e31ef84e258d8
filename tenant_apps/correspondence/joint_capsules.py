"""What travels for 联合行文: the text to sign, the answer, the paper to seal, and back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared_apps.exchange.posting import post
from shared_apps.exchange.sealing import FileRef
from shared_apps.kernel import storage
from tenant_apps.correspondence import jointly, paper, viewing
from tenant_apps.correspondence.layout import render_pdf
from tenant_apps.correspondence.models import JointMatter, JointPartner, OutgoingDocument
from tenant_apps.correspondence.pages import count_pages
from tenant_apps.files.queries import attachments_of
from tenants.current import current_unit

PDF, OFD = "application/pdf", "application/ofd"


def post_request(document_id: UUID, *, round: int, source_entry: str, at: datetime) -> None:
    """送签: to all partners in one envelope; what was asked of an earlier text is not sent."""
    document = _document(document_id)
    rows = [one for one in jointly.partners_of(document) if one.round == round]
    if not rows or rows[0].state == JointPartner.State.UNASKED:
        return
    recipients = list(document.addressees.all())
    enclosed = attachments_of("outgoing", document.pk)
    bound = paper.bound(document, recipients, [one.sha256 for one in enclosed], _codes(rows))
    if paper.hash_of(bound) != rows[0].asked_hash:
        return  # changed since, and asked for anew
    sheet = render_pdf(viewing.draft_page(document))
    sha256, size = storage.put(current_unit().schema_name, [sheet])
    due_on = rows[0].due_on
    envelope = post(
        source_entry=source_entry,
        kind="joint_request",
        from_unit=current_unit(),
        to_units=_codes(rows),
        subject_id=document.pk,
        title=document.title,
        doc_kind=document.doc_kind,
        urgency=document.urgency,
        content={
            "round": round,
            "text_hash": rows[0].asked_hash,
            "bound": bound,
            "body": document.body,
            "bodies": [current_unit().name, *(one.name for one in rows)],
            "recipients": "、".join(one.short_name for one in recipients)[:2000],
            "due_on": due_on.isoformat() if due_on else None,
            "page_count": count_pages(sheet),
        },
        files=[
            FileRef(f"{document.title}.pdf", sha256, size, PDF),
            *(FileRef(one.name, one.sha256, one.size, one.content_type) for one in enclosed),
        ],
        at=at,
    )
    document.partners.filter(round=round).update(envelope_id=envelope.pk)


def post_recall(
    document_id: UUID,
    *,
    units: list[str],
    content: dict[str, Any],
    source_entry: str,
    at: datetime,
) -> None:
    document = _document(document_id)
    _post(document, "joint_recall", units, content, source_entry=source_entry, at=at)


def post_urge(
    document_id: UUID, *, unit: str, content: dict[str, Any], source_entry: str, at: datetime
) -> None:
    """催办 of one partner."""
    document = _document(document_id)
    _post(document, "joint_urge", [unit], content, source_entry=source_entry, at=at)


def post_answer(matter_id: UUID, *, said: dict[str, Any], source_entry: str, at: datetime) -> None:
    """The signature: person, post, opinion, time and the hash of what was signed."""
    matter = JointMatter.objects.get(pk=matter_id)
    content = said | {
        "document": str(matter.source_id),
        "round": matter.round,
        "text_hash": matter.text_hash,
        "at": at.isoformat(),
    }
    _post_back(matter, "joint_answer", content, [], source_entry=source_entry, at=at)


def post_paper(document_id: UUID, *, source_entry: str, at: datetime) -> None:
    """送印: to the next body in the order of signing, with the seals that are on it already."""
    document = _document(document_id)
    row = jointly.next_to_seal(document)
    if row is None:
        return
    places = viewing.seal_places_of(document)
    place = places[row.position + 1]
    content = _paper(document, row) | {
        "final": False,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "place": {"page": place.page, "x_mm": place.x, "y_mm": place.y},
    }
    files = _files(document)
    _post(
        document, "joint_paper", [row.unit_code], content, files=files,
        source_entry=source_entry, at=at,
    )  # fmt: skip
    document.partners.filter(pk=row.pk).update(sent_sha256=document.pdf_sha256)


def post_issued(document_id: UUID, *, source_entry: str, at: datetime) -> None:
    """The paper with all its seals, for each partner to keep."""
    document = _document(document_id)
    rows = jointly.partners_of(document)
    if rows:
        _post(
            document,
            "joint_paper",
            _codes(rows),
            _paper(document, rows[0]) | {"final": True},
            files=_files(document),
            source_entry=source_entry,
            at=at,
        )


def post_sealed(matter_id: UUID, *, seal: str, source_entry: str, at: datetime) -> None:
    """The paper with our seal behind the others."""
    matter = JointMatter.objects.get(pk=matter_id)
    content = {"document": str(matter.source_id), "round": matter.round, "seal": seal}
    files = _files(matter)
    _post_back(matter, "joint_sealed", content, files, source_entry=source_entry, at=at)


def _document(document_id: UUID) -> OutgoingDocument:
    return OutgoingDocument.objects.select_related("signatory").get(pk=document_id)


def _codes(rows: list[JointPartner]) -> list[str]:
    return [one.unit_code for one in rows]


def _paper(document: OutgoingDocument, row: JointPartner) -> dict[str, Any]:
    return {
        "round": row.round,
        "text_hash": row.asked_hash,
        "page_count": document.page_count,
    }


def _files(paper: OutgoingDocument | JointMatter) -> list[FileRef]:
    """The paper, and its copy in OFD where there is one."""
    kinds = [(paper.pdf_sha256, "pdf", PDF), (paper.ofd_sha256, "ofd", OFD)]
    return [
        FileRef(f"{paper.title}.{ending}", sha256, _size(sha256), kind)
        for sha256, ending, kind in kinds
        if sha256
    ]


def _size(sha256: str) -> int:
    return storage.path(current_unit().schema_name, sha256).stat().st_size


def _post(  # noqa: PLR0913  what is written on an envelope
    document: OutgoingDocument, kind: str, units: list[str], content: dict[str, Any],
    *, files: list[FileRef] | None = None, source_entry: str, at: datetime,
) -> None:  # fmt: skip
    post(
        source_entry=source_entry,
        kind=kind,
        from_unit=current_unit(),
        to_units=units,
        subject_id=document.pk,
        title=document.title,
        number=document.number or "",
        doc_kind=document.doc_kind,
        urgency=document.urgency,
        content=content,
        files=files or [],
        at=at,
    )


def _post_back(  # noqa: PLR0913  what is written on an envelope
    matter: JointMatter, kind: str, content: dict[str, Any], files: list[FileRef],
    *, source_entry: str, at: datetime,
) -> None:  # fmt: skip
    post(
        source_entry=source_entry,
        kind=kind,
        from_unit=current_unit(),
        to_units=[matter.from_code],
        subject_id=matter.pk,
        title=matter.title,
        number=matter.number,
        doc_kind=matter.doc_kind,
        urgency=matter.urgency,
        content=content,
        files=files,
        at=at,
    )
