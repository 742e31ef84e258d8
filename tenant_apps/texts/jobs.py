"""Timed entries about texts."""

from datetime import datetime

from shared_apps.outbox.manners import goes_alone
from shared_apps.outbox.timetable import timed
from tenant_apps.texts.wopi import service

REFRESH = "texts.refresh_office"
goes_alone(REFRESH)  # it waits for another machine


@timed(REFRESH, "40 3 * * *")
def refresh_office(at: datetime) -> None:
    """The suite changes its keys now and then and says so beforehand."""
    found = service.attached()
    if found is not None:
        from tenant_apps.texts.wopi import discovery  # with all it needs, for this one moment

        service.keep(discovery.read(found.source))
