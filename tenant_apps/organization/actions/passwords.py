"""密码: changing one's own, and the one-time link that sets the first."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from knox.models import AuthToken

from shared_apps.kernel.errors import DomainError, Forbidden, Invalid, NotFound
from shared_apps.kernel.events import Actor
from tenant_apps.journal.recording import record
from tenant_apps.organization import events, knocking
from tenant_apps.organization.actions.doors import Entered, LoginLocked, LoginRefusal, enter
from tenant_apps.organization.models import Claim, Staff

CLAIM_LASTS = timedelta(hours=72)


class PasswordWeak(Invalid):
    code = "password.weak"


class OldPasswordWrong(LoginRefusal):
    status = 400
    code = "password.old_wrong"


class ClaimVoid(NotFound):
    code = "claim.void"


class NotInService(DomainError):
    code = "staff.disabled"


class AdministratorsLink(DomainError):
    """Or the system administrator could step into the other two."""

    code = "claim.administrator"


@transaction.atomic
def change_password(
    *, old: str, new: str, session: AuthToken, by: Staff, address: str, at: datetime
) -> Staff | LoginRefusal:
    """修改密码: all other sessions end. A wrong old password counts like one at the door."""
    knock = knocking.at_account(by.account, at=at)
    if seconds := knocking.seconds_to_wait(knock, address=address, at=at):
        return LoginLocked(seconds)
    staff = Staff.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not staff.check_password(old):
        knocking.failed(knock, address=address, at=at)
        message = "原密码不正确。"
        return OldPasswordWrong(message, by_field={"old": [message]})
    if old == new:
        _refuse_as_weak("new", ["新密码不能与原密码相同。"])

    knocking.forget(knock)
    _set(staff, new, field="new")
    others = AuthToken.objects.filter(user=staff).exclude(pk=session.pk)
    ended, _ = others.delete()
    record(
        events.PasswordChanged(subject_id=staff.pk, through="old_password", sessions_ended=ended),
        by=by,
        at=at,
    )
    return staff


@transaction.atomic
def invite(*, staff_id: UUID, by: Staff, at: datetime) -> str:
    """发送登录链接: the administrator hands a one-time link to somebody who has no password."""
    staff = _locked(staff_id, viewer=by)
    if not by.holds("organization.staff.manage"):
        raise Forbidden("只有系统管理员可以发送登录链接。")
    if staff.pk != by.pk and staff.duties_held.exclude(guard="").exists():
        raise AdministratorsLink("三员的登录链接由信息中心的运维人员用命令签发，请与其联系。")
    return issue_claim(staff, by=by, at=at)


def issue_claim(staff: Staff, *, by: Actor | None, at: datetime) -> str:
    """The secret of a new link; older links of this person stop working. The row is locked."""
    if not staff.is_active:
        raise NotInService(f"{staff.name}的账号已停用，请先启用。")
    staff.claims.filter(used_at=None, expires_at__gt=at).update(expires_at=at)
    secret = secrets.token_urlsafe(32)
    claim = Claim.objects.create(
        staff=staff, digest=_digest(secret), issued_at=at, expires_at=at + CLAIM_LASTS
    )
    record(
        events.ClaimIssued(
            subject_id=staff.pk, called=staff.name, expires_at=claim.expires_at.isoformat()
        ),
        by=by,
        at=at,
    )
    return secret


@transaction.atomic
def redeem_claim(*, secret: str, password: str, address: str, at: datetime) -> Entered:
    """领取账号: the link sets a password once, ends all sessions, and lets its holder in."""
    claim = Claim.objects.select_for_update().filter(digest=_digest(secret)).first()
    if claim is None or claim.used_at or claim.expires_at <= at:
        raise _void()
    staff = Staff.objects.select_for_update(no_key=True).get(pk=claim.staff_id)
    if not staff.is_active:
        raise _void()

    _set(staff, password, field="password")
    claim.used_at = at
    claim.save(update_fields=["used_at"])
    ended, _ = AuthToken.objects.filter(user=staff).delete()
    knocking.forget(knocking.at_account(staff.account, at=at))
    record(
        events.PasswordChanged(subject_id=staff.pk, through="claim", sessions_ended=ended),
        by=staff,
        at=at,
    )
    return enter(staff, through="claim", address=address, at=at)


def _set(staff: Staff, password: str, *, field: str) -> None:
    try:
        validate_password(password, staff)
    except ValidationError as refused:
        _refuse_as_weak(field, list(refused.messages))
    staff.set_password(password)
    staff.must_change_password = False
    staff.save(update_fields=["password", "must_change_password"])


def _refuse_as_weak(field: str, sentences: list[str]) -> None:
    raise PasswordWeak("密码不符合要求，请按提示重新设置。", by_field={field: sentences})


def _void() -> ClaimVoid:
    return ClaimVoid("链接无效、已使用或已过期，请联系本单位系统管理员重新发送。")


def _locked(staff_id: UUID, *, viewer: Staff) -> Staff:
    try:
        visible = Staff.objects.visible_to(viewer)
        return visible.select_for_update(no_key=True).get(pk=staff_id)
    except Staff.DoesNotExist:
        raise NotFound("没有这位人员。") from None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
