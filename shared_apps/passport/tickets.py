"""Tickets from a unit's host to the city's: given by the home unit, used once, within a minute."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.errors import DomainError, Forbidden
from shared_apps.passport import duties, secret
from shared_apps.passport.models import Ticket
from tenants.models import Unit

LASTS = timedelta(seconds=60)
CITY = "city"


class NoCityDuty(Forbidden):
    code = "city.no_duty"


class TicketVoid(DomainError):
    status = 401
    code = "ticket.void"


def issue(*, unit: Unit, staff_id: UUID, name: str, title: str, at: datetime) -> str:
    """开票: the secret of a ticket to the city host, for those with a city duty. City floor."""
    if not duties.held_by(unit, staff_id):
        raise NoCityDuty("您没有全区职责，不能进入区级页面。如需开通，请联系区信息中心。")
    handed, kept = secret.fresh()
    Ticket.objects.create(
        digest=kept,
        unit=unit,
        staff_id=staff_id,
        name=name,
        title=title,
        target=CITY,
        issued_at=at,
        expires_at=at + LASTS,
    )
    return handed


@transaction.atomic
def punch(handed: str, *, at: datetime) -> Ticket:
    """验票: once. Two browsers with the same ticket at the same instant are one too many."""
    ticket = Ticket.objects.select_for_update().filter(digest=secret.digest(handed)).first()
    if ticket is None or ticket.used_at or ticket.expires_at <= at or ticket.target != CITY:
        raise TicketVoid("通行票无效、已使用或已过期，请回到本单位重新进入。")
    ticket.used_at = at
    ticket.save(update_fields=["used_at"])
    return ticket
