"""A unit's own fonts: what a file really is, and where the typesetter finds it."""

import io
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import typst
from django.conf import settings

from shared_apps.kernel import storage
from shared_apps.kernel.errors import DomainError, Invalid
from tenant_apps.correspondence.layout import Face, FaceClass, Faces
from tenant_apps.correspondence.models import OwnFont
from tenants.current import current_unit

LARGEST = 40 << 20
# Every office text has these; a face of Latin letters or of headings alone has not.
_NEEDED = "的一是在不了有和人这中大为上个国我以要他公文通知请示批复〔〕《》、。：（）0123456789"
_KINDS = {b"\x00\x01\x00\x00": "ttf", b"OTTO": "otf", b"true": "ttf"}
SUBSTITUTES = {
    "biaosong": "Fandol 宋体（粗）",
    "fangsong": "Fandol 仿宋",
    "kaiti": "Fandol 楷体",
    "heiti": "Fandol 黑体",
}


class NotAFont(Invalid):
    code = "fonts.not_a_font"


class FontTooLarge(DomainError):
    status = 413
    code = "fonts.too_large"


class LacksCharacters(Invalid):
    code = "fonts.lacks_characters"


@dataclass(frozen=True)
class ReadFont:
    family: str


def read(content: bytes) -> ReadFont:
    """What the bytes say; the name of the file is never believed."""
    from fontTools.ttLib import TTFont, TTLibError  # heavy: see tests/house/test_weight.py

    if len(content) > LARGEST:
        raise FontTooLarge(f"字体文件超过 {LARGEST >> 20} MB。")
    kind = _KINDS.get(content[:4])
    if kind is None:
        raise NotAFont("这不是 TTF 或 OTF 字体文件（字体集合 .ttc 请先拆成单个字体）。")
    try:
        cmap = TTFont(io.BytesIO(content), lazy=True).getBestCmap() or {}
    except (TTLibError, OSError, ValueError, KeyError, AssertionError, IndexError) as error:
        raise NotAFont("字体文件已损坏，读不出字符表。") from error
    if not cmap:
        raise NotAFont("字体文件里没有字符表。")
    if lacking := [char for char in _NEEDED if ord(char) not in cmap]:
        raise LacksCharacters(
            f"字体缺少公文常用字：{'、'.join(lacking[:8])}。请换完整的中文字体。"
        )
    return ReadFont(family=_family(content, kind))


def _family(content: bytes, kind: str) -> str:
    """As the typesetter itself reads it, or no chain would ever find it."""
    with TemporaryDirectory() as folder:
        (Path(folder) / f"font.{kind}").write_bytes(content)
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
        )
        families = fonts.families()
    if not families:
        raise NotAFont("排版程序读不出这个字体。")
    return families[0]


def of_unit() -> Faces:
    """The faces this unit's pages are set in: its own first."""
    own = [
        Face(cast(FaceClass, font.face), font.family, _placed(font.sha256))
        for font in OwnFont.objects.order_by("face")
    ]
    return Faces(tuple(own))


def _placed(sha256: str) -> Path:
    """A folder with this font alone: Typst looks in folders, and knows fonts by their ending."""
    schema = current_unit().schema_name
    place: Path = Path(settings.FILES_ROOT) / schema / "fonts" / sha256 / "font.otf"
    if place.exists():
        return place.parent
    source = storage.path(schema, sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = place.with_name(f".new-{os.getpid()}-{place.name}")
    try:
        os.link(source, partial)
    except OSError:  # a disk without links
        shutil.copyfile(source, partial)
    os.replace(partial, place)
    return place.parent
