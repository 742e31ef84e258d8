"""Bytes come in: refused while they stream, kept under their own hash, then looked at."""

from collections.abc import Iterable, Iterator

from django.conf import settings

from shared_apps.kernel import storage
from shared_apps.kernel.errors import DomainError, Invalid
from tenant_apps.files import extracting, naming, secrecy
from tenant_apps.files.models import Version
from tenant_apps.files.sniffing import DOC, HEAD, OLE, PDF, PPT, XLS, Sniffed, is_program, sniff
from tenants.current import current_unit

LOCKED = Sniffed(PDF, "encrypted")
OLD = (DOC, XLS, PPT, OLE)  # the files before 2007: their text is found without reading them


class EmptyFile(Invalid):
    code = "files.empty"


class TooLarge(DomainError):
    status = 413
    code = "files.too_large"


class Program(Invalid):
    code = "files.program"


class NoName(Invalid):
    code = "files.no_name"


def accepted_name(given: str) -> str:
    name = naming.cleaned(given)
    if not name:
        raise NoName("文件没有名称，请改名后再上传。")
    if naming.ending(name) in naming.PROGRAM_ENDINGS:
        raise Program(f"“{name}”是可执行程序，不能作为附件。")
    if secrecy.is_marked_name(name):
        raise secrecy.refuse(f"文件名“{name}”")
    return name


def take_in(chunks: Iterable[bytes], *, name: str) -> Version:
    """A version not yet saved. If the transaction fails, its bytes stay on disk unnamed."""
    schema = current_unit().schema_name
    sha256, size = storage.put(schema, _screened(chunks, name))
    with storage.open_(schema, sha256) as file:
        found = sniff(file)
    if found == LOCKED and extracting.opens(sha256):
        found = Sniffed(PDF)
    if _bears_a_mark(schema, sha256, found):
        if not Version.objects.filter(sha256=sha256).exists():
            storage.drop(schema, sha256)
        raise secrecy.refuse(f"“{name}”的首页")
    return Version(sha256=sha256, size=size, content_type=found.content_type, flaw=found.flaw)


def _bears_a_mark(schema: str, sha256: str, found: Sniffed) -> bool:
    """What can be read at once is; the others are looked at again when their preview is made."""
    if found.content_type in OLD:
        with storage.open_(schema, sha256) as file:
            return secrecy.is_marked_raw(file.read())
    kind = extracting.KINDS.get(found.content_type)
    if kind is None or found.flaw == Version.Flaw.ENCRYPTED:
        return False
    return secrecy.is_marked_text(extracting.read(sha256, kind, longest=secrecy.HEAD))


def refuse_size(size: int) -> None:
    if size == 0:
        raise EmptyFile("文件是空的（0 字节），请检查后重新选择。")
    if size > settings.MAX_ATTACHMENT_BYTES:
        most = settings.MAX_ATTACHMENT_BYTES // 2**20
        raise TooLarge(f"文件超过 {most} MB，请压缩或拆分后再上传。")


def _screened(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """What was announced is not believed: the bytes are counted, the first of them looked at."""
    head, total, screened = b"", 0, False
    for chunk in chunks:
        total += len(chunk)
        if total:
            refuse_size(total)
        if screened:
            yield chunk
            continue
        head += chunk
        if len(head) >= HEAD:
            _refuse_program(head, name)
            screened = True
            yield head
    refuse_size(total)
    if not screened:
        _refuse_program(head, name)
        yield head


def _refuse_program(head: bytes, name: str) -> None:
    if is_program(head[:HEAD]):
        raise Program(f"“{name}”的内容是可执行程序，不能作为附件。")
