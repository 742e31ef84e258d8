"""What the units' own apps count, beside the post office's books: a second and a third opinion.

@counts("document")
def count() -> Count: ...      # in the unit; codes of the other units → how many
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Count as CountRows
from django.db.models import Q

from shared_apps.exchange.models import Delivery
from tenants.crossing import each_unit, in_unit
from tenants.current import public_floor
from tenants.models import Unit


@dataclass(frozen=True)
class Count:
    """By the code of the other unit: copies sent there, copies that came from there."""

    sent: dict[str, int]
    received: dict[str, int]


Counter = Callable[[], Count]
_counters: dict[str, Counter] = {}


def counts(kind: str) -> Callable[[Counter], Counter]:
    def register(counter: Counter) -> Counter:
        _counters[kind] = counter
        return counter

    return register


@dataclass(frozen=True)
class Mismatch:
    """A unit and the post office count differently."""

    kind: str
    unit: str
    other: str
    direction: str  # sent or received
    unit_counts: int
    office_counts: int


def compare() -> Iterator[Mismatch]:
    """Visit every unit. Work that is still under way shows as a mismatch until it has arrived."""
    for unit in each_unit():
        for kind, counter in _counters.items():
            with in_unit(unit):
                said = counter()
            with public_floor():
                kept = _kept(unit, kind)
            for direction in ("sent", "received"):
                theirs, ours = getattr(said, direction), getattr(kept, direction)
                for other in sorted(set(theirs) | set(ours)):
                    a, b = theirs.get(other, 0), ours.get(other, 0)
                    if a != b:
                        yield Mismatch(kind, unit.code, other, direction, a, b)


def _kept(unit: Unit, kind: str) -> Count:
    """The same two figures from the deliveries."""
    ours = Delivery.objects.filter(envelope__kind=kind)
    sent = ours.filter(envelope__from_unit=unit).values_list("to_unit__code")
    arrived = ours.filter(Q(to_unit=unit), delivered_at__isnull=False)
    received = arrived.values_list("envelope__from_unit__code")
    return Count(
        sent=dict(sent.annotate(CountRows("pk")).order_by()),
        received=dict(received.annotate(CountRows("pk")).order_by()),
    )
