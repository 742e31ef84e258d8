"""Entering a year of the city's calendar. City floor."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from shared_apps.kernel.clock import Kind
from shared_apps.kernel.errors import Invalid
from shared_apps.kernel.events import subscribers_of
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.sending import put
from shared_apps.reference import calendar
from shared_apps.reference.events import CityCalendarChanged
from shared_apps.reference.models import CityDay, CityYear
from shared_apps.reference.seeds import DayShown
from tenants.models import Unit

FIRST, LAST = 2004, 2099


class BadYear(Invalid):
    code = "calendar.bad_year"


@transaction.atomic
def enter_year(
    *, year: int, notice: str, days: Sequence[DayShown], by: str, at: datetime
) -> CityYear:
    """录入一年的放假安排; the year valid before is replaced, and every unit counts anew."""
    _refuse_nonsense(year, notice, days)
    before = calendar.read()
    valid = CityYear.objects.select_for_update().filter(year=year, replaced_at=None).first()
    if valid:
        valid.replaced_at = at
        valid.save(update_fields=["replaced_at"])
    entered = CityYear.objects.create(year=year, notice=notice, entered_by=by, entered_at=at)
    CityDay.objects.bulk_create(
        CityDay(year=entered, date=day.date, kind=day.kind, name=day.name) for day in days
    )
    after = calendar.read()
    changed = {
        day: [before.kind(day).value, after.kind(day).value]
        for day in before.days.keys() | after.days.keys()
        if before.kind(day) is not after.kind(day)
    }
    _tell_units(entered, changed, at)
    transaction.on_commit(calendar.forget)
    return entered


def _refuse_nonsense(year: int, notice: str, days: Sequence[DayShown]) -> None:
    if not FIRST <= year <= LAST:
        raise BadYear(f"只能录入 {FIRST} 至 {LAST} 年。")
    if not notice.strip():
        message = "请写明依据，如“国办发明电〔2026〕7号”。"
        raise BadYear(message, by_field={"notice": [message]})
    if outside := [day.date for day in days if day.date.year != year]:
        raise BadYear(f"{outside[0]} 不在 {year} 年内，请核对。")
    if len({day.date for day in days}) != len(days):
        raise BadYear("同一天写了两次，请保留一条。")
    holidays = [day for day in days if day.kind is Kind.REST]
    if len(holidays) < 7:
        raise BadYear("全年放假不足 7 天，像是没有录全，请核对通知。")


def _tell_units(entered: CityYear, changed: dict[date, list[str]], at: datetime) -> None:
    event = CityCalendarChanged(
        subject_id=entered.pk,
        year=entered.year,
        notice=entered.notice,
        days={day.isoformat(): kinds for day, kinds in sorted(changed.items())},
    )
    facts = event.facts() | {"at": at.isoformat(), "by": entered.entered_by}
    put(
        Dispatch(unit=schema, subscriber=name, event=event.name, facts=facts, created_at=at)
        for schema in Unit.objects.in_service().values_list("schema_name", flat=True)
        for name in subscribers_of(event.name)
    )
