"""What the city's directory hears of us. Cards say what is true now, whatever the fact said."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from shared_apps.directory import publishing
from shared_apps.kernel.events import Facts, subscribe
from tenant_apps.organization import cards, events
from tenant_apps.organization.models import Department, Staff
from tenants.current import current_unit, public_floor


@subscribe(events.StaffAdded, name="directory.publish_person")
@subscribe(events.StaffChanged, name="directory.publish_person")
@subscribe(events.StaffDisabled, name="directory.publish_person")
@subscribe(events.StaffEnabled, name="directory.publish_person")
def publish_person(facts: Facts) -> None:
    _publish([UUID(facts["subject_id"])], at=datetime.fromisoformat(facts["at"]))


@subscribe(events.DepartmentChanged, name="directory.publish_department")
@subscribe(events.DepartmentOpened, name="directory.publish_department")
def publish_department(facts: Facts) -> None:
    """Its people carry its name; the root carries the unit's switchboard."""
    at = datetime.fromisoformat(facts["at"])
    department = Department.objects.get(pk=facts["subject_id"])
    _publish(department.staff.values_list("pk", flat=True), at=at)
    if department.parent_id is None:
        _publish_unit(department, at)


@subscribe(events.UnitFounded, name="directory.publish_unit")
def publish_unit(facts: Facts) -> None:
    root = Department.objects.get(pk=facts["subject_id"])
    _publish_unit(root, datetime.fromisoformat(facts["at"]))


def _publish_unit(root: Department, at: datetime) -> None:
    unit = current_unit()
    with public_floor():
        publishing.publish_unit(unit, publishing.UnitFacts(phone=root.phone), at=at)


def _publish(staff_ids: Iterable[UUID], *, at: datetime) -> None:
    """Each person's row is locked first: facts about one person are told one after another."""
    unit = current_unit()
    rows = Staff.objects.select_for_update(no_key=True).filter(pk__in=list(staff_ids))
    locked = [staff.pk for staff in rows.order_by("pk")]
    people = list(Staff.objects.select_related("department").filter(pk__in=locked))
    with public_floor():
        for staff in people:
            if cards.is_listed(staff):
                publishing.publish(unit, cards.of_person(staff), at=at)
            else:
                publishing.withdraw(unit, staff.pk, at=at)
