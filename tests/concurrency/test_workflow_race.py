"""Sixteen people at one step at one instant: the run moves on exactly once.

Real threads, real commits, a throw-away unit (a test transaction would serialise what is to race).
"""

from collections import Counter
from collections.abc import Callable, Iterator
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import Error, connection

from shared_apps.kernel.errors import DomainError
from tenant_apps.journal.models import Entry
from tenant_apps.journal.verifying import faults
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions
from tenant_apps.workflow.actions import lending
from tenant_apps.workflow.models import Event, Item, Run, Step
from tenant_apps.workflow.verifying import verify
from tenants import provisioning
from tenants.crossing import in_unit
from tenants.models import Unit
from tests.make import organization as people
from tests.make import tenants as ground
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask, task

CROWD = 16
ROUNDS = 3
FACTS = {
    "code": "RACE",
    "name": "重庆市合川区并发试验办公室",
    "short_name": "并发办",
    "kind": "bureau",
    "subdomain": "bingfa",
}


@pytest.fixture(scope="module")
def field(django_db_setup: None, django_db_blocker: Any) -> Iterator[Unit]:
    with django_db_blocker.unblock():
        unit = provisioning.provision(**FACTS)
        try:
            yield unit
        finally:
            ground.raze(unit)


@pytest.fixture(scope="module")
def crowd(field: Unit) -> list[Staff]:
    with in_unit(field):
        return [people.staff(f"委员{n}") for n in range(CROWD)]


@pytest.fixture(autouse=True)
def commits(field: Unit, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def started(field: Unit, crowd: list[Staff], **settings: Any) -> Run:
    with in_unit(field):
        nodes = {"a": task("会签", "b", *crowd, **settings), "b": task("登记", "end", crowd[0])}
        return make.run(make.flow(nodes), crowd[0])


def items_of(field: Unit, run: Run) -> list[Item]:
    with in_unit(field):
        return list(Item.objects.filter(run=run).select_related("owner").order_by("slot"))


def at_once(field: Unit, acts: list[Callable[[], Any]]) -> Counter[str]:
    """Everybody at the barrier, then everybody through it, each in a transaction of their own."""
    barrier, outcomes = Barrier(len(acts), timeout=20), Counter[str]()

    def one(act: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            with in_unit(field):
                outcome = act()
            outcomes["repeated" if outcome.repeated else "done"] += 1
        except DomainError as refusal:
            outcomes[refusal.code] += 1
        except Error as error:
            outcomes[repr(error)] += 1
        finally:
            connection.close()

    threads = [Thread(target=one, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def approving(item: Item, request_id: str | None = None) -> Callable[[], Any]:
    said = request_id or ask()
    return lambda: actions.approve(
        item_id=item.pk, by=item.owner, at=MONDAY, request_id=said, opinion="同意。"
    )


def settled(field: Unit, run: Run, acts: int) -> int:
    """How often the run moved on; and it holds together, the journal's chains included."""
    with in_unit(field):
        assert verify(run.pk) == []
        assert list(faults()) == []
        assert Event.objects.filter(run=run).count() == 1 + acts
        assert Entry.objects.filter(subject_id=run.subject_id).count() == 1 + acts
        return Step.objects.filter(run=run, node="b").count()


MODES = [
    ({"mode": "any"}, {"done": 1, "workflow.already_handled": CROWD - 1}),
    ({"mode": "all"}, {"done": CROWD}),
    ({"mode": "vote", "percent": 60}, {"done": 10, "workflow.already_handled": 6}),
]


@pytest.mark.parametrize(("settings", "outcome"), MODES)
def test_sixteen_seats_advance_once(
    field: Unit, crowd: list[Staff], settings: dict[str, Any], outcome: dict[str, int]
) -> None:
    for _ in range(ROUNDS):
        run = started(field, crowd, **settings)

        outcomes = at_once(field, [approving(item) for item in items_of(field, run)])

        assert outcomes == outcome
        assert settled(field, run, outcome["done"]) == 1


def test_in_turn_only_the_first_may(field: Unit, crowd: list[Staff]) -> None:
    run = started(field, crowd, mode="in_turn")

    outcomes = at_once(field, [approving(item) for item in items_of(field, run)])

    # Whoever comes right after their forerunner may; but never out of turn.
    assert outcomes["done"] + outcomes["workflow.not_your_turn"] == CROWD
    with in_unit(field):
        done = Item.objects.filter(run=run, status="done").order_by("slot")
        assert list(done.values_list("slot", flat=True)) == list(range(outcomes["done"]))
    settled(field, run, outcomes["done"])


@pytest.mark.parametrize("settings", [{"mode": "any"}, {"mode": "all"}])
def test_one_item_clicked_sixteen_times(
    field: Unit, crowd: list[Staff], settings: dict[str, Any]
) -> None:
    for _ in range(ROUNDS):
        run = started(field, crowd[:1], **settings)
        (item,) = items_of(field, run)

        outcomes = at_once(field, [approving(item) for _ in range(CROWD)])

        assert outcomes == {"done": 1, "workflow.already_handled": CROWD - 1}
        assert settled(field, run, 1) == 1


def test_one_request_sent_sixteen_times_is_one_act(field: Unit, crowd: list[Staff]) -> None:
    run, request_id = started(field, crowd[:1]), ask()
    (item,) = items_of(field, run)

    outcomes = at_once(field, [approving(item, request_id) for _ in range(CROWD)])

    assert outcomes == {"done": 1, "repeated": CROWD - 1}
    assert settled(field, run, 1) == 1


def test_handing_over_while_acting_one_of_them_wins(field: Unit, crowd: list[Staff]) -> None:
    for _ in range(ROUNDS):
        run = started(field, crowd[:1])
        (item,) = items_of(field, run)
        hand: dict[str, Any] = {"item_id": item.pk, "by": item.owner, "at": MONDAY}

        outcomes = at_once(
            field,
            [
                approving(item),
                lambda hand=hand: actions.transfer(to=crowd[1].pk, request_id=ask(), **hand),
                lambda run=run: actions.withdraw(
                    run_id=run.pk, by=crowd[0], at=MONDAY, request_id=ask()
                ),
            ],
        )

        refusals = {"workflow.already_handled", "workflow.run_over", "workflow.cannot_withdraw"}
        assert set(outcomes) <= {"done", *refusals}
        settled(field, run, outcomes["done"])


# ---- 加签, 委派 -----------------------------------------------------------------------------


def asking(item: Item, place: str, crowd: list[Staff], method: str = "all") -> Callable[[], Any]:
    people_ = [person.pk for person in crowd]
    said: dict[str, Any] = {"item_id": item.pk, "by": item.owner, "at": MONDAY}
    return lambda: actions.add(
        place=place, people=people_, method=method, request_id=ask(), **said
    )


def letting_go(item: Item, by: Staff) -> Callable[[], Any]:
    said: dict[str, Any] = {"item_id": item.pk, "by": by, "at": MONDAY, "opinion": "不必了。"}
    return lambda: actions.remove(request_id=ask(), **said)


def asked_run(field: Unit, crowd: list[Staff], place: str, method: str) -> tuple[Run, list[Item]]:
    """One at a step has asked the other fifteen; theirs are the items."""
    with in_unit(field):
        nodes = {"a": task("审核", "b", crowd[0]), "b": task("登记", "end", crowd[0])}
        run = make.run(make.flow(nodes), crowd[0], subject_kind="report")
    (mine,) = items_of(field, run)
    with in_unit(field):
        asking(mine, place, crowd[1:], method)()
    return run, [item for item in items_of(field, run) if item.kind == place]


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize(("method", "done"), [("all", CROWD - 1), ("any", 1)], ids=["all", "any"])
def test_those_added_answer_at_once_and_it_comes_back_or_goes_on_once(
    field: Unit, crowd: list[Staff], place: str, method: str, done: int
) -> None:
    for _ in range(ROUNDS):
        run, theirs = asked_run(field, crowd, place, method)

        outcomes = at_once(field, [approving(item) for item in theirs])

        assert outcomes["done"] == done
        assert set(outcomes) <= {"done", "workflow.already_handled"}
        assert settled(field, run, 1 + done) == (place == "after")
        with in_unit(field):
            assert Item.objects.filter(run=run, status="open").count() == 1


def test_added_in_turn_nobody_speaks_out_of_turn(field: Unit, crowd: list[Staff]) -> None:
    run, theirs = asked_run(field, crowd, "before", "in_turn")

    outcomes = at_once(field, [approving(item) for item in theirs])

    assert outcomes["done"] + outcomes["workflow.not_your_turn"] == CROWD - 1
    assert settled(field, run, 1 + outcomes["done"]) == 0


def test_asking_and_agreeing_at_once_one_of_them_wins(field: Unit, crowd: list[Staff]) -> None:
    for _ in range(ROUNDS):
        with in_unit(field):
            nodes = {"a": task("审核", "b", crowd[0]), "b": task("登记", "end", crowd[0])}
            run = make.run(make.flow(nodes), crowd[0], subject_kind="report")
        (item,) = items_of(field, run)

        outcomes = at_once(
            field,
            [
                approving(item),
                asking(item, "before", crowd[1:3]),
                asking(item, "after", crowd[3:5]),
            ],
        )

        assert outcomes["done"] == 1
        settled(field, run, 1)


def test_letting_go_while_they_act(field: Unit, crowd: list[Staff]) -> None:
    for _ in range(ROUNDS):
        run, theirs = asked_run(field, crowd, "before", "all")
        acts = [letting_go(item, crowd[0]) for item in theirs]

        outcomes = at_once(field, [*(approving(item) for item in theirs), *acts])

        assert outcomes["done"] == CROWD - 1  # each has acted or was let go, and never both
        assert settled(field, run, CROWD) == 0
        with in_unit(field):
            assert [one.owner_id for one in Item.objects.filter(run=run, status="open")] == [
                crowd[0].pk
            ]


def test_fetching_home_while_the_other_answers(field: Unit, crowd: list[Staff]) -> None:
    for _ in range(ROUNDS):
        run = started(field, crowd[:1])
        (mine,) = items_of(field, run)
        with in_unit(field):
            actions.delegate(
                item_id=mine.pk, to=crowd[1].pk, by=crowd[0], at=MONDAY, request_id=ask()
            )
        theirs = next(one for one in items_of(field, run) if one.owner_id == crowd[1].pk)
        home: dict[str, Any] = {"item_id": theirs.pk, "by": crowd[0], "at": MONDAY}

        outcomes = at_once(
            field, [approving(theirs), lambda home=home: lending.recall(request_id=ask(), **home)]
        )

        assert outcomes["done"] == 1
        assert settled(field, run, 2) == 0
        with in_unit(field):
            (left,) = Item.objects.filter(run=run, status="open")
            assert left.owner_id == crowd[0].pk
