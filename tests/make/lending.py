"""委托 for tests: a week, a mandate in it, a document on its way. Call these inside a unit."""

from datetime import datetime, timedelta
from typing import Any

from tenant_apps.organization import actions as organization
from tenant_apps.organization.models import Mandate, Staff
from tenant_apps.workflow import actions
from tenant_apps.workflow.models import Run
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask, item_of

LATER = MONDAY + timedelta(minutes=51)
EVENING = MONDAY + timedelta(hours=10)
FRIDAY = MONDAY + timedelta(days=4)


def give(principal: Staff, agent: Staff, **more: Any) -> Mandate:
    facts = {
        "starts_at": MONDAY,
        "ends_at": FRIDAY,
        "flows": [],
        "excluded": [],
        "existing": False,
        "at": MONDAY,
        "request_id": ask(),
    }
    return organization.give_mandate(agent_id=agent.pk, by=principal, **(facts | more))


def approve(run: Run, person: Staff, at: datetime = LATER) -> actions.Outcome:
    item = item_of(run, person)
    return actions.approve(item_id=item.pk, by=person, at=at, request_id=ask(), opinion="同意。")


def reach_head(road: Any, staff: dict[str, Staff]) -> Run:
    run = make.run(road, staff["clerk"])
    approve(run, staff["clerk"])
    return run
