"""What a file is, by its own bytes. The name and the browser's claim are never trusted."""

import os
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

HEAD = 4096
TAIL = 2048

PDF = "application/pdf"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
BYTES = "application/octet-stream"
TEXT = "text/plain"
DOC, XLS = "application/msword", "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
_OOXML = "application/vnd.openxmlformats-officedocument."
DOCX = f"{_OOXML}wordprocessingml.document"
XLSX = f"{_OOXML}spreadsheetml.sheet"
PPTX = f"{_OOXML}presentationml.presentation"

_MAGIC = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "application/ogg"),
)
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
_PROGRAMS = (b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!")
_SHORTCUT = b"\x4c\0\0\0\x01\x14\x02\0"  # .lnk: names a program somewhere else
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams in an OLE file's directory; WPS writes the same.
_STREAMS = (("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS), ("PowerPoint Document", PPT))
_MACROS = ("_VBA_PROJECT", "VBA", "_VBA_PROJECT_CUR")
_INSIDE = (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX))
_LARGEST_LIST = 8 << 20  # an archive whose own table of contents is larger is not looked into


@dataclass(frozen=True)
class Sniffed:
    """`flaw` warns the reader: the file is kept as it is, an office attaches what it received."""

    content_type: str
    flaw: str = ""  # "", encrypted, truncated or macros


def is_program(head: bytes) -> bool:
    """Would double-clicking this run something? "MZ" alone may begin a sentence."""
    if head.startswith(b"MZ") and b"\0" in head[:64]:
        return True
    return head.startswith((*_PROGRAMS, _SHORTCUT))


def sniff(file: BinaryIO) -> Sniffed:
    """Read the head, the tail and, of an archive, its list; nothing is ever unpacked."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(HEAD)
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    if head.startswith(b"PK\x03\x04"):
        return _archive(file, tail)
    if head.startswith(_OLE):
        return _ole(file, head)
    for mark, kind in _MAGIC:
        if head.startswith(mark):
            return Sniffed(kind, _flaw(kind, tail))
    return Sniffed(_by_shape(head))


def _flaw(kind: str, tail: bytes) -> str:
    if kind == PDF:
        if b"%%EOF" not in tail:
            return "truncated"
        return "encrypted" if b"/Encrypt" in tail else ""
    if kind == "image/png" and b"IEND" not in tail:
        return "truncated"
    return ""


def _by_shape(head: bytes) -> str:
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], "video/x-msvideo")
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:12] in _HEIC else "video/mp4"
    return TEXT if _is_text(head) else BYTES


def _archive(file: BinaryIO, tail: bytes) -> Sniffed:
    """OOXML and OFD are archives that say inside what they are."""
    end = tail.rfind(b"PK\x05\x06")
    if end >= 0 and int.from_bytes(tail[end + 12 : end + 16], "little") > _LARGEST_LIST:
        return Sniffed(ZIP)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return Sniffed(ZIP, "truncated")
    names = [entry.filename for entry in entries]
    flaw = "encrypted" if any(entry.flag_bits & 1 for entry in entries) else ""
    if not flaw and any(name.rpartition("/")[2] == "vbaProject.bin" for name in names):
        flaw = "macros"
    if "OFD.xml" in names:
        return Sniffed("application/ofd", flaw)
    for folder, kind in _INSIDE:
        if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names):
            return Sniffed(kind, flaw)
    return Sniffed(ZIP, flaw)


def _ole(file: BinaryIO, head: bytes) -> Sniffed:
    """doc, xls, ppt, wps, et; and the envelope Office puts around a file with a password."""
    sector = 1 << min(int.from_bytes(head[0x1E:0x20], "little"), 16)
    file.seek((int.from_bytes(head[0x30:0x34], "little") + 1) * sector)
    directory = head + file.read(64 << 10)
    if len(directory) <= len(head):
        return Sniffed(OLE, "truncated")
    if _names(directory, "EncryptedPackage"):
        return Sniffed(OLE, "encrypted")
    kind = next((kind for name, kind in _STREAMS if _names(directory, name)), OLE)
    return Sniffed(kind, "macros" if any(_names(directory, one) for one in _MACROS) else "")


def _names(directory: bytes, stream: str) -> bool:
    return (stream + "\0").encode("utf-16-le") in directory


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            # The head may end within a character: up to three bytes of it.
            head[: max(len(head) - 3, 1)].decode(encoding)
        except UnicodeDecodeError as error:
            if error.end < len(head) - 6:
                continue
        return True
    return False
