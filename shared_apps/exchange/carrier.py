"""Files on the road: from the sender's folder to the post office's, from there to each unit."""

import hashlib
from functools import lru_cache

from shared_apps.exchange.sealing import Broken, FileRef
from shared_apps.kernel import storage

OFFICE = "exchange"  # the folder of the post office itself
CHUNK = 1 << 20


def take_in(from_schema: str, files: list[FileRef]) -> None:
    """Keep what the envelope holds, whatever the sender does with its own copy later."""
    for file in files:
        storage.share(from_schema, OFFICE, file.sha256)
        _check(file)


def hand_out(to_schema: str, files: list[FileRef]) -> None:
    for file in files:
        _check(file)
        storage.share(OFFICE, to_schema, file.sha256)


def _check(file: FileRef) -> None:
    place = storage.path(OFFICE, file.sha256)
    try:
        now = place.stat()
    except FileNotFoundError:
        raise storage.Missing(file.sha256) from None
    if now.st_size != file.size:
        raise Broken(f"文件“{file.name}”的大小与封签不符。")
    if _content_of(str(place), now.st_ino, now.st_mtime_ns, now.st_size) != file.sha256:
        raise Broken(f"文件“{file.name}”的内容与封签不符。")


@lru_cache(256)
def _content_of(place: str, inode: int, changed: int, size: int) -> str:
    """Read once for all recipients; a file that was written to since is another key."""
    digest = hashlib.sha256()
    with open(place, "rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
