"""三员: the operator appoints a unit's first administrators; later the unit does it itself."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shared_apps.kernel.text import initials, pinyin
from tenant_apps.journal.recording import record
from tenant_apps.organization import accounts, events
from tenant_apps.organization.actions.authority import GuardClash
from tenant_apps.organization.actions.founding import found_unit
from tenant_apps.organization.actions.passwords import issue_claim
from tenant_apps.organization.actions.staffing import AccountMalformed
from tenant_apps.organization.models import Department, Duty, DutyHolder, Staff
from tenant_apps.organization.rules import clash_of_guards


@dataclass(frozen=True)
class Operator:
    """The person at the command line: no staff of this unit, so an actor with a name only."""

    name: str
    pk: None = None


@dataclass(frozen=True)
class Appointed:
    guard: str
    staff: Staff
    secret: str


@transaction.atomic
def appoint(*, guard: str, name: str, account: str, by: Operator, at: datetime) -> Appointed:
    """任命: the person is added if need be, holds the duty, and gets a one-time link."""
    office = found_unit(by=by, at=at)
    duty = Duty.objects.select_for_update(no_key=True).get(guard=guard)
    staff = _somebody(name, account, office, by=by, at=at)
    held = DutyHolder.objects.filter(staff=staff).exclude(guard="").first()
    if held and held.guard != guard:
        raise GuardClash(clash_of_guards(staff.name, held.guard, guard))
    if held is None:
        DutyHolder.objects.create(duty=duty, staff=staff, guard=guard)
        record(
            events.DutyHoldersChanged(
                subject_id=duty.pk, called=duty.name, given_to=(staff.name,), taken_from=()
            ),
            by=by,
            at=at,
        )
    return Appointed(guard, staff, issue_claim(staff, by=by, at=at))


def _somebody(name: str, account: str, office: Department, *, by: Operator, at: datetime) -> Staff:
    account = account.lower() or next(accounts.suggestions(name))
    if not accounts.PATTERN.fullmatch(account):
        raise AccountMalformed(f"账号“{account}”不符合要求：小写字母开头，可含数字、点、横线。")
    known = Staff.objects.select_for_update(no_key=True).filter(account=account).first()
    if known is not None:
        if known.name != name:
            raise AccountMalformed(f"账号“{account}”属于{known.name}，不是{name}，请另给账号。")
        return known
    staff = Staff(
        account=account,
        name=name,
        pinyin=pinyin(name),
        initials=initials(name),
        department=office,
    )
    staff.set_unusable_password()
    staff.save(force_insert=True)
    record(
        events.StaffAdded(
            subject_id=staff.pk, account=account, called=name, department=office.name
        ),
        by=by,
        at=at,
    )
    return staff
