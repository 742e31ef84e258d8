"""登录: coming in and going out.

A refused login is returned, not raised: raising would take back the count of wrong passwords.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from knox.models import AuthToken

from shared_apps.kernel.errors import DomainError
from tenant_apps.journal.recording import record
from tenant_apps.organization import events, knocking
from tenant_apps.organization.models import Knock, Staff


class LoginRefusal(DomainError):
    """Why the door stays shut."""


class LoginWrong(LoginRefusal):
    """The same words for a wrong password, an unknown account and a disabled one."""

    status = 401
    code = "login.wrong"

    def __init__(self) -> None:
        message = "账号或密码不正确。"
        super().__init__(message, by_field={"password": [message]})


class LoginLocked(LoginRefusal):
    status = 429
    code = "login.locked"

    def __init__(self, seconds: int) -> None:
        minutes = -(-seconds // 60)
        message = f"密码输错次数过多，请在 {minutes} 分钟后再试，或请本单位系统管理员协助。"
        super().__init__(message, retry_after=seconds)


@dataclass(frozen=True)
class Entered:
    """An open door: who came in, and the token that proves it (kept by us as a hash only)."""

    staff: Staff
    session: AuthToken
    token: str


@transaction.atomic
def log_in(
    *, account: str, password: str, through: str, address: str, at: datetime, label: str = ""
) -> Entered | LoginRefusal:
    """登录: a page gets an idle limit, a program the absolute one."""
    account = account.strip().lower()
    knock = knocking.at_account(account, at=at)
    if seconds := knocking.seconds_to_wait(knock, address=address, at=at):
        return LoginLocked(seconds)
    staff = Staff.objects.select_for_update(no_key=True).filter(account=account).first()
    if staff is None or not _opens(staff, password):
        if staff is None:
            make_password(password)  # it takes as long as for somebody who exists
        return _refuse(knock, staff, address=address, at=at)

    knocking.forget(knock)
    return enter(staff, through=through, address=address, at=at, label=label)


def enter(staff: Staff, *, through: str, address: str, at: datetime, label: str = "") -> Entered:
    """Open a session for somebody who has proved who they are; their row is locked."""
    AuthToken.objects.filter(user=staff, expiry__lte=at).delete()
    limit = settings.SESSION_ABSOLUTE if through == "program" else settings.SESSION_IDLE
    session, token = AuthToken.objects.create(user=staff, expiry=limit)
    staff.last_login = at
    staff.save(update_fields=["last_login"])
    record(
        events.LoggedIn(subject_id=staff.pk, through=through, address=address, label=label),
        by=staff,
        at=at,
    )
    return Entered(staff, session, token)


@transaction.atomic
def log_out(*, session: AuthToken, by: Staff, address: str, at: datetime) -> None:
    """退出: this session only."""
    Staff.objects.select_for_update(no_key=True).get(pk=by.pk)
    session.delete()
    record(events.LoggedOut(subject_id=by.pk, address=address), by=by, at=at)


def _opens(staff: Staff, password: str) -> bool:
    right = staff.check_password(password)
    return right and staff.is_active


def _refuse(knock: Knock, staff: Staff | None, *, address: str, at: datetime) -> LoginRefusal:
    locked = knocking.failed(knock, address=address, at=at)
    subject, reason = (staff.pk, "wrong_password") if staff else (knock.pk, "unknown_account")
    if staff and not staff.is_active:
        reason = "disabled"
    record(
        events.LoginRefused(subject_id=subject, reason=reason, address=address, locked=locked),
        by=None,
        at=at,
    )
    return LoginWrong()
