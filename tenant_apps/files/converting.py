"""文档转换: ask the warm LibreOffice; without it one of our own, for this file alone."""

import socket
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from tenant_apps.files import confined
from tenant_apps.files.office import framing, soffice
from tenant_apps.files.sniffing import DOC, DOCX, PPT, PPTX, TEXT, XLS, XLSX

# By what the bytes are, never by the name: a .wps is one of these inside.
SUFFIXES = {
    DOC: "doc",
    DOCX: "docx",
    XLS: "xls",
    XLSX: "xlsx",
    PPT: "ppt",
    PPTX: "pptx",
    "application/rtf": "rtf",
    TEXT: "txt",
}
NONE_HERE = "本系统没有安装文档转换组件，请下载后查看。"
# Longer than the service takes for the file before this one and for this one.
PATIENCE = 2.5 * soffice.SECONDS


class Unconvertible(Exception):
    """The file itself: trying again would end the same way. The words are for people."""


class NotInstalled(Unconvertible):
    """There is no LibreOffice here: a file of this kind is only kept and given back."""


class Away(Exception):
    """The service does not answer just now."""


def to_pdf(source: BinaryIO, content_type: str) -> bytes:
    return _made(source, SUFFIXES[content_type], "pdf")


def to_docx(content: bytes, content_type: str) -> bytes:
    """Of a text that is no .docx yet."""
    with tempfile.TemporaryFile() as source:
        source.write(content)
        source.flush()  # another process reads it
        return _made(source, SUFFIXES[content_type], "docx")


def _made(source: BinaryIO, suffix: str, wanted: str) -> bytes:
    if not settings.HESHU_CONVERTER:
        raise NotInstalled(NONE_HERE)
    try:
        return _asked(source, suffix, wanted)
    except (OSError, framing.Broken) as error:
        if soffice.program() is None:
            if _was_there():
                raise Away(str(error)) from error
            raise NotInstalled(NONE_HERE) from None
        source.seek(0)
        return _alone(source, suffix, wanted)


def _asked(source: BinaryIO, suffix: str, wanted: str) -> bytes:
    size = source.seek(0, 2)
    source.seek(0)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(PATIENCE)
        line.connect(str(settings.HESHU_CONVERTER))
        said = {"suffix": suffix, "wanted": wanted, "size": size}
        framing.send(line, said, framing.pieces_of(source))
        with line.makefile("rb") as stream, tempfile.TemporaryFile() as target:
            answer = framing.hear(stream)
            if "refusal" in answer:
                raise _refused(answer["refusal"])
            framing.take(stream, int(answer["size"]), target)
            target.seek(0)
            return target.read()


def _alone(source: BinaryIO, suffix: str, wanted: str) -> bytes:
    """As the service does it for spreadsheets, in a confined process that ends with the file."""
    limits = confined.Limits(seconds=soffice.SECONDS + 10, memory=confined.OFFICE_MEMORY)
    try:
        return confined.run(
            "tenant_apps.files.office.alone",
            [suffix, wanted, str(settings.FONTS_ROOT)],
            stdin=source,
            limits=limits,
        )
    except confined.Refused as refused:
        raise _refused(refused.reason) from None


def _was_there() -> bool:
    return Path(settings.HESHU_CONVERTER).exists()


def _refused(reason: str) -> Unconvertible:
    if reason == "late":
        return Unconvertible("转换用时过长，已停止。文件可能过大或过于复杂，请下载后查看。")
    return Unconvertible("文件无法打开：可能已损坏、有打开密码，或格式不受支持。请下载后查看。")
