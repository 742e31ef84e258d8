"""在线文档服务: the office suite on the web that the operator has attached, if any.

`manage.py wopi attach` reads the suite's discovery once and keeps what we need of it in a file;
where there is no such file, no page speaks of it and the door below /wopi answers nobody.
"""

import json
import re
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.conf import settings

PLACEHOLDER = re.compile(r"<(\w+)=(\w+)&?>")
SPOKEN = {"UI_LLCC": "zh-CN", "DC_LLCC": "zh-CN"}  # the only ones we have an answer for


@dataclass(frozen=True)
class Key:
    """A public key as discovery writes it: big-endian, in base64."""

    modulus: str
    exponent: str


@dataclass(frozen=True)
class Service:
    source: str  # where its discovery was read, and is read again
    edit: str  # its address for editing a .docx, with its own placeholders
    keys: tuple[Key, ...]  # the one it signs with, then the one before that

    @property
    def origin(self) -> str:
        parts = urlsplit(self.edit)
        return f"{parts.scheme}://{parts.netloc}"

    def page_for(self, file: str) -> str:
        """Where the browser goes to edit what is at this address of ours (WOPISrc)."""
        filled = PLACEHOLDER.sub(
            lambda found: f"{found[1]}={SPOKEN[found[2]]}&" if found[2] in SPOKEN else "",
            self.edit,
        )
        joint = "" if filled[-1] in "?&" else "&" if "?" in filled else "?"
        return f"{filled}{joint}WOPISrc={quote(file, safe='')}&lang=zh-CN"


def attached() -> Service | None:
    """Read again only when the file has changed: every page with a text asks."""
    try:
        return _read(_place(), _place().stat().st_mtime_ns)
    except FileNotFoundError:
        return None


def keep(service: Service) -> None:
    fresh = _place().with_suffix(".new")
    fresh.write_text(json.dumps(asdict(service), ensure_ascii=False, indent=1))
    fresh.replace(_place())


def detach() -> None:
    _place().unlink(missing_ok=True)


def _place() -> Path:
    return Path(settings.VAR_DIR, "wopi.json")


@lru_cache(maxsize=1)
def _read(place: Path, changed: int) -> Service:
    said = json.loads(place.read_text())
    keys = tuple(Key(**one) for one in said["keys"])
    return Service(source=said["source"], edit=said["edit"], keys=keys)
