"""A supervisor and a handler at one instant: the outcome is one of the two orders, never a third.

Real threads, real commits, a throw-away unit. Each pair is also played one after the other, both
ways round, and what the race left must look like one of these.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from shared_apps.kernel.errors import DomainError
from tenant_apps.journal.verifying import faults
from tenant_apps.workflow import actions
from tenant_apps.workflow.actions import intervening, pausing
from tenant_apps.workflow.models import Event, Item, Run, Step
from tenant_apps.workflow.verifying import verify
from tenants import provisioning
from tenants.crossing import in_unit
from tenants.models import Unit
from tests.make import supervision as make
from tests.make import tenants as ground
from tests.make import workflow as flows
from tests.make.supervision import Bureau
from tests.make.workflow import MONDAY, ask, item_of

ROUNDS = 4
FACTS: dict[str, Any] = {
    "code": "DUBAN",
    "name": "重庆市合川区督办试验办公室",
    "short_name": "督办办",
    "kind": "bureau",
    "subdomain": "dubanshiyan",
}


@dataclass
class Field:
    unit: Unit
    who: Bureau


@pytest.fixture(scope="module")
def field(django_db_setup: None, django_db_blocker: Any) -> Iterator[Field]:
    with django_db_blocker.unblock():
        unit = provisioning.provision(**FACTS)
        try:
            with in_unit(unit):
                who = make.bureau()
            yield Field(unit, who)
        finally:
            ground.raze(unit)


@pytest.fixture(autouse=True)
def commits(field: Field, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


Act = Callable[[Bureau, Run, Item], Any]


def approve(who: Bureau, run: Run, item: Item) -> Any:
    return actions.approve(item_id=item.pk, by=who.colleague, at=MONDAY, request_id=ask())


def transfer(who: Bureau, run: Run, item: Item) -> Any:
    said: dict[str, Any] = {"item_id": item.pk, "to": who.mayor.pk, "by": who.colleague}
    return actions.transfer(at=MONDAY, request_id=ask(), **said)


def supervisors(who: Bureau) -> dict[str, Any]:
    return {"by": who.chief, "at": MONDAY, "request_id": ask(), "reason": "经办人出差。"}


def jump(who: Bureau, run: Run, item: Item) -> Any:
    return intervening.jump(run_id=run.pk, to="audit", **supervisors(who))


def force(who: Bureau, run: Run, item: Item) -> Any:
    return intervening.force(run_id=run.pk, **supervisors(who))


def terminate(who: Bureau, run: Run, item: Item) -> Any:
    return intervening.terminate(run_id=run.pk, **supervisors(who))


def suspend(who: Bureau, run: Run, item: Item) -> Any:
    return pausing.suspend(run_id=run.pk, **supervisors(who))


def reassign(who: Bureau, run: Run, item: Item) -> Any:
    said = supervisors(who)
    return intervening.reassign(run_id=run.pk, item_id=item.pk, to=who.farmer.pk, **said)


PAIRS: list[tuple[Act, Act]] = [
    (jump, approve),
    (terminate, approve),
    (reassign, transfer),
    (reassign, approve),
    (force, approve),
    (suspend, approve),
    (terminate, jump),
    (jump, jump),
]


def started(field: Field) -> tuple[Run, Item]:
    with in_unit(field.unit):
        run = make.matter(field.who, flows.flow(make.nodes(field.who)))
        return run, item_of(run, field.who.colleague)


def carried_out(field: Field, act: Act, run: Run, item: Item) -> str:
    try:
        with in_unit(field.unit):
            act(field.who, run, item)
        return "done"
    except DomainError as refusal:
        return refusal.code


def told(field: Field, run: Run) -> Any:
    """Everything about a run but its ids and instants; and it holds together."""
    with in_unit(field.unit):
        assert verify(run.pk) == []
        assert list(faults()) == []
        steps = Step.objects.filter(run=run).order_by("opened_seq", "node")
        items = Item.objects.filter(run=run).order_by("step__opened_seq", "slot", "turn")
        events = Event.objects.filter(run=run).order_by("seq")
        return (
            Run.objects.values_list("status").get(pk=run.pk),
            list(steps.values_list("node", "status", "opened_seq")),
            list(items.values_list("step__node", "owner__name", "status", "action", "by__name")),
            list(events.values_list("op", "actor__name")),
        )


def one_after_the_other(field: Field, first: Act, second: Act) -> Any:
    run, item = started(field)
    answers = [carried_out(field, act, run, item) for act in (first, second)]
    return answers, told(field, run)


def at_once(field: Field, acts: tuple[Act, Act]) -> Any:
    run, item = started(field)
    barrier, answers = Barrier(2, timeout=20), ["", ""]

    def one(place: int) -> None:
        try:
            barrier.wait()
            answers[place] = carried_out(field, acts[place], run, item)
        finally:
            connection.close()

    threads = [Thread(target=one, args=[place]) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers, told(field, run)


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{a.__name__}-{b.__name__}" for a, b in PAIRS])
def test_two_at_once_are_one_after_the_other(field: Field, pair: tuple[Act, Act]) -> None:
    forth = one_after_the_other(field, *pair)
    answers, rows = one_after_the_other(field, pair[1], pair[0])
    orders = [forth, (answers[::-1], rows)]

    for _ in range(ROUNDS):
        assert at_once(field, pair) in orders
