"""Timed entries of the city's door."""

from datetime import datetime

from shared_apps.outbox.timetable import CITY, timed
from shared_apps.passport import sweeping


@timed("passport.sweep", "25 3 * * *", where=CITY)
def sweep(at: datetime) -> None:
    sweeping.sweep(at=at)
