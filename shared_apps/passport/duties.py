"""全区职责: granted and revoked by the operator's command, checked at every visit."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.errors import NotFound
from shared_apps.passport.models import CityDuty
from tenants.models import Unit


class NotGranted(NotFound):
    code = "city.duty_not_granted"


@transaction.atomic
def grant(  # noqa: PLR0913  a row of facts, keyword by keyword
    *, unit: Unit, staff_id: UUID, name: str, kind: str, granted_by: str, at: datetime
) -> CityDuty:
    """授予: granting what is held already changes nothing."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    held = CityDuty.objects.filter(unit=unit, staff_id=staff_id, kind=kind, revoked_at=None)
    return held.first() or CityDuty.objects.create(
        unit=unit, staff_id=staff_id, name=name, kind=kind, granted_by=granted_by, granted_at=at
    )


def revoke(*, unit: Unit, staff_id: UUID, kind: str, revoked_by: str, at: datetime) -> None:
    """收回: running visits notice with their next request."""
    held = CityDuty.objects.filter(unit=unit, staff_id=staff_id, kind=kind, revoked_at=None)
    if not held.update(revoked_by=revoked_by, revoked_at=at):
        raise NotGranted("此人没有这项全区职责。")


def held_by(unit: Unit, staff_id: UUID) -> list[str]:
    """Kinds of duty held today, in the order of CityDuty.Kind."""
    held = CityDuty.objects.filter(unit=unit, staff_id=staff_id, revoked_at=None)
    return in_order(held.values_list("kind", flat=True))


def in_order(kinds: Iterable[str]) -> list[str]:
    held = set(kinds)
    return [kind for kind in CityDuty.Kind.values if kind in held]
