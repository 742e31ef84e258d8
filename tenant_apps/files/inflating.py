"""压缩炸弹: what an archive would become, read from its list, before anybody unpacks it."""

import zipfile
from typing import BinaryIO

MOST_ENTRIES = 10_000
MOST_BYTES = 400 << 20
MOST_OF_ONE = 200 << 20
STEEPEST = 200  # inflated to packed, where it matters at all
HARMLESS = 20 << 20
_ARCHIVES = (".zip", ".rar", ".7z", ".gz")
MOST_NESTED = 20


def is_a_bomb(file: BinaryIO) -> bool:
    """The list may lie about sizes: whoever unpacks counts as well (inside/text.py, RLIMIT)."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    nested = sum(entry.filename.lower().endswith(_ARCHIVES) for entry in entries)
    inflated = sum(entry.file_size for entry in entries)
    return (
        len(entries) > MOST_ENTRIES
        or nested > MOST_NESTED
        or inflated > MOST_BYTES
        or any(_is_steep(entry) for entry in entries)
    )


def _is_steep(entry: zipfile.ZipInfo) -> bool:
    if entry.file_size > MOST_OF_ONE:
        return True
    return entry.file_size > HARMLESS and entry.file_size > STEEPEST * max(entry.compress_size, 1)
