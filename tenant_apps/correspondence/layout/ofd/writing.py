"""The parts of an OFD package: its front page, its document, its faces and pictures, its pages."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from lxml import etree

from shared_apps.trust.guomi.container import SIGNING_BODY, add, root_of, xml, zipped
from tenant_apps.correspondence.layout.glyphs import cleaned

from .fonts import Font
from .reading import Colour, Picture, Shape, Sheet, Words, sheets

FOLDER = "/Doc_0"
_SMALL = 1e-4
ABOVE, BELOW = 1.0, 0.4  # ems about the base line: room for every glyph, as readers clip to it


@dataclass(frozen=True)
class Facts:
    """What the file says about itself."""

    title: str
    author: str
    made_on: date
    bodies: tuple[str, ...] = ()  # 联合行文: all whose seals it will have


def written(pdf: bytes, facts: Facts) -> bytes:
    """The same PDF gives the same bytes."""
    return zipped(_Package(pdf, facts).parts())


class _Package:
    def __init__(self, pdf: bytes, facts: Facts) -> None:
        self.id = hashlib.sha256(pdf).hexdigest()[:32]
        self.facts = facts
        self.sheets = list(sheets(pdf))
        self.fonts = {
            thing.font.number: thing.font
            for sheet in self.sheets
            for thing in sheet.things
            if isinstance(thing, Words)
        }
        self._taken = 0
        self.font_ids = {number: self._next() for number in sorted(self.fonts)}
        self.pictures: dict[str, tuple[str, bytes]] = {}  # by digest: its id, and itself

    def parts(self) -> dict[str, bytes]:
        pages = [self._page(sheet) for sheet in self.sheets]
        files = [self._file_of(font) for _, font in sorted(self.fonts.items())]
        names = [f"Res/picture_{key}.png" for key, _ in self.pictures.values()]
        return {
            "/OFD.xml": self._front(),
            f"{FOLDER}/Document.xml": self._document(),
            f"{FOLDER}/PublicRes.xml": self._faces(),
            f"{FOLDER}/DocumentRes.xml": self._media(),
            **{f"{FOLDER}/Res/{name}": content for name, content in files},
            **{
                f"{FOLDER}/{name}": png
                for name, (_, png) in zip(names, self.pictures.values(), strict=True)
            },
            **{f"{FOLDER}/Pages/Page_{turn}/Content.xml": page for turn, page in enumerate(pages)},
        }

    # ---- the frame -----------------------------------------------------------------------

    def _front(self) -> bytes:
        root = root_of("OFD", Version="1.0", DocType="OFD")
        body = add(root, "DocBody")
        info = add(body, "DocInfo")
        for name, said in (
            ("DocID", self.id),
            ("Title", cleaned(self.facts.title)),
            ("Author", cleaned(self.facts.author)),
            ("CreationDate", f"{self.facts.made_on:%Y-%m-%d}"),
            ("Creator", "合署"),
        ):
            add(info, name).text = said
        if self.facts.bodies:
            listed = add(info, "CustomDatas")
            for one in self.facts.bodies:
                add(listed, "CustomData", Name=SIGNING_BODY).text = cleaned(one)
        add(body, "DocRoot").text = f"{FOLDER}/Document.xml"
        return xml(root)

    def _document(self) -> bytes:
        root = root_of("Document")
        common = add(root, "CommonData")
        most = add(common, "MaxUnitID")
        _box_of(add(common, "PageArea"), self.sheets[0])
        add(common, "PublicRes").text = "PublicRes.xml"
        add(common, "DocumentRes").text = "DocumentRes.xml"
        pages = add(root, "Pages")
        for turn in range(len(self.sheets)):
            where = f"Pages/Page_{turn}/Content.xml"
            add(pages, "Page", ID=self._next(), BaseLoc=where)
        most.text = str(self._taken)
        return xml(root)

    def _faces(self) -> bytes:
        root = root_of("Res", BaseLoc="Res")
        listed = add(root, "Fonts")
        for number, font in sorted(self.fonts.items()):
            face = add(
                listed,
                "Font",
                ID=self.font_ids[number],
                FontName=font.name,
                FamilyName=font.family,
                **({"Bold": "true"} if font.is_bold else {}),
            )
            add(face, "FontFile").text = _name_of(font)
        return xml(root)

    def _media(self) -> bytes:
        root = root_of("Res", BaseLoc="Res")
        if self.pictures:
            listed = add(root, "MultiMedias")
            for key, _ in self.pictures.values():
                media = add(listed, "MultiMedia", ID=key, Type="Image", Format="PNG")
                add(media, "MediaFile").text = f"picture_{key}.png"
        return xml(root)

    def _file_of(self, font: Font) -> tuple[str, bytes]:
        return _name_of(font), font.file

    # ---- a page --------------------------------------------------------------------------

    def _page(self, sheet: Sheet) -> bytes:
        root = root_of("Page")
        _box_of(add(root, "Area"), sheet)
        layer = add(add(root, "Content"), "Layer", ID=self._next(), Type="Body")
        for thing in sheet.things:
            if isinstance(thing, Words):
                self._words(layer, thing)
            elif isinstance(thing, Shape):
                self._shape(layer, thing)
            else:
                self._picture(layer, thing)
        return xml(root)

    def _words(self, layer: etree._Element, words: Words) -> None:
        """A glyph that its characters do not name by themselves stands alone, with its number."""
        font, size, stretch = words.font, words.size, words.stretch
        for is_named, run in _runs(words):
            glyphs, xs = zip(*run, strict=True)
            left = xs[0]
            right = xs[-1] + max(font.widths.get(glyphs[-1], 0) / 1000, 0.5) * size * stretch
            top = words.y - ABOVE * size
            text = add(
                layer,
                "TextObject",
                ID=self._next(),
                Boundary=_numbers(left, top, right - left, (ABOVE + BELOW) * size),
                Font=self.font_ids[font.number],
                Size=_number(size),
            )
            if abs(stretch - 1) > _SMALL:
                text.set("CTM", _numbers(stretch, 0, 0, 1, 0, 0))
            _coloured(text, "FillColor", words.colour)
            said = "".join(font.text.get(glyph, "") for glyph in glyphs)
            if not is_named:
                turned = add(text, "CGTransform", CodePosition="0", CodeCount=str(len(said)))
                turned.set("GlyphCount", "1")
                add(turned, "Glyphs").text = str(glyphs[0])
            code = add(text, "TextCode", X="0", Y=_number(ABOVE * size))
            if len(xs) > 1:
                code.set("DeltaX", _steps([round((x - left) / stretch, 4) for x in xs]))
            code.text = said

    def _shape(self, layer: etree._Element, shape: Shape) -> None:
        points = [edge for _, points in shape.steps for edge in points]
        pad = shape.width / 2 if shape.stroke else 0.0
        left, top = min(points[::2]) - pad, min(points[1::2]) - pad
        right, bottom = max(points[::2]) + pad, max(points[1::2]) + pad
        path = add(
            layer,
            "PathObject",
            ID=self._next(),
            Boundary=_numbers(left, top, right - left, bottom - top),
            Stroke="true" if shape.stroke else "false",
            Fill="true" if shape.fill else "false",
        )
        if shape.stroke:
            path.set("LineWidth", _number(shape.width))
            _coloured(path, "StrokeColor", shape.stroke)
        if shape.fill:
            path.set("Rule", "Even-Odd" if shape.even_odd else "NonZero")
            _coloured(path, "FillColor", shape.fill)
        add(path, "AbbreviatedData").text = " ".join(
            " ".join((letter, *_offset(points, left, top))) for letter, points in shape.steps
        )

    def _picture(self, layer: etree._Element, picture: Picture) -> None:
        digest = hashlib.sha256(picture.png).hexdigest()
        if digest not in self.pictures:
            self.pictures[digest] = (self._next(), picture.png)
        x, y, width, height = picture.box
        add(
            layer,
            "ImageObject",
            ID=self._next(),
            Boundary=_numbers(x, y, width, height),
            CTM=_numbers(width, 0, 0, height, 0, 0),
            ResourceID=self.pictures[digest][0],
        )

    def _next(self) -> str:
        self._taken += 1
        return str(self._taken)


def _runs(words: Words) -> Iterator[tuple[bool, list[tuple[int, float]]]]:
    """Glyphs with their places: those that stand for their character together, others alone."""
    font = words.font

    def is_named(one: tuple[int, float]) -> bool:
        return font.glyphs.get(font.text.get(one[0], "")) == one[0]

    for named, run in groupby(zip(words.glyphs, words.xs, strict=True), key=is_named):
        if named:
            yield True, list(run)
        else:
            yield from ((False, [one]) for one in run)


def _steps(places: list[float]) -> str:
    """Steps between places, as they are rounded: so no error adds up. Equal ones are counted."""
    steps = [_number(after - before) for before, after in pairwise(places)]
    found = []
    for step, turns in groupby(steps):
        count = len(list(turns))
        found += ["g", str(count), step] if count > 2 else [step] * count
    return " ".join(found)


def _offset(points: tuple[float, ...], left: float, top: float) -> Iterator[str]:
    for turn, edge in enumerate(points):
        yield _number(edge - (top if turn % 2 else left))


def _coloured(node: etree._Element, name: str, colour: Colour) -> None:
    add(node, name, Value=" ".join(map(str, colour)))


def _box_of(area: etree._Element, sheet: Sheet) -> None:
    add(area, "PhysicalBox").text = _numbers(0, 0, sheet.width, sheet.height)


def _name_of(font: Font) -> str:
    return f"font_{font.number}.{font.ending}"


def _number(value: float) -> str:
    """A tenth of a micrometre is finer than any press."""
    said = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if said == "-0" else said


def _numbers(*values: float) -> str:
    return " ".join(map(_number, values))
