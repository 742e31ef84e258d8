"""A red-head document as PDF and as page images, by Typst."""

import json
import os
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from .faces import Faces
from .redhead import RedHead

_HERE = Path(__file__).parent
_TEMPLATE = _HERE / "template.typ"
_FONTS = _HERE / "fonts"

IMAGE_PPI = 144

# 7.3.5.5: when the signature would stand alone on a page, line spacing gives way: by as little as
# helps, closer or wider, never by more than a fifth. A first page has too few lines for that to be
# enough: there the last of them follow the signature to the next page. Seals of many bodies may
# be higher than any spacing gives room for: then the last paragraph goes where they go.
_SPACINGS = [
    {"stretch": 1.0, "spare": 0, "kept": False},
    *(
        {"stretch": 1 + sign * step / 50, "spare": 0, "kept": False}
        for step in range(1, 11)
        for sign in (-1, 1)
    ),
    *({"stretch": 1.0, "spare": lines, "kept": False} for lines in range(1, 8)),
    {"stretch": 1.0, "spare": 0, "kept": True},
]


# 发文机关标志 of joint issue: how high all its names may stand together, in millimetres.
_MARKS = (66, 58, 50, 42, 34, 27)
_WELL_READ = 4  # as far down one goes before addressees have to leave page one


@dataclass(frozen=True)
class _Fit:
    """One way of spacing a page out, and on which pages things came to stand."""

    content: str
    pdf: bytes
    text_starts: int
    text_ends: int
    signed: int
    content_ends: int
    imprint: int
    pages: int
    seals: list[dict[str, Any]]

    @property
    def signature_has_company(self) -> bool:
        return self.signed == self.text_ends

    @property
    def imprint_has_company(self) -> bool:
        return self.imprint == self.content_ends


@dataclass(frozen=True)
class Place:
    """印章位置: the middle of one seal, in millimetres from the sheet's upper left corner."""

    body: int  # 0 is the host, then its partners in their order
    name: str  # 署名
    kind: Literal["body", "signature"]
    page: int  # from 1
    x: float
    y: float


def seal_places(page: RedHead) -> list[Place]:
    """Where each signing body's seal goes: 42 mm about this point lie on its name and the date."""
    authors = [page.author, *(one.author for one in page.partners)]
    found = [
        Place(
            name=authors[seal["body"]],
            **{k: seal[k] for k in ("body", "kind", "page")},
            x=round(seal["x"], 2),
            y=round(seal["y"], 2),
        )
        for seal in _fitted(page).seals
    ]
    return sorted(found, key=lambda place: place.body)


def render_pdf(page: RedHead) -> bytes:
    """PDF/A-2b. The same page gives the same bytes, so that two copies can be compared."""
    return _fitted(page).pdf


def render_pages(page: RedHead) -> list[bytes]:
    """One PNG a page."""
    given = {"doc": _fitted(page).content}
    with _warm.compiler(page.faces) as compiler:
        images = compiler.compile(sys_inputs=given, format="png", ppi=IMAGE_PPI)
    return _files(images)


def page_count(page: RedHead) -> int:
    return _fitted(page).pages


@lru_cache(maxsize=64)
def _fitted(page: RedHead) -> _Fit:
    """Settle the spacing: the standard's own first, then the nearest that keeps its rules."""
    fit = _spaced(page)
    if page.both_sides and fit.imprint % 2:
        return _measured(page, json.loads(fit.content) | {"overleaf": True})
    return fit


def _spaced(page: RedHead) -> _Fit:
    content, plain = _headed(page)
    accepted = None
    for spacing in _SPACINGS:
        fit = _measured(page, content | spacing)
        if not fit.signature_has_company or fit.text_starts > plain.text_starts:
            continue
        if fit.imprint_has_company:
            return fit
        accepted = accepted or fit  # a page for the 版记 alone is allowed (7.5), only not wanted
    return accepted or plain


def _headed(page: RedHead) -> tuple[dict[str, Any], _Fit]:
    """Page one shows text (7.2.4, 7.3.2): the marks of many bodies get smaller, and addressees
    too many for it move down to the 版记."""
    content = page.as_content() | {"overleaf": False}
    marks = _MARKS if page.partners and page.format == "document" else _MARKS[:1]
    ways = [(height, False) for height in marks[:_WELL_READ]]
    if content["addressees"]:
        ways += [(height, True) for height in marks]
    else:
        ways += [(height, False) for height in marks[_WELL_READ:]]
    for height, in_imprint in ways:
        content |= {"mark_height": height, "addressees_in_imprint": in_imprint}
        fit = _measured(page, content | _SPACINGS[0])
        if fit.text_starts == 1:
            break
    return content, fit


def _measured(page: RedHead, content: dict[str, Any]) -> _Fit:
    text = json.dumps(content, ensure_ascii=False)
    with _warm.compiler(page.faces) as compiler:
        pdf = compiler.compile(
            sys_inputs={"doc": text}, format="pdf", pdf_standards="a-2b", timestamp=0
        )
        facts = json.loads(compiler.query("<fit>", field="value", one=True))  # of that very page
    return _Fit(content=text, pdf=_files(pdf)[0], **facts)


class _Warm:
    """The process's compilers: 42 MB of fonts are read once, and a second call takes 10 ms.

    One for everybody without fonts of their own, and a few for those who have: each knows only
    its unit's fonts, so that no unit prints with another's licence.
    """

    MOST = 4

    def __init__(self) -> None:
        self._compilers: OrderedDict[frozenset[Path], typst.Compiler] = OrderedDict()
        self._busy = threading.Lock()
        self._left_behind = False
        os.register_at_fork(after_in_child=self._forked)

    def _forked(self) -> None:
        # Typst's threads stay with the parent; a child that waits for them waits for ever.
        self._left_behind = bool(self._compilers)
        self._busy = threading.Lock()

    @contextmanager
    def compiler(self, faces: Faces) -> Iterator[typst.Compiler]:
        """One caller at a time; it gives the document as data, never as source."""
        if self._left_behind:
            raise RuntimeError("Forked from a process that had laid out pages: fork earlier.")
        with self._busy:
            yield self._of(faces.folders())

    def _of(self, own: frozenset[Path]) -> typst.Compiler:
        found = self._compilers.pop(own, None)
        if found is None:
            found = typst.Compiler(
                _TEMPLATE,
                root=_HERE,
                font_paths=[*sorted(own), _FONTS],
                ignore_system_fonts=True,
            )
        self._compilers[own] = found  # the latest used is the last to go
        while len(self._compilers) > self.MOST:
            self._compilers.popitem(last=False)
        return found


_warm = _Warm()


def _files(compiled: bytes | list[bytes] | None) -> list[bytes]:
    """Typst returns one page bare and several in a list."""
    if compiled is None:
        raise RuntimeError("Typst returned nothing")
    return compiled if isinstance(compiled, list) else [compiled]
