"""Several people at one step, and several steps at one time."""

from datetime import timedelta
from typing import Any

import pytest

from shared_apps.kernel.errors import DomainError
from tenant_apps.organization.models import Department, Staff
from tenant_apps.workflow import actions
from tenant_apps.workflow.models import Item, Run, Step
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask, item_of, task
from tests.workflow.conftest import People

LATER = MONDAY + timedelta(minutes=51)


def approve(run: Run, person: Staff, **more: Any) -> actions.Outcome:
    item = item_of(run, person)
    return actions.approve(item_id=item.pk, by=person, at=LATER, request_id=ask(), **more)


def reject(run: Run, person: Staff) -> actions.Outcome:
    item = item_of(run, person)
    return actions.reject(
        item_id=item.pk, by=person, at=LATER, request_id=ask(), opinion="经费未落实。"
    )


def sent_back(run: Run, person: Staff, to: str, **more: Any) -> actions.Outcome:
    item = item_of(run, person)
    return actions.send_back(
        item_id=item.pk, to=to, by=person, at=LATER, request_id=ask(), opinion="请重办。", **more
    )


@pytest.fixture
def trio(staff: People) -> list[Staff]:
    return [staff["head"], staff["mayor"], staff["deputy"]]


def started(staff: People, trio: list[Staff], **settings: Any) -> Run:
    nodes = {
        "a": task("会签", "b", *trio, **settings),
        "b": task("登记", "end", staff["registrar"]),
    }
    return make.run(make.flow(nodes), staff["clerk"])


def test_all_must_agree(staff: People, trio: list[Staff]) -> None:
    run = started(staff, trio)

    assert approve(run, trio[0]).nodes == ("a",)
    assert approve(run, trio[2]).nodes == ("a",)
    assert approve(run, trio[1]).nodes == ("b",)


def test_the_first_refusal_decides_for_all(staff: People, trio: list[Staff]) -> None:
    run = started(staff, trio)
    approve(run, trio[0])

    assert reject(run, trio[1]).status == "rejected"
    assert item_of(run, trio[2], "cancelled").action == "closed"


def test_any_one_is_enough_and_the_others_are_told(staff: People, trio: list[Staff]) -> None:
    run = started(staff, trio, mode="any")

    assert approve(run, trio[1]).nodes == ("b",)
    passed_over = item_of(run, trio[0], "cancelled")
    assert (passed_over.action, passed_over.by) == ("superseded", trio[1])


def test_in_turn(staff: People, trio: list[Staff]) -> None:
    run = started(staff, trio, mode="in_turn")
    waiting = item_of(run, trio[1], "waiting")
    with pytest.raises(DomainError, match="还没有轮到您"):
        actions.approve(item_id=waiting.pk, by=trio[1], at=LATER, request_id=ask())

    outcome = approve(run, trio[0])

    assert (outcome.nodes, outcome.handlers) == (("a",), (trio[1].pk,))
    assert item_of(run, trio[1]).sender == trio[0]
    approve(run, trio[1])
    assert approve(run, trio[2]).nodes == ("b",)


def test_not_taken_back_once_one_of_them_has_acted(staff: People, trio: list[Staff]) -> None:
    nodes = {"draft": task("拟稿", "a", staff["clerk"]), "a": task("会签", "end", *trio)}
    run = make.run(make.flow(nodes), staff["clerk"])
    approve(run, staff["clerk"])
    approve(run, trio[0])

    with pytest.raises(DomainError, match="下一环节已有人办理，不能取回。"):
        actions.take_back(run_id=run.pk, by=staff["clerk"], at=LATER, request_id=ask())


def retract(run: Run, person: Staff) -> actions.Outcome:
    item = item_of(run, person, "done")
    return actions.retract(item_id=item.pk, by=person, at=LATER, request_id=ask())


def test_ones_own_piece_comes_back_and_nobody_elses(staff: People, trio: list[Staff]) -> None:
    run = started(staff, trio)
    approve(run, trio[0])
    approve(run, trio[1])

    outcome = retract(run, trio[0])

    assert (outcome.nodes, outcome.handlers) == (("a",), (trio[0].pk,))
    assert item_of(run, trio[1], "done").action == "approve"
    said = item_of(run, trio[0], "cancelled")
    assert (said.action, said.turn) == ("recall", 0)
    assert approve(run, trio[2]).nodes == ("a",)  # mine is missing again
    assert approve(run, trio[0]).nodes == ("b",)


def test_a_word_against_that_was_taken_back_does_not_count(
    staff: People, trio: list[Staff]
) -> None:
    run = started(staff, trio, mode="vote", percent=60)
    reject(run, trio[0])
    retract(run, trio[0])
    approve(run, trio[0])

    assert approve(run, trio[1]).nodes == ("b",)


def test_the_same_click_takes_it_back_once(staff: People, trio: list[Staff]) -> None:
    run, once = started(staff, trio), ask()
    approve(run, trio[0])
    mine: dict[str, Any] = {"item_id": item_of(run, trio[0], "done").pk, "by": trio[0]}

    first = actions.retract(at=LATER, request_id=once, **mine)
    again = actions.retract(at=LATER, request_id=once, **mine)

    assert (first.repeated, again.repeated) == (False, True)
    with pytest.raises(DomainError, match="只能取回您自己"):
        actions.retract(at=LATER, request_id=ask(), **mine)


def test_a_closed_step_gives_nothing_back(staff: People, trio: list[Staff]) -> None:
    run = started(staff, trio, mode="any")
    approve(run, trio[0])

    with pytest.raises(DomainError, match="只能取回您自己"):
        retract(run, trio[0])


def test_nobody_takes_back_what_another_said(staff: People, trio: list[Staff]) -> None:
    run = started(staff, trio)
    approve(run, trio[0])
    theirs = item_of(run, trio[0], "done")

    with pytest.raises(DomainError, match="只能取回您自己"):
        actions.retract(item_id=theirs.pk, by=trio[1], at=LATER, request_id=ask())


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"mode": "in_turn"}, "依次办理"),
        ({"allow": ["reject"]}, "不允许取回"),
    ],
)
def test_where_a_piece_stays(
    staff: People, trio: list[Staff], settings: dict[str, Any], why: str
) -> None:
    run = started(staff, trio, **settings)
    approve(run, trio[0])

    with pytest.raises(DomainError, match=why):
        retract(run, trio[0])


def test_collected_it_is_the_hosts_to_weigh(staff: People, trio: list[Staff]) -> None:
    run = started(staff, trio, reject="collect")
    approve(run, trio[0])
    reject(run, trio[1])
    approve(run, trio[2])

    with pytest.raises(DomainError, match="由主办决定"):
        retract(run, trio[0])


def test_who_was_asked_has_handed_it_over(staff: People, trio: list[Staff]) -> None:
    run = make.run(
        make.flow({"a": task("会签", "end", *trio[:2])}), staff["clerk"], subject_kind="report"
    )
    mine = item_of(run, trio[0])
    said: dict[str, Any] = {"by": trio[0], "at": LATER, "request_id": ask()}
    actions.add(item_id=mine.pk, place="before", people=[trio[2].pk], **said)
    approve(run, trio[2])

    with pytest.raises(DomainError, match="已经交给请您办理的人"):
        retract(run, trio[2])


def test_a_vote_passes_by_its_share(staff: People, trio: list[Staff]) -> None:
    run = started(staff, trio, mode="vote", percent=60)
    assert approve(run, trio[0]).nodes == ("a",)
    assert reject(run, trio[1]).nodes == ("a",)

    assert approve(run, trio[2]).nodes == ("b",)


def test_refused_it_goes_back_where_the_flow_says(staff: People, trio: list[Staff]) -> None:
    run = make.run(
        make.flow(
            {
                "draft": task("拟稿", "a", staff["clerk"]),
                "a": task("会签", "end", *trio, on_reject="draft"),
            }
        ),
        staff["clerk"],
    )
    approve(run, staff["clerk"])

    assert reject(run, trio[0]).nodes == ("draft",)
    assert Step.objects.get(run=run, node="a").status == "rejected"


@pytest.fixture
def forked(staff: People) -> Run:
    """拟稿 → 财务 (only when it costs much) beside 业务一 → 业务二 → 汇总."""
    much = {"field": "amount", "op": ">", "value": 10000}
    flow = make.flow(
        {
            "draft": task("拟稿", "p", staff["clerk"]),
            "p": {"type": "split", "next": [{"to": "money", "when": much}, {"to": "one"}]},
            "money": task("财务", "j", staff["mayor"]),
            "one": task("业务一", "two", staff["head"]),
            "two": task("业务二", "j", staff["deputy"]),
            "j": {"type": "join", "next": [{"to": "sum"}]},
            "sum": task("汇总", "end", staff["registrar"]),
        }
    )
    run = make.run(flow, staff["clerk"], data={"amount": 5000})
    approve(run, staff["clerk"], data={"amount": 80000})
    return run


def test_branches_run_beside_each_other_and_meet(forked: Run, staff: People) -> None:
    assert approve(forked, staff["mayor"]).nodes == ("one",)
    assert approve(forked, staff["head"]).nodes == ("two",)
    assert approve(forked, staff["deputy"]).nodes == ("sum",)
    assert approve(forked, staff["registrar"]).status == "done"


def test_a_branch_that_does_not_apply_is_not_waited_for(staff: People, forked: Run) -> None:
    item = item_of(forked, staff["head"])
    actions.send_back(
        item_id=item.pk,
        to="draft",
        by=staff["head"],
        at=LATER,
        request_id=ask(),
        opinion="金额有误。",
    )
    outcome = approve(forked, staff["clerk"], data={"amount": 800})

    assert outcome.nodes == ("one",)
    approve(forked, staff["head"])
    assert approve(forked, staff["deputy"]).nodes == ("sum",)


def test_sent_out_of_a_branch_its_sisters_close(forked: Run, staff: People) -> None:
    outcome = sent_back(forked, staff["head"], "draft")

    assert outcome.nodes == ("draft",)
    assert item_of(forked, staff["mayor"], "cancelled").action == "closed"


def test_within_a_branch_its_sisters_stay(forked: Run, staff: People) -> None:
    approve(forked, staff["head"])

    assert sent_back(forked, staff["deputy"], "one", straight=True).nodes == ("money", "one")
    assert approve(forked, staff["head"]).nodes == ("money", "two")


@pytest.mark.parametrize(
    ("to", "straight", "message"),
    [
        ("draft", True, "退回到分支以外时须逐步重办"),
        ("one", False, "只能退回到此前已经办过的环节"),  # the other branch does not lead here
        ("nowhere", False, "只能退回到此前已经办过的环节"),
    ],
)
def test_not_across_a_split(
    forked: Run, staff: People, to: str, straight: bool, message: str
) -> None:
    approve(forked, staff["head"])

    with pytest.raises(DomainError, match=message):
        sent_back(forked, staff["mayor"], to, straight=straight)


def test_not_into_branches_that_have_met(forked: Run, staff: People) -> None:
    for who in ("mayor", "head", "deputy"):
        approve(forked, staff[who])

    with pytest.raises(DomainError, match="不能退回到另一条并行分支里的环节"):
        sent_back(forked, staff["registrar"], "two")


def test_refused_in_a_branch_everything_ends(forked: Run, staff: People) -> None:
    assert reject(forked, staff["head"]).status == "rejected"
    assert not Item.objects.filter(run=forked, status="open").exists()


def test_branches_without_anybody_do_not_end_it_early(staff: People) -> None:
    """A branch skipped at once must not fire the join before its sister is opened."""
    nobody = people.staff("离职某")
    nobody.is_active = False
    nobody.save()
    flow = make.flow(
        {
            "p": {"type": "split", "next": [{"to": "empty"}, {"to": "one"}]},
            "empty": task("征求意见", "j", nobody, empty="skip"),
            "one": task("业务", "j", staff["head"]),
            "j": {"type": "join", "next": [{"to": "end"}]},
        }
    )

    run = make.run(flow, staff["clerk"])

    assert run.status == "running"
    assert approve(run, staff["head"]).status == "done"


def test_the_head_of_the_department_and_who_can_name_one(staff: People) -> None:
    people.staff("钱系统", duties=("system_admin",))
    who = [{"department_head": "starter"}]
    flow = make.flow({"a": task("部门审核", "end", who=who)})
    with pytest.raises(DomainError, match="所在部门未设负责人。请联系钱系统"):
        make.run(flow, staff["clerk"])
    Department.objects.filter(pk=staff["clerk"].department_id).update(head=staff["head"])

    run = make.run(flow, staff["clerk"])

    assert item_of(run, staff["head"]).step.name == "部门审核"


def test_one_of_two_seats_is_not_given_to_the_other(staff: People, trio: list[Staff]) -> None:
    run = started(staff, trio)
    item = item_of(run, trio[0])

    with pytest.raises(DomainError, match="周镇长已经是「会签」环节的办理人"):
        actions.transfer(item_id=item.pk, to=trio[1].pk, by=trio[0], at=LATER, request_id=ask())


def test_twenty_one_seats_cost_no_more_than_two(staff: People, statements: Any) -> None:
    crowd = [people.staff(f"委员{n}") for n in range(20)]
    run = started(staff, [staff["head"], *crowd], mode="any")

    with statements() as sql:
        approve(run, staff["head"])

    # with the look for the item, one for those passed over, one for ink to hand in
    assert len(sql) <= 15
