"""OFD: the copy a printed document is issued in, and files of others: judged, and drawn."""

import logging
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from shared_apps.kernel import storage
from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError, Invalid, NotFound
from shared_apps.trust.guomi.container import NotOfd
from shared_apps.trust.guomi.showing import Document
from shared_apps.trust.judging import Report, verify_ofd
from tenant_apps.correspondence import jointly
from tenant_apps.correspondence.models import IncomingDocument, JointMatter, OutgoingDocument
from tenant_apps.correspondence.viewing import attachment, printed_pdf
from tenants.current import current_unit

KIND = "application/ofd"
logger = logging.getLogger(__name__)


class NotReadable(Invalid):
    code = "correspondence.ofd_not_readable"


class FileMissing(DomainError):
    status = 503
    code = "correspondence.ofd_missing"


def copy_of(document: OutgoingDocument, pdf: bytes) -> bytes | None:
    """版式文件: the printed page as OFD. Of a face of the unit's own that cannot be carried over
    there is none, and the paper goes as PDF alone."""
    from tenant_apps.correspondence.layout import ofd as layout  # pikepdf: 9 MB, wanted by few

    printed_at = document.printed_at or document.updated_at
    partners = jointly.partners_of(document)
    facts = layout.Facts(
        title=document.title,
        author=current_unit().name,
        made_on=printed_at.astimezone(ZONE).date(),
        bodies=tuple([current_unit().name, *(one.name for one in partners)] if partners else ()),
    )
    try:
        return layout.written(pdf, facts)
    except layout.NotWritable as refused:
        logger.warning("document %s goes without OFD: %s", document.pk, refused)
        return None


def issued(document: OutgoingDocument) -> bytes:
    """The sealed copy; of what is printed to go without a seal, the copy as it is."""
    if document.ofd_sha256:
        return _stored(document.ofd_sha256)
    made = copy_of(document, printed_pdf(document)) if document.has_ofd else None
    if made is None:
        raise NotFound(why_none(document))
    return made


def why_none(document: OutgoingDocument) -> str:
    if not document.printed_sha256:
        return "印制后才有 OFD 版式文件。"
    if document.pdf_sha256 == document.printed_sha256:
        return "用印后才有 OFD 版式文件。"
    if document.is_joint:
        return "各机关的印章没有都盖在 OFD 上，此件只有 PDF。"
    return "用印时没有制作 OFD：本市尚无国密证书机构，或版面用了不能转换的字体。"


def of_joint(matter: JointMatter) -> bytes:
    """What a partner has of it: the copy as it came to be sealed, then with its seal."""
    if not matter.ofd_sha256:
        raise NotFound("此件没有 OFD 版式文件。")
    return _stored(matter.ofd_sha256)


def received(document: IncomingDocument) -> bytes:
    if not document.ofd_sha256:
        raise NotFound("来文没有随附 OFD 版式文件。")
    return _stored(document.ofd_sha256)


def received_seals(document: IncomingDocument) -> Report | None:
    """What the seals of the copy that came along say now."""
    return verify_ofd(received(document)) if document.has_ofd else None


@dataclass(frozen=True)
class Look:
    page_count: int
    report: Report


def look(document_id: UUID, attachment_id: UUID) -> Look:
    """How many pages there are, and what the seals say now."""
    content = _content(document_id, attachment_id)
    try:
        return Look(Document(content).page_count, verify_ofd(content))
    except NotOfd as refused:
        raise NotReadable(str(refused)) from None


def page(document_id: UUID, attachment_id: UUID, number: int) -> str:
    try:
        return _drawn(_content(document_id, attachment_id), number)
    except NotOfd as refused:
        raise NotReadable(str(refused)) from None


@lru_cache(8)
def _drawn(content: bytes, number: int) -> str:
    """The same bytes are drawn the same; a reader turns back and forth."""
    return Document(content).page(number)


def _content(document_id: UUID, attachment_id: UUID) -> bytes:
    found = attachment("incoming", document_id, attachment_id)
    if found.content_type != KIND:
        raise NotFound("这个附件不是 OFD 文件。")
    return _stored(found.sha256)


def _stored(sha256: str) -> bytes:
    try:
        with storage.open_(current_unit().schema_name, sha256) as file:
            return file.read()
    except storage.Missing:
        raise FileMissing("文件在存储中找不到，请联系信息中心恢复。") from None
