"""People for tests: call these inside a unit."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from knox.models import AuthToken

from shared_apps.kernel.ids import new_id
from shared_apps.kernel.text import initials, pinyin
from tenant_apps.organization.actions import found_unit
from tenant_apps.organization.models import Department, Duty, DutyHolder, Mandate, Staff

FOUNDED_AT = datetime(2026, 11, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
_numbers = count(1)


def office() -> Department:
    return found_unit(by=None, at=FOUNDED_AT)


def department(name: str = "经济发展办公室", parent: Department | None = None) -> Department:
    return Department.objects.create(parent=parent or office().parent, name=name)


def staff(
    name: str = "王科员",
    *,
    duties: Iterable[str] = (),
    title: str = "科员",
    department: Department | None = None,
    password: str | None = None,
    account: str | None = None,
) -> Staff:
    """Somebody with exactly these duties (codes of permissions.STOCK_DUTIES)."""
    place = department or office()
    person = Staff(
        account=account or f"{pinyin(name)}{next(_numbers)}",
        name=name,
        pinyin=pinyin(name),
        initials=initials(name),
        title=title,
        department=place,
    )
    person.set_password(password)
    person.save(force_insert=True)
    give(person, *duties)
    return person


def give(person: Staff, *codes: str) -> None:
    for code in codes:
        duty = Duty.objects.get(code=code)
        DutyHolder.objects.create(duty=duty, staff=person, guard=duty.guard)


def token(person: Staff) -> str:
    """What a program would send as `Authorization: Token …`."""
    return str(AuthToken.objects.create(user=person)[1])


def mandate(
    principal: Staff, agent: Staff, *, starts_at: datetime = FOUNDED_AT, **more: Any
) -> Mandate:
    """委托代签 that stands for a month, whoever thinks what of it."""
    facts = {"ends_at": starts_at + timedelta(days=30), "created_at": starts_at, **more}
    return Mandate.objects.create(
        principal=principal, agent=agent, starts_at=starts_at, request_id=str(new_id()), **facts
    )
