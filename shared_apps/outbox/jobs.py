"""What engines execute, and the outbox's own timed entry."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import close_old_connections
from django.utils import timezone

from shared_apps.outbox import leasing, relaying, timetable


def execute(ids: Iterable[str]) -> int:
    """Carry leased rows. The only thing an engine ever does; a second time it finds them gone."""
    close_old_connections()
    try:
        return relaying.carry([UUID(one) for one in ids], at=timezone.now())
    finally:
        close_old_connections()


def tick() -> int:
    """For a clock outside the worker, such as celery beat."""
    close_old_connections()
    return timetable.tick(timezone.now())


@timetable.timed("outbox.bury_the_stuck", "*/5 * * * *")
def bury_the_stuck(at: datetime) -> None:
    leasing.bury_the_stuck(at)
