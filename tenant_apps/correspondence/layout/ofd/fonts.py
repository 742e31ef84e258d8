"""The subset faces of a PDF as OpenType files: what a PDF leaves out is put back around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf

from . import opentype


class NotWritable(ValueError):
    """The page holds something this does not carry over: it is named, for whoever mends it."""


@dataclass(frozen=True)
class Font:
    """A face as the pages of one PDF use it."""

    number: int
    name: str
    ending: str  # otf, ttf
    widths: dict[int, float] = field(repr=False)  # glyph → thousandths of an em
    text: dict[int, str] = field(repr=False)  # glyph → what it says
    program: bytes = field(repr=False)
    box: tuple[int, int, int, int]
    ascent: int
    descent: int

    @property
    def family(self) -> str:
        return self.name.partition("-")[0]

    @property
    def is_bold(self) -> bool:
        return self.name.endswith("Bold")

    @cached_property
    def glyphs(self) -> dict[str, int]:
        """Character → the glyph that says it; of several, the first."""
        found: dict[str, int] = {}
        for glyph, said in self.text.items():
            if len(said) == 1:
                found.setdefault(said, glyph)
        return found

    @cached_property
    def file(self) -> bytes:
        frame = opentype.Frame(
            name=self.name,
            characters={ord(said): glyph for said, glyph in self.glyphs.items()},
            widths=self.widths,
            box=self.box,
            ascent=self.ascent,
            descent=self.descent,
        )
        make = opentype.around_cff if self.ending == "otf" else opentype.around_truetype
        return make(self.program, frame)


def font_of(found: pikepdf.Object, *, number: int) -> Font:
    if found.Subtype != "/Type0" or found.Encoding != "/Identity-H":
        raise NotWritable("PDF font")
    inner = found.DescendantFonts[0]
    about = inner.FontDescriptor
    is_cff = "/FontFile3" in about
    if not is_cff and inner.get("/CIDToGIDMap", "/Identity") != "/Identity":
        raise NotWritable("PDF glyph numbers")
    program = (about.FontFile3 if is_cff else about.FontFile2).read_bytes()
    if is_cff and not opentype.is_numbered_plainly(program):
        raise NotWritable("PDF glyph numbers")
    left, bottom, right, top = (round(float(edge)) for edge in about.FontBBox)
    return Font(
        number=number,
        name=str(about.FontName).lstrip("/").partition("+")[2],
        ending="otf" if is_cff else "ttf",
        widths=dict(_widths(inner.W)),
        text=dict(_said(found.ToUnicode.read_bytes().decode("ascii"))),
        program=program,
        box=(left, bottom, right, top),
        ascent=round(float(about.Ascent)),
        descent=round(float(about.Descent)),
    )


def _widths(listed: Any) -> Iterator[tuple[int, float]]:
    """`first [w w w]` or `first last w`, in turn."""
    rows = iter(listed)
    for first in rows:
        then = next(rows)
        if isinstance(then, pikepdf.Array):
            yield from enumerate((float(one) for one in then), int(first))
        else:
            yield from dict.fromkeys(range(int(first), int(then) + 1), float(next(rows))).items()


_BLOCK = re.compile(r"beginbf(char|range)(.*?)endbf", re.S)
_WORD = re.compile(r"<([0-9A-Fa-f]+)>")


def _said(table: str) -> Iterator[tuple[int, str]]:
    for kind, block in _BLOCK.findall(table):
        if "[" in block:
            raise NotWritable("PDF ToUnicode")
        words = iter(_WORD.findall(block))
        for first in words:
            last = first if kind == "char" else next(words)
            said = bytes.fromhex(next(words)).decode("utf-16-be")
            for turn in range(int(last, 16) - int(first, 16) + 1):
                yield int(first, 16) + turn, said[:-1] + chr(ord(said[-1]) + turn)
