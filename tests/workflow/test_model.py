"""Random operations on random flows: after each, rows, events and an independent oracle agree.

A smoke test by default (about 20 s). `HESHU_MODEL_EXAMPLES=2000` makes it the long one. What it is
worth is measured by tests/workflow/mutants.py, not by how often it passes.
"""

import os
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import F
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
from tenant_apps.workflow.actions import intervening, lending, pausing
from tenant_apps.workflow.models import Event, Item, Run, Step
from tenant_apps.workflow.verifying import verify
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask
from tests.workflow.drawing import flows, leads
from tests.workflow.oracle import Asked, decided

EXAMPLES = int(os.environ.get("HESHU_MODEL_EXAMPLES", "18"))
picks = st.integers(0, 60)


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
        self.run = make.run(
            make.flow(nodes), self.people[1], data={"amount": amount}, subject_kind="report"
        )
        self.chief = people.staff("督办某", duties=("office_head",))
        self.asked: Counter[UUID] = Counter()  # step → seats added since

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

    @rule(pick=picks)
    def say_no_where_it_ends_nothing(self, pick: int) -> None:
        """Who was asked, and who signs where all opinions are collected first."""
        if item := self.pick(pick):
            collected = self.body[item.step.node].get("reject") == "collect"
            if item.kind in ("before", "after") or (collected and item.kind == "sign"):
                self.act("reject", item, opinion="否")

    @rule(
        pick=picks,
        place=st.sampled_from(["before", "before", "after", "after", "with"]),
        method=st.sampled_from(["all", "any", "in_turn"]),
        crowd=st.lists(st.integers(1, 7), min_size=1, max_size=3),
    )
    def add(self, pick: int, place: str, method: str, crowd: list[int]) -> None:
        if item := self.pick(pick):
            people_ = [self.people[n].pk for n in crowd]
            if self.act("add", item, place=place, method=method, people=people_, opinion="请看"):
                assert len(set(crowd)) == len(crowd)
                self.asked[item.step_id] += len(crowd)
                event(f"added {place} {method}")

    @rule(pick=picks)
    def remove(self, pick: int) -> None:
        live = Item.objects.filter(run=self.run, status__in=Item.LIVE, parent__isnull=False)
        if found := list(live.select_related("owner", "sender", "step").order_by("pk")):
            item = found[pick % len(found)]
            by = item.sender or item.owner
            if self.act("remove", item, by=by, opinion="不必"):
                open_ = Item.objects.filter(run=self.run, status="open")
                assert open_.filter(step__node=item.step.node).exists(), "nobody is left"
                event("removed")

    @rule(pick=picks, to=st.integers(1, 7), confirm=st.sampled_from([True, True, False]))
    def delegate(self, pick: int, to: int, confirm: bool) -> None:
        if item := self.pick(pick):
            self.act("delegate", item, to=self.people[to].pk, confirm=confirm, opinion="请核")

    @rule(pick=picks)
    def answer_who_delegated(self, pick: int) -> None:
        given = Item.objects.filter(run=self.run, status="open", confirm=True)
        if found := list(given.select_related("owner", "step").order_by("pk")):
            self.act("approve", found[pick % len(found)], opinion="属实")

    @rule(pick=picks)
    def recall(self, pick: int) -> None:
        given = Item.objects.filter(run=self.run).exclude(owner=F("principal"))
        if found := list(given.select_related("principal").order_by("pk")):
            item, once = found[pick % len(found)], ask()
            self.accepted_or_unchanged(
                lambda: lending.recall(
                    item_id=item.pk, by=item.principal, at=MONDAY, request_id=once
                )
            )

    # ---- supervisors ---------------------------------------------------------------------------

    @rule(pick=picks, to=st.integers(1, 7))
    def reassign(self, pick: int, to: int) -> None:
        live = Item.objects.filter(run=self.run, status__in=Item.LIVE).order_by("pk")
        if found := list(live):
            item = found[pick % len(found)]
            self.intervene(intervening.reassign, item_id=item.pk, to=self.people[to].pk)

    @rule(pick=picks)
    def jump(self, pick: int) -> None:
        tasks = [key for key, node in self.body.items() if node["type"] == "task"]
        self.intervene(intervening.jump, to=tasks[pick % len(tasks)])

    @rule(pick=picks)
    def force(self, pick: int) -> None:
        if (item := self.pick(pick)) and pick % 3 == 0:
            self.intervene(intervening.force, node=item.step.node)

    @rule(pick=picks)
    def pause_and_go_on(self, pick: int) -> None:
        item = self.pick(pick)
        if item and self.intervene(pausing.suspend):
            assert not self.act("approve", item)
            assert verify(self.run.pk) == []
            assert self.intervene(pausing.resume)

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
            # It lies with me alone, however many had it: with my added seats or without.
            self.asked[again.pk] = again.items.count() - len(self.body[again.node]["who"])
            assert again.items.exists()

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
        hosts = sum(item.kind == "host" for item in items)
        assert hosts <= (node.get("reject") == "collect"), "a host nobody asked for"
        seats = len(items) - hosts - self.asked[step.pk]
        assert seats == len(node["who"]), "a seat was lost or won"
        forced = any(item.action == "forced" for item in items)
        if step.status in ("done", "rejected", "open") and not forced:
            said = [(item.kind, item.status, item.action) for item in items]
            assert decided(node, items) == step.status, f"{node} {said}"
        owners = [item.owner_id for item in items if item.status in Item.LIVE]
        assert len(owners) == len(set(owners)), "one person on two seats"
        every = list(Item.objects.filter(step=step))
        for item in every:
            self.check_turn(item, every)
        Asked(every).check(open_=step.status == "open")
        if step.status == "open":
            self.check_turns_to_come(node, items)

    def check_turn(self, item: Item, every: list[Item]) -> None:
        """What was given out to be looked at comes home, and says whose it is all the while."""
        after = [one for one in every if (one.slot, one.turn) == (item.slot, item.turn + 1)]
        if item.action == "returned":
            assert [one.owner_id for one in after] == [item.principal_id], "did not come home"
        if item.action == "delegate":
            assert [one.principal_id for one in after] == [item.principal_id]
        if item.action in ("transfer", "reassigned"):
            assert [one.kind for one in after] == [item.kind]
        if item.confirm and item.status == "done":
            assert item.action == "returned", "who was only asked has decided"

    def check_turns_to_come(self, node: dict[str, Any], items: list[Item]) -> None:
        waiting = [item for item in items if item.status == "waiting"]
        below = Asked(list(Item.objects.filter(step=items[0].step_id)))
        for item in waiting:
            in_turn = item.method if item.kind != "sign" else node.get("mode")
            assert below.under(item) or in_turn == "in_turn", "waits for nobody"
        if node.get("mode") == "in_turn" and not any(item.kind != "sign" for item in items):
            assert [item.status for item in items].count("open") == 1, items

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

    def intervene(self, verb: Callable[..., actions.Outcome], **more: Any) -> bool:
        known = {"run_id": self.run.pk, "by": self.chief, "at": MONDAY, "request_id": ask()}
        return self.accepted_or_unchanged(lambda: verb(**known, reason="统筹安排", **more))

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
        known = {"item_id": item.pk, "by": item.owner, "at": MONDAY, "request_id": request_id}
        outcome: actions.Outcome = getattr(actions, verb)(**(known | more))
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
