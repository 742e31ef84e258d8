"""Timed entries of the flows. Ids first; each run then goes its own way through the outbox."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from shared_apps.kernel.events import Facts, answers
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.sending import put
from shared_apps.outbox.timetable import EACH_UNIT, timed
from tenant_apps.workflow import overdue, stuck
from tenant_apps.workflow.actions import pausing
from tenants.current import current_unit

PRESS, RESUME = "workflow.press", "workflow.resume_run"


@timed("workflow.overdue", "*/5 * * * *", where=EACH_UNIT)
def look_for_overdue(at: datetime) -> None:
    _send_each(PRESS, overdue.waiting(at=at), at)


@timed("workflow.resume", "*/5 * * * *", where=EACH_UNIT)
def look_for_suspended(at: datetime) -> None:
    """挂起到期: what was to go on by now goes on."""
    _send_each(RESUME, pausing.waiting(at=at), at)


def _send_each(subscriber: str, runs: Iterable[UUID], at: datetime) -> None:
    unit = current_unit().schema_name
    put(
        Dispatch(
            unit=unit,
            subscriber=subscriber,
            event=subscriber,
            facts={"run_id": str(run_id)},
            created_at=at,
        )
        for run_id in runs
    )


@answers(PRESS)
def press(facts: Facts) -> None:
    overdue.press(run_id=UUID(facts["run_id"]), at=datetime.fromisoformat(facts["carried_at"]))


@answers(RESUME)
def go_on(facts: Facts) -> None:
    at = datetime.fromisoformat(facts["carried_at"])
    pausing.resume_by_itself(run_id=UUID(facts["run_id"]), at=at)


@timed("workflow.stuck", "10 2 * * *", where=EACH_UNIT)
def look_for_the_stuck(at: datetime) -> None:
    stuck.scan(at=at)
