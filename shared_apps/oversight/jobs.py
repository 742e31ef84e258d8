"""Timed entries of the board."""

from datetime import datetime

from shared_apps.outbox.timetable import timed
from shared_apps.oversight import drawing


@timed("oversight.board", "*/5 * * * *")
def redraw(at: datetime) -> None:
    """Limits pass though nobody reports anything: the figures must follow their lists."""
    drawing.draw(at=at)
