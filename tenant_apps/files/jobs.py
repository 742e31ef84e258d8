"""Timed entries about files."""

from datetime import datetime

from shared_apps.outbox.timetable import timed
from tenant_apps.files import drawing


@timed("files.sweep_previews", "20 3 * * *")
def sweep_previews(at: datetime) -> None:
    drawing.sweep(at.timestamp())
