"""OFD → PDF, page by page as the house shows it: previewed, read and searched like the rest."""

import json
from pathlib import Path
from typing import BinaryIO

import typst
from django.conf import settings

from shared_apps.trust.guomi.container import NotOfd
from shared_apps.trust.guomi.showing import Document
from tenant_apps.files import preview
from tenant_apps.files.converting import Unconvertible

MOST_PAGES = 500
LARGEST = 64 << 20  # of all its pages as SVG
_HERE = Path(__file__).parent


@preview.draws("application/ofd")
def to_pdf(content: BinaryIO) -> bytes:
    try:
        return _bound(_pages(content.read()))
    except NotOfd as refusal:
        raise Unconvertible(str(refusal)) from refusal
    except typst.TypstError as error:  # an embedded picture that is none
        raise Unconvertible(preview.WHY["broken"]) from error


def _pages(content: bytes) -> list[str]:
    """Of all documents in the file, in their order."""
    documents = [Document(content)]
    for place in range(1, min(len(documents[0].file.bodies), MOST_PAGES)):
        documents.append(Document(content, place=place))
    if not 0 < sum(one.page_count for one in documents) <= MOST_PAGES:
        raise NotOfd("OFD 文件没有页面，或页数过多，不能预览。")
    found, size = [], 0
    for document, number in (
        (one, number) for one in documents for number in range(1, one.page_count + 1)
    ):
        found.append(document.page(number))
        size += len(found[-1])
        if size > LARGEST:
            raise NotOfd(preview.WHY["large"])
    return found


def _bound(pages: list[str]) -> bytes:
    press = typst.Compiler(
        _HERE / "ofd.typ",
        root=_HERE,
        font_paths=[settings.FONTS_ROOT],
        ignore_system_fonts=True,
    )
    made = press.compile(sys_inputs={"pages": json.dumps(pages)}, format="pdf", timestamp=0)
    if not isinstance(made, bytes):
        raise RuntimeError("Typst returned no single file")
    return made
