"""What leaders look up: the list of matters, and the way of one matter through two units."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from shared_apps.kernel import clock
from shared_apps.kernel.errors import NotFound
from shared_apps.oversight.drawing import SOON, midnight
from shared_apps.oversight.models import Board, ProgressLine
from tenants.current import public_floor

ON_THE_ROAD = ("in_transit", "delivered")


@dataclass(frozen=True)
class Wanted:
    """Filters of the list; empty ones do not filter. Each figure of the board is one of these."""

    unit: str = ""
    flow: str = ""
    stage: str = ""
    overdue: bool = False
    due_soon: bool = False
    limited: bool = False  # has a limit at all
    closed: bool = False
    entered_since: date | None = None  # open or closed
    closed_since: date | None = None
    q: str = ""


def board_packed() -> bytes | None:
    """The board as drawn: one row by its key, whatever the size of the city."""
    packed = Board.objects.filter(pk="board").values_list("packed", flat=True).first()
    return None if packed is None else bytes(packed)


def lines(wanted: Wanted, *, at: datetime) -> QuerySet[ProgressLine]:
    found = _of_the_time(wanted)
    for name, value in (
        ("unit_code", wanted.unit),
        ("flow", wanted.flow),
        ("stage", wanted.stage),
    ):
        if value:
            found = found.filter(**{name: value})
    if wanted.overdue:
        found = found.filter(Q(closed_at=None, due_at__lte=at) | Q(closed_at__gt=F("due_at")))
    if wanted.due_soon:
        found = found.filter(closed_at=None, due_at__gt=at, due_at__lte=at + SOON)
    if wanted.limited:
        found = found.exclude(due_at=None)
    if wanted.q:
        found = found.filter(Q(title__icontains=wanted.q) | Q(number__icontains=wanted.q))
    return found


def _of_the_time(wanted: Wanted) -> QuerySet[ProgressLine]:
    """Open ones; or closed ones, or all that entered since a day."""
    found = ProgressLine.objects.all()
    if wanted.entered_since:
        found = found.filter(entered_at__gte=midnight(wanted.entered_since))
    if wanted.closed_since:
        return found.filter(closed_at__gte=midnight(wanted.closed_since))
    if wanted.closed or not wanted.entered_since:
        found = found.filter(closed_at__isnull=not wanted.closed)
    return found


@dataclass(frozen=True)
class Trace:
    """One matter: the desks it stood on in each unit, in working hours, and the road between."""

    subject: ProgressLine
    from_unit: str
    lanes: list[dict[str, Any]]
    envelope: dict[str, Any] | None
    due_at: datetime | None
    total_hours: float
    over_hours: float
    as_of: datetime
    workdays: list[date]


def trace(line_id: UUID, *, at: datetime) -> Trace:
    subject = ProgressLine.objects.filter(pk=line_id).first()
    if subject is None:
        raise NotFound("没有这件事项，可能已经作废。")
    together = [subject]
    if subject.envelope_id:
        together = list(
            ProgressLine.objects.filter(envelope_id=subject.envelope_id).order_by(
                "entered_at", "pk"
            )
        )
    sent = next((line for line in together if line.flow == "outgoing"), None)
    received = [line for line in together if line.flow == "incoming"]
    if subject.flow != "outgoing":  # one recipient's way, not that of everybody it was sent to
        received = [subject]
    due_at = next((line.due_at for line in received if line.due_at), subject.due_at)
    shown = [*([sent] if sent else []), *received]
    lanes = [_lane(line, due_at, at) for line in shown]
    road = _road(sent, received, at)
    ends = [line.closed_at for line in shown]
    goes_on = None in ends or (road is not None and road["state"] in ON_THE_ROAD)
    end = at if goes_on else max(moment for moment in ends if moment)
    begin = min(line.entered_at for line in shown)
    return Trace(
        subject=subject,
        from_unit=sent.short_name if sent else "",
        lanes=lanes,
        envelope=road,
        due_at=due_at,
        total_hours=clock.working_hours(begin, end),
        over_hours=clock.working_hours(due_at, end) if due_at else 0.0,
        as_of=at,
        workdays=clock.workdays(begin, max(end, due_at or end)),
    )


def desks_of(envelope_id: UUID, *, at: datetime) -> dict[str, list[dict[str, Any]]]:
    """By unit: the desks on which what came in that envelope has lain, as each unit published."""
    with public_floor():
        lines = list(ProgressLine.objects.filter(envelope_id=envelope_id))
    return {
        line.unit_code: [_desk(step, line.due_at, at) for step in line.steps] for line in lines
    }


def _lane(line: ProgressLine, due_at: datetime | None, at: datetime) -> dict[str, Any]:
    steps = [_desk(step, due_at, at) for step in line.steps]
    return {
        "unit": line.unit_code,
        "short_name": line.short_name,
        "role": "sender" if line.flow == "outgoing" else "recipient",
        "hours": round(sum(step["hours"] for step in steps), 1),
        "steps": steps,
    }


def _desk(step: dict[str, Any], due_at: datetime | None, at: datetime) -> dict[str, Any]:
    opened = datetime.fromisoformat(step["opened_at"]) if step["opened_at"] else None
    closed = datetime.fromisoformat(step["closed_at"]) if step["closed_at"] else None
    end = closed or at
    over = clock.working_hours(max(due_at, opened), end) if due_at and opened else 0.0
    return {
        "name": step["name"],
        "post": step["post"],
        "opened_at": opened,
        "closed_at": closed,
        "hours": clock.working_hours(opened, end) if opened else 0.0,
        "state": step["state"],
        "over_hours": over,
    }


def _road(
    sent: ProgressLine | None, received: list[ProgressLine], at: datetime
) -> dict[str, Any] | None:
    """From sealing to 签收, as the sender's own unit knows it."""
    if sent is None or not sent.recipients:
        return None
    wanted = {line.unit_code for line in received}
    known = [row for row in sent.recipients if row["code"] in wanted] or sent.recipients
    row = known[0]
    moments = {
        name: datetime.fromisoformat(row[name]) if row.get(name) else None
        for name in ("sent_at", "delivered_at", "settled_at")
    }
    begin = moments["sent_at"]
    return {
        "sealed_at": begin,
        "delivered_at": moments["delivered_at"],
        "acknowledged_at": moments["settled_at"] if row["state"] == "acknowledged" else None,
        "hours": clock.working_hours(begin, moments["settled_at"] or at) if begin else 0.0,
        "state": row["state"],
    }
