"""A ruler for finished pages: what is printed where, in millimetres, by its ink.

Boxes of fonts lie: a substitute face may keep a quarter of its height empty. So the page is drawn
at 300 dpi and its ink is measured; the PDF's own text says only which words stand there.
"""

import ctypes
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from tenant_apps.correspondence.pages import pdfium_at_work

DPI = 300
DOT = 25.4 / DPI
POINT = 25.4 / 72
Colour = Literal["red", "dark"]
UNSEEN = " \t\r\n\u3000\xa0\u200b"  # \u200b: where a long address may be broken
LONG = 90.0  # mm: a stroke this long across the middle of the sheet is a rule


@dataclass(frozen=True)
class Box:
    """From the sheet's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Glyph:
    char: str
    left: float
    right: float
    base: float
    size: float  # in points
    font: str


@dataclass(frozen=True)
class Line:
    """One line of type; `box` is its em box by the baseline."""

    text: str
    glyphs: tuple[Glyph, ...]
    box: Box

    @property
    def size(self) -> float:
        return max(glyph.size for glyph in self.glyphs)

    @property
    def fonts(self) -> frozenset[str]:
        return frozenset(glyph.font for glyph in self.glyphs)


class Sheet:
    """One page: its size, its lines of type, and its ink."""

    def __init__(self, width: float, height: float, lines: list[Line], image: Image.Image) -> None:
        self.width, self.height, self.lines = width, height, lines
        self._red, self._dark = _masks(image)

    def ink(self, area: Box | None = None, colour: Colour = "dark") -> Box | None:
        """What is printed within the area, as tightly as the dots allow."""
        area = area or Box(0, 0, self.width, self.height)
        corner = (max(area.left, 0), max(area.top, 0))
        left, top = (round(side / DOT) for side in corner)
        mask = self._mask(colour)
        right, bottom = min(round(area.right / DOT), mask.width), round(area.bottom / DOT)
        found = mask.crop((left, top, right, min(bottom, mask.height))).getbbox()
        if found is None:
            return None
        x0, y0, x1, y1 = found
        return Box(*(round(v * DOT, 2) for v in (left + x0, top + y0, left + x1, top + y1)))

    def line_ink(self, line: Line, colour: Colour = "dark") -> Box:
        box = line.box
        around = Box(box.left - 0.5, box.top - 0.3, box.right + 0.5, box.bottom + 0.3)
        return self.ink(around, colour) or box

    def line(self, words: str) -> Line | None:
        return next((line for line in self.lines if words in line.text), None)

    @cached_property
    def red_rules(self) -> list[Box]:
        return list(self._rules("red"))

    @cached_property
    def dark_rules(self) -> list[Box]:
        return list(self._rules("dark"))

    def _rules(self, colour: Colour) -> Iterator[Box]:
        mask = self._mask(colour)
        start = round((self.width - LONG) / 2 / DOT)
        strip = mask.crop((start, 0, start + round(LONG / DOT), mask.height))
        width, dots = strip.width, strip.tobytes()
        rows = [
            y for y in range(strip.height) if dots.count(255, y * width, (y + 1) * width) == width
        ]
        for first, last in _runs(rows):
            found = mask.crop((0, first, mask.width, last + 1)).getbbox()
            if found:
                yield Box(found[0] * DOT, first * DOT, found[2] * DOT, (last + 1) * DOT)

    def _mask(self, colour: Colour) -> Image.Image:
        return self._red if colour == "red" else self._dark


def measured(pdf: bytes) -> list[Sheet]:
    with pdfium_at_work():
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [_sheet(document[number]) for number in range(len(document))]
        finally:
            document.close()


def _sheet(page: Any) -> Sheet:
    width, height = page.get_size()
    image = page.render(scale=DPI / 72).to_pil().convert("RGB")
    lines = _lines(list(_glyphs(page.get_textpage(), height)))
    return Sheet(width * POINT, height * POINT, lines, image)


def _glyphs(text: Any, height: float) -> Iterator[Glyph]:
    x, y = ctypes.c_double(), ctypes.c_double()
    name, flags = ctypes.create_string_buffer(80), ctypes.c_int()
    for at in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text, at))
        if pdfium.FPDFText_IsGenerated(text, at) or not char.strip(UNSEEN):
            continue
        pdfium.FPDFText_GetCharOrigin(text, at, x, y)
        pdfium.FPDFText_GetFontInfo(text, at, name, len(name), flags)
        left, _, right, _ = text.get_charbox(at, loose=True)
        yield Glyph(
            char,
            left * POINT,
            right * POINT,
            (height - y.value) * POINT,
            pdfium.FPDFText_GetFontSize(text, at),
            name.value.decode().partition("+")[2],
        )


ASCENT = 0.85  # of the em box, above the baseline


def _lines(glyphs: list[Glyph]) -> list[Line]:
    by_base: dict[float, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        by_base[round(glyph.base, 1)].append(glyph)
    return [_line(row) for _, row in sorted(by_base.items())]


def _line(row: list[Glyph]) -> Line:
    row = sorted(row, key=lambda glyph: glyph.left)
    size = max(glyph.size for glyph in row) * POINT
    top = row[0].base - ASCENT * size
    box = Box(row[0].left, top, max(glyph.right for glyph in row), top + size)
    # A character beyond 16 bits comes in halves: 𬱖 is somebody's name.
    halves = "".join(glyph.char for glyph in row).encode("utf-16", "surrogatepass")
    return Line(halves.decode("utf-16", "replace"), tuple(row), box)


def _masks(image: Image.Image) -> tuple[Image.Image, Image.Image]:
    red, green, blue = image.split()
    below = [band.point(lambda v: 255 if v < 128 else 0) for band in (green, blue)]
    strong = red.point(lambda v: 255 if v >= 128 else 0)
    reds = ImageChops.darker(strong, ImageChops.darker(*below))
    return reds, red.point(lambda v: 255 if v < 128 else 0)


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    first = last = None
    for row in rows:
        if first is None or last is None or row != last + 1:
            if first is not None and last is not None:
                yield first, last
            first = row
        last = row
    if first is not None and last is not None:
        yield first, last
