"""From a fact of a flow to the calls it makes, and from one attempt to the next.

The outbox wakes us; the patience is ours: a receiver that is down must not hold up the unit's own
work, so calls go in transactions of their own, and after a failed attempt the address rests: the
next call waits longer, and all others to it wait along.
"""

from datetime import datetime, timedelta
from functools import partial
from math import ceil
from uuid import UUID

from django.db.models import F

from shared_apps.kernel.events import Facts, answers, subscribe
from shared_apps.outbox.manners import goes_alone
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.sending import put
from tenant_apps.webhooks import calling, listening, offered
from tenant_apps.webhooks.models import Call, Webhook
from tenants.current import current_unit

FAN_OUT, CALL = "webhooks.fan_out", "webhooks.call"
goes_alone(CALL)
LONGEST_REST = 300  # of an address, for the sake of the calls behind
PAUSES = (10, 60, 300, 1800, 7200, 21600, 43200)  # seconds; then it is given up


def fan_out(name: str, facts: Facts) -> None:
    """One call for each address that wants this fact; the same fact again makes none."""
    entry = UUID(facts["entry_id"])
    wanted = [
        one
        for one in Webhook.objects.filter(is_active=True)
        if not one.events or name in one.events
    ]
    if not wanted:
        return
    at = datetime.fromisoformat(facts["at"])
    body = {"type": name, "timestamp": facts["at"], "data": offered.said_of(facts)}
    calls = [
        Call(webhook=one, entry_id=entry, event=name, body=body, created_at=at) for one in wanted
    ]
    Call.objects.bulk_create(calls, ignore_conflicts=True)
    kept = Call.objects.filter(entry_id=entry, state=Call.State.WAITING, attempts=0)
    wake([one.pk for one in kept], at=at)


for event in offered.EVENTS:
    told = subscribe(event, name=f"{FAN_OUT}.{event.name}", when=listening.anybody)
    told(partial(fan_out, event.name))


def wake(calls: list[UUID], *, at: datetime, after: int = 0) -> None:
    """Have these calls made, the given seconds from now."""
    unit = current_unit().schema_name
    put(
        Dispatch(
            unit=unit,
            subscriber=CALL,
            event=CALL,
            facts={"call_id": str(pk)},
            created_at=at,
            due_at=at + timedelta(seconds=after),
        )
        for pk in calls
    )


@answers(CALL)
def make_call(facts: Facts) -> None:
    at = datetime.fromisoformat(facts["carried_at"])
    rows = Call.objects.select_for_update(of=("self",)).select_related("webhook")
    one = rows.filter(pk=facts["call_id"], state=Call.State.WAITING).first()
    if one is None or (one.due_at is not None and one.due_at > at):
        return
    if not one.webhook.is_active:
        one.state, one.error = Call.State.DEAD, "地址已停用"
        one.save(update_fields=["state", "error"])
        return
    rests = one.webhook.resting_until
    if rests is not None and rests > at:
        wake([one.pk], at=at, after=ceil((rests - at).total_seconds()))
        return
    _settle(one, calling.call(one, at=at), at)


def _settle(one: Call, answer: calling.Answer, at: datetime) -> None:
    one.attempts += 1
    one.answered, one.error, one.tried_at = answer.status, answer.error, at
    one.due_at = None
    pause = PAUSES[min(one.attempts, len(PAUSES)) - 1]
    if answer.taken:
        one.state = Call.State.DONE
    elif one.attempts > len(PAUSES):
        one.state = Call.State.DEAD
    else:
        one.due_at = at + timedelta(seconds=pause)
        wake([one.pk], at=at, after=pause)
    one.save()
    address = Webhook.objects.filter(pk=one.webhook_id)
    if not answer.taken:
        rests = at + timedelta(seconds=min(pause, LONGEST_REST))
        address.update(failures=F("failures") + 1, resting_until=rests)
    elif one.webhook.failures:
        address.update(failures=0, resting_until=None)
