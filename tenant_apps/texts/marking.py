"""The server's own redline: two .docx in, one with Word's tracked changes out."""

import subprocess
from datetime import datetime
from pathlib import Path

from django.conf import settings


class NotMarked(Exception):
    """The engine could not read one of the two."""


def redline(before: bytes, after: bytes, *, author: str, at: datetime) -> bytes:
    """The engine is a program of its own, unpacked once into a folder of ours."""
    from python_redlines.engines import DocxodusEngine  # heavy: see tests/house/test_weight.py

    engine = DocxodusEngine(target_path=str(Path(settings.VAR_DIR, "cache", "redlines")))
    try:
        marked: bytes
        marked, _, _ = engine.run_redline(author, before, after, date_time=at.isoformat())
    except (subprocess.CalledProcessError, OSError) as failed:
        raise NotMarked(str(failed)) from None
    return marked
