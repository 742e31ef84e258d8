"""A register on paper: A4 across, its head on every page, page x of y."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from shared_apps.kernel.errors import DomainError
from tenant_apps.correspondence.printing.press import printed
from tenant_apps.correspondence.registers.books import Book, line_of
from tenants.current import current_unit

MOST_PRINTED = 2_000


class TooLongToPrint(DomainError):
    code = "register.too_long_to_print"


def sheet(book: Book, documents: Iterable[Any], *, asked: str, foot: str) -> bytes:
    """`asked` says by what it was narrowed. A book that breaks off is no book: it is refused."""
    rows = [line_of(book, one).cells for one in islice(documents, MOST_PRINTED + 1)]
    if len(rows) > MOST_PRINTED:
        raise TooLongToPrint(
            f"符合条件的超过 {MOST_PRINTED} 件，一次最多打印 {MOST_PRINTED} 件；"
            "请按年份、文种、环节等缩小范围后打印，或者导出 Excel。",
            most=MOST_PRINTED,
        )
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
            "rows": rows,
        }
    )
