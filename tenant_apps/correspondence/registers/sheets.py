"""A register on paper: A4 across, its head on every page, page x of y."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from tenant_apps.correspondence.printing.press import printed
from tenant_apps.correspondence.registers.books import Book, line_of
from tenants.current import current_unit

MOST_PRINTED = 2_000


def sheet(book: Book, documents: Iterable[Any], *, asked: str, foot: str) -> bytes:
    """`asked` says by what it was narrowed; more than MOST_PRINTED lines are not printed."""
    rows = [line_of(book, one).cells for one in islice(documents, MOST_PRINTED + 1)]
    more = len(rows) > MOST_PRINTED
    unit = current_unit().name
    return printed(
        {
            "form": "register",
            "red": False,
            "unit": unit,
            "heading": f"{unit}{book.label}",
            "foot": foot,
            "asked": asked,
            "columns": [{"label": one.label, "width": one.width} for one in book.columns],
            "rows": rows[:MOST_PRINTED],
            "remark": f"只打印最新的 {MOST_PRINTED} 件，其余请缩小范围后打印。" if more else "",
        }
    )
