"""The office of the model test: a matter at random, what must hold of it, and how to act on it."""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from uuid import UUID

from django.db import transaction
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from shared_apps.kernel.errors import DomainError
from shared_apps.outbox.models import Dispatch
from tenant_apps.journal.models import Entry
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions
from tenant_apps.workflow.models import Event, Graph, Item, Run, Step
from tenant_apps.workflow.subflows import CHILD_DONE, END_CHILD
from tenant_apps.workflow.verifying import verify
from tenants.current import public_floor
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask
from tests.workflow.drawing import CHILD, flows
from tests.workflow.oracle import Asked, decided, heard


class Office(RuleBasedStateMachine):
    run: Run
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
        self.bodies: dict[UUID, dict[str, Any]] = {}
        self.asked: Counter[UUID] = Counter()  # step → seats added since
        self.chief = people.staff("督办某", duties=("office_head",))
        called = make.flow(self.drawn(CHILD))
        nodes = self.drawn(body, flow=called.key)
        flow, about = make.flow(nodes), {"amount": amount}
        self.run = make.run(flow, self.people[1], data=about, subject_kind="report")
        self.bodies[self.run.pk] = body

    def drawn(self, body: dict[str, Any], flow: str = "") -> dict[str, Any]:
        """People by their ids, and the flow that is called by its key."""
        nodes = {}
        for key, node in body.items():
            nodes[key] = dict(node)
            if node["type"] in ("task", "sub") and node["who"] != ["starter"]:
                staff = [str(self.people[n].pk) for n in node["who"]]
                nodes[key]["who"] = [{"staff": staff}]
            elif node["type"] == "task":
                nodes[key]["who"] = [{"starter": True}]
            if node["type"] == "sub":
                nodes[key]["flow"] = flow
        return nodes

    def redraw(self, run: Run) -> None:
        """自由流: the run has a graph of its own from now on."""
        body = dict(self.body_of(run))
        nodes = Graph.objects.get(pk=Run.objects.get(pk=run.pk).graph_id).body["nodes"]
        for key, node in nodes.items():
            if key not in body and node["type"] == "task":
                body[key] = {**node, "who": node["who"][0]["staff"]}
            elif key in body and "next" in node:
                body[key] = {**body[key], "next": node["next"]}
        self.bodies[run.pk] = body

    # ---- what must hold ------------------------------------------------------------------------

    @invariant()
    def it_holds_together(self) -> None:
        if not hasattr(self, "run"):
            return
        for run in Run.objects.all():
            assert verify(run.pk) == []
        turns: dict[UUID, dict[int, Item]] = {}
        for item in Item.objects.order_by("turn"):
            turns.setdefault(item.step_id, {})[item.slot] = item
        for step in Step.objects.select_related("run"):
            if step.pk in turns:
                self.check_step(step, list(turns[step.pk].values()))
            elif self.body_of(step)[step.node]["type"] == "sub":
                self.check_waiting(step)
            if self.body_of(step)[step.node]["type"] != "split":
                self.check_way(step)

    def check_waiting(self, step: Step) -> None:
        """子流程: its own children decide, and nothing else but a supervisor."""
        told = Event.objects.filter(run=step.run_id, op="child_done", detail__step=str(step.pk))
        ended = list(told.values_list("detail__ended", flat=True))
        children = Run.objects.filter(parent=step)
        if step.status == "skipped":
            assert not children.exists()
            return
        node = self.body_of(step)[step.node]
        assert children.count() == len(node["who"]), "a run was lost or won"
        forced = Event.objects.filter(run=step.run_id, op="force", detail__node=step.node)
        if step.status in ("done", "rejected", "open") and not forced.exists():
            stands_still = step.run.status == "suspended"
            assert stands_still or heard(node, ended, len(node["who"])) == step.status

    def check_step(self, step: Step, items: list[Item]) -> None:
        node = self.body_of(step)[step.node]
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
        if item.action == "recall" and item.mandate_id is None and item.owner == item.principal:
            assert [one.owner_id for one in after] == [item.owner_id], "my own piece went astray"
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
        body = self.body_of(step)
        to = step.back_to or body[step.node]["next"][0]["to"]
        if step.status == "done" and body.get(to, {}).get("type") in ("task", "sub"):
            assert Step.objects.filter(run=step.run_id, prev=step, node=to).exists(), (
                "lost its way"
            )

    # ---- how it is done ------------------------------------------------------------------------

    def pick(self, number: int) -> Item | None:
        found = Item.objects.filter(status="open", run__status="running")
        open_ = list(found.select_related("owner", "step", "run"))
        open_.sort(key=lambda item: (*self.place(item.run), *self.place(item.step), item.slot))
        if any(item.step.scope_id for item in open_):
            event("a branch is open")
        return open_[number % len(open_)] if open_ else None

    def place(self, row: Run | Step) -> tuple[int, str]:
        """An order that is the same however ids fall."""
        if isinstance(row, Step):
            return row.opened_seq, row.node
        return (0, "") if row.pk == self.run.pk else (1, row.starter.name + str(row.parent_id))

    def branching(self) -> bool:
        """Refusals end runs: only where several places are open, so that runs live long."""
        return Step.objects.filter(status="open").count() > 1

    def some_run(self, pick: int) -> Run:
        """Mostly the first; sometimes one that it waits for."""
        children = list(Run.objects.live().filter(parent__isnull=False).select_related("starter"))
        children.sort(key=self.place)
        return children[pick % len(children)] if children and pick % 3 == 0 else self.run

    def body_of(self, about: Step | Run) -> dict[str, Any]:
        """The nodes of a run, with people as numbers or ids: only how many there are counts."""
        run_id = about.run_id if isinstance(about, Step) else about.pk
        return self.bodies.get(run_id, CHILD)

    def stranger(self) -> Staff:
        return self.people.setdefault(0, people.staff("外人"))

    def intervene(
        self, verb: Callable[..., actions.Outcome], run: Run | None = None, **more: Any
    ) -> bool:
        known = {
            "run_id": (run or self.run).pk,
            "by": self.chief,
            "at": MONDAY,
            "request_id": ask(),
        }
        return self.accepted_or_unchanged(lambda: verb(**known, reason="统筹安排", **more))

    def errands(self) -> list[Dispatch]:
        """What parents and children have to say to each other."""
        with public_floor():
            found = Dispatch.objects.filter(subscriber__in=(CHILD_DONE, END_CHILD))
            return list(found.order_by("pk"))

    def act(self, verb: str, item: Item, **more: Any) -> bool:
        request_id = ask()
        return self.accepted_or_unchanged(lambda: self.call(verb, item, request_id, **more))

    def seq(self, run: Run) -> int:
        return Run.objects.get(pk=run.pk).seq

    def on_run(self, verb: str, by: Staff, run: Run | None = None) -> bool:
        ask_once = ask()
        known: dict[str, Any] = {"run_id": (run or self.run).pk, "by": by, "at": MONDAY}
        return self.accepted_or_unchanged(
            lambda: getattr(actions, verb)(request_id=ask_once, **known)
        )

    def call(self, verb: str, item: Item, request_id: str, **more: Any) -> actions.Outcome:
        known = {"item_id": item.pk, "by": item.owner, "at": MONDAY, "request_id": request_id}
        outcome: actions.Outcome = getattr(actions, verb)(**(known | more))
        return outcome

    def accepted_or_unchanged(self, click: Callable[[], actions.Outcome]) -> bool:
        events, runs = Event.objects.count(), Run.objects.count()
        try:
            outcome = self.changing_nothing(click, unless_accepted=True)
        except DomainError:
            event("refused")
            return False
        self.last = click
        born = Run.objects.count() - runs
        assert Event.objects.count() == events + 1 + born
        open_ = Step.objects.filter(run=outcome.run, status="open", items__status="open")
        assert set(outcome.nodes) == set(open_.values_list("node", flat=True))
        assert outcome.status == Run.objects.get(pk=outcome.run.pk).status
        return True

    def if_anything(self, carried: Callable[[], actions.Outcome | None]) -> bool:
        """What the outbox brings: one act, or nothing at all."""
        before = self.everything()
        outcome = carried()
        if outcome is None:
            assert self.everything() == before, "in vain, but something changed"
        return outcome is not None

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
        rows: list[Any] = []
        for model in (Run, Step, Item, Event):
            rows += model._default_manager.order_by("pk").values()
        return [*rows, Entry.objects.count(), len(self.errands())]
