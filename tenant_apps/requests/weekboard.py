"""看板: who has which car or room on seven days, and where two wishes meet."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from shared_apps.kernel.clock import ZONE
from tenant_apps.organization.models import Staff
from tenant_apps.requests import bookings
from tenant_apps.requests.models import Booking, Request, Resource

DAYS = 7


@dataclass(frozen=True)
class Slot:
    id: UUID
    starts_at: datetime
    ends_at: datetime
    who: str
    title: str
    state: str
    clash: bool  # another wish for the same thing at the same time
    request: UUID | None  # where this viewer may open it


@dataclass(frozen=True)
class Lane:
    resource: Resource
    slots: list[Slot]


@dataclass(frozen=True)
class Week:
    first: date
    lanes: list[Lane]


def week(kind: str, first: date | None, *, viewer: Staff, today: date) -> Week:
    """From Monday of this week, or from the day asked for. Everybody sees what is taken."""
    begins = first or today - timedelta(days=today.weekday())
    opens = datetime.combine(begins, time(), ZONE)
    things = list(bookings.of_kind(kind))
    rows = list(bookings.busy(things, (opens, opens + timedelta(days=DAYS))))
    asked = {row.request_id for row in rows}
    mine = Request.objects.visible_to(viewer).filter(pk__in=asked)
    seen = set(mine.values_list("pk", flat=True))
    return Week(begins, [Lane(one, _slots(one, rows, seen)) for one in things])


def _slots(thing: Resource, rows: list[Booking], seen: set[UUID]) -> list[Slot]:
    here = [row for row in rows if row.resource_id == thing.pk]
    return [_slot(row, here, seen) for row in here]


def _slot(row: Booking, beside: list[Booking], seen: set[UUID]) -> Slot:
    starts, ends = _span(row)
    clash = any(
        other.pk != row.pk and _span(other)[0] < ends and starts < _span(other)[1]
        for other in beside
    )
    request = row.request
    return Slot(
        id=row.pk,
        starts_at=starts,
        ends_at=ends,
        who=f"{request.department.name} {request.applicant.name}",
        title=request.title if request.pk in seen else "",
        state=str(row.state),
        clash=clash,
        request=request.pk if request.pk in seen else None,
    )


def _span(row: Booking) -> tuple[datetime, datetime]:
    """What is booked by time has both ends: the table says so (booking_begins_before_it_ends)."""
    if row.starts_at is None or row.ends_at is None:
        raise ValueError(f"{row} has no time")
    return row.starts_at, row.ends_at
