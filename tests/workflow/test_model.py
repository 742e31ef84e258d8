"""Random operations on random flows: after each, rows, events and an independent oracle agree.

A smoke test by default (about 30 s). `HESHU_MODEL_EXAMPLES=2000` makes it the long one. What it is
worth is measured by tests/workflow/mutants.py, not by how often it passes.
"""

import os
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from django.db.models import F
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from shared_apps.kernel.errors import DomainError, NotFound
from shared_apps.outbox.models import Dispatch
from tenant_apps.organization.models import Mandate
from tenant_apps.workflow import actions
from tenant_apps.workflow.actions import intervening, lending, pausing, subflowing, undoing
from tenant_apps.workflow.models import Event, Item, Run, Step
from tenant_apps.workflow.subflows import CHILD_DONE
from tenants.current import public_floor
from tests.make import organization as people
from tests.make.workflow import MONDAY, ask
from tests.workflow import office
from tests.workflow.drawing import leads

EXAMPLES = int(os.environ.get("HESHU_MODEL_EXAMPLES", "18"))
picks = st.integers(0, 60)


class Office(office.Office):
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
            collected = self.body_of(item.step)[item.step.node].get("reject") == "collect"
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
        live = Item.objects.filter(
            status__in=Item.LIVE, parent__isnull=False, run__status="running"
        )
        if found := list(live.select_related("owner", "sender", "step").order_by("pk")):
            item = found[pick % len(found)]
            by = item.sender or item.owner
            if self.act("remove", item, by=by, opinion="不必"):
                open_ = Item.objects.filter(run=item.run_id, status="open")
                assert open_.filter(step__node=item.step.node).exists(), "nobody is left"
                event("removed")

    @rule(pick=picks, to=st.integers(1, 7), confirm=st.sampled_from([True, True, False]))
    def delegate(self, pick: int, to: int, confirm: bool) -> None:
        if item := self.pick(pick):
            self.act("delegate", item, to=self.people[to].pk, confirm=confirm, opinion="请核")

    @rule(pick=picks)
    def answer_who_delegated(self, pick: int) -> None:
        given = Item.objects.filter(status="open", confirm=True)
        if found := list(given.select_related("owner", "step").order_by("pk")):
            self.act("approve", found[pick % len(found)], opinion="属实")

    @rule(pick=picks)
    def recall(self, pick: int) -> None:
        given = Item.objects.exclude(owner=F("principal"))
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
        """Just that seat, whoever was added beside it or asked by it."""
        live = Item.objects.filter(status__in=Item.LIVE).select_related("run").order_by("pk")
        if found := list(live):
            item, person = found[pick % len(found)], self.people[to].pk
            others = Item.objects.filter(step=item.step_id).exclude(slot=item.slot)
            before = list(others.order_by("pk").values())
            if self.intervene(intervening.reassign, item.run, item_id=item.pk, to=person):
                assert list(others.order_by("pk").values()) == before, "moved another's seat too"
                now = Item.objects.get(step=item.step_id, slot=item.slot, turn=item.turn + 1)
                assert person in (now.owner_id, now.principal_id)
                for name in ("status", "kind", "parent_id", "method"):
                    assert getattr(now, name) == getattr(item, name)
                beside = any(item.pk == one["parent_id"] for one in before)
                event(f"reassigned, {'with others asked' if beside else item.kind}")

    @rule(pick=picks)
    def jump(self, pick: int) -> None:
        run = self.some_run(pick)
        tasks = [key for key, node in self.body_of(run).items() if node["type"] == "task"]
        self.intervene(intervening.jump, run, to=tasks[pick % len(tasks)])

    @rule(pick=picks)
    def force(self, pick: int) -> None:
        steps = Step.objects.filter(run=self.some_run(pick), status="open").order_by("pk")
        open_ = [one for one in steps if self.body_of(one)[one.node]["type"] in ("task", "sub")]
        if open_ and pick % 3 == 0:
            step = open_[pick % len(open_)]
            if self.intervene(intervening.force, step.run, node=step.node):
                event(f"forced a {self.body_of(step)[step.node]['type']}")

    @rule(pick=picks)
    def pause_and_go_on(self, pick: int) -> None:
        item = self.pick(pick)
        if item and self.intervene(pausing.suspend, item.run):
            assert not self.act("approve", item)
            self.carry(pick)  # what its children say meanwhile waits
            self.it_holds_together()
            now = Run.objects.select_related("parent").get(pk=item.run_id)
            if now.status == Run.Status.SUSPENDED:
                assert self.intervene(pausing.resume, item.run)
            else:  # the word was that the run it serves waits for it no longer
                assert now.parent is not None
                assert now.parent.status != "open"
                assert now.status not in Run.LIVE

    @rule(pick=picks)
    def terminate(self, pick: int) -> None:
        if pick % 20 == 7 and self.intervene(intervening.terminate, self.some_run(pick)):
            event("terminated")

    @rule(pick=picks)
    def undo(self, pick: int) -> None:
        """撤回干预: within its window, and while nothing came after it."""
        done = Event.objects.filter(op__in=undoing.UNDOABLE).select_related("run")
        if found := list(done.order_by("-at", "-pk")[:3]):
            last = found[pick % len(found)]
            if self.intervene(undoing.undo, last.run, event_id=last.pk):
                event(f"undone {last.op}")
                fresh = Run.objects.get(pk=last.run_id)
                assert fresh.status == "running"

    @rule(pick=picks, to=picks, straight=st.booleans())
    def send_back(self, pick: int, to: int, straight: bool) -> None:
        """Mostly to a step that was passed on the way here; sometimes to any."""
        item = self.pick(pick)
        if item is None:
            return
        body = self.body_of(item.step)
        passed = Step.objects.filter(run=item.run_id, status="done").order_by("opened_seq", "node")
        nodes = list(passed.values_list("node", flat=True))
        behind = [node for node in nodes if leads(body, node, item.step.node)]
        wanted = [list(body), nodes, behind, behind, behind][to % 5]
        if wanted:
            target = wanted[to // 5 % len(wanted)]
            accepted = self.act("send_back", item, to=target, straight=straight, opinion="重办")
            assert not accepted or leads(body, target, item.step.node)

    @rule(pick=picks, to=st.integers(1, 7))
    def transfer(self, pick: int, to: int) -> None:
        if item := self.pick(pick):
            self.act("transfer", item, to=self.people[to].pk)

    @rule(pick=picks)
    def take_back(self, pick: int) -> None:
        run = self.some_run(pick)
        open_ = Step.objects.filter(run=run, status="open")
        acted = Item.objects.filter(step__in=open_.values("prev"), status="done")
        actors = [item.by for item in acted.select_related("by").order_by("slot") if item.by]
        actors = actors or [self.people[1]]
        if self.on_run("take_back", actors[pick % len(actors)], run):
            again = open_.get(opened_seq=self.seq(run))
            undone = Step.objects.filter(run=run, prev=again.prev).exclude(pk=again.pk)
            assert not Item.objects.filter(step__in=undone, status="done").exists()
            # It lies with me alone, however many had it: with my added seats or without.
            seats = len(self.body_of(again)[again.node]["who"])
            self.asked[again.pk] = again.items.count() - seats
            assert again.items.exists()

    @rule(pick=picks)
    def take_my_piece_back(self, pick: int) -> None:
        """取回 inside an open step: nobody else's seat moves."""
        said = Item.objects.filter(status="done", step__status="open", by__isnull=False)
        if found := list(said.select_related("by", "step").order_by("pk")):
            item = found[pick % len(found)]
            others = Item.objects.filter(step=item.step_id).exclude(slot=item.slot)
            before = list(others.order_by("pk").values())
            if self.act("retract", item, by=item.by):
                assert list(others.order_by("pk").values()) == before
                assert Step.objects.get(pk=item.step_id).status == "open"
                event("my piece back")

    @rule(
        pick=picks,
        crowd=st.lists(st.integers(1, 7), min_size=1, max_size=2, unique=True),
        method=st.sampled_from(["all", "any", "in_turn"]),
        steps=st.integers(1, 2),
    )
    def lead_on(self, pick: int, crowd: list[int], method: str, steps: int) -> None:
        """自由流: who comes next is drawn in, and what lay ahead stays ahead."""
        if item := self.pick(pick):
            node = self.body_of(item.step)[item.step.node]
            chosen = actions.Following([self.people[n].pk for n in crowd], "会商", method)
            led = self.act("approve", item, then=[chosen] * steps, opinion="请办")
            if led and not item.confirm:
                assert node.get("free")
                self.redraw(item.run)
                event("led on")

    # ---- 代签 ----------------------------------------------------------------------------------

    @rule(giver=st.integers(1, 7), agent=st.integers(1, 7))
    def lend(self, giver: int, agent: int) -> None:
        one, other = self.people[giver], self.people[agent]
        if one != other and not Mandate.objects.standing().filter(principal=one).exists():
            people.mandate(one, other, starts_at=MONDAY - timedelta(days=1))

    @rule(pick=picks)
    def send_along(self, pick: int) -> None:
        """What lay on the desk already goes too."""
        lent = Mandate.objects.standing().values("principal")
        there = Item.objects.filter(status="open", owner=F("principal"), owner__in=lent)
        if found := list(there.select_related("owner").order_by("pk")):
            item = found[pick % len(found)]
            mandate = Mandate.objects.standing().get(principal=item.owner)
            along = partial(lending.send_along, item_id=item.pk, mandate_id=mandate.pk)
            if self.if_anything(partial(along, by=item.owner, at=MONDAY)):
                event("lent along")

    @rule(pick=picks)
    def end_mandate(self, pick: int) -> None:
        """收回 of the whole: every open item comes home, also in the middle of things."""
        if pick % 4 == 1 and (mandate := Mandate.objects.standing().order_by("pk").first()):
            reason = Mandate.EndReason.RECALLED
            Mandate.objects.filter(pk=mandate.pk).update(ended_at=MONDAY, end_reason=reason)
            lent = Item.objects.filter(mandate=mandate, status__in=Item.LIVE).order_by("pk")
            for item in list(lent):
                home = partial(lending.bring_home, item_id=item.pk, by=mandate.principal)
                self.if_anything(partial(home, at=MONDAY))
            assert not lent.exists()

    # ---- 子流程 --------------------------------------------------------------------------------

    @rule(pick=picks)
    def carry(self, pick: int) -> None:
        """Word between parents and children, in any order; now and then one comes twice."""
        if waiting := self.errands():
            errand = waiting[pick % len(waiting)]
            child = UUID(errand.facts["run_id"])
            hears = subflowing.child_done if errand.subscriber == CHILD_DONE else None
            verb = hears or subflowing.end_child
            heard = self.if_anything(lambda: verb(child_id=child, at=MONDAY))
            event(f"{errand.subscriber} {'heard' if heard else 'in vain'}")
            if pick % 5:
                with public_floor():
                    Dispatch.objects.filter(pk=errand.pk).delete()

    @rule(pick=picks)
    def carry_all(self, pick: int) -> None:
        for shift in range(len(self.errands())):
            self.carry(5 * (pick + shift) + 1)

    @rule(pick=picks)
    def withdraw(self, pick: int) -> None:
        if pick == 41:
            self.on_run("withdraw", self.people[1], self.some_run(pick))

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
        stale = Item.objects.exclude(status="open").select_related("owner")
        if found := list(stale.order_by("pk")):
            item = found[pick % len(found)]
            with pytest.raises(DomainError):
                self.changing_nothing(lambda: self.call("approve", item, ask()))

    @rule()
    @precondition(lambda self: self.last is not None)
    def the_same_click_again(self) -> None:
        assert self.last is not None
        assert self.changing_nothing(self.last).repeated


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
