"""维护资源、核定额度: by whoever keeps them for the unit."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import IO, Any
from uuid import UUID

from django.db import IntegrityError, transaction

from shared_apps.kernel.errors import DomainError, Forbidden, Invalid, NotFound
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.requests import events, granting
from tenant_apps.requests.models import BalanceEntry, Resource

PERMISSION = "requests.manage"


class ResourceNamed(DomainError):
    code = "requests.resource_named"


class NoQuantity(Invalid):
    code = "requests.no_quantity"


class HalfDays(Invalid):
    code = "requests.half_days"


class TableGranted(DomainError):
    code = "requests.table_granted"


@transaction.atomic
def add_resource(*, kind: str, name: str, by: Staff, at: datetime, **more: Any) -> Resource:
    """登记一辆车、一间会议室、一枚印章、一种物品."""
    _refuse_others(by)
    resource = Resource(kind=kind, name=name.strip(), **more)
    return _keep(resource, by=by, at=at)


@transaction.atomic
def edit_resource(
    *, resource_id: UUID, changes: Mapping[str, Any], by: Staff, at: datetime
) -> Resource:
    """改名、补货、停用: what is booked already stays booked."""
    _refuse_others(by)
    rows = Resource.objects.select_for_update(no_key=True)
    resource = rows.filter(pk=resource_id).first()
    if resource is None:
        raise NotFound("没有这项资源。")
    for name, value in changes.items():
        setattr(resource, name, value)
    return _keep(resource, by=by, at=at)


@transaction.atomic
def grant(
    *,
    staff: UUID,
    account: str,
    year: int,
    days: Decimal,
    reason: str,
    by: Staff,
    at: datetime,
    request_id: str,
) -> BalanceEntry:
    """核定额度: an entry, never a counter; a mistake is put right by another entry."""
    _refuse_others(by)
    person = Staff.objects.in_service().filter(pk=staff).first()
    if person is None:
        raise NotFound("没有这位同事，或其账号已停用。")
    halves = int(days * 2)
    if halves != days * 2 or halves == 0:
        message = "额度以半天为单位，且不能为零。"
        raise HalfDays(message, by_field={"days": [message]})
    Staff.objects.select_for_update(no_key=True).get(pk=person.pk)
    said_before = BalanceEntry.objects.filter(by=by, click=request_id).first()
    if said_before is not None:
        return said_before
    entry = BalanceEntry.objects.create(
        staff=person,
        account=account,
        year=year,
        way=BalanceEntry.Way.GRANT,
        halves=halves,
        state=BalanceEntry.State.SETTLED,
        reason=reason,
        by=by,
        at=at,
        click=request_id,
    )
    record(
        events.BalanceGranted(
            subject_id=person.pk, account=account, year=year, halves=halves, reason=reason
        ),
        by=by,
        at=at,
    )
    return entry


@transaction.atomic
def grant_table(*, content: IO[bytes], digest: str, by: Staff, at: datetime) -> int:
    """导入额度: the whole table or nothing of it; one table counts once."""
    _refuse_others(by)
    lines = granting.read(content)
    list(Staff.objects.select_for_update(no_key=True).filter(pk=by.pk))
    click = f"table-{digest[:40]}"
    if BalanceEntry.objects.filter(click__startswith=f"{click}-").exists():
        raise TableGranted("这份表格已经导入过，没有重复核定。需要更正的，请只导入更正的行。")
    for number, line in enumerate(lines):
        grant(
            staff=line.staff,
            account=line.account,
            year=line.year,
            days=line.days,
            reason=line.reason,
            by=by,
            at=at,
            request_id=f"{click}-{number}",
        )
    return len(lines)


def _keep(resource: Resource, *, by: Staff, at: datetime) -> Resource:
    if resource.kind == Resource.Kind.STOCK and resource.capacity is None:
        message = "请填写库存数量。"
        raise NoQuantity(message, by_field={"capacity": [message]})
    resource._history_user = by  # type: ignore[attr-defined]  # read by simple_history
    try:
        with transaction.atomic():
            resource.save()
    except IntegrityError:
        message = f"已有名为“{resource.name}”的{resource.get_kind_display()}，请换个名称。"
        raise ResourceNamed(message, by_field={"name": [message]}) from None
    record(
        events.ResourceKept(
            subject_id=resource.pk,
            kind=resource.kind,
            title=resource.name,
            is_active=resource.is_active,
        ),
        by=by,
        at=at,
    )
    return resource


def _refuse_others(by: Staff) -> None:
    if not by.holds(PERMISSION):
        raise Forbidden("只有负责办事资源的人员可以维护，请联系办公室主任。")
