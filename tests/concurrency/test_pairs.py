"""Any two operations on one run at one instant come out as if one had come after the other.

Each pair is done three times: one before the other and the other way round, on one run that is
put back each time, and then from two threads through a barrier, with real commits. The rows of the
third, names in the place of ids, must be those of one of the first two. One round of all pairs by
default; `HESHU_PAIR_ROUNDS` for more, as chance decides who comes first.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import permutations
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction

from shared_apps.kernel.errors import DomainError
from tenant_apps.journal.verifying import faults
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions
from tenant_apps.workflow.actions import intervening, lending, pausing, subflowing
from tenant_apps.workflow.circulars import Notice
from tenant_apps.workflow.models import Definition, Event, Item, Run, Step
from tenant_apps.workflow.verifying import verify
from tenants import provisioning
from tenants.crossing import in_unit
from tenants.models import Unit
from tests.make import organization as people
from tests.make import tenants as ground
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask, task

ROUNDS = int(os.environ.get("HESHU_PAIR_ROUNDS", "1"))
FACTS: dict[str, Any] = {
    "code": "PAIR",
    "name": "重庆市合川区成对试验办公室",
    "short_name": "成对办",
    "kind": "bureau",
    "subdomain": "chengdui",
}
Act = Callable[[], Any]
PATIENCE = 20  # seconds
People = dict[str, Staff]


@dataclass
class Office:
    """Its people, and the two flows that pairs are tried on."""

    unit: Unit
    staff: dict[str, Staff] = field(default_factory=dict)
    road: Definition | None = None
    calling: Definition | None = None


Prepare = Callable[[Office, Run], Act]


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    with django_db_blocker.unblock():
        place = Office(provisioning.provision(**FACTS))
        try:
            with in_unit(place.unit):
                furnish(place)
            yield place
        finally:
            ground.raze(place.unit)


@pytest.fixture(scope="module")
def two(office: Office) -> Iterator[ThreadPoolExecutor]:
    """Two threads with a connection each, for all pairs: none has to be opened for any of them."""
    with ThreadPoolExecutor(2) as threads:
        yield threads
        meet = Barrier(2, timeout=PATIENCE)
        list(threads.map(lambda _: (meet.wait(), connection.close()), range(2)))


@pytest.fixture(autouse=True)
def commits(office: Office, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def furnish(office: Office) -> None:
    names = ("拟稿", "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "登记")
    who = office.staff = {name: people.staff(name) for name in names}
    who["督办"] = people.staff("督办", duties=("office_head",))
    people.mandate(who["丁"], who["戊"], starts_at=MONDAY - timedelta(days=1))
    signing = [who[name] for name in ("甲", "乙", "丁")]
    office.road = make.flow(
        {
            "draft": task("拟稿", "a", who["拟稿"]),
            "a": task("会签", "b", *signing, free=True),
            "b": task("登记", "end", who["登记"]),
        }
    )
    called = make.flow({"c": task("意见", "end", who=[{"starter": True}])})
    two = task("征求意见", "b", who["甲"], who["乙"])
    office.calling = make.flow(
        {
            "draft": task("拟稿", "ask", who["拟稿"]),
            "ask": {**two, "type": "sub", "flow": called.key, "wait": "any"},
            "b": task("登记", "end", who["登记"]),
        }
    )


def item_of(run: Run, person: Staff, status: str = "open") -> Item:
    return Item.objects.get(run=run, owner=person, status=status)


# ---- the countersign: one has agreed, one was asked besides, one has lent it -------------------


def under_way(office: Office) -> Run:
    assert office.road is not None
    who = office.staff
    run = make.run(office.road, who["拟稿"], subject_kind="report")
    done: dict[str, Any] = {"at": MONDAY, "opinion": "同意。"}
    mine = item_of(run, who["拟稿"])
    actions.approve(item_id=mine.pk, by=who["拟稿"], request_id=ask(), **done)
    first, second = item_of(run, who["甲"]), item_of(run, who["乙"])
    asked: dict[str, Any] = {"item_id": first.pk, "place": "with", "people": [who["己"].pk]}
    actions.add(**asked, by=who["甲"], at=MONDAY, request_id=ask())
    actions.approve(item_id=second.pk, by=who["乙"], request_id=ask(), **done)
    return run


def of_handler(
    verb: str, say: Callable[[People], dict[str, Any]], name: str = "甲", status: str = "open"
) -> Prepare:
    def prepare(office: Office, run: Run) -> Act:
        by = office.staff[name]
        known = {"item_id": item_of(run, by, status).pk, "by": by, "at": MONDAY}
        said = say(office.staff) | {"request_id": f"{verb}-{name}"}
        return lambda: getattr(actions, verb)(**known, **said)

    return prepare


def of_run(verb: str) -> Prepare:
    def prepare(office: Office, run: Run) -> Act:
        known = {"run_id": run.pk, "by": office.staff["拟稿"], "at": MONDAY, "request_id": verb}
        return lambda: getattr(actions, verb)(**known)

    return prepare


def of_chief(verb: Callable[..., Any], **more: Any) -> Prepare:
    def prepare(office: Office, run: Run) -> Act:
        known = {"run_id": run.pk, "by": office.staff["督办"], "at": MONDAY, "reason": "统筹安排"}
        return lambda: verb(**known, request_id=verb.__name__, **more)

    return prepare


def removing(office: Office, run: Run) -> Act:
    item, by = item_of(run, office.staff["己"]), office.staff["甲"]
    said: dict[str, Any] = {"by": by, "at": MONDAY, "opinion": "不必了。"}
    return lambda: actions.remove(item_id=item.pk, request_id="remove", **said)


def fetching(office: Office, run: Run) -> Act:
    item, by = item_of(run, office.staff["戊"]), office.staff["丁"]
    return lambda: lending.recall(item_id=item.pk, by=by, at=MONDAY, request_id="recall")


def reassigning(office: Office, run: Run) -> Act:
    item = item_of(run, office.staff["己"])
    moved = {"item_id": item.pk, "to": office.staff["辛"].pk}
    return of_chief(intervening.reassign, **moved)(office, run)


def leading_on(who: People) -> dict[str, Any]:
    return {"then": [actions.Following([who["庚"].pk])]}


def handing(who: People) -> dict[str, Any]:
    return {"to": who["庚"].pk, "opinion": "请代办。"}


def adding(place: str, *names: str) -> Callable[[People], dict[str, Any]]:
    return lambda who: {"place": place, "people": [who[name].pk for name in names]}


OPERATIONS: dict[str, Prepare] = {
    "approve": of_handler("approve", lambda _: {"opinion": "同意。"}),
    "lead on": of_handler("approve", leading_on, "戊"),
    "reject": of_handler("reject", lambda _: {"opinion": "不妥。"}),
    "send back": of_handler("send_back", lambda _: {"to": "draft", "opinion": "重拟。"}),
    "transfer": of_handler("transfer", handing),
    "delegate": of_handler("delegate", handing),
    "add before": of_handler("add", adding("before", "庚", "辛")),
    "add after": of_handler("add", adding("after", "辛"), "己"),
    "remove": removing,
    "recall": fetching,
    "retract": of_handler("retract", lambda _: {}, "乙", "done"),
    "take back": of_run("take_back"),
    "withdraw": of_run("withdraw"),
    "reassign": reassigning,
    "jump": of_chief(intervening.jump, to="b"),
    "force": of_chief(intervening.force, node="a"),
    "suspend": of_chief(pausing.suspend),
    "terminate": of_chief(intervening.terminate),
}


# ---- the sub-flow: two runs have ended, and nobody has told -------------------------------------


def waiting(office: Office) -> Run:
    assert office.calling is not None
    who = office.staff
    run = make.run(office.calling, who["拟稿"], subject_kind="report")
    mine = item_of(run, who["拟稿"])
    actions.approve(item_id=mine.pk, by=who["拟稿"], at=MONDAY, request_id=ask())
    for name in ("甲", "乙"):
        theirs = item_of(child_of(run, who[name]), who[name])
        actions.approve(item_id=theirs.pk, by=who[name], at=MONDAY, request_id=ask())
    return run


def child_of(run: Run, person: Staff) -> Run:
    return Run.objects.get(parent__run=run, starter=person)


def hearing(name: str) -> Prepare:
    def prepare(office: Office, run: Run) -> Act:
        child = child_of(run, office.staff[name])
        return lambda: subflowing.child_done(child_id=child.pk, at=MONDAY)

    return prepare


ON_THE_PARENT: dict[str, Prepare] = {
    "hear of one": hearing("甲"),
    "hear of the other": hearing("乙"),
    "force": of_chief(intervening.force, node="ask"),
    "jump": of_chief(intervening.jump, to="b"),
    "suspend": of_chief(pausing.suspend),
    "terminate": of_chief(intervening.terminate),
}


# ---- done one after the other, and at once ------------------------------------------------------


def outcome_of(act: Act) -> str:
    try:
        outcome = act()
    except DomainError as refusal:
        return refusal.code
    return "in vain" if outcome is None else f"done: {outcome.status} {outcome.nodes}"


def one_after_the_other(
    office: Office, run: Run, pair: Sequence[Prepare], order: Iterable[int]
) -> Any:
    """What comes of it; nothing of it stays."""
    before = transaction.savepoint()
    acts = [prepare(office, run) for prepare in pair]
    said = {}
    for which in order:
        with transaction.atomic():
            said[which] = outcome_of(acts[which])
    result = [said[which] for which in sorted(said)], picture(run)
    transaction.savepoint_rollback(before)
    return result


@contextmanager
def one_run(office: Office, begin: Callable[[Office], Run]) -> Iterator[Run]:
    """A run that nobody else ever sees."""
    with in_unit(office.unit), transaction.atomic():
        yield begin(office)
        transaction.set_rollback(True)


def at_once(
    office: Office, two: ThreadPoolExecutor, begin: Callable[[Office], Run], pair: list[Prepare]
) -> Any:
    with in_unit(office.unit):
        run = begin(office)
        acts = [prepare(office, run) for prepare in pair]
    meet = Barrier(2, timeout=PATIENCE)

    def one(act: Act) -> str:
        meet.wait()
        try:
            with in_unit(office.unit), transaction.atomic():
                return outcome_of(act)
        except Error as error:
            return repr(error)

    said = list(two.map(one, acts))
    with in_unit(office.unit):
        assert verify(run.pk) == []
        return said, picture(run)


def picture(run: Run) -> dict[str, Any]:
    """The rows of a run with names in the place of ids, so that two runs can be compared."""
    run = Run.objects.get(pk=run.pk)
    steps = list(Step.objects.filter(run=run).order_by("opened_seq", "node"))
    called: dict[UUID | None, str] = {None: ""}
    called |= {step.pk: f"{step.node}#{at}" for at, step in enumerate(steps)}
    items = Item.objects.filter(run=run).select_related("owner", "principal", "by", "sender")
    seats = sorted(items, key=lambda one: (called[one.step_id], one.slot, one.turn))
    called |= {one.pk: f"{called[one.step_id]}.{one.slot}.{one.turn}" for one in seats}
    events = Event.objects.filter(run=run).select_related("actor").order_by("seq")
    told = Notice.objects.filter(run=run).select_related("person")
    return {
        "run": (run.status, run.graph_id, run.seq, run.data, run.chosen, run.suspended_at),
        "steps": [
            (called[one.pk], one.status, called[one.scope_id], called[one.prev_id], one.back_to)
            for one in steps
        ],
        "items": [
            (
                called[one.pk],
                *(str(person) for person in (one.owner, one.principal, one.by, one.sender)),
                *(one.kind, one.method, one.confirm, one.status, one.action, one.opinion),
                *(called[one.parent_id], one.mandate_id, one.due_at),
            )
            for one in seats
        ],
        "events": [(one.seq, one.op, str(one.actor), one.detail["after"]) for one in events],
        "told": sorted((str(one.person), one.kind, one.text) for one in told),
    }


def refuse_mixture(
    office: Office,
    two: ThreadPoolExecutor,
    begin: Callable[[Office], Run],
    operations: dict[str, Prepare],
    first: str,
) -> None:
    """This one with itself and with each that stands behind it."""
    names = list(operations)
    pairs = [[operations[first], operations[one]] for one in names[names.index(first) :]]
    orders = list(permutations(range(2)))
    with one_run(office, begin) as run:
        serial = [
            [one_after_the_other(office, run, pair, order) for order in orders] for pair in pairs
        ]
    for pair, expected in zip(pairs, serial, strict=True):
        for _ in range(ROUNDS):
            assert at_once(office, two, begin, pair) in expected


@pytest.mark.parametrize("first", OPERATIONS)
def test_two_at_once_are_one_after_the_other(
    office: Office, two: ThreadPoolExecutor, first: str
) -> None:
    refuse_mixture(office, two, under_way, OPERATIONS, first)


@pytest.mark.parametrize("first", ON_THE_PARENT)
def test_what_children_say_comes_before_or_after(
    office: Office, two: ThreadPoolExecutor, first: str
) -> None:
    refuse_mixture(office, two, waiting, ON_THE_PARENT, first)


def test_most_operations_are_accepted_by_themselves(office: Office) -> None:
    """Else the pairs would prove little: what is refused whatever happens changes nothing."""
    alone = {}
    with one_run(office, under_way) as run:
        for name, prepare in OPERATIONS.items():
            (said,), _ = one_after_the_other(office, run, [prepare], (0,))
            alone[name] = said

    refused = {name for name, said in alone.items() if not said.startswith("done")}
    assert refused == {"take back", "withdraw"}  # both are possible once a piece is taken back
    with in_unit(office.unit):
        assert list(faults()) == []
