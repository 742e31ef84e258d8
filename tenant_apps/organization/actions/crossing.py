"""到区级页面: our unit vouches for one of its people."""

from datetime import datetime

from django.db import transaction

from shared_apps.passport import tickets
from tenant_apps.journal.recording import record
from tenant_apps.organization import events
from tenant_apps.organization.models import Staff
from tenants.current import current_unit, public_floor


@transaction.atomic
def take_ticket(*, by: Staff, address: str, at: datetime) -> str:
    """取票: the secret of a ticket to the city host; refused without a city duty."""
    staff = Staff.objects.select_for_update(no_key=True).get(pk=by.pk)
    unit = current_unit()
    with public_floor():
        ticket = tickets.issue(
            unit=unit, staff_id=staff.pk, name=staff.name, title=staff.title, at=at
        )
    record(
        events.TicketTaken(subject_id=staff.pk, target=tickets.CITY, address=address),
        by=by,
        at=at,
    )
    return ticket
