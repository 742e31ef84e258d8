"""收回 against 同意, in the same instant: real connections, real commits, exactly one wins."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from shared_apps.kernel.errors import DomainError
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.relaying import carry_waiting
from tenant_apps.organization import actions as organization
from tenant_apps.organization.models import Mandate, Staff
from tenant_apps.workflow import actions
from tenant_apps.workflow.actions import lending
from tenant_apps.workflow.models import Event, Item, Run
from tenant_apps.workflow.verifying import verify
from tenants.crossing import in_unit
from tenants.current import public_floor
from tenants.models import Unit
from tests.make import organization as people
from tests.make import tenants
from tests.make import workflow as make
from tests.make.workflow import ask, item_of, task
from tests.tenants.conftest import ground  # noqa: F401  a fixture

ROUNDS = 12


@pytest.fixture
def town(ground: None) -> Unit:  # noqa: F811
    return tenants.town("LENDING")


def at_once(unit: Unit, *calls: Callable[[], Any]) -> list[str]:
    """What became of each, begun together, each on a connection of its own."""
    meet, said = Barrier(len(calls), timeout=20), [""] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            meet.wait()
            with in_unit(unit):
                call()
            said[place] = "done"
        except DomainError as refusal:
            said[place] = refusal.code
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def lent(unit: Unit) -> tuple[Run, Item, Staff, Staff, Mandate]:
    """The clerk's matter on the head's desk, who lends it to the secretary; then the mayor's."""
    now = timezone.now()
    with in_unit(unit):
        clerk, head, agent = (people.staff(name) for name in ("李文书", "王主任", "何秘书"))
        mandate = people.mandate(head, agent, starts_at=now)
        flow = make.flow({"a": task("审核", "b", head), "b": task("复核", "end", head)})
        run = make.run(flow, clerk, at=now)
        return run, item_of(run, agent), head, agent, mandate


def settled(unit: Unit, run: Run) -> None:
    with public_floor():  # what the city would hear of this unit outlives it
        Dispatch.objects.exclude(subscriber__startswith="workflow.").delete()
    while carry_waiting(at=timezone.now()):
        pass
    with in_unit(unit):
        assert verify(run.pk) == []


def test_one_item_recalled_while_it_is_approved(town: Unit) -> None:
    seen = set()
    for _ in range(ROUNDS):
        run, item, head, agent, _mandate = lent(town)
        now = timezone.now()
        said = at_once(
            town,
            lambda: actions.approve(item_id=item.pk, by=agent, at=now, request_id=ask()),  # noqa: B023
            lambda: lending.recall(item_id=item.pk, by=head, at=now, request_id=ask()),  # noqa: B023
        )

        assert sorted(said) == ["done", "workflow.already_handled"]
        seen.add(said[0])
        with in_unit(town):
            acts = Event.objects.filter(run=run, op__in=("approve", "recall"))
            assert acts.count() == 1
            live = Item.objects.get(run=run, status="open")
            first = live.step.node == "a"
            # Recalled, it lies with the head; approved, the next seat is the agent's again.
            assert (first, live.owner) == ((False, agent) if said[0] == "done" else (True, head))
        settled(town, run)
    assert seen <= {"done", "workflow.already_handled"}


def test_the_mandate_ended_while_the_agent_acts(town: Unit) -> None:
    """Whoever was first: afterwards nothing lies with the agent, and no act was done too late."""
    for _ in range(ROUNDS):
        run, item, head, agent, mandate = lent(town)
        now = timezone.now()
        said = at_once(
            town,
            lambda: actions.approve(item_id=item.pk, by=agent, at=now, request_id=ask()),  # noqa: B023
            lambda: organization.end_mandate(mandate_id=mandate.pk, by=head, at=now),  # noqa: B023
        )

        assert said[1] == "done"
        assert said[0] in ("done", "workflow.mandate_over")
        settled(town, run)
        with in_unit(town):
            (live,) = Item.objects.filter(run=run, status="open").select_related("step")
            assert (live.owner, live.mandate) == (head, None)
            assert live.step.node == ("b" if said[0] == "done" else "a")
            done = Item.objects.filter(run=run, status="done", action="approve")
            assert done.count() == (said[0] == "done")
