"""python -m tenant_apps.files.inside.text docx|xlsx|pptx|pdf|txt LONGEST < file

Answers its words in UTF-8, at most so many.
"""

import codecs
import io
import sys
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice

import pypdfium2
from lxml import etree
from openpyxl import load_workbook
from pypdfium2 import PdfiumError

from tenant_apps.files.inside.manners import Refusal, live

for _encoding in ("utf-8-sig", "utf-16-le", "gb18030", "cp437"):
    codecs.lookup(_encoding)  # read now: once confined, no library may be within reach

LARGEST_PART = 64 << 20  # inflated
MOST_PAGES = 2000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_BREAKS = {f"{_WORD}p", f"{_WORD}br", f"{_DRAWING}p", f"{_WORD}tr"}
_TEXTS = {f"{_WORD}t", f"{_DRAWING}t"}
_GONE = {f"{_WORD}del", f"{_WORD}moveFrom"}  # taken out by a tracked change


def work(arguments: list[str]) -> None:
    kind, longest = arguments[0], int(arguments[1])
    left = longest
    for piece in _READERS[kind]():
        sys.stdout.buffer.write(piece[:left].encode(errors="ignore"))
        left -= len(piece)
        if left <= 0:
            break


def _docx() -> Iterator[str]:
    yield from _parts(("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"))


def _pptx() -> Iterator[str]:
    with zipfile.ZipFile(sys.stdin.buffer) as archive:
        slides = [name for name in archive.namelist() if name.startswith("ppt/slides/slide")]
    yield from _parts(sorted(slides, key=lambda name: (len(name), name)))


def _parts(names: Iterable[str]) -> Iterator[str]:
    with zipfile.ZipFile(sys.stdin.buffer) as archive:
        there = set(archive.namelist())
        for name in names:
            if name in there:
                with archive.open(name) as part:
                    content = part.read(LARGEST_PART + 1)
                if len(content) > LARGEST_PART:
                    raise Refusal("large")
                yield from _words(content)


def _words(content: bytes) -> Iterator[str]:
    """Entities stay shut and nothing is fetched: what a file may name outside is never read."""
    events = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    gone = 0
    for event, element in events:
        if element.tag in _GONE:
            gone += 1 if event == "start" else -1
        elif event == "end" and not gone:
            if element.tag in _TEXTS and element.text:
                yield element.text
            elif element.tag == f"{_WORD}tab":
                yield "\t"
            elif element.tag in _BREAKS:
                yield "\n"
        if event == "end" and element.tag in _BREAKS:
            element.clear()


def _xlsx() -> Iterator[str]:
    book = load_workbook(sys.stdin.buffer, read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        yield f"{sheet.title}\n"
        for row in sheet.iter_rows(values_only=True):
            if said := "\t".join(str(cell) for cell in row if cell is not None):
                yield f"{said}\n"


def _pdf() -> Iterator[str]:
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except PdfiumError:
        raise Refusal("broken") from None
    for page in islice(document, MOST_PAGES):
        yield page.get_textpage().get_text_bounded() + "\n"


def _txt() -> Iterator[str]:
    content = sys.stdin.buffer.read(LARGEST_PART)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            yield content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return


_READERS = {"docx": _docx, "pptx": _pptx, "xlsx": _xlsx, "pdf": _pdf, "txt": _txt}

if __name__ == "__main__":
    live(work)
