"""预览: a PDF of what may be read, made once per content, by a worker, away from every request.

    @preview.draws("application/ofd")
    def to_pdf(content: BinaryIO) -> bytes: ...

is how another app adds a kind of file; it raises Unconvertible with words for people.
"""

from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from shared_apps.kernel import storage
from shared_apps.outbox import live
from shared_apps.outbox.sending import send
from tenant_apps.files import confined, converting, drawing, extracting, inflating, secrecy
from tenant_apps.files.converting import Unconvertible
from tenant_apps.files.models import Attachment, Preview, Version
from tenant_apps.files.sniffing import DOCX, PDF, PPTX, XLSX
from tenants.current import current_unit

SUBSCRIBER = "files.preview"
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/bmp", "image/tiff", "image/webp")
PATIENT = 6  # attempts while the service does not answer; about two minutes
_AS_IT_IS = (PDF, *PICTURES)
_ARCHIVES = (DOCX, XLSX, PPTX, "application/ofd")

Drawer = Callable[[BinaryIO], bytes]
Reader = Callable[[Attachment, datetime], None]
_drawers: dict[str, Drawer] = {}
_readers: list[Reader] = []

WHY = {
    "encrypted": "文件有打开密码，不能预览。请下载后输入密码查看。",
    "broken": "文件已损坏或内容不完整，不能预览。请对方重新提供。",
    "late": "文件过于复杂，生成预览用时过长。请下载后查看。",
    "large": "文件展开后过大，不能预览。请下载后查看。",
    "pixels": "图片尺寸过大，不能预览。请缩小后重新上传，或下载查看。",
}
BOMB = "压缩内容异常，展开后过大，可能是恶意文件，已停止处理。"
LOST = "服务器上缺少此文件的内容，请联系系统管理员从备份恢复。"
AWAY = "文档转换服务没有应答，请联系系统管理员；文件仍可下载。"
MARKED = "首页有密级标志。本系统不得存放涉密文件：请立即移除，并按保密规定处理。"
OTHER = "这类文件不能在线预览，请下载后查看。"
HEIC = "手机的 HEIC 照片不能在线预览。请转成 JPG 再上传，或下载后查看。"


def draws(content_type: str) -> Callable[[Drawer], Drawer]:
    def register(drawer: Drawer) -> Drawer:
        _drawers[content_type] = drawer
        return drawer

    return register


def when_made(reader: Reader) -> Reader:
    """Whoever wants to know that an attachment can be read now, or never will."""
    _readers.append(reader)
    return reader


def of(attachment: Attachment, *, at: datetime) -> Preview:
    """What there is; asked for once if nobody has yet (files that came before this was built)."""
    made, is_new = Preview.objects.get_or_create(sha256=attachment.sha256, defaults={"at": at})
    if is_new:
        facts = {"subject_id": str(attachment.subject_id), "attachment_id": str(attachment.pk)}
        unit = current_unit().schema_name
        send(unit=unit, subscriber=SUBSCRIBER, event="files.asked", facts=facts, at=at)
    return made


def make(attachment_id: UUID, *, attempt: int, at: datetime) -> None:
    """制作: called by the worker; the same content again, or a second time, is only told."""
    found = Attachment.objects.filter(pk=attachment_id).select_related("latest").first()
    if found is None:
        return
    made = Preview.objects.filter(sha256=found.sha256).exclude(state="pending").first()
    if made is None:
        made = _made(found.version, attempt=attempt, at=at)
        made.save()
        for one in Attachment.objects.filter(latest__sha256=found.sha256, removed_at=None):
            live.tell("preview", one.pk, current_unit().schema_name)
    if found.removed_at is None:
        for reader in _readers:
            reader(found, at)


def read_now(version: Version, *, at: datetime) -> tuple[str, str]:
    """What a file says, while somebody waits for it; else "" and why there is nothing to read."""
    if version.content_type in PICTURES:
        return "", "图片没有文字层，系统不作识别。"
    if version.flaw == Version.Flaw.ENCRYPTED:
        return "", WHY["encrypted"]
    ready = Preview.objects.filter(sha256=version.sha256, state="ready").exists()
    if version.content_type not in extracting.KINDS and not ready:
        try:
            made = _made(version, attempt=0, at=at)
        except converting.Away:
            return "", AWAY
        if made.state != Preview.State.READY:
            return "", made.reason
        made.save()
    text = extracting.text_of(version)
    return text, "" if text.strip() else "文件没有文字层（扫描件）。"


def _made(version: Version, *, attempt: int, at: datetime) -> Preview:
    made = Preview(sha256=version.sha256, at=at)
    try:
        made.drawn_sha256 = _drawn(version)
        made.pages = drawing.count(made.drawn_sha256)
        made.state = Preview.State.READY
    except (Unconvertible, confined.Refused, storage.Missing, converting.Away) as error:
        if isinstance(error, converting.Away) and attempt < PATIENT:
            raise
        made.drawn_sha256, made.state = "", Preview.State.FAILED
        made.reason = _why(error)
    return made


def _drawn(version: Version) -> str:
    """The hash of what is to be drawn: the content itself, or a PDF kept beside it."""
    if version.flaw == Version.Flaw.ENCRYPTED:
        raise confined.Refused("encrypted")
    if version.content_type in _AS_IT_IS:
        return version.sha256
    schema = current_unit().schema_name
    with storage.open_(schema, version.sha256) as file:
        if version.content_type in _ARCHIVES and inflating.is_a_bomb(file):
            raise Unconvertible(BOMB)
        file.seek(0)
        if drawer := _drawers.get(version.content_type):
            pdf = drawer(file)
        elif version.content_type in converting.SUFFIXES:
            pdf = converting.to_pdf(file, version.content_type)
        else:
            raise Unconvertible(HEIC if version.content_type == "image/heic" else OTHER)
    sha256, _ = storage.put(schema, [pdf])
    if secrecy.is_marked_text(extracting.read(sha256, "pdf", longest=secrecy.HEAD)):
        storage.drop(schema, sha256)
        raise Unconvertible(MARKED)
    return sha256


def _why(error: Exception) -> str:
    if isinstance(error, confined.Refused):
        return WHY.get(error.reason, WHY["broken"])
    if isinstance(error, storage.Missing):
        return LOST
    return AWAY if isinstance(error, converting.Away) else str(error)
