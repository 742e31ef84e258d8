"""子流程: a step waits for runs of another flow; what ends on one side is heard on the other."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from shared_apps.outbox.models import Dispatch
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions, rules, selecting, subflows
from tenant_apps.workflow.actions import intervening, pausing, subflowing, undoing
from tenant_apps.workflow.models import Definition, Event, Item, Run, Step
from tenant_apps.workflow.verdicts import Verdict
from tenant_apps.workflow.verifying import verify
from tenants.current import public_floor
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask, item_of, task
from tests.workflow.conftest import People

Carry = Callable[[datetime], None]


def sub(flow: Definition | str, to: str, *people_: Staff, **settings: Any) -> dict[str, Any]:
    key = flow if isinstance(flow, str) else flow.key
    return {**task("征求意见", to, *people_, **settings), "type": "sub", "flow": key}


def calling(staff: People, review: Definition, *people_: Staff, **settings: Any) -> Definition:
    """拟稿 → 子流程 → 签发."""
    nodes = {
        "draft": task("拟稿", "ask", staff["clerk"]),
        "ask": sub(review, "sign", *(people_ or (staff["clerk"],)), **settings),
        "sign": task("签发", "end", staff["mayor"]),
    }
    return make.flow(nodes)


def begun(flow: Definition, staff: People, **more: Any) -> Run:
    """Under way, and its first step done."""
    run = make.run(flow, staff["clerk"], subject_kind="report", **more)
    approve(run, staff["clerk"])
    return run


def approve(run: Run, person: Staff, **more: Any) -> actions.Outcome:
    item = item_of(run, person)
    return actions.approve(item_id=item.pk, by=person, at=MONDAY, request_id=ask(), **more)


def reject(run: Run, person: Staff) -> None:
    item = item_of(run, person)
    actions.reject(item_id=item.pk, by=person, at=MONDAY, request_id=ask(), opinion="不妥。")


def children(run: Run) -> list[Run]:
    return list(Run.objects.filter(parent__run=run).order_by("starter__name"))


def finish(child: Run, staff: People) -> None:
    approve(child, child.starter)
    approve(child, staff["head"])


def stands(run: Run) -> tuple[str, list[str]]:
    open_ = Step.objects.filter(run=run, status="open").values_list("node", flat=True)
    return str(Run.objects.get(pk=run.pk).status), list(open_)


def waiting(subscriber: str) -> int:
    with public_floor():
        return Dispatch.objects.filter(subscriber=subscriber).count()


def intervene(verb: Callable[..., Any], run: Run, by: Staff, **more: Any) -> Any:
    known = {"run_id": run.pk, "by": by, "at": MONDAY, "request_id": ask()}
    return verb(**known, reason="统筹安排", **more)


def test_the_step_stays_open_until_the_child_has_ended(
    staff: People, review: Definition, carry: Carry
) -> None:
    run = begun(calling(staff, review), staff)
    (child,) = children(run)

    assert stands(run) == ("running", ["ask"])
    assert (child.starter, child.title) == (staff["clerk"], f"{run.title} · {review.name}")
    finish(child, staff)
    assert stands(run) == ("running", ["ask"])  # word of it is on its way
    assert verify(run.pk) == []
    carry(MONDAY)

    assert stands(run) == ("running", ["sign"])
    heard = Event.objects.get(run=run, op="child_done")
    assert (heard.actor, heard.detail["child"]) == (None, str(child.pk))
    approve(run, staff["mayor"])
    assert stands(run) == ("done", [])


def test_word_that_comes_twice_is_heard_once(
    staff: People, review: Definition, carry: Carry
) -> None:
    run = begun(calling(staff, review), staff)
    (child,) = children(run)
    finish(child, staff)
    carry(MONDAY)

    assert subflowing.child_done(child_id=child.pk, at=MONDAY) is None
    assert Event.objects.filter(run=run, op="child_done").count() == 1


def test_heard_once_while_others_are_still_at_it(
    staff: People, review: Definition, carry: Carry
) -> None:
    run = begun(calling(staff, review, staff["clerk"], staff["deputy"]), staff)
    first, second = children(run)
    finish(first, staff)
    carry(MONDAY)

    assert subflowing.child_done(child_id=first.pk, at=MONDAY) is None
    assert stands(run) == ("running", ["ask"])
    finish(second, staff)
    carry(MONDAY)
    assert stands(run) == ("running", ["sign"])


@pytest.mark.parametrize(
    ("wait", "ended", "total", "verdict"),
    [
        ("all", ["done"], 2, Verdict.PENDING),
        ("all", ["done", "done"], 2, Verdict.PASSED),
        ("all", ["rejected"], 2, Verdict.REFUSED),
        ("all", ["withdrawn"], 2, Verdict.REFUSED),
        ("any", ["rejected"], 2, Verdict.PENDING),
        ("any", ["rejected", "done"], 2, Verdict.PASSED),
        ("any", ["rejected", "terminated"], 2, Verdict.REFUSED),
        (2, ["done", "rejected"], 3, Verdict.PENDING),
        (2, ["done", "rejected", "done"], 3, Verdict.PASSED),
        (2, ["rejected", "rejected"], 3, Verdict.REFUSED),
        (5, ["done", "done"], 2, Verdict.PASSED),  # more than there are: all of them
    ],
)
def test_how_many_must_end_well(
    wait: str | int, ended: list[str], total: int, verdict: Verdict
) -> None:
    assert subflows.verdict(wait, ended, total) is verdict


def test_any_of_them_is_enough_and_the_others_end_with_it(
    staff: People, review: Definition, carry: Carry
) -> None:
    run = begun(calling(staff, review, staff["clerk"], staff["deputy"], wait="any"), staff)
    first, second = children(run)
    finish(first, staff)
    carry(MONDAY)

    assert stands(run) == ("running", ["sign"])
    assert stands(second) == ("terminated", [])
    assert Event.objects.get(run=second, op="end_child").actor is None
    assert not Item.objects.filter(run=second, status__in=Item.LIVE).exists()
    assert subflowing.end_child(child_id=second.pk, at=MONDAY) is None


def test_one_refused_is_the_refusal_of_all(
    staff: People, review: Definition, carry: Carry
) -> None:
    run = begun(calling(staff, review, staff["clerk"], staff["deputy"]), staff)
    first, second = children(run)
    reject(first, first.starter)
    carry(MONDAY)

    assert stands(run) == ("rejected", [])
    assert stands(second) == ("terminated", [])


def test_refused_it_leads_back_where_the_step_says(
    staff: People, review: Definition, carry: Carry
) -> None:
    run = begun(calling(staff, review, on_reject="draft"), staff)
    (child,) = children(run)
    reject(child, child.starter)
    carry(MONDAY)

    assert stands(run) == ("running", ["draft"])
    approve(run, staff["clerk"])
    assert len(children(run)) == 2  # once more, with a run of its own


def test_answers_are_handed_down_and_come_back(
    staff: People, review: Definition, carry: Carry
) -> None:
    flow = calling(staff, review, hands=["amount"], brings=["advice", "unsaid"])
    run = begun(flow, staff, data={"amount": 900, "secret": "内部"})
    (child,) = children(run)
    assert child.data == {"amount": 900}
    approve(child, child.starter, data={"advice": "可行", "aside": "无"})
    approve(child, staff["head"])
    carry(MONDAY)

    run.refresh_from_db()
    assert run.data == {"amount": 900, "secret": "内部", "advice": "可行"}
    assert Event.objects.get(run=run, op="child_done").detail["brought"] == ["advice"]


def test_a_refused_child_brings_nothing_back(
    staff: People, review: Definition, carry: Carry
) -> None:
    run = begun(calling(staff, review, brings=["advice"], on_reject="draft"), staff)
    (child,) = children(run)
    approve(child, child.starter, data={"advice": "可行"})
    reject(child, staff["head"])
    carry(MONDAY)

    run.refresh_from_db()
    assert run.data == {}


@pytest.mark.parametrize("verb", [intervening.terminate, intervening.jump, intervening.force])
def test_what_a_supervisor_does_to_the_step_ends_its_children(
    staff: People, review: Definition, chief: Staff, carry: Carry, verb: Callable[..., Any]
) -> None:
    run = begun(calling(staff, review), staff)
    (child,) = children(run)

    intervene(verb, run, chief, **({"to": "draft"} if verb is intervening.jump else {}))
    assert verify(run.pk) == []
    assert waiting(subflows.END_CHILD) == 1
    carry(MONDAY)

    assert stands(child) == ("terminated", [])
    event = Event.objects.filter(run=run).latest("seq")
    with pytest.raises(undoing.CannotUndo):
        intervene(undoing.undo, run, chief, event_id=event.pk)


def test_a_child_that_is_suspended_ends_all_the_same(
    staff: People, review: Definition, chief: Staff, carry: Carry
) -> None:
    run = begun(calling(staff, review), staff)
    (child,) = children(run)
    intervene(pausing.suspend, child, chief)

    intervene(intervening.terminate, run, chief)
    carry(MONDAY)

    assert stands(child) == ("terminated", [])


def test_a_return_out_of_the_branch_beside_it_ends_the_children(
    staff: People, review: Definition, carry: Carry
) -> None:
    nodes = {
        "draft": task("拟稿", "p", staff["clerk"]),
        "p": {"type": "split", "next": [{"to": "ask"}, {"to": "check"}]},
        "ask": sub(review, "j", staff["clerk"]),
        "check": task("核对", "j", staff["deputy"]),
        "j": {"type": "join", "next": [{"to": "end"}]},
    }
    run = begun(make.flow(nodes), staff)
    (child,) = children(run)
    mine = item_of(run, staff["deputy"])

    actions.send_back(
        item_id=mine.pk,
        to="draft",
        by=staff["deputy"],
        at=MONDAY,
        request_id=ask(),
        opinion="重拟",
    )
    carry(MONDAY)

    assert stands(run) == ("running", ["draft"])
    assert stands(child) == ("terminated", [])


def test_children_of_children_end_too(staff: People, review: Definition, carry: Carry) -> None:
    middle = calling(staff, review)
    run = begun(calling(staff, middle), staff)
    (child,) = children(run)
    approve(child, staff["clerk"])
    (grandchild,) = children(child)

    actions.withdraw(run_id=run.pk, by=staff["clerk"], at=MONDAY, request_id=ask())
    carry(MONDAY)

    assert stands(child) == stands(grandchild) == ("terminated", [])


def test_while_the_parent_is_suspended_it_hears_and_moves_when_it_goes_on(
    staff: People, review: Definition, chief: Staff, carry: Carry
) -> None:
    run = begun(calling(staff, review), staff)
    (child,) = children(run)
    intervene(pausing.suspend, run, chief)
    finish(child, staff)
    carry(MONDAY)
    assert stands(run) == ("suspended", ["ask"])
    assert verify(run.pk) == []

    intervene(pausing.resume, run, chief)

    assert stands(run) == ("running", ["sign"])


def test_nobody_to_go_on_to_is_tried_again(
    staff: People, review: Definition, chief: Staff, carry: Carry
) -> None:
    run = begun(calling(staff, review), staff)
    (child,) = children(run)
    finish(child, staff)
    Staff.objects.filter(pk=staff["mayor"].pk).update(is_active=False)

    with pytest.raises(selecting.NobodyHandles):
        subflowing.child_done(child_id=child.pk, at=MONDAY)
    assert stands(run) == ("running", ["ask"])
    Staff.objects.filter(pk=staff["mayor"].pk).update(is_active=True)
    carry(MONDAY)

    assert stands(run) == ("running", ["sign"])


def test_who_cannot_be_served_by_the_child_refuses_the_act(
    staff: People, review: Definition
) -> None:
    run = make.run(calling(staff, review), staff["clerk"], subject_kind="report")
    Staff.objects.filter(pk=staff["head"].pk).update(is_active=False)
    nobody = make.flow({"a": task("审核", "end", staff["head"])})
    broken = make.run(calling(staff, nobody), staff["clerk"], subject_kind="report")

    approve(run, staff["clerk"])
    with pytest.raises(selecting.NobodyHandles):
        approve(broken, staff["clerk"])

    assert stands(broken) == ("running", ["draft"])
    assert children(broken) == []


def test_once_they_are_under_way_nothing_is_taken_back(staff: People, review: Definition) -> None:
    run = begun(calling(staff, review), staff)

    with pytest.raises(rules.CannotTakeBack):
        actions.take_back(run_id=run.pk, by=staff["clerk"], at=MONDAY, request_id=ask())


def test_the_starter_may_call_it_off_until_another_has_acted(
    staff: People, review: Definition
) -> None:
    nodes = {
        "draft": task("拟稿", "check", staff["clerk"]),
        "check": task("核稿", "ask", staff["deputy"]),
        "ask": sub(review, "end", staff["clerk"]),
    }
    run = begun(make.flow(nodes), staff)
    approve(run, staff["deputy"])

    with pytest.raises(rules.CannotWithdraw):
        actions.withdraw(run_id=run.pk, by=staff["clerk"], at=MONDAY, request_id=ask())


def test_flows_that_call_each_other_are_stopped_before_they_are_endless(
    staff: People, review: Definition
) -> None:
    """Published in the same moment, past the check."""
    flow = make.flow({"ask": sub("self", "end", staff["clerk"])})
    Definition.objects.filter(pk=flow.pk).update(key="self")
    flow.key = "self"

    with pytest.raises(subflows.TooDeep):
        make.run(flow, staff["clerk"], subject_kind="report")
