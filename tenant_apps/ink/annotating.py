"""批注副本: the pages with their ink as standard annotations (ISO 32000-1 12.5.6.4, 12.5.6.13).

Made anew for each who asks, of a copy: the file that was sealed or received is never written to.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from shared_apps.kernel.clock import ZONE
from tenant_apps.ink.models import Layer, Mark
from tenant_apps.ink.paper import POINT, place

COLOURS = {
    "red": (0.784, 0.078, 0.11),
    "blue": (0.122, 0.341, 0.643),
    "black": (0.114, 0.149, 0.212),
    "highlight": (1.0, 0.85, 0.2),
}
WIDTHS = {"fine": 45, "medium": 75, "broad": 125}  # hundredths of a millimetre, at half pressure
HIGHLIGHT = 6  # times as broad
THINNING = 0.6  # as the browser draws it: a light hand makes a thinner line
FULL = 1_000
PRINT = 4  # flag: goes to paper as well
NOTE = 18  # points: the side of a note's sign
_SPAN = 30  # hundredths of a millimetre: no straight piece of a curve is longer


class Dot(NamedTuple):
    """A point of a stroke in the page's own units, with the width of the line there."""

    x: float
    y: float
    width: float


def annotated(pdf: bytes, layers: Sequence[Layer]) -> bytes:
    """The same pages with these layers on them, each mark under its author's name."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _unsign(document)
        for layer in layers:
            for group in _groups(layer):
                page = document.pages[group[0].page - 1]
                made = _note(document, page, layer, group[0]) if group[0].text else None
                _append(document, page, made or _ink(document, page, layer, group))
        target = io.BytesIO()
        document.save(target, deterministic_id=True)
    return target.getvalue()


def _groups(layer: Layer) -> Iterable[list[Mark]]:
    """Strokes of one page, ink and width are one annotation; every note is its own."""
    found: dict[tuple[object, ...], list[Mark]] = {}
    for mark in layer.living:  # type: ignore[attr-defined]
        alone = mark.key if mark.text else None
        found.setdefault((mark.page, mark.ink, mark.width, alone), []).append(mark)
    return found.values()


def _ink(document: Pdf, page: pikepdf.Page, layer: Layer, marks: list[Mark]) -> Dictionary:
    first = marks[0]
    strokes = [_dots(page, mark) for mark in marks]
    rect = _around([dot for stroke in strokes for dot in stroke])
    said = f"{layer.author_name} {layer.step_name} 手写批注，{len(marks)} 笔"
    return Dictionary(
        **_common(layer, first, rect),
        Subtype=Name.Ink,
        InkList=Array(Array(_round(v) for dot in one for v in dot[:2]) for one in strokes),
        BS=Dictionary(Type=Name.Border, W=_round(_width(first) / POINT), S=Name.S),
        Contents=String(said),
        AP=Dictionary(N=_appearance(document, first, strokes, rect)),
    )


def _note(document: Pdf, page: pikepdf.Page, layer: Layer, mark: Mark) -> Dictionary:
    x, y = place(page, *mark.points[:2])
    return Dictionary(
        **_common(layer, mark, [x, y - NOTE, x + NOTE, y]),
        Subtype=Name.Text,
        Name=Name.Note,
        Contents=String(mark.text),
        AP=Dictionary(N=_sign(document, mark, [x, y - NOTE, x + NOTE, y])),
    )


def _common(layer: Layer, mark: Mark, rect: Sequence[float]) -> dict[str, Any]:
    author = layer.author_name
    if layer.author_title:
        author = f"{author}（{layer.author_title}）"
    if layer.acts_for:
        author = f"{author} 代 {layer.acts_for}"
    return {
        "Type": Name.Annot,
        "Rect": Array(_round(value) for value in rect),
        "C": Array(COLOURS[mark.ink]),
        "F": PRINT,
        "T": String(author),
        "NM": String(f"heshu-{mark.key}"),
        "M": String(_moment(layer.closed_at or mark.at)),
        "CreationDate": String(_moment(mark.at)),
    }


def _append(document: Pdf, page: pikepdf.Page, annotation: Dictionary) -> None:
    annotation.P = page.obj
    if Name.Annots not in page.obj:
        page.obj.Annots = Array()
    page.obj.Annots.append(document.make_indirect(annotation))


# ---- the line ----------------------------------------------------------------------------------


def _dots(page: pikepdf.Page, mark: Mark) -> list[Dot]:
    """The stroke as a curve through its points, in pieces too short to show."""
    at = mark.points
    full = _width(mark)
    points = [Dot(at[i], at[i + 1], _pressed(full, mark, at[i + 2])) for i in range(0, len(at), 4)]
    curve = points if len(points) < 3 else list(_curve(points))
    return [Dot(*place(page, dot.x, dot.y), dot.width / POINT) for dot in curve]


def _width(mark: Mark) -> float:
    return WIDTHS[mark.width] * (HIGHLIGHT if mark.ink == Mark.Ink.HIGHLIGHT else 1)


def _pressed(full: float, mark: Mark, pressure: int) -> float:
    if mark.ink == Mark.Ink.HIGHLIGHT:
        return full
    return full * (1 - THINNING * (1 - 2 * pressure / FULL))


def _curve(points: Sequence[Dot]) -> Iterable[Dot]:
    """Catmull-Rom: it passes through every point the pen touched."""
    yield points[0]
    for at, (b, c) in enumerate(pairwise(points)):
        a, d = points[max(at - 1, 0)], points[min(at + 2, len(points) - 1)]
        pieces = max(1, int(max(abs(c.x - b.x), abs(c.y - b.y)) / _SPAN))
        for piece in range(1, pieces + 1):
            yield _between(a, b, c, d, piece / pieces)


def _between(a: Dot, b: Dot, c: Dot, d: Dot, t: float) -> Dot:
    def along(p: float, q: float, r: float, s: float) -> float:
        bent = 2 * p - 5 * q + 4 * r - s
        swung = 3 * q - p - 3 * r + s
        return (2 * q + (r - p) * t + bent * t * t + swung * t**3) / 2

    x, y = along(a.x, b.x, c.x, d.x), along(a.y, b.y, c.y, d.y)
    return Dot(x, y, b.width + (c.width - b.width) * t)


def _around(dots: Sequence[Dot]) -> list[float]:
    reach = max(dot.width for dot in dots)
    return [
        min(dot.x for dot in dots) - reach,
        min(dot.y for dot in dots) - reach,
        max(dot.x for dot in dots) + reach,
        max(dot.y for dot in dots) + reach,
    ]


# ---- how it looks in every reader --------------------------------------------------------------


def _appearance(
    document: Pdf, mark: Mark, strokes: Sequence[Sequence[Dot]], rect: Sequence[float]
) -> pikepdf.Stream:
    lines = ["q", "1 J 1 j", "{:.3f} {:.3f} {:.3f} RG".format(*COLOURS[mark.ink])]
    resources = Dictionary()
    if mark.ink == Mark.Ink.HIGHLIGHT:  # the words under it stay readable
        state = Dictionary(Type=Name.ExtGState, BM=Name.Multiply, CA=0.6, ca=0.6)
        resources = Dictionary(ExtGState=Dictionary(Ink=state))
        lines.append("/Ink gs")
    for stroke in strokes:
        lines += _one_width(stroke) if mark.ink == Mark.Ink.HIGHLIGHT else _pressed_line(stroke)
    lines.append("Q")
    return _form(document, lines, rect, resources)


def _pressed_line(stroke: Sequence[Dot]) -> Iterable[str]:
    """Piece by piece with round ends: the line swells and thins, and no joint shows."""
    if len(stroke) == 1:
        stroke = [*stroke, stroke[0]]  # a dot: a line of no length has round ends, too
    for a, b in pairwise(stroke):
        yield (f"{(a.width + b.width) / 2:.2f} w {a.x:.2f} {a.y:.2f} m {b.x:.2f} {b.y:.2f} l S")


def _one_width(stroke: Sequence[Dot]) -> Iterable[str]:
    """In one go, or where it crosses itself it would be twice as dark."""
    first, *rest = stroke if len(stroke) > 1 else [*stroke, *stroke]
    yield f"{first.width:.2f} w {first.x:.2f} {first.y:.2f} m"
    yield from (f"{dot.x:.2f} {dot.y:.2f} l" for dot in rest)
    yield "S"


def _sign(document: Pdf, mark: Mark, rect: Sequence[float]) -> pikepdf.Stream:
    """A note's sign: a small sheet with three lines."""
    left, bottom = rect[0], rect[1]
    r, g, b = COLOURS[mark.ink]
    lines = [
        f"q 1 1 1 rg {r:.3f} {g:.3f} {b:.3f} RG 1 w 1 J",
        f"{left + 2:.2f} {bottom + 2:.2f} {NOTE - 4} {NOTE - 4} re B",
        *(
            f"{left + 5:.2f} {bottom + up:.2f} m {left + NOTE - 5:.2f} {bottom + up:.2f} l S"
            for up in (6, 9, 12)
        ),
        "Q",
    ]
    return _form(document, lines, rect, Dictionary())


def _form(
    document: Pdf, lines: Sequence[str], rect: Sequence[float], resources: Dictionary
) -> pikepdf.Stream:
    stream = document.make_stream("\n".join(lines).encode())
    stream.Type, stream.Subtype = Name.XObject, Name.Form
    stream.BBox = Array(_round(value) for value in rect)
    stream.Resources = resources
    return stream


# ---- what a copy is not ------------------------------------------------------------------------


def _unsign(document: Pdf) -> None:
    """A copy with ink on it is not what was sealed: it looks like it, and claims nothing."""
    for page in document.pages:
        for annotation in page.obj.get(Name.Annots, []):
            if annotation.get(Name.Subtype) == Name.Widget:
                _make_a_picture(annotation)
    for name in (Name.AcroForm, Name.Perms, Name("/DSS")):
        if name in document.Root:
            del document.Root[name]


def _make_a_picture(widget: pikepdf.Object) -> None:
    for name in ("/FT", "/V", "/T", "/Ff", "/Parent", "/MK", "/DA", "/Lock", "/SV", "/AA", "/A"):
        if name in widget:
            del widget[name]
    widget.Subtype = Name.Stamp


def _moment(at: datetime) -> str:
    return f"D:{at.astimezone(ZONE):%Y%m%d%H%M%S}+08'00'"


def _round(value: float) -> float:
    return round(value, 2)
