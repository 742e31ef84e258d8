"""Before it is filed: where it would go, what is left, who has the car. Nothing is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError
from tenant_apps.forms import queries as forms
from tenant_apps.organization.models import Staff
from tenant_apps.requests import answering, balances, bookings, measures, predicting, sheets
from tenant_apps.requests.bookings import State, Wish
from tenant_apps.requests.models import BalanceEntry, Booking, RequestKind, Resource
from tenant_apps.workflow import definitions as flows

PENDING, CONFIRMED = [State.PENDING], [State.CONFIRMED]
MOST_SUGGESTIONS = 2


@dataclass(frozen=True)
class Suggestion:
    """A way out in one click: put this value into that field."""

    label: str
    field: str
    value: Any


@dataclass(frozen=True)
class Notice:
    """`error` keeps it from being filed, `warning` does not, `info` is good to know."""

    level: str
    text: str
    field: str = ""
    suggestions: Sequence[Suggestion] = ()


@dataclass(frozen=True)
class Taken:
    starts_at: datetime
    ends_at: datetime
    who: str
    state: str


@dataclass(frozen=True)
class Lane:
    """One resource on the day in question."""

    id: UUID
    name: str
    note: str
    capacity: int | None
    taken: list[Taken]
    is_free: bool


@dataclass(frozen=True)
class Preview:
    path: list[predicting.Stop]
    notices: list[Notice]
    lanes: list[Lane]
    lanes_field: str
    day: list[datetime]  # from and to, of the picture of the day


def preview(
    kind: RequestKind, data: Mapping[str, Any], *, by: Staff, own: UUID | None = None
) -> Preview:
    """Of answers as far as given. `own`: the request that is being filled in again."""
    sheet = forms.in_use(kind.form_key)
    answers = sheets.settled(sheet, data)
    titles = sheets.labels(sheet)
    stops = predicting.path(
        flows.active(kind.flow_key).graph_id,
        starter=by,
        data=answering.facts(answers),
        titles=titles,
    )
    rule = kind.settings.get("resource") or {}
    day = _day(measures.span(answers, rule.get("period")))
    lanes = _lanes(rule, answers, day, own)
    notices = [*_about_leave(kind, answers, by, own), *_about_resources(kind, answers, own)]
    shown = "" if rule.get("rows") else rule.get("field", "")
    return Preview(stops, notices, lanes, shown, list(day or ()))


# ---- 假期 ------------------------------------------------------------------------------


def _about_leave(
    kind: RequestKind, answers: Mapping[str, Any], by: Staff, own: UUID | None
) -> Iterator[Notice]:
    asked = balances.claim(kind.settings, answers)
    if asked is None:
        return
    period = kind.settings["balance"]["period"]
    if asked.way == BalanceEntry.Way.GRANT:
        text = f"批准后可{asked.label} {balances.days(asked.halves)} 天（每满 4 小时折半天）。"
        yield Notice("info", text, period)
        return
    now = balances.of(by.pk, asked.account, asked.year, without=own)
    left, wanted = balances.days(now.left), balances.days(asked.halves)
    waiting = f"，另有 {balances.days(now.pending)} 天待批" if now.pending else ""
    if now.left < asked.halves:
        text = (
            f"{asked.label}{asked.year}年还剩 {left} 天{waiting}，本次需 {wanted} 天，额度不够。"
        )
        yield Notice("error", text, period)
    else:
        after = balances.days(now.left - asked.halves)
        text = (
            f"{asked.label}{asked.year}年还剩 {left} 天{waiting}；"
            f"本次 {wanted} 天，批准后剩 {after} 天。"
        )
        yield Notice("info", text, period)


# ---- 车辆、会议室、物品 ----------------------------------------------------------------


def _about_resources(
    kind: RequestKind, answers: Mapping[str, Any], own: UUID | None
) -> Iterator[Notice]:
    rule = kind.settings.get("resource") or {}
    place = rule.get("rows") or rule.get("field", "")
    try:
        wanted = bookings.wishes(kind.settings, answers)
    except DomainError as refusal:
        yield Notice("error", refusal.message, place)
        return
    for wish in wanted:
        if wish.exclusive:
            yield from _about_time(rule, wish, own)
        elif wish.resource.kind == Resource.Kind.STOCK:
            left = bookings.in_store(wish.resource, without=own)
            level = "error" if wish.quantity > left else "info"
            text = f"“{wish.resource.name}”库存 {left}，本次 {wish.quantity}。"
            yield Notice(level, text, place)


def _about_time(rule: Mapping[str, Any], wish: Wish, own: UUID | None) -> Iterator[Notice]:
    name = wish.resource.name
    if other := bookings.standing_in_way(wish, states=CONFIRMED, without=own).first():
        text = f"{name} {bookings.said(other)}。"
        yield Notice("error", text, rule["field"], _ways_out(rule, wish, other, own))
    elif other := bookings.standing_in_way(wish, states=PENDING, without=own).first():
        text = f"{name} {bookings.said(other)}，还没有批；谁先批准归谁。"
        yield Notice("warning", text, rule["field"], _ways_out(rule, wish, other, own))


def _ways_out(
    rule: Mapping[str, Any], wish: Wish, other: Booking, own: UUID | None
) -> list[Suggestion]:
    """改用 another that is free then, or 改到 the moment this one is back."""
    found = []
    for resource in bookings.of_kind(rule["kind"]).exclude(pk=wish.resource.pk):
        instead = Wish(resource, 1, wish.starts_at, wish.ends_at)
        if not bookings.standing_in_way(instead, states=PENDING + CONFIRMED, without=own).exists():
            found.append(
                Suggestion(f"改用 {resource.name}（空闲）", rule["field"], str(resource.pk))
            )
            break
    starts, ends, back = wish.starts_at, wish.ends_at, other.ends_at
    if starts and ends and back and starts < back < ends:
        later = Wish(wish.resource, 1, back, ends)
        if not bookings.standing_in_way(later, states=PENDING + CONFIRMED, without=own).exists():
            local = back.astimezone(ZONE)
            value = {"start": local.isoformat(), "end": ends.astimezone(ZONE).isoformat()}
            found.append(Suggestion(f"改到 {local:%H:%M} 开始", rule["period"], value))
    return found[:MOST_SUGGESTIONS]


def _day(times: measures.Span | None) -> measures.Span | None:
    """The whole days a span touches."""
    if times is None:
        return None
    start = datetime.combine(times[0].astimezone(ZONE).date(), time(), ZONE)
    last = (times[1] - timedelta(microseconds=1)).astimezone(ZONE).date()
    return start, datetime.combine(last + timedelta(days=1), time(), ZONE)


def _lanes(
    rule: Mapping[str, Any],
    answers: Mapping[str, Any],
    day: measures.Span | None,
    own: UUID | None,
) -> list[Lane]:
    if not rule or rule.get("rows"):
        return []
    resources = list(bookings.of_kind(rule["kind"]))
    times = measures.span(answers, rule.get("period"))
    rows = [row for row in bookings.busy(resources, day) if row.request_id != own] if day else []
    found = []
    for one in resources:
        taken = [row for row in rows if row.resource_id == one.pk]
        free = not times or all(_apart(row, times) for row in taken)
        found.append(
            Lane(one.pk, one.name, one.note, one.capacity, [_taken(row) for row in taken], free)
        )
    return found


def _apart(row: Booking, times: measures.Span) -> bool:
    starts, ends = _span_of(row)
    return ends <= times[0] or starts >= times[1]


def _span_of(row: Booking) -> measures.Span:
    if row.starts_at is None or row.ends_at is None:
        raise RuntimeError(f"booking {row.pk} of an exclusive resource has no time")
    return row.starts_at, row.ends_at


def _taken(row: Booking) -> Taken:
    starts, ends = _span_of(row)
    request = row.request
    who = f"{request.department.name} {request.applicant.name}"
    return Taken(starts, ends, who, row.state)
