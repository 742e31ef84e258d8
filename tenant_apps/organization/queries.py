"""Questions about people."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from shared_apps.kernel.errors import Forbidden, NotFound
from shared_apps.kernel.rows import Prepared
from tenant_apps.organization.models import (
    Department,
    Duty,
    DutyHolder,
    Post,
    Staff,
    StaffQuerySet,
)

STAFF_ORDER = ("department__position", "department_id", "position", "pinyin", "pk")
MAY_READ_DUTIES = ("organization.duties.manage", "organization.staff.manage", "journal.read")


def holders_of(permission: str) -> StaffQuerySet:
    """Everybody in service whose duties allow this."""
    held = DutyHolder.objects.filter(
        staff=OuterRef("pk"), duty__permissions__contains=[permission]
    )
    return Staff.objects.in_service().filter(Exists(held)).order_by("position", "pinyin", "pk")


_serving = Prepared(lambda pk: Staff.objects.in_service().filter(pk=pk))


def staff_by_ids(ids: Iterable[UUID]) -> dict[UUID, Staff]:
    """Those in service among them, by id."""
    wanted = list(dict.fromkeys(ids))
    if len(wanted) == 1:  # the next handler: asked for all day long
        return {one.pk: one for one in _serving(pk=wanted[0])}
    return Staff.objects.in_service().in_bulk(wanted)


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


def department_tree() -> QuerySet[Department]:
    """Every standing department with its head and how many sit in it (not below it)."""
    in_service = Count("staff", filter=Q(staff__is_active=True))
    rows = Department.objects.standing().select_related("head").annotate(staff_count=in_service)
    return rows.order_by("position", "pk")


def department(department_id: UUID) -> Department:
    """Closed ones too: whoever closed it sees the result."""
    in_service = Count("staff", filter=Q(staff__is_active=True))
    rows = Department.objects.select_related("head").annotate(staff_count=in_service)
    return rows.get(pk=department_id)


def posts() -> QuerySet[Post]:
    return Post.objects.filter(department__closed_at=None).order_by(
        "department__position", "position", "pk"
    )


def staff_for(
    viewer: Staff,
    *,
    q: str = "",
    department: UUID | None = None,
    state: str = "active",
    permission: str = "",
) -> StaffQuerySet:
    """The unit's people as this viewer may see them; words match names, accounts, titles."""
    rows = _with_duties(Staff.objects.visible_to(viewer))
    if state != "all":
        rows = rows.filter(is_active=state == "active")
    if department:
        rows = rows.filter(department_id__in=subtree_of(department))
    if permission:
        rows = rows.filter(pk__in=holders_of(permission).order_by().values("pk"))
    for word in q.lower().split():
        rows = rows.filter(
            Q(name__contains=word)
            | Q(pinyin__startswith=word)
            | Q(initials__startswith=word)
            | Q(account__startswith=word)
            | Q(title__contains=word)
        )
    return rows


def staff_member(viewer: Staff, staff_id: UUID) -> Staff:
    """One person, or 404 when this viewer may not see them."""
    found = _with_duties(Staff.objects.visible_to(viewer)).filter(pk=staff_id).first()
    if found is None:
        raise NotFound("没有这位人员。")
    return found


def duties_for(viewer: Staff) -> QuerySet[Duty]:
    """The whole matrix, for the three administrators."""
    if not any(viewer.holds(permission) for permission in MAY_READ_DUTIES):
        raise Forbidden("只有系统、安全、审计管理员可以查看职责和授权。")
    return _with_holders(Duty.objects.order_by("position", "pk"))


def duty(duty_id: UUID) -> Duty:
    """One row of the matrix, as its editor sees it afterwards."""
    return _with_holders(Duty.objects.all()).get(pk=duty_id)


def _with_holders(rows: QuerySet[Duty]) -> QuerySet[Duty]:
    """Who has left keeps the row, for the day they come back, but is not shown."""
    held = DutyHolder.objects.select_related("staff__department").filter(staff__is_active=True)
    in_order = held.order_by("staff__position", "staff__pinyin", "pk")
    return rows.prefetch_related(Prefetch("held_by", queryset=in_order))


def _with_duties(rows: StaffQuerySet) -> StaffQuerySet:
    held = DutyHolder.objects.select_related("duty").order_by("duty__position", "pk")
    return rows.select_related("department").prefetch_related(
        Prefetch("duties_held", queryset=held)
    )
