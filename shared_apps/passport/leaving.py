"""Somebody's account in their unit is disabled: nothing of them stays open on the city floor."""

from datetime import datetime
from uuid import UUID

from shared_apps.passport.models import CityDuty, CitySession, Ticket
from tenants.models import Unit

BY_UNIT = "所在单位停用账号"


def end_all(*, unit: Unit, staff_id: UUID, at: datetime) -> None:
    """City floor. Duties do not come back by themselves when the account is enabled again."""
    theirs = {"unit": unit, "staff_id": staff_id}
    CityDuty.objects.filter(**theirs, revoked_at=None).update(revoked_by=BY_UNIT, revoked_at=at)
    CitySession.objects.filter(**theirs, ended_at=None).update(ended_at=at)
    Ticket.objects.filter(**theirs, used_at=None).update(used_at=at)
