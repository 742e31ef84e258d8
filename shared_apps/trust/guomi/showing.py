"""看 OFD: one page as SVG, drawn from text, paths, pictures and templates.

The SVG is data for an <img>: it carries no script and fetches nothing. An embedded face is used
where characters name its glyphs; where glyphs are given by number, a face of the reader's own is.
What this does not draw (gradients, clipping, patterns, JBIG2) is left out, and said on the page.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from shared_apps.trust.guomi import verifying
from shared_apps.trust.guomi.container import (
    Container,
    NotOfd,
    at,
    child,
    every,
    folder_of,
    said,
)
from shared_apps.trust.guomi.paths import curve

MOST_OBJECTS = 50_000
FACES = {b"OTTO": "otf", b"\0\1\0\0": "ttf", b"true": "ttf"}
MOST_FACE = 4 * 2**20
PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
A4 = (0.0, 0.0, 210.0, 297.0)


@dataclass(frozen=True)
class _Resource:
    name: str  # of a font, or the place of a picture
    kind: str = ""
    file: str = ""  # of an embedded font


class Document:
    """An OFD file, page by page. A page that was damaged is refused as a whole."""

    def __init__(self, content: bytes, *, place: int = 0) -> None:
        self.file = Container(content, place=place)
        self._folder = folder_of(self.file.root)
        self._root = self.file.xml_of(self.file.root)
        common = child(self._root, "CommonData")
        self._box = _box(said(child(common, "PageArea"), "PhysicalBox")) or A4
        self._pages = every(child(self._root, "Pages"), "Page")
        self._templates = {
            one.get("ID", ""): at(self._folder, one.get("BaseLoc", ""))
            for one in every(common, "TemplatePage")
        }
        self._resources = dict(self._listed(common))
        self._drawn = 0
        self._faces: dict[str, str] = {}  # on this page: the place of a font → its name here

    @property
    def page_count(self) -> int:
        return len(self._pages)

    def page(self, number: int) -> str:
        """Page `number`, from 1, in millimetres."""
        if not 1 <= number <= self.page_count:
            raise NotOfd("没有这一页。")
        self._drawn = 0
        self._faces = {}
        listed = self._pages[number - 1]
        page = self.file.xml_of(at(self._folder, listed.get("BaseLoc", "")))
        box = _box(said(child(page, "Area"), "PhysicalBox")) or self._box
        under, over = self._template_layers(page)
        parts = [*under, *self._layers(page), *over, *self._seals(listed.get("ID", ""))]
        frame = " ".join(_number(edge) for edge in box)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{frame}" '
            f'width="{_number(box[2])}mm" height="{_number(box[3])}mm">'
            f'<rect x="{_number(box[0])}" y="{_number(box[1])}" width="{_number(box[2])}" '
            f'height="{_number(box[3])}" fill="#fff"/>{self._styles()}{"".join(parts)}</svg>'
        )

    # ---- what is drawn -----------------------------------------------------------------

    def _template_layers(self, page: etree._Element) -> tuple[list[str], list[str]]:
        under: list[str] = []
        over: list[str] = []
        for used in every(page, "Template"):
            place = self._templates.get(used.get("TemplateID", ""))
            if place:
                target = over if used.get("ZOrder") == "Foreground" else under
                target += self._layers(self.file.xml_of(place))
        return under, over

    def _layers(self, page: etree._Element) -> list[str]:
        layers = every(child(page, "Content"), "Layer")
        order = {"Background": 0, "Body": 1, "Foreground": 2}
        layers.sort(key=lambda layer: order.get(layer.get("Type", "Body"), 1))
        return [drawn for layer in layers for drawn in self._objects(layer)]

    def _objects(self, block: etree._Element, depth: int = 0) -> Iterator[str]:
        if depth > 20:
            raise NotOfd("OFD 文件的层次过深，不予打开。")
        for node in block:
            self._drawn += 1
            if self._drawn > MOST_OBJECTS:
                raise NotOfd("这一页的内容过多，不予打开。")
            kind = etree.QName(node).localname if isinstance(node.tag, str) else ""
            if kind == "PageBlock":
                yield from self._objects(node, depth + 1)
            elif kind == "TextObject":
                yield self._text(node)
            elif kind == "PathObject":
                yield self._path(node)
            elif kind == "ImageObject":
                yield self._picture(node)

    def _text(self, node: etree._Element) -> str:
        size = _float(node.get("Size"), 3.5)
        font = self._resources.get(node.get("Font", ""), _Resource("serif"))
        weight = ' font-weight="bold"' if _float(node.get("Weight"), 400) >= 600 else ""
        glyphs = "".join(_placed(code) for code in every(node, "TextCode"))
        fill = _colour(child(node, "FillColor"), "#000")
        embedded = self._face(font) if child(node, "CGTransform") is None else ""
        family = quoteattr(f"{embedded}{font.name}, FangSong, STFangsong, serif")
        return (
            f'<g transform="{_transform(node)}" font-size="{_number(size)}" fill="{fill}"'
            f" font-family={family}{weight}>{glyphs}</g>"
        )

    def _face(self, font: _Resource) -> str:
        """The name of an embedded face on this page, with a comma behind it."""
        if not font.file:
            return ""
        if font.file not in self._faces:
            content = self.file.bytes_of(font.file) if font.file in self.file.names else b""
            known = content[:4] in FACES and len(content) <= MOST_FACE
            self._faces[font.file] = f"face{len(self._faces)}" if known else ""
        name = self._faces[font.file]
        return f"{name}, " if name else ""

    def _styles(self) -> str:
        """Called when the page is drawn: it knows then which faces it wants."""
        found = []
        for place, name in self._faces.items():
            if name:
                content = self.file.bytes_of(place)
                kind, data = FACES[content[:4]], base64.b64encode(content).decode()
                url = f"data:font/{kind};base64,{data}"
                found.append(f"@font-face{{font-family:{name};src:url({url})}}")
        return f"<style>{''.join(found)}</style>" if found else ""

    def _path(self, node: etree._Element) -> str:
        line = curve(said(node, "AbbreviatedData"))
        stroked = node.get("Stroke", "true") != "false"
        filled = node.get("Fill", "false") == "true"
        stroke = _colour(child(node, "StrokeColor"), "#000") if stroked else "none"
        fill = _colour(child(node, "FillColor"), "#000") if filled else "none"
        rule = "evenodd" if node.get("Rule") == "Even-Odd" else "nonzero"
        width = _number(_float(node.get("LineWidth"), 0.353))
        return (
            f'<path transform="{_transform(node)}" d="{line}" fill="{fill}" fill-rule="{rule}" '
            f'stroke="{stroke}" stroke-width="{width}"/>'
        )

    def _picture(self, node: etree._Element) -> str:
        found = self._resources.get(node.get("ResourceID", ""))
        if found is None or found.kind not in PICTURES:
            return ""
        picture = _inline(self.file.bytes_of(found.name), found.kind)
        return (
            f'<g transform="{_transform(node)}"><image width="1" height="1" '
            f'preserveAspectRatio="none" href="{picture}"/></g>'
        )

    def _seals(self, page_id: str) -> Iterator[str]:
        """Their pictures come out of the signatures themselves."""
        for place in verifying.places(self.file):
            if place.page == page_id and place.seal.picture_type in PICTURES:
                x, y, width, height = place.box
                left, top, across, down = place.part or (0, 0, width, height)
                picture = _inline(place.seal.picture, place.seal.picture_type)
                window = " ".join(map(_number, (left, top, across, down)))
                yield (
                    f'<svg x="{_number(x + left)}" y="{_number(y + top)}" '
                    f'width="{_number(across)}" height="{_number(down)}" viewBox="{window}">'
                    f'<image width="{_number(width)}" height="{_number(height)}" '
                    f'preserveAspectRatio="none" href="{picture}"/></svg>'
                )

    # ---- what it is drawn with -----------------------------------------------------------

    def _listed(self, common: etree._Element | None) -> Iterator[tuple[str, _Resource]]:
        places = [*every(common, "PublicRes"), *every(common, "DocumentRes")]
        for place in (at(self._folder, (one.text or "").strip()) for one in places):
            listing = self.file.xml_of(place)
            base = at(folder_of(place), listing.get("BaseLoc", "."))
            for font in every(child(listing, "Fonts"), "Font"):
                file = said(font, "FontFile")
                named = font.get("FontName", "serif")[:40]
                yield font.get("ID", ""), _Resource(named, file=at(base, file) if file else "")
            for media in every(child(listing, "MultiMedias"), "MultiMedia"):
                file = said(media, "MediaFile")
                kind = media.get("Format") or file.rpartition(".")[2]
                yield media.get("ID", ""), _Resource(at(base, file), kind.lower())


def _placed(code: etree._Element) -> str:
    """One <text> for all characters, each with its own x and y."""
    words = code.text or ""
    xs = _steps(_float(code.get("X"), 0), code.get("DeltaX", ""), len(words))
    ys = _steps(_float(code.get("Y"), 0), code.get("DeltaY", ""), len(words))
    across, down = (" ".join(_number(value) for value in line) for line in (xs, ys))
    return f'<text x="{across}" y="{down}" xml:space="preserve">{escape(_printable(words))}</text>'


def _steps(start: float, deltas: str, count: int) -> list[float]:
    """ "g 7 5.571 2" is seven steps of 5.571 and one of 2."""
    steps: list[float] = []
    words = iter(deltas.split())
    for word in words:
        if word == "g":
            times, step = int(_float(next(words, None), 0)), _float(next(words, None), 0)
            steps += [step] * max(0, min(times, count))
        else:
            steps.append(_float(word, 0))
    found = [start]
    for turn in range(count - 1):
        found.append(found[-1] + (steps[turn] if turn < len(steps) else 0))
    return found


def _transform(node: etree._Element) -> str:
    box = _box(node.get("Boundary", "")) or (0, 0, 0, 0)
    matrix = [_float(word, 0) for word in node.get("CTM", "").split()]
    turned = f" matrix({' '.join(map(_number, matrix))})" if len(matrix) == 6 else ""
    return f"translate({_number(box[0])} {_number(box[1])}){turned}"


def _colour(node: etree._Element | None, otherwise: str) -> str:
    said = node.get("Value", "") if node is not None else ""
    values = [_float(word, 0) for word in said.split()]
    if len(values) == 1:
        values *= 3
    if len(values) != 3:
        return otherwise
    return f"rgb({','.join(str(round(max(0, min(value, 255)))) for value in values)})"


def _box(text: str) -> tuple[float, float, float, float] | None:
    values = [_float(word, 0) for word in text.split()]
    return (values[0], values[1], values[2], values[3]) if len(values) == 4 else None


def _float(text: str | None, otherwise: float) -> float:
    try:
        found = float(text) if text else otherwise
    except ValueError:
        return otherwise
    return found if -1e6 < found < 1e6 else otherwise


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _printable(text: str) -> str:
    return "".join(char for char in text if char >= " " and char not in "\ufffe\uffff")


def _inline(picture: bytes, kind: str) -> str:
    return f"data:{PICTURES[kind]};base64,{base64.b64encode(picture).decode()}"
