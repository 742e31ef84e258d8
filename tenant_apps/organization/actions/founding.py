"""What every unit starts with."""

from datetime import datetime

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from shared_apps.kernel.events import Actor
from tenant_apps.journal.recording import record
from tenant_apps.organization import events
from tenant_apps.organization.models import Department, Duty
from tenant_apps.organization.permissions import STOCK_DUTIES
from tenants.current import current_unit

OFFICE = "办公室"


@transaction.atomic
def found_unit(*, by: Actor | None, at: datetime) -> Department:
    """组建: root, office and stock duties. Calling it again adds what is missing and nothing else.

    Returns the office, where the unit's first people are seated.
    """
    root, _ = Department.objects.get_or_create(
        parent=None, defaults={"name": current_unit().short_name}
    )
    office = root.children.standing().order_by("position", "pk").first()
    if office is None:
        office = Department.objects.create(parent=root, name=OFFICE)
    if defined := _define_stock_duties(at):
        record(events.UnitFounded(subject_id=root.pk, duties=defined), by=by, at=at)
    return office


def _define_stock_duties(at: datetime) -> tuple[str, ...]:
    known = set(Duty.objects.filter(is_stock=True).values_list("code", flat=True))
    missing = [
        Duty(
            code=stock.code,
            name=stock.name,
            permissions=list(stock.permissions),
            guard=stock.guard,
            is_stock=True,
            for_newcomers=stock.for_newcomers,
            position=position,
        )
        for position, stock in enumerate(STOCK_DUTIES)
        if stock.code not in known
    ]
    if missing:
        bulk_create_with_history(missing, Duty, default_date=at)
    return tuple(duty.code for duty in missing)
