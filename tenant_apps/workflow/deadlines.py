"""When a calendar changes, the limits of open work move with it, and each says why.

A limit is the office time its step allows, counted from when its seat was opened, suspensions
left out. One that somebody set by hand stays. Whoever changes the calendar only leaves word; each
run is counted anew in a transaction of its own, under its lock, as an event of its history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar
from uuid import UUID

from shared_apps.kernel import clock
from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.events import Event as Fact
from tenant_apps.workflow.board import Board
from tenant_apps.workflow.events import OnRun
from tenant_apps.workflow.models import Event, Item, Run, Step
from tenant_apps.workflow.recording import finish

OP = "deadline"
SAME = timedelta(minutes=1)  # counted another way round, seconds may differ


@dataclass(frozen=True, kw_only=True)
class DeadlineMoved(OnRun, Fact):
    name: ClassVar[str] = "workflow.deadline.moved"
    reason: str
    moved: list[dict[str, str]]  # item, was, now


@dataclass(frozen=True)
class Move:
    """One limit that was moved, as a page says it."""

    at: datetime
    was: datetime
    now: datetime
    reason: str


class Desk(Board):
    """A board on which nothing but limits move."""

    def move(self, item: Item, due_at: datetime) -> None:
        self._set(item, due_at=due_at)


def touched_by(days: Iterable[date]) -> list[UUID]:
    """Runs with a limit that may depend on one of these days, the most urgent first."""
    known = sorted(days)
    if not known:
        return []
    begins = datetime.combine(known[0], datetime.min.time(), ZONE)
    ends = datetime.combine(known[-1] + timedelta(days=1), datetime.min.time(), ZONE)
    # Seats taken over later (转办) keep the limit of the first turn: the step's opening counts.
    found = Item.objects.filter(
        status=Item.Status.OPEN,
        due_at__gte=begins,
        step__opened_at__lt=ends,
        run__status__in=Run.LIVE,
    )
    return list(dict.fromkeys(found.order_by("due_at").values_list("run_id", flat=True)))


def recalculate(
    *, run_id: UUID, days: Iterable[date], reason: str, cause: str, at: datetime
) -> int:
    """重算时限 of one run; `cause` names the change, so that the same one moves nothing twice."""
    run = Run.objects.select_for_update(no_key=True).get(pk=run_id)
    request_id = f"{OP}-{cause}"[:64]
    if run.status not in Run.LIVE or Event.objects.filter(run=run, request_id=request_id).exists():
        return 0
    board = Desk(run, by=None, at=at)
    board.read_items(board.open.values())
    by_hand = _set_by_hand(run, board.open.values())
    pauses = _pauses(run)
    moved = []
    for step in board.open.values():
        for item in board.items_of(step):
            due = None if step.pk in by_hand else _due(board, step, item, pauses, days)
            if due and item.due_at:
                moved.append(
                    {"item": str(item.pk), "was": item.due_at.isoformat(), "now": due.isoformat()}
                )
                board.move(item, due)
    if moved:
        finish(board, OP, DeadlineMoved, request_id=request_id, reason=reason, moved=moved)
        _unmark([UUID(one["item"]) for one in moved], at)
    return len(moved)


def moves_of(item: Item) -> list[Move]:
    """Why this item's limit is not what it was at first, in order."""
    found = []
    for event in Event.objects.filter(run=item.run_id, op=OP).order_by("seq"):
        for one in event.detail["moved"]:
            if one["item"] == str(item.pk):
                was, now = (datetime.fromisoformat(one[name]) for name in ("was", "now"))
                found.append(Move(event.at, was, now, event.detail["reason"]))
    return found


def said_of(days: Mapping[str, list[str]], reason: str, *, whose: str) -> str:
    """The sentence a moved limit carries: 工作日历调整（本单位：镇人大会议，11月23日）."""
    known = [date.fromisoformat(day) for day in sorted(days)]
    named = "、".join(f"{day.month}月{day.day}日" for day in known[:3])
    more = f"等 {len(known)} 天" if len(known) > 3 else ""
    because = f"：{reason}" if reason else ""
    return f"工作日历调整（{whose}{because}，{named}{more}）"


def _due(
    board: Board,
    step: Step,
    item: Item,
    pauses: list[tuple[datetime, datetime]],
    days: Iterable[date],
) -> datetime | None:
    """The limit as it must be now; None where it stays."""
    minutes = board.chart.nodes[step.node].due if step.node in board.chart.nodes else None
    if item.status != Item.Status.OPEN or item.due_at is None or not minutes:
        return None
    turns = [one for one in board.items_of(step) if one.slot == item.slot]
    begins = min(turns, key=lambda one: one.turn).opened_at
    calendar = clock.calendar()
    span = timedelta(minutes=minutes)
    for stops, goes_on in pauses:
        span += calendar.worked(max(stops, begins), goes_on)
    due = calendar.ahead(begins, span)
    if board.run.due_at:
        due = min(due, board.run.due_at)
    first = begins.astimezone(ZONE).date()
    last = max(due, item.due_at).astimezone(ZONE).date()
    if abs(due - item.due_at) < SAME or not any(first <= day <= last for day in days):
        return None
    return due


def _set_by_hand(run: Run, steps: Iterable[Step]) -> set[UUID]:
    """Steps whose limit was named by the handler before, not by the flow."""
    opened = {step.pk: step.opened_seq for step in steps}
    named = Event.objects.filter(run=run, seq__in=opened.values(), detail__has_key="due_at")
    seqs = set(named.values_list("seq", flat=True))
    return {pk for pk, seq in opened.items() if seq in seqs}


def _pauses(run: Run) -> list[tuple[datetime, datetime]]:
    """When it was suspended and went on again; one that lasts is added when it ends."""
    found: list[tuple[datetime, datetime]] = []
    since: datetime | None = None
    told = Event.objects.filter(run=run, op__in=("suspend", "resume")).order_by("seq")
    for op, moment in told.values_list("op", "at"):
        if op == "suspend":
            since = moment
        elif since is not None:
            found.append((since, moment))
            since = None
    return found


def _unmark(items: list[UUID], at: datetime) -> None:
    """What is no longer late was not reminded of being late."""
    again = Item.objects.filter(pk__in=items, due_at__gt=at)
    again.update(reminded_at=None, escalated_at=None)
