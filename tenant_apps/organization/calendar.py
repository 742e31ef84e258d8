"""本单位的工作日历: the city's days with the unit's exceptions on top, as a process knows them."""

from dataclasses import dataclass
from datetime import date

from shared_apps.kernel.clock import Calendar, Kind
from shared_apps.reference import calendar as city
from tenant_apps.organization.models import CalendarDay
from tenants.current import current_unit


@dataclass(frozen=True)
class UnitDay:
    """A day that differs from an ordinary week, or from the city's calendar."""

    date: date
    kind: Kind
    name: str
    own: bool  # the unit's exception; `city_kind` is what would hold without it
    city_kind: Kind


@dataclass(frozen=True)
class UnitYear:
    year: int
    known: bool
    notice: str
    days: list[UnitDay]


def here() -> Calendar:
    """Of the unit one is in; on the city floor the city's. No statement but once a minute."""
    try:
        unit = current_unit()
    except RuntimeError:
        return city.of_the_city()
    return _units.get(unit.schema_name)


def read() -> Calendar:
    """As the tables have it now. Two statements."""
    own = {day: Kind(kind) for day, kind in CalendarDay.objects.values_list("date", "kind")}
    return city.read().with_days(own)


def forget() -> None:
    """After a change, and before work that must not count by an older calendar."""
    city.forget()
    _units.forget()


def year_shown(year: int) -> UnitYear:
    of_city = city.year_shown(year)
    days = {
        day.date: UnitDay(day.date, day.kind, day.name, own=False, city_kind=day.kind)
        for day in of_city.days
    }
    for own in CalendarDay.objects.filter(date__year=year):
        theirs = days.get(own.date)
        usual = theirs.kind if theirs else ordinary(own.date)
        days[own.date] = UnitDay(own.date, Kind(own.kind), own.reason, own=True, city_kind=usual)
    return UnitYear(year, of_city.known, of_city.notice, [days[day] for day in sorted(days)])


def ordinary(day: date) -> Kind:
    return Kind.WORK if day.weekday() < 5 else Kind.REST


_units = city.Kept(read)
