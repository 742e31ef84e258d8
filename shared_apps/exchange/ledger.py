"""对账: sent − received − in transit − returned = 0 for every pair of units, from two sources.

`sent` counts what was posted and `in_transit` what the deliveries themselves say; everything that
has arrived or is over is counted by receipts. A copy whose receipt is missing, or whose state says
something else than its receipts, leaves a difference.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, cast

from django.db.models import Count, F, FilteredRelation, Max, Min, Q, QuerySet

from shared_apps.exchange.models import Delivery, Receipt
from shared_apps.kernel.clock import working_hours
from tenants.current import public_floor

Kind = Receipt.Kind
COUNTED = ("sent", "in_transit", "delivered", "acknowledged", "returned", "withdrawn")
RECEIPTS = (Kind.DELIVERED, Kind.ACKNOWLEDGED, Kind.RETURNED, Kind.WITHDRAWN)
PLACES = (
    "envelope__from_unit__code",
    "envelope__from_unit__short_name",
    "to_unit__code",
    "to_unit__short_name",
)


@dataclass
class Totals:
    sent: int = 0
    acknowledged: int = 0
    delivered: int = 0
    in_transit: int = 0
    returned: int = 0
    withdrawn: int = 0
    difference: int = 0


@dataclass
class Pair(Totals):
    """One sender and one recipient, by their codes and short names."""

    from_unit: dict[str, str] = field(default_factory=dict)
    to_unit: dict[str, str] = field(default_factory=dict)
    last_posted_at: datetime | None = None
    oldest_hours: float | None = None  # of the oldest copy that lies there unacknowledged


@dataclass(frozen=True)
class Ledger:
    totals: Totals
    pairs: list[Pair]

    @property
    def balanced(self) -> bool:
        return not any(pair.difference for pair in self.pairs)


def ledger(*, at: datetime) -> Ledger:
    """All pairs that ever exchanged anything, in one statement."""
    with public_floor():
        pairs = [_pair(row, at) for row in _counted(Delivery.objects.all())]
    return Ledger(_total(pairs), pairs)


def _counted(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery, dict[str, Any]]:
    """Each kind of receipt joined once: there is at most one of a kind for each delivery."""
    has = {kind: Q(**{f"{kind}_receipt__isnull": False}) for kind in RECEIPTS}
    hasnt = {kind: Q(**{f"{kind}_receipt__isnull": True}) for kind in RECEIPTS}
    returned = has[Kind.RETURNED]
    withdrawn = has[Kind.WITHDRAWN] & hasnt[Kind.RETURNED]
    open_ = hasnt[Kind.RETURNED] & hasnt[Kind.WITHDRAWN]
    acknowledged = has[Kind.ACKNOWLEDGED] & open_
    delivered = has[Kind.DELIVERED] & hasnt[Kind.ACKNOWLEDGED] & open_
    joined = deliveries.annotate(
        **{
            f"{kind}_receipt": FilteredRelation("receipts", condition=Q(receipts__kind=kind))
            for kind in RECEIPTS
        }
    )
    by_pair = joined.values(*PLACES)
    counted = by_pair.annotate(
        n_sent=Count("pk"),
        n_in_transit=Count("pk", filter=Q(state=Delivery.State.IN_TRANSIT)),
        n_delivered=Count("pk", filter=delivered),
        n_acknowledged=Count("pk", filter=acknowledged),
        n_returned=Count("pk", filter=returned),
        n_withdrawn=Count("pk", filter=withdrawn),
        last_posted=Max("posted_at"),
        waits_since=Min("delivered_at", filter=Q(state=Delivery.State.DELIVERED)),
    ).order_by(F("envelope__from_unit__position"), F("to_unit__position"))
    return cast("QuerySet[Delivery, dict[str, Any]]", counted)


def _pair(row: dict[str, Any], at: datetime) -> Pair:
    sender_code, sender_name, code, name = (row[place] for place in PLACES)
    pair = Pair(
        **{count: row[f"n_{count}"] for count in COUNTED},
        from_unit={"code": sender_code, "short_name": sender_name},
        to_unit={"code": code, "short_name": name},
        last_posted_at=row["last_posted"],
        oldest_hours=working_hours(row["waits_since"], at) if row["waits_since"] else None,
    )
    settled = pair.acknowledged + pair.delivered + pair.returned + pair.withdrawn
    pair.difference = pair.sent - pair.in_transit - settled
    return pair


def _total(pairs: list[Pair]) -> Totals:
    names = asdict(Totals())
    return Totals(**{name: sum(getattr(pair, name) for pair in pairs) for name in names})
