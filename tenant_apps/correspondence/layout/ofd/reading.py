"""What stands on a PDF page, in millimetres from its upper left corner.

Only the operators our own printed pages are made of are known.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from .fonts import Font, NotWritable, font_of

MM = 25.4 / 72
Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[int, int, int]
_PLAIN: Matrix = (1, 0, 0, 1, 0, 0)
_BLACK: Colour = (0, 0, 0)
_SMALL = 1e-4
# Structure and finish: nothing of it changes where ink lies.
_SILENT = frozenset(("BDC", "BMC", "EMC", "MP", "DP", "J", "j", "M", "ri", "i"))


@dataclass(frozen=True)
class Words:
    """One run of type: a place for every glyph, and the base line they share."""

    font: Font
    size: float
    stretch: float  # across: a long mark is set narrower than it is high
    glyphs: tuple[int, ...]
    xs: tuple[float, ...]
    y: float
    colour: Colour


@dataclass(frozen=True)
class Shape:
    """A path, as letters of OFD and points of the page."""

    steps: tuple[tuple[str, tuple[float, ...]], ...]
    fill: Colour | None
    stroke: Colour | None
    width: float
    even_odd: bool


@dataclass(frozen=True)
class Picture:
    box: tuple[float, float, float, float]
    png: bytes


Thing = Words | Shape | Picture


@dataclass(frozen=True)
class Sheet:
    width: float
    height: float
    things: tuple[Thing, ...]


def sheets(pdf: bytes) -> Iterator[Sheet]:
    fonts: dict[tuple[int, int], Font] = {}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            left, bottom, right, top = (float(edge) for edge in page.MediaBox)
            reader = _Reader(page, fonts, (MM, 0, 0, -MM, -left * MM, top * MM))
            things = tuple(reader.read())
            yield Sheet((right - left) * MM, (top - bottom) * MM, things)


@dataclass(frozen=True)
class _State:
    matrix: Matrix
    fill: Colour = _BLACK
    stroke: Colour = _BLACK
    width: float = 1.0
    font: Font | None = None
    size: float = 0.0


@dataclass
class _Reader:
    page: pikepdf.Page
    fonts: dict[tuple[int, int], Font]
    start: Matrix
    kept: list[_State] = field(default_factory=list)
    path: list[tuple[str, tuple[float, ...]]] = field(default_factory=list)
    text: Matrix = _PLAIN

    def read(self) -> Iterator[Thing]:
        self.state = _State(self.start)
        for one in pikepdf.parse_content_stream(self.page):
            name, words = str(one.operator), one.operands
            if name in _SILENT:
                continue
            act = _ACTS.get(name)
            if act is None:
                raise NotWritable(f"PDF {name}")
            yield from act(self, words) or ()

    # ---- state -------------------------------------------------------------------------

    def save(self, _: Any) -> None:
        self.kept.append(self.state)

    def restore(self, _: Any) -> None:
        self.state = self.kept.pop()

    def turn(self, words: Any) -> None:
        self.state = replace(self.state, matrix=_times(_matrix(words), self.state.matrix))

    def look(self, words: Any) -> None:
        given = self.page.Resources.ExtGState[str(words[0])]
        if any(float(given.get(name, 1)) != 1 for name in ("/ca", "/CA")):
            raise NotWritable("PDF transparency")

    def dashes(self, words: Any) -> None:
        if len(words[0]):
            raise NotWritable("PDF dashes")

    def fill_colour(self, words: Any) -> None:
        self.state = replace(self.state, fill=_colour(words))

    def stroke_colour(self, words: Any) -> None:
        self.state = replace(self.state, stroke=_colour(words))

    def fill_space(self, _: Any) -> None:
        self.state = replace(self.state, fill=_BLACK)

    def stroke_space(self, _: Any) -> None:
        self.state = replace(self.state, stroke=_BLACK)

    def line_width(self, words: Any) -> None:
        self.state = replace(self.state, width=float(words[0]))

    # ---- type --------------------------------------------------------------------------

    def begin_text(self, _: Any) -> None:
        self.text = _PLAIN

    def mode(self, words: Any) -> None:
        if int(words[0]) != 0:
            raise NotWritable("PDF Tr")

    def set_font(self, words: Any) -> None:
        found = self.page.Resources.Font[str(words[0])]
        key = found.objgen
        if key not in self.fonts:
            self.fonts[key] = font_of(found, number=len(self.fonts) + 1)
        self.state = replace(self.state, font=self.fonts[key], size=float(words[1]))

    def place_text(self, words: Any) -> None:
        self.text = _matrix(words)

    def show(self, words: Any) -> Iterator[Words]:
        return self.show_spaced([[words[0]]])

    def show_spaced(self, words: Any) -> Iterator[Words]:
        font, size = self.state.font, self.state.size
        if font is None:
            raise NotWritable("PDF Tj")
        a, b, c, d, x, y = _times(self.text, self.state.matrix)
        if abs(b) > _SMALL or abs(c) > _SMALL or a <= 0 or d >= 0:
            raise NotWritable("PDF turned text")
        glyphs: list[int] = []
        xs: list[float] = []
        for word in words[0]:
            if not isinstance(word, pikepdf.String):
                x -= float(word) / 1000 * size * a
                continue
            codes = bytes(word)
            for code in (int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2)):
                glyphs.append(code)
                xs.append(x)
                x += font.widths.get(code, 0) / 1000 * size * a
        if glyphs:
            spread = (tuple(glyphs), tuple(xs), y, self.state.fill)
            yield Words(font, size * -d, a / -d, *spread)

    # ---- paths -------------------------------------------------------------------------

    def step(self, letter: str, words: Any) -> None:
        numbers = [float(word) for word in words]
        points = [_at(self.state.matrix, *pair) for pair in zip(*[iter(numbers)] * 2, strict=True)]
        self.path.append((letter, tuple(edge for point in points for edge in point)))

    def rectangle(self, words: Any) -> None:
        x, y, width, height = (float(word) for word in words)
        self.step("M", (x, y))
        for corner in ((x + width, y), (x + width, y + height), (x, y + height)):
            self.step("L", corner)
        self.step("C", ())

    def draw(self, how: str) -> Iterator[Shape]:
        state, steps = self.state, tuple(self.path)
        self.path.clear()
        if how in "sb":
            steps = (*steps, ("C", ()))
        if steps and how != "n":
            a, b, *_ = state.matrix
            yield Shape(
                steps,
                fill=state.fill if how[0] in "fFBb" else None,
                stroke=state.stroke if how[0] in "SsBb" else None,
                width=state.width * (a * a + b * b) ** 0.5,
                even_odd=how.endswith("*"),
            )

    # ---- pictures ----------------------------------------------------------------------

    def picture(self, words: Any) -> Iterator[Picture]:
        found = self.page.Resources.XObject[str(words[0])]
        a, b, c, d, x, y = self.state.matrix
        if found.Subtype != "/Image" or abs(b) > _SMALL or abs(c) > _SMALL or a <= 0 or d >= 0:
            raise NotWritable("PDF Do")
        yield Picture((x, y + d, a, -d), _png(found))


def _png(found: Any) -> bytes:
    image = pikepdf.PdfImage(found).as_pil_image().convert("RGBA")
    if "/SMask" in found:
        mask = pikepdf.PdfImage(found.SMask).as_pil_image().convert("L")
        image.putalpha(mask.resize(image.size))
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def _matrix(words: Any) -> Matrix:
    a, b, c, d, e, f = (float(word) for word in words)
    return a, b, c, d, e, f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _colour(words: Any) -> Colour:
    """Grey or RGB, which is all our pages are printed in."""
    if any(isinstance(word, pikepdf.Name) for word in words):
        raise NotWritable("PDF pattern")
    values = [round(float(word) * 255) for word in words]
    if len(values) == 1:
        values *= 3
    if len(values) != 3:
        raise NotWritable("PDF colour")
    return values[0], values[1], values[2]


_Act = Callable[[_Reader, Any], Iterator[Thing] | None]


def _step(letter: str) -> _Act:
    return lambda reader, words: reader.step(letter, words)


def _draw(how: str) -> _Act:
    return lambda reader, _: reader.draw(how)


_ACTS: dict[str, _Act] = {
    "q": _Reader.save,
    "Q": _Reader.restore,
    "cm": _Reader.turn,
    "gs": _Reader.look,
    "d": _Reader.dashes,
    "w": _Reader.line_width,
    "cs": _Reader.fill_space,
    "CS": _Reader.stroke_space,
    **dict.fromkeys(("sc", "scn", "g", "rg"), _Reader.fill_colour),
    **dict.fromkeys(("SC", "SCN", "G", "RG"), _Reader.stroke_colour),
    "BT": _Reader.begin_text,
    "ET": _Reader.begin_text,
    "Tr": _Reader.mode,
    "Tf": _Reader.set_font,
    "Tm": _Reader.place_text,
    "Tj": _Reader.show,
    "TJ": _Reader.show_spaced,
    "m": _step("M"),
    "l": _step("L"),
    "c": _step("B"),
    "h": _step("C"),
    "re": _Reader.rectangle,
    **{how: _draw(how) for how in ("f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "n")},
    "Do": _Reader.picture,
}
