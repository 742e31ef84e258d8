"""人员: joining the unit, changing, leaving, coming back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from knox.models import AuthToken

from shared_apps.kernel.errors import DomainError, Forbidden, Invalid, NotFound
from shared_apps.kernel.text import initials, pinyin
from shared_apps.passport import leaving
from tenant_apps.journal.recording import record
from tenant_apps.organization import accounts, events
from tenant_apps.organization.actions.lending import end_mandates_of
from tenant_apps.organization.changes import apply
from tenant_apps.organization.models import Department, Duty, DutyHolder, Post, Staff
from tenant_apps.organization.queries import departments_within
from tenants.current import current_unit, public_floor

OWN_FIELDS = frozenset({"phone", "mobile", "published", "mobile_published"})
PRIVATE = frozenset({"mobile"})  # named in the record as changed, never repeated there


class AccountTaken(DomainError):
    code = "staff.account_taken"


class AccountMalformed(Invalid):
    code = "staff.account_malformed"


class NotYourOwnEnd(DomainError):
    code = "staff.disable_self"


class StillAdministrator(DomainError):
    code = "staff.is_administrator"


class AlreadySo(DomainError):
    code = "staff.already_so"


@transaction.atomic
def add_staff(*, facts: Mapping[str, Any], by: Staff, at: datetime) -> Staff:
    """录入人员: without a password; an invitation sets the first one."""
    _refuse_strangers(by, department_id=facts["department_id"])
    department = _department(facts["department_id"])
    _post(facts.get("post_id"), department.pk)
    staff = Staff(**{**facts, "account": _account(facts)})
    staff.pinyin, staff.initials = pinyin(staff.name), initials(staff.name)
    staff.set_unusable_password()
    try:
        with transaction.atomic():
            staff.save(force_insert=True)
    except IntegrityError:
        message = f"账号“{staff.account}”已被使用，请换一个。"
        raise AccountTaken(message, by_field={"account": [message]}) from None
    DutyHolder.objects.bulk_create(
        DutyHolder(duty=duty, staff=staff) for duty in Duty.objects.filter(for_newcomers=True)
    )
    record(
        events.StaffAdded(
            subject_id=staff.pk,
            account=staff.account,
            called=staff.name,
            department=department.name,
        ),
        by=by,
        at=at,
    )
    return staff


@transaction.atomic
def change_staff(*, staff_id: UUID, wanted: Mapping[str, Any], by: Staff, at: datetime) -> Staff:
    """修改人员: one's own numbers oneself, everything else the administrator."""
    staff = _locked(staff_id, viewer=by)
    if not (staff.pk == by.pk and OWN_FIELDS.issuperset(wanted)):
        _refuse_strangers(by, department_id=staff.department_id)
    department_id = wanted.get("department_id", staff.department_id)
    if department_id != staff.department_id:
        _refuse_strangers(by, department_id=department_id)
        _department(department_id)
    values = dict(wanted)
    if "post_id" in values:
        _post(values["post_id"], department_id)
    elif department_id != staff.department_id:
        values["post_id"] = None  # the seat stays where it is
    if "name" in values:
        values |= {"pinyin": pinyin(values["name"]), "initials": initials(values["name"])}

    if changes := apply(staff, values):
        staff.save(update_fields=list(changes))
        said = {field: [] if field in PRIVATE else both for field, both in changes.items()}
        record(events.StaffChanged(subject_id=staff.pk, changes=said), by=by, at=at)
    return staff


@transaction.atomic
def disable_staff(*, staff_id: UUID, by: Staff, at: datetime) -> Staff:
    """停用: every door shuts at once, here and at the city; the row and its history stay."""
    staff = _locked(staff_id, viewer=by)
    _refuse_strangers(by, department_id=staff.department_id)
    if staff.pk == by.pk:
        raise NotYourOwnEnd("不能停用自己的账号，请由他人办理。")
    if not staff.is_active:
        raise AlreadySo(f"{staff.name}的账号已经停用。")
    if guard := staff.duties_held.exclude(guard="").select_related("duty").first():
        message = f"{staff.name}现任{guard.duty.name}，请安全管理员先改授他人再停用。"
        raise StillAdministrator(message)

    staff.is_active = False
    staff.save(update_fields=["is_active"])
    AuthToken.objects.filter(user=staff).delete()
    staff.claims.filter(used_at=None, expires_at__gt=at).update(expires_at=at)
    Department.objects.filter(head=staff).update(head=None)
    end_mandates_of(staff=staff, by=by, at=at)
    unit = current_unit()
    with public_floor():
        leaving.end_all(unit=unit, staff_id=staff.pk, at=at)
    record(events.StaffDisabled(subject_id=staff.pk, called=staff.name), by=by, at=at)
    return staff


@transaction.atomic
def enable_staff(*, staff_id: UUID, by: Staff, at: datetime) -> Staff:
    """启用: the account opens again; the old password still holds, the old sessions do not."""
    staff = _locked(staff_id, viewer=by)
    _refuse_strangers(by, department_id=staff.department_id)
    if staff.is_active:
        raise AlreadySo(f"{staff.name}的账号本来就在使用。")
    _department(staff.department_id)
    staff.is_active = True
    staff.save(update_fields=["is_active"])
    record(events.StaffEnabled(subject_id=staff.pk, called=staff.name), by=by, at=at)
    return staff


def _locked(staff_id: UUID, *, viewer: Staff) -> Staff:
    try:
        visible = Staff.objects.visible_to(viewer)
        return visible.select_for_update(no_key=True).get(pk=staff_id)
    except Staff.DoesNotExist:
        raise NotFound("没有这位人员。") from None


def _refuse_strangers(by: Staff, *, department_id: UUID) -> None:
    reach = departments_within(by, "organization.staff.manage")
    if reach is not None and department_id not in reach:
        raise Forbidden("只有系统管理员可以维护其管理范围内的人员。")


def _department(department_id: UUID) -> Department:
    """Locked: it cannot be closed before we have sat down."""
    standing = Department.objects.standing().select_for_update(no_key=True)
    department = standing.filter(pk=department_id).first()
    if department is None:
        raise NotFound("没有这个部门，或已撤销。")
    return department


def _post(post_id: UUID | None, department_id: UUID) -> None:
    if post_id and not Post.objects.filter(pk=post_id, department_id=department_id).exists():
        raise NotFound("该部门没有这个岗位。")


def _account(facts: Mapping[str, Any]) -> str:
    if not (wanted := str(facts.get("account") or "").strip().lower()):
        taken = Staff.objects.filter(account__startswith=next(accounts.suggestions(facts["name"])))
        return accounts.free(facts["name"], taken.values_list("account", flat=True))
    if not accounts.PATTERN.fullmatch(wanted):
        message = "账号用小写字母开头，可含数字、点、横线，2–40 个字符。"
        raise AccountMalformed(message, by_field={"account": [message]})
    return wanted
