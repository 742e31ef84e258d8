"""Working time: eight office hours a workday, 09:00–12:00 and 13:00–18:00 in Asia/Shanghai.

Holidays and make-up workdays (调休) come from the State Council's yearly notice, carried by
`chinese_calendar`; beyond the years it knows, only weekends count and `is_provisional` says so.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import chinese_calendar

ZONE = ZoneInfo("Asia/Shanghai")
HOURS = ((time(9), time(12)), (time(13), time(18)))
MINUTES_A_DAY = 480
LAST_KNOWN_YEAR = max(day.year for day in chinese_calendar.holidays)


@lru_cache(4096)
def is_workday(day: date) -> bool:
    if is_provisional(day):
        return day.weekday() < 5
    return bool(chinese_calendar.is_workday(day))


def is_provisional(day: date) -> bool:
    """The year's holiday notice is not known yet: figures may move once it is."""
    return not 2004 <= day.year <= LAST_KNOWN_YEAR


def working_minutes(start: datetime, end: datetime) -> int:
    """Minutes of office time between two instants; 0 when end is not after start."""
    total = timedelta()
    for opens, closes in _sessions(start, end):
        overlap = min(closes, end) - max(opens, start)
        total += max(overlap, timedelta())
    return int(total.total_seconds() // 60)


def working_hours(start: datetime, end: datetime) -> float:
    return round(working_minutes(start, end) / 60, 1)


def working_days(start: datetime, end: datetime) -> float:
    """Age of a matter in working days of eight hours."""
    return round(working_minutes(start, end) / MINUTES_A_DAY, 1)


def workdays(start: datetime, end: datetime) -> list[date]:
    """The workdays a span touches, for an axis; never none: then the next one after it."""
    day, last = start.astimezone(ZONE).date(), end.astimezone(ZONE).date()
    found: list[date] = []
    while day <= last or not found:
        if is_workday(day):
            found.append(day)
        day += timedelta(days=1)
    return found


def add_working_minutes(start: datetime, minutes: int) -> datetime:
    """The instant when that much office time has passed."""
    left = timedelta(minutes=minutes)
    for opens, closes in _sessions(start, start + timedelta(days=3 * 366)):
        begins = max(opens, start)
        if closes <= begins:
            continue
        if closes - begins >= left:
            return begins + left
        left -= closes - begins
    raise ValueError("further ahead than the calendar reaches")


def _sessions(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    day, last = start.astimezone(ZONE).date(), end.astimezone(ZONE).date()
    while day <= last:
        if is_workday(day):
            for opens, closes in HOURS:
                yield datetime.combine(day, opens, ZONE), datetime.combine(day, closes, ZONE)
        day += timedelta(days=1)
