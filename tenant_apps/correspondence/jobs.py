"""Timed entries of 公文."""

from datetime import datetime

from shared_apps.outbox.timetable import EACH_UNIT, timed
from tenant_apps.correspondence import seal_handlers


@timed("correspondence.seal_desk", "17 * * * *", where=EACH_UNIT)
def look_after_seal_desk(at: datetime) -> None:
    """Once an hour what no fact tells: a certificate ran out, a duty was taken, somebody left."""
    seal_handlers.send_each(at=at)
