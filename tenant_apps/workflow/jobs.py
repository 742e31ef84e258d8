"""Timed entries of the flows. Ids first; each run then goes its own way through the outbox."""

from datetime import datetime
from uuid import UUID

from shared_apps.kernel.events import Facts, answers
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.sending import put
from shared_apps.outbox.timetable import EACH_UNIT, timed
from tenant_apps.workflow import overdue
from tenants.current import current_unit

PRESS = "workflow.press"


@timed("workflow.overdue", "*/5 * * * *", where=EACH_UNIT)
def look_for_overdue(at: datetime) -> None:
    unit = current_unit().schema_name
    put(
        Dispatch(
            unit=unit,
            subscriber=PRESS,
            event=PRESS,
            facts={"run_id": str(run_id)},
            created_at=at,
        )
        for run_id in overdue.waiting(at=at)
    )


@answers(PRESS)
def press(facts: Facts) -> None:
    overdue.press(run_id=UUID(facts["run_id"]), at=datetime.fromisoformat(facts["carried_at"]))
