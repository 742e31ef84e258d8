"""An OFD file that came with a document: its seals judged, its pages drawn for the browser."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from shared_apps.kernel import storage
from shared_apps.kernel.errors import DomainError, Invalid, NotFound
from shared_apps.trust.guomi.container import NotOfd
from shared_apps.trust.guomi.showing import Document
from shared_apps.trust.guomi.verifying import verify_ofd
from shared_apps.trust.judging import Report, SealFound
from tenant_apps.correspondence.viewing import attachment
from tenants.current import current_unit

KIND = "application/ofd"


class NotReadable(Invalid):
    code = "correspondence.ofd_not_readable"


class FileMissing(DomainError):
    status = 503
    code = "correspondence.ofd_missing"


@dataclass(frozen=True)
class Look:
    page_count: int
    report: Report


def look(document_id: UUID, attachment_id: UUID) -> Look:
    """How many pages there are, and what the seals say now."""
    content = _content(document_id, attachment_id)
    found = verify_ofd(content)
    report = Report(found.ok, found.said, [SealFound.of_ofd(one) for one in found.seals])
    try:
        return Look(Document(content).page_count, report)
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
    try:
        with storage.open_(current_unit().schema_name, found.sha256) as file:
            return file.read()
    except storage.Missing:
        raise FileMissing("附件文件在存储中找不到，请联系信息中心恢复。") from None
