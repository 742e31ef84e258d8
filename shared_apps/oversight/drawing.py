"""Draw the leaders' board from the lines: figures by unit, by stage and by age."""

import gzip
import json
from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from shared_apps.kernel import clock
from shared_apps.kernel.events import Facts, answers
from shared_apps.oversight.models import Board, ProgressLine, Reporter
from shared_apps.oversight.reporting import DRAW
from tenants.grouping import group_of
from tenants.models import Unit

BOARD = "board"
SOON = timedelta(days=1)
WINDOW = timedelta(days=7)  # “近 7 日”, today included; never “本周” on a Monday
AGES = (
    (0, "当天"),
    (1, "1"),
    (2, "2"),
    (3, "3"),
    (5, "4—5"),
    (10, "6—10"),
    (15, "11—15"),
    (20, "16—20"),
)
OLDER = "20 以上"


@answers(DRAW)
def redraw(facts: Facts) -> None:
    draw(at=timezone.now())


@transaction.atomic
def draw(*, at: datetime) -> Board:
    """全区运行: one ready answer. Grows with the matters still open, not with the years behind."""
    lines = list(ProgressLine.objects.filter(closed_at=None).order_by("pk").values(*FIELDS))
    since = window_since(at)
    begins = midnight(since)
    closed = list(
        ProgressLine.objects.filter(closed_at__gte=begins).values(
            "unit_code", "due_at", "closed_at"
        )
    )
    received = ProgressLine.objects.filter(flow="incoming", entered_at__gte=begins).count()
    for line in lines:
        line["age"] = clock.working_days(line["entered_at"], at)
        line["state"] = due_state(line["due_at"], at)
    said = {
        "as_of": at.isoformat(),
        "since": since.isoformat(),
        "totals": _totals(lines, closed, received),
        "units": _units(lines, closed),
        "stages": _stages(lines),
        "ages": _ages(lines),
    }
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    packed = gzip.compress(text.encode(), mtime=0)
    drawn = {"drawn_at": at, "packed": packed}
    board, _ = Board.objects.update_or_create(name=BOARD, defaults=drawn)
    return board


FIELDS = ("unit_code", "flow", "stage", "stage_label", "position", "entered_at", "due_at")


def window_since(at: datetime) -> date:
    """The first day of 近 7 日: whole days, so that a date in an address names exactly them."""
    return at.astimezone(clock.ZONE).date() - WINDOW + timedelta(days=1)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.ZONE)


def due_state(due_at: datetime | None, at: datetime) -> str:
    if due_at is None or due_at - at > SOON:
        return "normal"
    return "due_soon" if due_at > at else "overdue"


def _totals(lines: list[Any], closed: list[Any], received: int) -> dict[str, Any]:
    states = Counter(line["state"] for line in lines)
    return {
        "in_progress": len(lines),
        "received_7d": received,
        "completed_7d": len(closed),
        "on_time_rate": _rate(closed),
        "overdue": states["overdue"],
        "due_soon": states["due_soon"],
    }


def _rate(closed: list[Any]) -> float | None:
    """Share closed by their limit, in percent; None when none of them had a limit."""
    limited = [row for row in closed if row["due_at"]]
    if not limited:
        return None
    kept = sum(row["closed_at"] <= row["due_at"] for row in limited)
    return float(round(100 * kept / len(limited), 1))


def _units(lines: list[Any], closed: list[Any]) -> list[dict[str, Any]]:
    open_by: dict[str, list[Any]] = {}
    closed_by: dict[str, list[Any]] = {}
    for line in lines:
        open_by.setdefault(line["unit_code"], []).append(line)
    for row in closed:
        closed_by.setdefault(row["unit_code"], []).append(row)
    reported = dict(Reporter.objects.values_list("unit_code", "reported_at"))
    return [
        _unit(
            unit, open_by.get(unit.code, []), closed_by.get(unit.code, []), reported.get(unit.code)
        )
        for unit in Unit.objects.standing().order_by("position", "pk")
    ]


def _unit(
    unit: Unit, lines: list[Any], closed: list[Any], reported: datetime | None
) -> dict[str, Any]:
    states = Counter(line["state"] for line in lines)
    return {
        "code": unit.code,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "group": group_of(unit.kind),
        "in_progress": len(lines),
        "overdue": states["overdue"],
        "due_soon": states["due_soon"],
        "completed": len(closed),
        "on_time_rate": _rate(closed),
        "oldest_days": max((line["age"] for line in lines), default=0),
        "reported_at": reported.isoformat() if reported else None,
    }


def _stages(lines: list[Any]) -> list[dict[str, Any]]:
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for line in lines:
        key = (line["flow"], line["position"])
        row = found.setdefault(
            key,
            {"flow": line["flow"], "stage": line["stage"], "label": line["stage_label"]}
            | dict.fromkeys(("normal", "due_soon", "overdue"), 0),
        )
        row[line["state"]] += 1
    return [found[key] for key in sorted(found)]


def _ages(lines: list[Any]) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {
        label: {"label": label, "count": 0, "overdue": 0} for _, label in AGES
    }
    rows[OLDER] = {"label": OLDER, "count": 0, "overdue": 0}
    for line in lines:
        days = int(line["age"])
        row = rows[next((label for most, label in AGES if days <= most), OLDER)]
        row["count"] += 1
        row["overdue"] += line["state"] == "overdue"
    return list(rows.values())
