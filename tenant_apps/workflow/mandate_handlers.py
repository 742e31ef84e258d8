"""What follows a mandate's beginning and end: items go to the agent and come home, one by one.

Each carries one item and sends for the next, so that every item has a transaction of its own and
no act of the office ever waits for more than one. Until an item is home, the mandate's end alone
keeps the agent from acting on it (`mandates.why_not_in_their_name`).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared_apps.kernel.events import Facts, answers, subscribe
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.sending import put
from shared_apps.outbox.timetable import EACH_UNIT, timed
from tenant_apps.organization.actions import expire_mandate
from tenant_apps.organization.events import MandateEnded, MandateGiven
from tenant_apps.organization.models import Mandate
from tenant_apps.workflow.actions import lending
from tenant_apps.workflow.models import Item
from tenant_apps.workflow.notices import call
from tenants.current import current_unit

GOES, COMES_HOME, ENDS = "workflow.item_goes", "workflow.item_comes_home", "workflow.mandate_ends"


@subscribe(MandateGiven, name="workflow.mandate_given")
def mandate_given(facts: Facts) -> None:
    mandate = Mandate.objects.get(pk=facts["subject_id"])
    at = _now(facts)
    _send(ENDS, mandate.pk, at=at, due_at=mandate.ends_at)
    if mandate.existing:
        _send(GOES, mandate.pk, at=at, due_at=mandate.starts_at)
    call(mandate.pk, [mandate.principal_id, mandate.agent_id])


@subscribe(MandateEnded, name=COMES_HOME)
def item_comes_home(facts: Facts) -> None:
    """收回: the next open item of an ended mandate, whoever ended it."""
    mandate = Mandate.objects.select_related("principal").get(pk=facts["subject_id"])
    call(mandate.pk, [mandate.principal_id, mandate.agent_id])
    lent = Item.objects.filter(mandate=mandate, status__in=Item.LIVE).order_by("pk")
    item = lent.filter(pk__gt=facts.get("after", UUID(int=0))).first()
    if item is None:
        return
    by = mandate.principal if mandate.end_reason == Mandate.EndReason.RECALLED else None
    lending.bring_home(item_id=item.pk, by=by, at=_now(facts))
    _send(COMES_HOME, mandate.pk, at=_now(facts), after=str(item.pk))


@answers(GOES)
def item_goes(facts: Facts) -> None:
    """The next item that already lay on the principal's desk when the mandate began."""
    mandate = Mandate.objects.select_related("principal").get(pk=facts["subject_id"])
    mine = Item.objects.filter(owner=mandate.principal_id, principal=mandate.principal_id)
    there = mine.filter(status=Item.Status.OPEN, opened_at__lte=mandate.starts_at)
    item = there.filter(pk__gt=facts.get("after", UUID(int=0))).order_by("pk").first()
    if item is None:
        return
    lending.send_along(
        item_id=item.pk, mandate_id=mandate.pk, by=mandate.principal, at=_now(facts)
    )
    _send(GOES, mandate.pk, at=_now(facts), after=str(item.pk))


@answers(ENDS)
def mandate_ends(facts: Facts) -> None:
    """到期, to the minute."""
    expire_mandate(mandate_id=UUID(facts["subject_id"]), by=None, at=_now(facts))


@timed("workflow.mandates", "7 * * * *", where=EACH_UNIT)
def look_after_mandates(at: datetime) -> None:
    """Once an hour what the outbox may have lost: what should be over is over and at home."""
    for pk in Mandate.objects.standing().filter(ends_at__lte=at).values_list("pk", flat=True):
        expire_mandate(mandate_id=pk, by=None, at=at)
    astray = Item.objects.filter(status__in=Item.LIVE, mandate__ended_at__isnull=False)
    for pk in astray.values_list("mandate", flat=True).distinct():
        if pk is not None:
            _send(COMES_HOME, pk, at=at)


def _send(
    subscriber: str, mandate_id: UUID, *, at: datetime, due_at: datetime | None = None, **more: Any
) -> None:
    later = due_at if due_at is not None and due_at > at else None
    put(
        [
            Dispatch(
                unit=current_unit().schema_name,
                subscriber=subscriber,
                event="mandate",
                facts={"subject_id": str(mandate_id), **more},
                created_at=at,
                due_at=later,
            )
        ]
    )


def _now(facts: Facts) -> datetime:
    return datetime.fromisoformat(facts["carried_at"])
