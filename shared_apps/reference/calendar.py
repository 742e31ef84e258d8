"""The city's calendar as a process knows it: read once a minute, asked thousands of times."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from shared_apps.kernel import clock
from shared_apps.kernel.clock import Calendar, Kind
from shared_apps.reference import seeds
from shared_apps.reference.models import CityDay, CityYear
from shared_apps.reference.seeds import DayShown

KEEP_SECONDS = 60.0  # how long a process may go on counting by a calendar that was just changed


@dataclass
class Kept:
    """Calendars by place, each read again when it has been kept long enough."""

    read: Callable[[], Calendar]
    _found: dict[str, tuple[float, Calendar]] = field(default_factory=dict)

    def get(self, place: str) -> Calendar:
        now = time.monotonic()
        until, calendar = self._found.get(place, (0.0, None))
        if calendar is None or until < now:
            calendar = self.read()
            self._found[place] = now + KEEP_SECONDS, calendar
        return calendar

    def forget(self) -> None:
        self._found.clear()


def of_the_city() -> Calendar:
    return _city.get("public")


def forget() -> None:
    _city.forget()


def read() -> Calendar:
    """The years that were entered, the others from the seed. One statement."""
    entered = CityYear.objects.filter(replaced_at=None)
    rows = list(entered.values_list("year", "days__date", "days__kind"))
    years = {year for year, _, _ in rows}
    seed = clock.seed()
    days = {day: kind for day, kind in seed.days.items() if day.year not in years}
    days |= {day: Kind(kind) for _, day, kind in rows if day is not None}
    return Calendar(days, seed.years | years)


_city = Kept(read)


@dataclass(frozen=True)
class YearShown:
    """A year as a page shows it: only the days that differ from an ordinary week."""

    year: int
    known: bool
    notice: str
    entered_by: str
    entered_at: object
    days: list[DayShown]
    entries: list[CityYear]  # who entered it, and what stood before; newest first


def year_shown(year: int) -> YearShown:
    entries = list(CityYear.objects.filter(year=year).order_by("-entered_at", "-pk"))
    entered = next((one for one in entries if one.replaced_at is None), None)
    if entered is None:
        days = seeds.of_year("chinese_calendar", year)
        source = "随系统提供（chinese_calendar）" if days else ""
        return YearShown(year, bool(days), source, "", None, days, entries)
    rows = CityDay.objects.filter(year=entered).order_by("date")
    days = [DayShown(row.date, Kind(row.kind), row.name) for row in rows]
    by, at = entered.entered_by, entered.entered_at
    return YearShown(year, True, entered.notice, by, at, days, entries)
