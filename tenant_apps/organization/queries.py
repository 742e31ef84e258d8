"""Questions about people."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef

from tenant_apps.organization.models import Department, DutyHolder, Staff, StaffQuerySet


def holders_of(permission: str) -> StaffQuerySet:
    """Everybody in service whose duties allow this."""
    held = DutyHolder.objects.filter(
        staff=OuterRef("pk"), duty__permissions__contains=[permission]
    )
    return Staff.objects.in_service().filter(Exists(held)).order_by("position", "pinyin", "pk")


def staff_by_ids(ids: Iterable[UUID]) -> dict[UUID, Staff]:
    """Those in service among them, by id."""
    return Staff.objects.in_service().in_bulk(list(ids))


def staff_named(name: str) -> StaffQuerySet:
    """Those in service with this very name."""
    return Staff.objects.in_service().filter(name=name)


def departments_within(staff: Staff, permission: str) -> set[UUID] | None:
    """The departments a permission of this person reaches; None is the whole unit."""
    scope = staff.permissions.get(permission)
    if scope == "unit":
        return None
    if scope == "department":
        return {staff.department_id}
    if scope == "subtree":
        return subtree_of(staff.department_id)
    return set()


def subtree_of(department_id: UUID) -> set[UUID]:
    """This department and everything below it. A unit has dozens of departments: one statement."""
    children: dict[UUID | None, list[UUID]] = {}
    for pk, parent_id in Department.objects.values_list("pk", "parent_id"):
        children.setdefault(parent_id, []).append(pk)
    found, waiting = set(), [department_id]
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting.extend(children.get(pk, []))
    return found
