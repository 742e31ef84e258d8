"""Pages of a list, newest first: UUIDs v7 sort by time, so the last id is the cursor."""

from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from shared_apps.kernel.errors import Invalid

M = TypeVar("M", bound=Model)

SIZE = 30


@dataclass(frozen=True)
class Page(Generic[M]):
    results: list[M]
    next: str | None


class BadCursor(Invalid):
    code = "paging.bad_cursor"


def page(rows: QuerySet[M], cursor: str | None, *, size: int = SIZE) -> Page[M]:
    """One statement whatever the depth: keyset, never OFFSET."""
    if cursor:
        try:
            rows = rows.filter(pk__lt=UUID(cursor))
        except ValueError:
            raise BadCursor("翻页位置无效，请回到第一页。") from None
    found = list(rows.order_by("-pk")[: size + 1])
    more = len(found) > size
    return Page(found[:size], str(found[size - 1].pk) if more else None)
