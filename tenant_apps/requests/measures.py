"""What a kind's rules read off the answers: when, how many half days, how many hours."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from tenant_apps.forms import spans

HALF_DAY_OFF = timedelta(hours=4)  # of overtime, for half a day off
Answers = Mapping[str, Any]
Span = tuple[datetime, datetime]


def span(answers: Answers, field: str | None) -> Span | None:
    """起止时间 of a field; None while it is not (well) answered. A day alone is the whole day."""
    said = _said(answers, field)
    if said is None:
        return None
    try:
        start, end = spans.moment(said[0]), spans.moment(said[1])
    except ValueError:
        return None
    if len(said[1]) == len("2026-11-23"):
        end += timedelta(days=1)
    return (start, end) if start < end else None


def halves_of(answers: Answers, field: str) -> int:
    """Half working days a span touches, by the working calendar."""
    said = _said(answers, field)
    found = spans.span(*said) if said else None
    return found.halves if found else 0


def halves_earned(answers: Answers, field: str) -> int:
    """加班 lies outside office time: plain hours, four of them make half a day off."""
    times = span(answers, field)
    return (times[1] - times[0]) // HALF_DAY_OFF if times else 0


def _said(answers: Answers, field: str | None) -> tuple[str, str] | None:
    value = answers.get(field) if field else None
    if not isinstance(value, Mapping):
        return None
    start, end = value.get("start"), value.get("end")
    return (start, end) if isinstance(start, str) and isinstance(end, str) else None
