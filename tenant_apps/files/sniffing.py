"""What a file is, by its own bytes. The name and the browser's claim are never trusted."""

import io
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

HEAD = 4096
MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),  # doc, xls, ppt, wps, et
    (b"{\\rtf", "application/rtf"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
)
OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
ZIP = "application/zip"


@dataclass(frozen=True)
class Sniffed:
    content_type: str
    is_program: bool = False


def sniff(file: BinaryIO) -> Sniffed:
    """Read the head (and, of an archive, its list); the position is left at the start."""
    head = file.read(HEAD)
    file.seek(0)
    if any(head.startswith(mark) for mark in PROGRAMS):
        return Sniffed("application/octet-stream", is_program=True)
    for mark, kind in MAGIC:
        if head.startswith(mark):
            return Sniffed(kind)
    if head.startswith(b"PK\x03\x04"):
        return Sniffed(_archive(file))
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Sniffed("image/webp")
    return Sniffed("text/plain" if _is_text(head) else "application/octet-stream")


def _archive(file: BinaryIO) -> str:
    """OOXML and OFD say inside what they are. Only the list is read, nothing unpacked."""
    try:
        names = zipfile.ZipFile(file).namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return ZIP
    finally:
        file.seek(0)
    for folder, kind in OFFICE.items():
        if any(name.startswith(folder) for name in names):
            return kind
    return "application/ofd" if "OFD.xml" in names else ZIP


def _is_text(head: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        try:
            io.TextIOWrapper(io.BytesIO(head[: HEAD - 4]), encoding=encoding).read()
        except UnicodeDecodeError:
            continue
        return b"\0" not in head
    return False
