"""Timed entries of the journal."""

from datetime import datetime

from shared_apps.outbox.timetable import EACH_UNIT, timed
from tenant_apps.journal import rooting


@timed("journal.root", "30 0 * * *", where=EACH_UNIT)
def root(at: datetime) -> None:
    rooting.make_root(at=at)
