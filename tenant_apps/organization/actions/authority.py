"""职责与授权: what each duty allows, and who holds it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from shared_apps.kernel.errors import DomainError, Forbidden, Invalid, NotFound
from shared_apps.kernel.text import pinyin
from tenant_apps.journal.recording import record
from tenant_apps.organization import events
from tenant_apps.organization.changes import apply
from tenant_apps.organization.models import Duty, DutyHolder, Staff
from tenant_apps.organization.rules import (
    clash_of_guards,
    reserved_permissions,
    unknown_permissions,
)


class DutyNameTaken(DomainError):
    code = "duty.name_taken"


class PermissionUnknown(Invalid):
    code = "duty.permission_unknown"


class PermissionReserved(DomainError):
    """What belongs to one of the three administrators stays with that one."""

    code = "duty.permission_reserved"


class GuardFixed(DomainError):
    code = "duty.guard_fixed"


class GuardClash(DomainError):
    code = "duty.guard_clash"


class GuardVacant(DomainError):
    code = "duty.guard_vacant"


class NotToOneself(DomainError):
    code = "duty.not_to_oneself"


@transaction.atomic
def define_duty(
    *, name: str, permissions: Collection[str], scope: str, by: Staff, at: datetime
) -> Duty:
    """设立职责."""
    _refuse_strangers(by)
    _refuse_permissions(permissions, guard="")
    duty = Duty(
        code=f"own-{pinyin(name)[:30]}",
        name=name,
        permissions=sorted(set(permissions)),
        scope=scope,
        position=Duty.objects.count(),
    )
    _save(duty, by=by, at=at)
    record(
        events.DutyDefined(
            subject_id=duty.pk, called=name, permissions=tuple(duty.permissions), scope=scope
        ),
        by=by,
        at=at,
    )
    return duty


@transaction.atomic
def change_duty(*, duty_id: UUID, wanted: Mapping[str, Any], by: Staff, at: datetime) -> Duty:
    """修改职责: the record says what was granted and what withdrawn."""
    duty = _locked(duty_id)
    _refuse_strangers(by)
    if duty.guard:
        raise GuardFixed(f"{duty.name}属于三员，其权限由系统固定，不能修改。")
    values = dict(wanted)
    before = set(duty.permissions)
    if "permissions" in values:
        _refuse_permissions(values["permissions"], guard=duty.guard)
        values["permissions"] = sorted(set(values["permissions"]))
        if set(values["permissions"]) == before:
            del values["permissions"]  # another order is no change

    if changes := apply(duty, values):
        _save(duty, by=by, at=at)
        changes.pop("permissions", None)
        record(
            events.DutyChanged(
                subject_id=duty.pk,
                granted=tuple(sorted(set(duty.permissions) - before)),
                withdrawn=tuple(sorted(before - set(duty.permissions))),
                changes=changes,
            ),
            by=by,
            at=at,
        )
    return duty


@transaction.atomic
def assign_duty(*, duty_id: UUID, staff_ids: Collection[UUID], by: Staff, at: datetime) -> Duty:
    """授予职责: exactly these people hold it from now on."""
    duty = _locked(duty_id)
    _refuse_strangers(by)
    people = Staff.objects.in_service()
    if duty.guard:  # whoever becomes one of the three cannot be disabled in the same instant
        people = people.select_for_update(no_key=True)
    wanted = people.in_bulk(list(staff_ids))
    if len(wanted) != len(set(staff_ids)):
        raise NotFound("名单中有人不存在或账号已停用，请刷新后重选。")
    present = duty.held_by.filter(staff__is_active=True).select_related("staff")
    held = {holder.staff_id: holder for holder in present}
    given = [staff for pk, staff in wanted.items() if pk not in held]
    taken = [holder for pk, holder in held.items() if pk not in wanted]
    _refuse_guard(duty, given=given, left=len(wanted))
    if by in given:
        raise NotToOneself("安全管理员不能给自己授权，请由他人承担该职责。")

    duty.held_by.filter(pk__in=[holder.pk for holder in taken]).delete()
    _give(duty, given)
    if given or taken:
        record(
            events.DutyHoldersChanged(
                subject_id=duty.pk,
                called=duty.name,
                given_to=tuple(staff.name for staff in given),
                taken_from=tuple(holder.staff.name for holder in taken),
            ),
            by=by,
            at=at,
        )
    return duty


def _locked(duty_id: UUID) -> Duty:
    try:
        return Duty.objects.select_for_update(no_key=True).get(pk=duty_id)
    except Duty.DoesNotExist:
        raise NotFound("没有这项职责。") from None


def _refuse_strangers(by: Staff) -> None:
    if not by.holds("organization.duties.manage"):
        raise Forbidden("只有安全管理员可以维护职责和授权。")


def _refuse_permissions(names: Collection[str], *, guard: str) -> None:
    if unknown := unknown_permissions(names):
        raise PermissionUnknown(f"没有这样的权限：{'、'.join(unknown)}。")
    if reserved := reserved_permissions(names, guard=guard):
        message = "管理和审计权限只属于三员，不能放进其他职责。"
        raise PermissionReserved(message, permissions=reserved)


def _refuse_guard(duty: Duty, *, given: list[Staff], left: int) -> None:
    """Who guards something else may not guard this."""
    if not duty.guard:
        return
    if not left:
        raise GuardVacant(f"{duty.name}不能空缺，请先指定接任的人。")
    others = DutyHolder.objects.exclude(guard="").exclude(duty=duty)
    for holder in others.filter(staff__in=given).select_related("staff"):
        raise GuardClash(clash_of_guards(holder.staff.name, holder.guard, duty.guard))


def _give(duty: Duty, given: list[Staff]) -> None:
    rows = [DutyHolder(duty=duty, staff=staff, guard=duty.guard) for staff in given]
    try:
        with transaction.atomic():
            DutyHolder.objects.bulk_create(rows)
    except IntegrityError:  # somebody gave them another guard a moment ago
        raise GuardClash("其中有人刚被授予三员中的另一职责，请刷新后重选。") from None


def _save(duty: Duty, *, by: Staff, at: datetime) -> None:
    """The version kept by simple-history says who made it and when."""
    duty._history_user, duty._history_date = by, at  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            duty.save()
    except IntegrityError:
        message = f"已有名为“{duty.name}”的职责，请换一个名称。"
        raise DutyNameTaken(message, by_field={"name": [message]}) from None
