"""Files by content: one place per unit, named by SHA-256, written once, never changed."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings


class Missing(Exception):
    """The database knows the file but the disk does not: an operator must restore it."""


def put(schema: str, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Store bytes; returns (sha256 in hex, size in bytes). The same content is stored once."""
    folder = _folder(schema)
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".new-", delete=False) as target:
        try:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        except BaseException:
            os.unlink(target.name)
            raise
    place = path(schema, digest.hexdigest())
    place.parent.mkdir(exist_ok=True)
    os.replace(target.name, place)
    return digest.hexdigest(), size


def open_(schema: str, sha256: str) -> BinaryIO:
    try:
        return path(schema, sha256).open("rb")
    except FileNotFoundError:
        raise Missing(sha256) from None


def drop(schema: str, sha256: str) -> None:
    """Only for what must never have come in; whatever is kept is kept for good."""
    path(schema, sha256).unlink(missing_ok=True)


def share(from_schema: str, to_schema: str, sha256: str) -> None:
    """Give another place its own name for the same content: a link where the disk allows one."""
    source, target = path(from_schema, sha256), path(to_schema, sha256)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except FileExistsError:
        return
    except FileNotFoundError:
        raise Missing(sha256) from None
    except OSError:  # another disk, or one without links
        partial = target.with_name(f".new-{os.getpid()}-{target.name}")
        shutil.copyfile(source, partial)
        os.replace(partial, target)


def path(schema: str, sha256: str) -> Path:
    """Both parts are ours (a schema name, hex digits); anything else is refused, not cleaned."""
    if not schema.replace("_", "").isalnum() or not (len(sha256) == 64 and sha256.isalnum()):
        raise ValueError("not a storage name")
    return _folder(schema) / sha256[:2] / sha256


def _folder(schema: str) -> Path:
    return Path(settings.FILES_ROOT) / schema
