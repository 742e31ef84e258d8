"""Remember what a step was done from, so that it is done again only when that changes."""

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

from tools.places import PROJECT


def digest(paths: Iterable[Path], *also: str) -> str:
    """A hash of the files' names and contents, and of anything else the step depends on."""
    total = hashlib.sha256("\0".join((sys.version, *also)).encode())
    for path in sorted(paths):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(PROJECT)}\0{content}\0".encode())
    return total.hexdigest()


def holds(stamp: Path, value: str) -> bool:
    try:
        return stamp.read_text() == value
    except OSError:
        return False


def put(stamp: Path, value: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)
