"""What the city's reference books tell the units."""

from dataclasses import dataclass
from typing import ClassVar

from shared_apps.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CityCalendarChanged(Event):
    """A year was entered or corrected; it is the subject. `days`: date → [before, after]."""

    name: ClassVar[str] = "reference.calendar.changed"
    year: int
    notice: str
    days: dict[str, list[str]]
