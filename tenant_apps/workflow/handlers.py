"""What flows do about what happens elsewhere in the unit, and what they have put off for later."""

from datetime import date, datetime, timedelta
from uuid import UUID

from shared_apps.kernel.events import Facts, answers, subscribe
from shared_apps.outbox import manners
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.sending import put
from shared_apps.reference.calendar import KEEP_SECONDS
from shared_apps.reference.events import CityCalendarChanged
from tenant_apps.organization import calendar
from tenant_apps.organization.events import CalendarChanged
from tenant_apps.workflow import deadlines, subflows
from tenant_apps.workflow.actions import subflowing
from tenants.current import current_unit

RECALCULATE = "workflow.recalculate"
CALENDAR = "workflow.calendar_changed"


@subscribe(CalendarChanged, name=CALENDAR)
def unit_calendar_changed(facts: Facts) -> None:
    reason = deadlines.said_of(facts["days"], facts["reason"], whose="本单位")
    _recalculate(facts, reason, cause=facts["entry_id"])


@subscribe(CityCalendarChanged, name="workflow.city_calendar_changed")
def city_calendar_changed(facts: Facts) -> None:
    reason = deadlines.said_of(facts["days"], facts["notice"], whose=f"全区 {facts['year']} 年")
    _recalculate(facts, reason, cause=facts["subject_id"])


def _recalculate(facts: Facts, reason: str, *, cause: str) -> None:
    """Word for each run; and once more when no process counts by the old calendar any longer."""
    now, unit = datetime.fromisoformat(facts["carried_at"]), current_unit().schema_name
    days = [date.fromisoformat(day) for day in facts["days"]]
    is_again = bool(facts.get("again"))
    said = {"reason": reason, "days": list(facts["days"]), "cause": f"{cause}-{int(is_again)}"}
    rows = [_errand(unit, said | {"run_id": str(run)}, now) for run in deadlines.touched_by(days)]
    if not is_again:
        later = Dispatch(
            unit=unit,
            subscriber=CALENDAR if "entry_id" in facts else "workflow.city_calendar_changed",
            event=CalendarChanged.name,
            facts={**facts, "again": True},
            created_at=now,
            due_at=now + timedelta(seconds=KEEP_SECONDS + 30),
        )
        rows.append(later)
    put(rows)


def _errand(unit: str, facts: Facts, now: datetime) -> Dispatch:
    return Dispatch(
        unit=unit, subscriber=RECALCULATE, event=RECALCULATE, facts=facts, created_at=now
    )


@answers(RECALCULATE)
def recalculate(facts: Facts) -> None:
    calendar.forget()
    deadlines.recalculate(
        run_id=UUID(facts["run_id"]),
        days=[date.fromisoformat(day) for day in facts["days"]],
        reason=facts["reason"],
        cause=facts["cause"],
        at=datetime.fromisoformat(facts["carried_at"]),
    )


# One transaction locks one run: these are carried one by one.
manners.goes_singly(subflows.CHILD_DONE)
manners.goes_singly(subflows.END_CHILD)


@answers(subflows.CHILD_DONE)
def child_done(facts: Facts) -> None:
    at = datetime.fromisoformat(facts["carried_at"])
    subflowing.child_done(child_id=UUID(facts["run_id"]), at=at)


@answers(subflows.END_CHILD)
def end_child(facts: Facts) -> None:
    at = datetime.fromisoformat(facts["carried_at"])
    subflowing.end_child(child_id=UUID(facts["run_id"]), at=at)
