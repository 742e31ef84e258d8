"""Working time: eight office hours a workday, 09:00–12:00 and 13:00–18:00 in Asia/Shanghai.

Which days are workdays is a calendar's word. Without any other it is that of `chinese_calendar`,
made of the State Council's yearly notices (放假通知); `use` names who knows better: the city's own
days, and a unit's exceptions on top of them. In years no notice covers only weekends count, and
`is_provisional` says so.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import chinese_calendar

ZONE = ZoneInfo("Asia/Shanghai")
HOURS = ((time(9), time(12)), (time(13), time(18)))
MINUTES_A_DAY = 480
FURTHEST = 3 * 366  # days ahead that anybody may count

Span = tuple[datetime, datetime]


class Kind(StrEnum):
    """What an office does on a day."""

    WORK = "work"
    REST = "rest"
    MORNING = "morning"  # 上午上班，下午休息
    AFTERNOON = "afternoon"


SESSIONS = {
    Kind.WORK: HOURS,
    Kind.REST: (),
    Kind.MORNING: HOURS[:1],
    Kind.AFTERNOON: HOURS[1:],
}


class Calendar:
    """The days that differ from an ordinary week, and the years whose notice is known.

    Never changed once made, so what it works out for a year is worked out once.
    """

    def __init__(self, days: Mapping[date, Kind], years: Collection[int]) -> None:
        self.days, self.years = dict(days), frozenset(years)
        self._sums: dict[int, tuple[int, ...]] = {}

    def kind(self, day: date) -> Kind:
        known = self.days.get(day)
        return known or (Kind.WORK if day.weekday() < 5 else Kind.REST)

    def with_days(self, days: Mapping[date, Kind]) -> "Calendar":
        return Calendar(self.days | dict(days), self.years)

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """Office time between two instants; none when end is not after start."""
        if end <= start:
            return timedelta()
        return timedelta(seconds=self._seconds_until(end) - self._seconds_until(start, end))

    def ahead(self, start: datetime, span: timedelta) -> datetime:
        """The instant when that much office time has passed."""
        first, left = start.astimezone(ZONE).date(), span
        for ahead in range(FURTHEST + 1):
            day = first + timedelta(days=ahead)
            for opens, closes in self._sessions(day):
                begins = max(opens, start)
                if closes <= begins:
                    continue
                if closes - begins >= left:
                    return begins + left
                left -= closes - begins
        raise ValueError("further ahead than the calendar reaches")

    def _seconds_until(self, moment: datetime, other: datetime | None = None) -> float:
        """Office seconds since the first day of the year; of the years up to `other` less."""
        local = moment.astimezone(ZONE)
        day = local.date()
        passed = sum(
            max(min(closes, local) - opens, timedelta()).total_seconds()
            for opens, closes in self._sessions(day)
        )
        until = other.astimezone(ZONE).year if other else day.year
        whole = sum(self._sums_of(year)[-1] for year in range(day.year, until))
        return passed + self._sums_of(day.year)[day.timetuple().tm_yday - 1] - whole

    def _sums_of(self, year: int) -> tuple[int, ...]:
        """Office seconds before each day of a year, and of the whole year at the end."""
        if year not in self._sums:
            first, after = date(year, 1, 1), date(year + 1, 1, 1)
            days = (first + timedelta(days=n) for n in range((after - first).days))
            lengths = (_length(self.kind(day)) for day in days)
            self._sums[year] = tuple(accumulate(lengths, initial=0))
        return self._sums[year]

    def _sessions(self, day: date) -> list[Span]:
        return [
            (datetime.combine(day, opens, ZONE), datetime.combine(day, closes, ZONE))
            for opens, closes in SESSIONS[self.kind(day)]
        ]


@cache
def _length(kind: Kind) -> int:
    return sum((closes.hour - opens.hour) * 3600 for opens, closes in SESSIONS[kind])


@cache
def seed() -> Calendar:
    """What this release knows of the notices of the past years."""
    days = {day: Kind.REST for day in chinese_calendar.holidays}
    days |= {day: Kind.WORK for day in chinese_calendar.workdays}
    return Calendar(days, {day.year for day in days})


# ---- whose calendar holds here -----------------------------------------------------------------

_source: Callable[[], Calendar] = seed


def use(source: Callable[[], Calendar]) -> None:
    """Whoever knows the days of this place says so when the program starts."""
    global _source
    _source = source


def calendar() -> Calendar:
    """The calendar of the unit one is in; on the city floor the city's."""
    return _source()


# ---- counting ----------------------------------------------------------------------------------


def is_workday(day: date) -> bool:
    return calendar().kind(day) is not Kind.REST


def is_provisional(day: date) -> bool:
    """The year's holiday notice is not known yet: figures may move once it is."""
    return day.year not in calendar().years


def working_minutes(start: datetime, end: datetime) -> int:
    """Minutes of office time between two instants; 0 when end is not after start."""
    return int(calendar().worked(start, end).total_seconds() // 60)


def working_hours(start: datetime, end: datetime) -> float:
    return round(working_minutes(start, end) / 60, 1)


def working_days(start: datetime, end: datetime) -> float:
    """Age of a matter in working days of eight hours."""
    return round(working_minutes(start, end) / MINUTES_A_DAY, 1)


def workdays(start: datetime, end: datetime) -> list[date]:
    """The workdays a span touches, for an axis; never none: then the next one after it."""
    day, last = start.astimezone(ZONE).date(), end.astimezone(ZONE).date()
    found: list[date] = []
    here = calendar()
    while day <= last or not found:
        if here.kind(day) is not Kind.REST:
            found.append(day)
        day += timedelta(days=1)
    return found


def add_working_minutes(start: datetime, minutes: int) -> datetime:
    """The instant when that much office time has passed."""
    return calendar().ahead(start, timedelta(minutes=minutes))
