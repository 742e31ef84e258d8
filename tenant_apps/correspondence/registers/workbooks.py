"""A register as a workbook, written row by row: however long it is, little of it is in memory."""

import re
import tempfile
from collections.abc import Iterable
from datetime import date
from typing import IO, Any

from tenant_apps.correspondence.registers.books import Book, Column, line_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_EXPORTED = 20_000
# A cell that begins so is a formula to the program that opens it.
_LIVE = ("=", "+", "-", "@", "\t", "\r")
# Control characters that come along when a title is pasted; no workbook may hold them.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FOLDED = 1 << 20  # bytes that stay in memory before the file goes to disk


def neutral(value: str) -> str:
    """Text that a spreadsheet would run is shown as text."""
    return f"'{value}" if value.startswith(_LIVE) else value


def _cell(column: Column, text: str) -> date | int | str:
    """Days and counts as such, so that the book can be sorted and summed."""
    if text and column.holds == "day":
        return date.fromisoformat(text)
    if text and column.holds == "count":
        return int(text)
    return neutral(_UNFIT.sub(" ", text))


def workbook(book: Book, documents: Iterable[Any]) -> IO[bytes]:
    """At most MOST_EXPORTED of them; if there are more, the last row says so."""
    from openpyxl import Workbook  # heavy: see tests/house/test_weight.py
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    made = Workbook(write_only=True)
    page = made.create_sheet(book.label)
    page.freeze_panes = "A2"
    for place, column in enumerate(book.columns, start=1):
        page.column_dimensions[get_column_letter(place)].width = column.width
    head = [WriteOnlyCell(page, column.label) for column in book.columns]
    for cell in head:
        cell.font = Font(bold=True)
    page.append(head)
    for count, document in enumerate(documents):
        if count == MOST_EXPORTED:
            page.append([f"只导出最新的 {MOST_EXPORTED} 件，请缩小范围后分次导出。"])
            break
        cells = line_of(book, document).cells
        page.append(
            [_cell(column, text) for column, text in zip(book.columns, cells, strict=True)]
        )
    target = tempfile.SpooledTemporaryFile(_FOLDED)  # noqa: SIM115  whoever sends it closes it
    made.save(target)
    target.seek(0)
    return target
