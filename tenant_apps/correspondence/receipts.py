"""回执: where the copies of a document, or of a notice about one, have come to."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from shared_apps.exchange.receiving import News
from tenant_apps.correspondence.models import Addressee, StandingNotice

SETTLED = ("acknowledged", "returned", "withdrawn")
TOLD = ("state", "delivered_at", "settled_at", "settled_by", "reason")
R = TypeVar("R", Addressee, StandingNotice)


def mark(rows: QuerySet[R], news: Sequence[News]) -> list[tuple[R, News]]:
    """Mark where they are, and answer of which this said something new. Receipts may come twice
    and out of order. For rows of a locked document."""
    codes = [one.unit.code for one in news]
    found = {row.unit_code: row for row in rows.filter(unit_code__in=codes)}
    pairs = [(found[one.unit.code], one) for one in news]
    moved = [(row, one) for row, one in pairs if _moves(row, one)]
    _keep(rows, [row for row, _ in moved])
    return moved


def _keep(rows: QuerySet[R], moved: Sequence[R]) -> None:
    """A telling is about one moment at many doors: most of them read the same afterwards."""
    alike: dict[tuple[Any, ...], list[UUID]] = {}
    for row in moved:
        alike.setdefault(tuple(getattr(row, name) for name in TOLD), []).append(row.pk)
    for values, ids in alike.items():
        rows.filter(pk__in=ids).update(**dict(zip(TOLD, values, strict=True)))


def _moves(row: Addressee | StandingNotice, news: News) -> bool:
    """Change the row in memory; False when this says nothing new. 退回 may follow 签收 (初审)."""
    sent_back = (row.state, news.receipt) == ("acknowledged", "returned")
    if row.state in SETTLED and not sent_back:
        return False
    is_new = row.delivered_at is None
    if news.receipt == "delivered":
        row.state, row.delivered_at = Addressee.State.DELIVERED, row.delivered_at or news.at
        return is_new
    if news.receipt not in SETTLED:
        return False  # withdrawal_refused: they had signed for it; their own receipt tells so
    row.state, row.settled_at = news.receipt, news.at
    row.settled_by = " ".join(part for part in (news.by_post, news.by_name) if part)
    row.reason = news.reason[:200]
    row.delivered_at = row.delivered_at or news.at
    return True
