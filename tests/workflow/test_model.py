"""Random operations on random flows: after each, rows, events and an independent oracle agree.

A smoke test by default (about 20 s). `HESHU_MODEL_EXAMPLES=2000` makes it the long one. What it is
worth is measured by tests/workflow/mutants.py, not by how often it passes.
"""

import os
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shared_apps.kernel.errors import DomainError, NotFound
from tenant_apps.journal.models import Entry
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions
from tenant_apps.workflow.models import Event, Item, Run, Step
from tenant_apps.workflow.verifying import verify
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask

EXAMPLES = int(os.environ.get("HESHU_MODEL_EXAMPLES", "18"))
MODES = ("all", "any", "in_turn", "vote")
picks = st.integers(0, 60)
OVER = {"field": "amount", "op": ">", "value": 50}


class Drawing:
    """A flow drawn at random from its end to its beginning. People are numbers; 9 has left."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.nodes: dict[str, Any] = {}

    def add(self, letter: str, **node: Any) -> str:
        key = f"{letter}{len(self.nodes)}"
        self.nodes[key] = {"name": key, **node}
        return key

    def block(self, depth: int, to: str) -> str:
        """Something that leads on to `to`; branches more often than not."""
        kinds = ["both", "both", "one", "one", "either"], ["one", "one", "two", "both"], ["one"]
        kind = self.draw(st.sampled_from(kinds[min(depth, 2)]))
        key: str = getattr(self, kind)(depth + 1, to)
        return key

    def one(self, depth: int, to: str) -> str:
        crowd = st.lists(st.integers(1, 6), min_size=1, max_size=3, unique=True)
        return self.add(
            "t",
            type="task",
            mode=self.draw(st.sampled_from(MODES)),
            percent=self.draw(st.sampled_from([34, 50, 67, 100])),
            who=self.draw(crowd) if self.draw(st.integers(0, 5)) else [9],
            empty="skip",
            next=[{"to": to}],
        )

    def two(self, depth: int, to: str) -> str:
        return self.block(depth, self.block(depth, to))

    def either(self, depth: int, to: str) -> str:
        first, other = self.block(depth, to), self.block(depth, to)
        ways = [{"to": first, "when": OVER}, {"to": other, "default": True}]
        return self.add("x", type="xor", next=ways)

    def both(self, depth: int, to: str) -> str:
        join = self.add("j", type="join", next=[{"to": to}])
        count = self.draw(st.integers(2, 3))
        branches: list[dict[str, Any]] = [{"to": self.block(depth, join)} for _ in range(count)]
        if self.draw(st.booleans()):
            branches[0]["when"] = OVER
        return self.add("p", type="split", next=branches)


@st.composite
def flows(draw: st.DrawFn) -> dict[str, Any]:
    drawing, to = Drawing(draw), "end"
    for _ in range(draw(st.integers(2, 4))):
        to = drawing.block(0, to)
    first = {"type": "task", "name": "拟稿", "who": [1], "next": [{"to": to}]}
    after = drawing.nodes[to]
    if after["type"] == "task" and draw(st.booleans()):
        after["on_reject"] = "draft"
    return {"draft": first, **drawing.nodes}


def decided(node: dict[str, Any], seats: list[tuple[str, str]]) -> str:
    """The oracle: what (status, action) of the last turns must mean, written anew."""
    yes = sum(seat == ("done", "approve") for seat in seats)
    no = sum(seat == ("done", "reject") for seat in seats)
    mode, size = node.get("mode", "all"), len(seats)
    if mode == "any":
        return "done" if yes else "rejected" if no else "open"
    if mode in ("all", "in_turn"):
        return "rejected" if no else "done" if yes == size else "open"
    if yes * 100 >= node["percent"] * size:
        return "done"
    return "rejected" if (size - no) * 100 < node["percent"] * size else "open"


def leads(body: dict[str, Any], start: str, end: str) -> bool:
    following = [edge["to"] for edge in body.get(start, {}).get("next", [])]
    return any(to == end or leads(body, to, end) for to in following)


class Office(RuleBasedStateMachine):
    run: Run
    body: dict[str, Any]
    last: Callable[[], actions.Outcome] | None = None

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.stack.close()

    @initialize(body=flows(), amount=st.integers(0, 100))
    def begin(self, body: dict[str, Any], amount: int) -> None:
        self.people = {n: people.staff(f"{n}号") for n in range(1, 8)}
        self.people[9] = people.staff("离职某")
        Staff.objects.filter(pk=self.people[9].pk).update(is_active=False)
        self.body = body
        nodes = {
            key: {**node, "who": [{"staff": [str(self.people[n].pk) for n in node["who"]]}]}
            if node["type"] == "task"
            else node
            for key, node in body.items()
        }
        self.run = make.run(make.flow(nodes), self.people[1], data={"amount": amount})

    # ---- operations ---------------------------------------------------------------------------

    @rule(pick=picks)
    def approve(self, pick: int) -> None:
        if item := self.pick(pick):
            self.act("approve", item)

    @rule(pick=picks)
    def approve_again(self, pick: int) -> None:
        self.approve(pick)

    @rule(pick=picks)
    def approve_three_times(self, pick: int) -> None:
        for shift in range(3):
            self.approve(pick + shift)

    @rule(pick=picks)
    @precondition(lambda self: self.branching())
    def reject(self, pick: int) -> None:
        if (item := self.pick(pick)) and pick % 7 == 5:
            self.act("reject", item, opinion="否")

    @rule(pick=picks, to=picks, straight=st.booleans())
    def send_back(self, pick: int, to: int, straight: bool) -> None:
        """Mostly to a step that was passed on the way here; sometimes to any."""
        item = self.pick(pick)
        if item is None:
            return
        passed = Step.objects.filter(run=self.run, status="done").order_by("opened_seq", "node")
        nodes = list(passed.values_list("node", flat=True))
        behind = [node for node in nodes if leads(self.body, node, item.step.node)]
        wanted = [list(self.body), nodes, behind, behind, behind][to % 5]
        if wanted:
            target = wanted[to // 5 % len(wanted)]
            accepted = self.act("send_back", item, to=target, straight=straight, opinion="重办")
            assert not accepted or leads(self.body, target, item.step.node)

    @rule(pick=picks, to=st.integers(1, 7))
    def transfer(self, pick: int, to: int) -> None:
        if item := self.pick(pick):
            self.act("transfer", item, to=self.people[to].pk)

    @rule(pick=picks)
    def take_back(self, pick: int) -> None:
        before = Step.objects.filter(run=self.run, status="open").values("prev")
        acted = Item.objects.filter(step__in=before, status="done").select_related("by")
        actors = [item.by for item in acted.order_by("slot") if item.by] or [self.people[1]]
        if self.on_run("take_back", actors[pick % len(actors)]):
            again = Step.objects.filter(run=self.run, status="open").get(opened_seq=self.seq())
            undone = Step.objects.filter(run=self.run, prev=again.prev).exclude(pk=again.pk)
            assert not Item.objects.filter(step__in=undone, status="done").exists()

    @rule(pick=picks)
    def withdraw(self, pick: int) -> None:
        if pick == 41:
            self.on_run("withdraw", self.people[1])

    @rule(pick=picks)
    def a_stranger_tries(self, pick: int) -> None:
        if item := self.pick(pick):
            with pytest.raises(NotFound):
                self.changing_nothing(
                    lambda: actions.approve(
                        item_id=item.pk, by=self.stranger(), at=MONDAY, request_id=ask()
                    )
                )

    @rule(pick=picks)
    def a_stale_click(self, pick: int) -> None:
        stale = Item.objects.filter(run=self.run).exclude(status="open").select_related("owner")
        if found := list(stale.order_by("pk")):
            item = found[pick % len(found)]
            with pytest.raises(DomainError):
                self.changing_nothing(lambda: self.call("approve", item, ask()))

    @rule()
    @precondition(lambda self: self.last is not None)
    def the_same_click_again(self) -> None:
        assert self.last is not None
        assert self.changing_nothing(self.last).repeated

    # ---- what must hold ------------------------------------------------------------------------

    @invariant()
    def it_holds_together(self) -> None:
        if not hasattr(self, "run"):
            return
        assert verify(self.run.pk) == []
        turns: dict[UUID, dict[int, Item]] = {}
        for item in Item.objects.filter(run=self.run).order_by("turn"):
            turns.setdefault(item.step_id, {})[item.slot] = item
        for step in Step.objects.filter(run=self.run, pk__in=turns):
            self.check_step(step, list(turns[step.pk].values()))
            self.check_way(step)

    def check_step(self, step: Step, items: list[Item]) -> None:
        node = self.body[step.node]
        assert len(items) == len(node["who"]), "a seat was lost or won"
        seats = [(str(item.status), str(item.action)) for item in items]
        if step.status in ("done", "rejected", "open"):
            assert decided(node, seats) == step.status, f"{node} {seats}"
        owners = [item.owner_id for item in items if item.status in Item.LIVE]
        assert len(owners) == len(set(owners)), "one person on two seats"
        if step.status == "open" and node.get("mode") == "in_turn":
            assert [seat[0] for seat in seats].count("open") == 1, seats
        elif step.status == "open":
            assert "waiting" not in [seat[0] for seat in seats]

    def check_way(self, step: Step) -> None:
        """What is done leads on: straight back to who returned it, or along the drawn way."""
        to = step.back_to or self.body[step.node]["next"][0]["to"]
        if step.status == "done" and self.body.get(to, {}).get("type") == "task":
            assert Step.objects.filter(run=self.run, prev=step, node=to).exists(), "lost its way"

    # ---- how it is done ------------------------------------------------------------------------

    def pick(self, number: int) -> Item | None:
        found = Item.objects.filter(run=self.run, status="open")
        open_ = list(found.select_related("owner", "step"))
        open_.sort(key=lambda item: (item.step.opened_seq, item.step.node, item.slot))
        if any(item.step.scope_id for item in open_):
            event("a branch is open")
        return open_[number % len(open_)] if open_ else None

    def branching(self) -> bool:
        """Refusals end runs: only where several places are open, so that runs live long."""
        return Step.objects.filter(run=self.run, status="open").count() > 1

    def stranger(self) -> Staff:
        return self.people.setdefault(0, people.staff("外人"))

    def act(self, verb: str, item: Item, **more: Any) -> bool:
        request_id = ask()
        return self.accepted_or_unchanged(lambda: self.call(verb, item, request_id, **more))

    def seq(self) -> int:
        return Run.objects.get(pk=self.run.pk).seq

    def on_run(self, verb: str, by: Staff) -> bool:
        ask_once = ask()
        known: dict[str, Any] = {"run_id": self.run.pk, "by": by, "at": MONDAY}
        return self.accepted_or_unchanged(
            lambda: getattr(actions, verb)(request_id=ask_once, **known)
        )

    def call(self, verb: str, item: Item, request_id: str, **more: Any) -> actions.Outcome:
        outcome: actions.Outcome = getattr(actions, verb)(
            item_id=item.pk, by=item.owner, at=MONDAY, request_id=request_id, **more
        )
        return outcome

    def accepted_or_unchanged(self, click: Callable[[], actions.Outcome]) -> bool:
        events = Event.objects.filter(run=self.run).count()
        try:
            outcome = self.changing_nothing(click, unless_accepted=True)
        except DomainError:
            event("refused")
            return False
        self.last = click
        assert Event.objects.filter(run=self.run).count() == events + 1
        open_ = Step.objects.filter(run=self.run, status="open", items__status="open")
        assert set(outcome.nodes) == set(open_.values_list("node", flat=True))
        assert outcome.status == Run.objects.get(pk=self.run.pk).status
        return True

    def changing_nothing(
        self, click: Callable[[], actions.Outcome], *, unless_accepted: bool = False
    ) -> actions.Outcome:
        """Without any rollback: a refusal must not have written in the first place."""
        before = self.everything()
        try:
            outcome = click()
        except DomainError:
            assert self.everything() == before, "refused, but something changed"
            raise
        assert unless_accepted or self.everything() == before, "repeated, but something changed"
        return outcome

    def everything(self) -> list[Any]:
        rows = list(Run.objects.filter(pk=self.run.pk).values())
        for model in (Step, Item, Event):
            rows += model.objects.filter(run=self.run).order_by("pk").values()
        return [*rows, Entry.objects.filter(subject_id=self.run.subject_id).count()]


def test_it_holds_whatever_is_done(unit: object) -> None:
    people.office()
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            deadline=None,
            derandomize="HESHU_MODEL_EXAMPLES" not in os.environ,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
