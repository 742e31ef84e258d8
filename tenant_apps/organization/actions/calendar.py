"""工作日历: the unit's own exceptions, a day or a list of them at once."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from shared_apps.kernel.clock import Kind
from shared_apps.kernel.errors import Forbidden, Invalid
from tenant_apps.journal.recording import record
from tenant_apps.organization import calendar, events
from tenant_apps.organization.models import CalendarDay, Department, Staff

MOST = 366
FIRST_YEAR, LAST_YEAR = 2004, 2099


class BadCalendarDays(Invalid):
    code = "calendar.bad_days"


@transaction.atomic
def change_calendar(
    *, days: Mapping[date, Kind | None], reason: str, by: Staff, at: datetime
) -> dict[str, list[str]]:
    """调整工作日历: None takes an exception away. Returns what really differs: [before, after]."""
    root = Department.objects.select_for_update(no_key=True).get(parent=None)
    if not by.holds("organization.departments.manage"):
        raise Forbidden("只有系统管理员可以维护工作日历。")
    said = reason.strip()
    _refuse_nonsense(days, said)
    before = calendar.read()
    CalendarDay.objects.filter(date__in=list(days)).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(date=day, kind=kind, reason=said) for day, kind in days.items() if kind
    )
    after = calendar.read()
    changed = {
        day.isoformat(): [before.kind(day).value, after.kind(day).value]
        for day in sorted(days)
        if before.kind(day) is not after.kind(day)
    }
    if changed:
        fact = events.CalendarChanged(subject_id=root.pk, reason=said, days=changed)
        record(fact, by=by, at=at)
    transaction.on_commit(calendar.forget)
    return changed


def _refuse_nonsense(days: Mapping[date, Kind | None], reason: str) -> None:
    if not 0 < len(days) <= MOST:
        raise BadCalendarDays(f"一次可调整 1 至 {MOST} 天。")
    if not reason and any(days.values()):
        message = "请写明调整的原因，如“镇人大会议”。"
        raise BadCalendarDays(message, by_field={"reason": [message]})
    if len(reason) > 60:
        message = "原因最多 60 字。"
        raise BadCalendarDays(message, by_field={"reason": [message]})
    if any(not FIRST_YEAR <= day.year <= LAST_YEAR for day in days):
        raise BadCalendarDays(f"只能调整 {FIRST_YEAR} 至 {LAST_YEAR} 年的日子。")
