"""停用与恢复: closing a unit's doors and opening them again. Its data stay as they are."""

from datetime import datetime

from django.db import transaction

from shared_apps.kernel.errors import DomainError
from tenants.models import Unit, UnitEvent


class NotSuspendable(DomainError):
    code = "unit.not_active"


class NotSuspended(DomainError):
    code = "unit.not_suspended"


class ReasonMissing(DomainError):
    status = 400
    code = "unit.reason_missing"


@transaction.atomic
def suspend(*, code: str, by: str, why: str, at: datetime) -> Unit:
    """停用: from now on (within seconds, see the middleware) every door of the unit is closed."""
    unit = _locked(code)
    if unit.status != Unit.Status.ACTIVE:
        message = f"{unit.short_name}现在是“{unit.get_status_display()}”，只有正常的单位可以停用。"
        raise NotSuspendable(message, status=unit.status)
    said = UnitEvent(unit=unit, verb=UnitEvent.Verb.SUSPENDED, at=at, by_name=by, why=why)
    return _turn(unit, Unit.Status.SUSPENDED, said)


@transaction.atomic
def resume(*, code: str, by: str, why: str, at: datetime) -> Unit:
    """恢复: the unit works again where it stopped."""
    unit = _locked(code)
    if unit.status != Unit.Status.SUSPENDED:
        message = f"{unit.short_name}现在是“{unit.get_status_display()}”，不需要恢复。"
        raise NotSuspended(message, status=unit.status)
    said = UnitEvent(unit=unit, verb=UnitEvent.Verb.RESUMED, at=at, by_name=by, why=why)
    return _turn(unit, Unit.Status.ACTIVE, said)


def _locked(code: str) -> Unit:
    return Unit.objects.select_for_update(no_key=True).get(code=code)


def _turn(unit: Unit, status: Unit.Status, event: UnitEvent) -> Unit:
    if not event.why.strip():
        raise ReasonMissing("请写明原因，它会留在单位大事里。")
    unit.status = status
    unit.save(update_fields=["status"])
    event.save(force_insert=True)
    return unit
