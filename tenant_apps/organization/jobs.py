"""Timed entries of the doors."""

from datetime import datetime

from shared_apps.outbox.timetable import EACH_UNIT, timed
from tenant_apps.organization import sweeping


@timed("organization.sweep", "20 3 * * *", where=EACH_UNIT)
def sweep(at: datetime) -> None:
    sweeping.sweep(at=at)
