"""The paper itself: the sealed PDF once there is one, a draft rendered on the spot before."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from shared_apps.exchange import capsules
from shared_apps.kernel import storage
from shared_apps.kernel.errors import DomainError, NotFound
from shared_apps.trust.judging import Report, verify_pdf
from tenant_apps.correspondence import jointly, numbering, paper, typefaces, validity
from tenant_apps.correspondence.layout import (
    Place,
    RedHead,
    page_count,
    render_pages,
    render_pdf,
    seal_places,
)
from tenant_apps.correspondence.models import (
    Addressee,
    Certificate,
    IncomingDocument,
    JointMatter,
    OutgoingDocument,
)
from tenant_apps.correspondence.pages import page_image
from tenant_apps.files.models import Attachment
from tenant_apps.files.queries import attachments_of
from tenant_apps.workflow import queries as work
from tenants.current import current_unit

NO_PAGE = "没有这一页。"


class PageMissing(DomainError):
    """The database knows the page but the disk does not: an operator must restore it."""

    status = 503
    code = "correspondence.page_missing"


def outgoing_pdf(document: OutgoingDocument) -> bytes:
    return (
        _stored(document.pdf_sha256) if document.pdf_sha256 else render_pdf(draft_page(document))
    )


def outgoing_page(document: OutgoingDocument, number: int) -> bytes:
    if document.pdf_sha256:
        return _image(_stored(document.pdf_sha256), number, validity.stamp_of(document))
    pages = render_pages(draft_page(document))
    if not 1 <= number <= len(pages):
        raise NotFound(NO_PAGE)
    return pages[number - 1]


def outgoing_page_count(
    document: OutgoingDocument, recipients: list[Addressee], names: list[str]
) -> int:
    return document.page_count or page_count(draft_page(document, recipients, names))


def incoming_pdf(document: IncomingDocument) -> bytes:
    if not document.pdf_sha256:
        raise NotFound("纸质来文没有随文的版式正文，请看所附文件或原件。")
    return _stored(document.pdf_sha256)


def incoming_page(document: IncomingDocument, number: int) -> bytes:
    return _image(incoming_pdf(document), number, validity.stamp_of(document))


def attachment(subject_kind: str, subject_id: UUID, attachment_id: UUID) -> Attachment:
    found = [one for one in attachments_of(subject_kind, subject_id) if one.pk == attachment_id]
    if not found:
        raise NotFound("没有这个附件，可能已被移除。")
    return found[0]


def draft_page(
    document: OutgoingDocument,
    recipients: list[Addressee] | None = None,
    names: list[str] | None = None,
) -> RedHead:
    """The page as it would be printed now, number and dates still open. `recipients` and
    attachment `names` spare a look at what the caller has read already."""
    if names is None:
        names = [one.name for one in attachments_of("outgoing", document.pk)]
    page = paper.on_paper(
        document,
        head=numbering.of(document.prefix),
        recipients=list(document.addressees.all()) if recipients is None else recipients,
        attachments=names,
        partners=jointly.partners_of(document),
    )
    return replace(page, faces=typefaces.of_unit())


def sample_page(page: RedHead) -> bytes:
    """The first page, in the unit's own fonts."""
    return render_pages(replace(page, faces=typefaces.of_unit()))[0]


def sample_pdf(page: RedHead) -> bytes:
    return render_pdf(replace(page, faces=typefaces.of_unit()))


def seal_places_of(document: OutgoingDocument) -> list[Place]:
    """Where seals go on the page as it was printed; what was printed before this was kept is laid
    out again."""
    if document.closing:
        return [Place(**one) for one in document.seal_places]
    at = document.printed_at
    return seal_places(printed_page(document, at=at)) if at else []


def waits_for_seal(document: OutgoingDocument) -> str:
    """Why it cannot be released yet; who was printed without an act of 印制 goes as before."""
    if document.is_joint:
        return jointly.why_not_sealed(document)
    if not document.printed_sha256 or document.pdf_sha256 != document.printed_sha256:
        return ""
    if not paper.takes_seal(document, numbering.of(document.prefix)):
        return ""
    who = "、".join(work.holders(document.seal_run_id)) or "印章保管人"
    return f"此件还没有用印，请由{who}用印后再核发（条例第九条（十三））。"


def why_not_on(document: OutgoingDocument) -> str:
    """What others still owe it at this stage: their signatures, their seals."""
    if document.stage == "verify":
        return jointly.why_not_signed(document)
    return waits_for_seal(document) if document.stage == "release" else ""


def text_hash_of(document: OutgoingDocument) -> str:
    """Of what a signature binds, as the document says it now."""
    files = [one.sha256 for one in attachments_of("outgoing", document.pk)]
    partners = [one.unit_code for one in jointly.partners_of(document)]
    return paper.hash_of(paper.bound(document, list(document.addressees.all()), files, partners))


def printed_page(document: OutgoingDocument, *, at: datetime) -> RedHead:
    """The page as 印制 lays it out, and as its certificate expects it."""
    page = paper.on_paper(
        document,
        head=numbering.of(document.prefix),
        recipients=list(document.addressees.all()),
        attachments=[one.name for one in attachments_of("outgoing", document.pk)],
        partners=jointly.partners_of(document),
        printed_at=at,
    )
    return replace(page, faces=typefaces.of_unit())


def current_page(document: OutgoingDocument) -> RedHead:
    at = document.printed_at
    return printed_page(document, at=at) if at else draft_page(document)


def printed_pdf(document: OutgoingDocument) -> bytes:
    """As it left the press: seals come upon it later."""
    return _stored(document.printed_sha256 or document.pdf_sha256)


def certificate_of(document: OutgoingDocument) -> Certificate:
    found = Certificate.objects.filter(document=document).first()
    if found is None:
        raise NotFound("印制后才有版式检测单；刚印制的请稍候片刻。")
    return found


def certificate_pdf(document: OutgoingDocument) -> bytes:
    return _stored(certificate_of(document).sheet_sha256)


def capsule(envelope_id: UUID | None) -> bytes:
    """公文封 as a file, for either side of it."""
    unit = current_unit().schema_name
    return capsules.write(capsules.find(envelope_id, unit=unit))


def joint_pdf(matter: JointMatter) -> bytes:
    """What a partner has of it: the draft it signs, then the paper it seals."""
    return _stored(matter.pdf_sha256)


def joint_page(matter: JointMatter, number: int) -> bytes:
    return _image(_stored(matter.pdf_sha256), number, validity.stamp_of(matter))


def incoming_seals(document: IncomingDocument) -> Report:
    """The seals on a received page, judged now: a certificate may have been revoked since."""
    return verify_pdf(incoming_pdf(document))


def _stored(sha256: str) -> bytes:
    try:
        with storage.open_(current_unit().schema_name, sha256) as file:
            return file.read()
    except storage.Missing:
        raise PageMissing("正文文件在存储中找不到，请联系信息中心恢复。") from None


def _image(pdf: bytes, number: int, stamp: str) -> bytes:
    found = page_image(pdf, number, stamp=stamp)
    if found is None:
        raise NotFound(NO_PAGE)
    return found
