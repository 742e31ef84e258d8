"""Pages of a preview as pictures: drawn when somebody turns to them, some ahead, then kept clean.

What is kept lies under var/previews and may be thrown away at any time; no watermark is in it.
"""

import json
import os
import shutil
import tempfile
import time
from pathlib import Path

from django.conf import settings

from shared_apps.kernel import storage
from shared_apps.kernel.errors import NotFound
from tenant_apps.files import confined
from tenants.current import current_unit

AHEAD = 4  # pages drawn at once: starting a confined process costs more than a page
KEPT_SECONDS = 14 * 24 * 3600
_DRAWS = "tenant_apps.files.inside.pages"


def count(sha256: str) -> int:
    """Draws the first pages as well: whoever opens it begins there."""
    return _draw(sha256, 1)


def page(sha256: str, number: int, *, pages: int) -> bytes:
    """Page `number` (from 1) as WebP, without any mark."""
    if not 1 <= number <= pages:
        raise NotFound("没有这一页。")
    place = _place(sha256) / f"{number}.webp"
    try:
        return place.read_bytes()
    except FileNotFoundError:
        _draw(sha256, number)
        return place.read_bytes()


def sweep(now: float | None = None) -> int:
    """Throw away what nobody has looked at for a fortnight, in all units."""
    gone = 0
    for folder in _root().glob("*/*"):
        if folder.stat().st_mtime < (now or time.time()) - KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone


def _draw(sha256: str, first: int) -> int:
    with storage.open_(current_unit().schema_name, sha256) as file:
        answer = confined.run(_DRAWS, [str(first), str(AHEAD)], stdin=file)
    line, _, rest = answer.partition(b"\n")
    said = json.loads(line)
    folder = _place(sha256)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for number, size in enumerate(said["sizes"], first):
        image, rest = rest[:size], rest[size:]
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as target:
            target.write(image)
        os.replace(target.name, folder / f"{number}.webp")
    return int(said["pages"])


def _place(sha256: str) -> Path:
    place: Path = _root() / current_unit().schema_name / sha256
    return place


def _root() -> Path:
    root: Path = settings.PREVIEWS_ROOT
    return root
