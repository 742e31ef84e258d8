"""Pages of a list in an order people read by: keyset over several fields, never OFFSET."""

import base64
import json
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldError, ValidationError
from django.db.models import Model, Q, QuerySet

from shared_apps.kernel.paging import SIZE, BadCursor

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Listing(Generic[M]):
    results: list[M]
    next: str | None
    total: int | None  # counted once, with the first page


def listing(
    rows: QuerySet[M],
    cursor: str | None,
    *,
    by: tuple[str, ...],
    size: int = SIZE,
    most: int | None = None,
) -> Listing[M]:
    """`by` names the fields of the order ("-" for descending); the last one must be unique.

    With `most` the total stops there: of a long list nobody needs the exact number. With 0
    nothing is counted.
    """
    total = None if cursor or most == 0 else rows[:most].count()
    try:
        if cursor:
            values = _read(cursor, len(by))
            rows = rows.filter(_not_before(by[0], values[0]), _after(by, values))
        found = list(rows.order_by(*by)[: size + 1])
    except (ValueError, ValidationError, FieldError):
        raise _bad() from None
    more = len(found) > size
    return Listing(found[:size], _write(found[size - 1], by) if more else None, total)


def _not_before(name: str, value: Any) -> Q:
    """Says nothing new, but lets the index begin there instead of being read in two pieces."""
    further = "lte" if name.startswith("-") else "gte"
    return Q(**{f"{name.removeprefix('-')}__{further}": value})


def _after(by: tuple[str, ...], values: list[Any]) -> Q:
    """Everything that follows: (a > x) or (a = x and (b > y or …))."""
    (name, *others), (value, *rest) = by, values
    further = "lt" if name.startswith("-") else "gt"
    name = name.removeprefix("-")
    beyond = Q(**{f"{name}__{further}": value})
    return beyond | Q(**{name: value}) & _after(tuple(others), rest) if others else beyond


def _write(row: Model, by: tuple[str, ...]) -> str:
    values = []
    for name in by:
        value: Any = row
        for step in name.removeprefix("-").split("__"):
            value = getattr(value, step)
        values.append(value if isinstance(value, int) else str(value))
    said = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def _read(cursor: str, length: int) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        raise _bad() from None
    whole = isinstance(values, list) and len(values) == length
    if not whole or not all(isinstance(value, str | int) for value in values):
        raise _bad()
    return list(values)


def _bad() -> BadCursor:
    return BadCursor("翻页位置无效，请回到第一页。")
