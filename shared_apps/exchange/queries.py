"""What the city floor sees of the exchange: places, times and posts, never a person's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from shared_apps.exchange.models import Delivery, Envelope, Receipt
from shared_apps.kernel.clock import working_hours
from shared_apps.kernel.errors import Invalid
from shared_apps.outbox.models import Dispatch
from tenants.models import Unit

State = Delivery.State


class UnknownState(Invalid):
    code = "exchange.unknown_state"


@dataclass(frozen=True)
class RecipientLine:
    unit: str
    short_name: str
    state: str
    label: str
    delivered_at: datetime | None
    acknowledged_at: datetime | None
    hours: float
    attempts: int
    reason: str
    trouble: str  # what the last attempt to deliver failed with


def envelopes(*, state: str = "", q: str = "", unit: str = "") -> QuerySet[Envelope]:
    found = Envelope.objects.select_related("from_unit").defer("content", "manifest")
    if state:
        if state not in State.values:
            raise UnknownState(f"没有“{state}”这种投递状态。")
        found = found.filter(_some_delivery(state=state))
    if unit:
        found = found.filter(Q(from_unit__code=unit) | _some_delivery(to_unit__code=unit))
    if q := q.strip():
        found = found.filter(
            Q(title__icontains=q) | Q(number__icontains=q) | Q(from_unit__short_name__icontains=q)
        )
    return found.prefetch_related(
        Prefetch(
            "deliveries",
            Delivery.objects.select_related("to_unit").order_by("to_unit__position", "pk"),
        ),
        Prefetch(
            "deliveries__receipts",
            Receipt.objects.filter(kind=Receipt.Kind.RETURNED),
            to_attr="returns",
        ),
    )


def lines(found: Iterable[Envelope], *, at: datetime) -> dict[UUID, list[RecipientLine]]:
    """Every recipient of these envelopes. A copy in transit shows how its dispatch is doing."""
    waiting = _dispatches_of(found)
    return {
        envelope.pk: [
            _line(delivery, waiting.get(delivery.pk), at) for delivery in envelope.deliveries.all()
        ]
        for envelope in found
    }


def outbox() -> dict[str, int]:
    """How much work waits, is being retried, has died: one statement."""
    alive = Q(dead_at=None)
    return Dispatch.objects.aggregate(
        waiting=Count("pk", filter=alive),
        retrying=Count("pk", filter=alive & ~Q(last_error="")),
        dead=Count("pk", filter=~alive),
    )


def dead_letters() -> QuerySet[Dispatch]:
    """死信, each with the short name of the unit it was to run in."""
    unit = Unit.objects.filter(schema_name=OuterRef("unit")).values("short_name")
    found = Dispatch.objects.exclude(dead_at=None).defer("facts")
    return found.annotate(short_name=Coalesce(Subquery(unit), Value("全区")))


def _dispatches_of(found: Iterable[Envelope]) -> dict[UUID, Dispatch]:
    """One statement whatever is under way; a delivery and its dispatch share their id."""
    on_the_road = [
        delivery.pk
        for envelope in found
        for delivery in envelope.deliveries.all()
        if delivery.state == State.IN_TRANSIT
    ]
    return Dispatch.objects.in_bulk(on_the_road)


def _line(delivery: Delivery, waiting: Dispatch | None, at: datetime) -> RecipientLine:
    returns: list[Receipt] = getattr(delivery, "returns", [])
    until = delivery.returned_at or delivery.withdrawn_at or delivery.acknowledged_at or at
    return RecipientLine(
        unit=delivery.to_unit.code,
        short_name=delivery.to_unit.short_name,
        state=delivery.state,
        label=State(delivery.state).label,
        delivered_at=delivery.delivered_at,
        acknowledged_at=delivery.acknowledged_at,
        hours=working_hours(delivery.posted_at, until),
        attempts=waiting.attempts if waiting else delivery.attempts,
        reason=returns[0].reason if returns else "",
        trouble=waiting.last_error if waiting else "",
    )


def _some_delivery(**which: object) -> Exists:
    return Exists(Delivery.objects.filter(envelope=OuterRef("pk"), **which))
