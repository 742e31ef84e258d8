"""加签, 减签, 委派 and a countersign that collects: who has it next, and what a refusal means."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from shared_apps.kernel.errors import DomainError
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions, queries
from tenant_apps.workflow.models import Item, Run, Step
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask, item_of, task

People = dict[str, Staff]


def act(verb: Callable[..., Any], run: Run, person: Staff, **more: Any) -> actions.Outcome:
    item = more.pop("item", None) or item_of(run, person)
    outcome: actions.Outcome = verb(
        item_id=item.pk, by=person, at=MONDAY, request_id=ask(), **more
    )
    return outcome


def agree(run: Run, *persons: Staff) -> None:
    for person in persons:
        act(actions.approve, run, person, opinion="同意。")


def holders(run: Run) -> list[str]:
    open_ = Item.objects.filter(run=run, status="open").select_related("owner")
    return [item.owner.name for item in open_.order_by("step__opened_seq", "slot")]


@pytest.fixture
def run(staff: People) -> Run:
    """It lies with the head; after that the registrar."""
    flow = make.flow(
        {
            "a": task("拟稿", "b", staff["clerk"]),
            "b": task("审核", "c", staff["head"]),
            "c": task("登记", "end", staff["registrar"]),
        }
    )
    run = make.run(flow, staff["clerk"], subject_kind="report")
    agree(run, staff["clerk"])
    return run


# ---- 前加签 ------------------------------------------------------------------------------------


def test_before_it_waits_and_comes_back(staff: People, run: Run) -> None:
    asked = [staff["mayor"].pk, staff["deputy"].pk]

    act(actions.add, run, staff["head"], place="before", people=asked, opinion="请把关。")

    assert holders(run) == ["周镇长", "吴副镇长"]
    assert item_of(run, staff["head"], "waiting")
    agree(run, staff["mayor"])
    assert holders(run) == ["吴副镇长"]
    agree(run, staff["deputy"])
    assert holders(run) == ["王主任"]
    agree(run, staff["head"])
    assert holders(run) == ["林登记"]


def test_who_was_asked_before_and_disagrees_has_only_said_so(staff: People, run: Run) -> None:
    act(actions.add, run, staff["head"], place="before", people=[staff["mayor"].pk])

    outcome = act(actions.reject, run, staff["mayor"], opinion="金额有误。")

    assert outcome.status == "running"
    assert holders(run) == ["王主任"]


@pytest.mark.parametrize(
    ("method", "first", "then"),
    [
        ("all", ["周镇长", "吴副镇长"], ["吴副镇长"]),
        ("any", ["周镇长", "吴副镇长"], ["王主任"]),
        ("in_turn", ["周镇长"], ["吴副镇长"]),
    ],
)
def test_how_the_added_sign(
    staff: People, run: Run, method: str, first: list[str], then: list[str]
) -> None:
    asked = [staff["mayor"].pk, staff["deputy"].pk]

    act(actions.add, run, staff["head"], place="before", people=asked, method=method)

    assert holders(run) == first
    agree(run, staff["mayor"])
    assert holders(run) == then


def test_they_may_ask_further_down_to_three(staff: People, run: Run) -> None:
    chain = ["head", "mayor", "deputy", "clerk"]
    for one, other in pairwise(chain):
        act(actions.add, run, staff[one], place="before", people=[staff[other].pk])

    with pytest.raises(DomainError, match="最多 3 层"):
        act(actions.add, run, staff["clerk"], place="before", people=[staff["registrar"].pk])

    for name in reversed(chain):
        assert holders(run) == [staff[name].name]
        agree(run, staff[name])
    assert holders(run) == ["林登记"]


def test_one_word_for_all_closes_also_whom_the_others_asked(staff: People, run: Run) -> None:
    asked = [staff["mayor"].pk, staff["deputy"].pk]
    act(actions.add, run, staff["head"], place="before", people=asked, method="any")
    act(actions.add, run, staff["deputy"], place="before", people=[staff["clerk"].pk])

    agree(run, staff["mayor"])

    assert holders(run) == ["王主任"]
    assert not Item.objects.filter(run=run, status="waiting").exists()


def test_asked_once_more_it_waits_for_the_second_group(staff: People, run: Run) -> None:
    act(actions.add, run, staff["head"], place="before", people=[staff["mayor"].pk])
    agree(run, staff["mayor"])
    again = [staff["deputy"].pk, staff["registrar"].pk]
    act(actions.add, run, staff["head"], place="before", people=again)

    agree(run, staff["deputy"])

    assert holders(run) == ["林登记"]
    agree(run, staff["registrar"])
    assert holders(run) == ["王主任"]


def test_in_turn_the_first_waits_for_all_it_asked_itself(staff: People, run: Run) -> None:
    asked = [staff["mayor"].pk, staff["deputy"].pk]
    act(actions.add, run, staff["head"], place="before", people=asked, method="in_turn")
    further = [staff["clerk"].pk, staff["registrar"].pk]
    act(actions.add, run, staff["mayor"], place="before", people=further)

    agree(run, staff["clerk"])

    assert holders(run) == ["林登记"]


# ---- 后加签 ------------------------------------------------------------------------------------


def test_after_i_agree_and_then_they_are_asked(staff: People, run: Run) -> None:
    outcome = act(actions.add, run, staff["head"], place="after", people=[staff["mayor"].pk])

    assert outcome.nodes == ("b",)
    assert holders(run) == ["周镇长"]
    agree(run, staff["mayor"])
    assert holders(run) == ["林登记"]


def test_who_was_asked_after_and_disagrees_hands_it_back(staff: People, run: Run) -> None:
    act(actions.add, run, staff["head"], place="after", people=[staff["mayor"].pk])

    act(actions.reject, run, staff["mayor"], opinion="再议。")

    assert holders(run) == ["王主任"]
    agree(run, staff["head"])
    assert holders(run) == ["林登记"]


def test_in_turn_the_next_waits_for_those_asked_after(staff: People) -> None:
    flow = make.flow({"a": task("会签", "end", staff["head"], staff["deputy"], mode="in_turn")})
    run = make.run(flow, staff["clerk"], subject_kind="report")

    act(actions.add, run, staff["head"], place="after", people=[staff["mayor"].pk])

    assert holders(run) == ["周镇长"]
    agree(run, staff["mayor"])
    assert holders(run) == ["吴副镇长"]


# ---- 并加签 ------------------------------------------------------------------------------------


def test_beside_me_they_decide_too(staff: People, run: Run) -> None:
    act(actions.add, run, staff["head"], place="with", people=[staff["deputy"].pk])

    assert holders(run) == ["王主任", "吴副镇长"]
    agree(run, staff["head"])
    assert holders(run) == ["吴副镇长"]
    outcome = act(actions.reject, run, staff["deputy"], opinion="不同意。")
    assert outcome.status == "rejected"


def test_beside_an_added_person_they_join_the_group(staff: People, run: Run) -> None:
    act(actions.add, run, staff["head"], place="before", people=[staff["mayor"].pk])
    act(actions.add, run, staff["mayor"], place="with", people=[staff["deputy"].pk])

    agree(run, staff["mayor"], staff["deputy"])

    assert holders(run) == ["王主任"]


def test_nobody_is_added_twice(staff: People, run: Run) -> None:
    act(actions.add, run, staff["head"], place="with", people=[staff["deputy"].pk])

    for people in ([staff["deputy"].pk], [staff["head"].pk], [staff["mayor"].pk] * 2):
        with pytest.raises(DomainError, match=r"不能重复加签|不能加签两次"):
            act(actions.add, run, staff["head"], place="with", people=people)


def test_where_the_step_forbids_it_nobody_is_added(staff: People) -> None:
    flow = make.flow({"a": task("审核", "end", staff["head"], allow=["send_back"])})
    run = make.run(flow, staff["clerk"], subject_kind="report")

    with pytest.raises(DomainError, match="不允许加签"):
        act(actions.add, run, staff["head"], place="with", people=[staff["deputy"].pk])
    with pytest.raises(DomainError, match="不允许转办"):
        act(actions.transfer, run, staff["head"], to=staff["deputy"].pk)


def test_a_document_is_shown_to_others_and_moves_on_its_own_page(staff: People) -> None:
    flow = make.flow({"a": task("核稿", "end", staff["head"], staff["registrar"], mode="any")})
    one = make.flow({"a": task("核稿", "end", staff["head"])})
    alone = make.run(one, staff["clerk"], subject_kind="outgoing")
    beside = make.run(flow, staff["clerk"], subject_kind="outgoing")
    asked = {"people": [staff["mayor"].pk]}

    for run, place in ((alone, "after"), (alone, "with"), (beside, "before")):
        with pytest.raises(DomainError, match=r"公文只能前加签|不需要加签"):
            act(actions.add, run, staff["head"], place=place, **asked)
    act(actions.add, alone, staff["head"], place="before", **asked)

    with pytest.raises(DomainError, match="请您对此件提意见"):
        queries.open_item(run_id=alone.pk, node="a", by=staff["mayor"])
    with pytest.raises(DomainError, match="您已请周镇长加签"):
        act(actions.approve, alone, staff["head"], item=item_of(alone, staff["head"], "waiting"))


# ---- 减签 --------------------------------------------------------------------------------------


def test_whom_i_added_i_may_let_go(staff: People, run: Run) -> None:
    asked = [staff["mayor"].pk, staff["deputy"].pk]
    act(actions.add, run, staff["head"], place="before", people=asked)
    theirs = item_of(run, staff["mayor"])

    with pytest.raises(DomainError, match="只有加签的人可以减签，请联系王主任"):
        act(actions.remove, run, staff["deputy"], item=theirs, opinion="不必了。")
    with pytest.raises(actions.ReasonRequired):
        act(actions.remove, run, staff["head"], item=theirs, opinion=" ")
    act(actions.remove, run, staff["head"], item=theirs, opinion="不必了。")
    act(actions.remove, run, staff["head"], item=item_of(run, staff["deputy"]), opinion="也不必。")

    assert holders(run) == ["王主任"]
    theirs.refresh_from_db()
    assert (theirs.status, theirs.action, theirs.opinion) == ("cancelled", "removed", "不必了。")


def test_who_was_let_go_is_not_waited_for(staff: People, run: Run) -> None:
    beside = [staff["deputy"].pk, staff["mayor"].pk]
    act(actions.add, run, staff["head"], place="with", people=beside)

    act(actions.remove, run, staff["head"], item=item_of(run, staff["mayor"]), opinion="不必。")
    agree(run, staff["head"], staff["deputy"])

    assert holders(run) == ["林登记"]


def test_not_who_has_acted_not_who_belongs_not_the_last(staff: People, run: Run) -> None:
    act(actions.add, run, staff["head"], place="with", people=[staff["deputy"].pk])
    agree(run, staff["head"])
    mine = Item.objects.get(run=run, owner=staff["head"])

    with pytest.raises(DomainError, match="流程指定的办理人"):
        act(actions.remove, run, staff["head"], item=mine, opinion="不必了。")
    with pytest.raises(DomainError, match="最后一位待办理的人"):
        act(actions.remove, run, staff["head"], item=item_of(run, staff["deputy"]), opinion="不必")
    agree(run, staff["deputy"])
    theirs = Item.objects.get(run=run, owner=staff["deputy"])
    with pytest.raises(DomainError, match="已经办理"):
        act(actions.remove, run, staff["head"], item=theirs, opinion="不必了。")


# ---- 委派 --------------------------------------------------------------------------------------


def test_who_is_asked_answers_and_it_returns(staff: People, run: Run) -> None:
    act(actions.delegate, run, staff["head"], to=staff["deputy"].pk, opinion="请核实。")

    assert holders(run) == ["吴副镇长"]
    for verb, more in (
        (actions.reject, {"opinion": "不同意"}),
        (actions.send_back, {"opinion": "退", "to": "a"}),
        (actions.transfer, {"to": staff["mayor"].pk}),
        (actions.delegate, {"to": staff["mayor"].pk}),
        (actions.add, {"place": "with", "people": [staff["mayor"].pk]}),
    ):
        with pytest.raises(DomainError) as refused:
            act(verb, run, staff["deputy"], **more)
        assert refused.value.extra["who"] == ["王主任"]
    with pytest.raises(actions.ReasonRequired):
        act(actions.approve, run, staff["deputy"])

    act(actions.approve, run, staff["deputy"], opinion="情况属实。")

    assert holders(run) == ["王主任"]
    answered = Item.objects.get(run=run, owner=staff["deputy"])
    assert (answered.status, answered.action) == ("done", "returned")
    act(actions.reject, run, staff["head"], opinion="不同意。")


def test_in_my_name_the_deputy_decides(staff: People, run: Run) -> None:
    act(actions.delegate, run, staff["head"], to=staff["deputy"].pk, confirm=False)

    agree(run, staff["deputy"])

    assert holders(run) == ["林登记"]
    theirs = Item.objects.get(run=run, owner=staff["deputy"])
    assert (theirs.principal, theirs.action) == (staff["head"], "approve")


# ---- 会签: collect -----------------------------------------------------------------------------


@pytest.fixture
def collecting(staff: People) -> Run:
    together = [staff["head"], staff["deputy"], staff["mayor"]]
    flow = make.flow(
        {
            "a": task("拟稿", "b", staff["clerk"]),
            "b": task("会签", "c", *together, mode="all", reject="collect"),
            "c": task("登记", "end", staff["registrar"]),
        }
    )
    run = make.run(flow, staff["clerk"], subject_kind="report")
    agree(run, staff["clerk"])
    return run


def test_all_agree_and_nobody_need_weigh(staff: People, collecting: Run) -> None:
    agree(collecting, staff["head"], staff["deputy"], staff["mayor"])

    assert holders(collecting) == ["林登记"]


@pytest.mark.parametrize(
    ("verb", "more", "status", "then"),
    [
        (actions.approve, {}, "running", ["林登记"]),
        (actions.reject, {"opinion": "不办了。"}, "rejected", []),
        (actions.send_back, {"opinion": "重拟。", "to": "a"}, "running", ["李文书"]),
    ],
)
def test_one_disagrees_and_the_host_decides(
    staff: People,
    collecting: Run,
    verb: Callable[..., Any],
    more: dict[str, Any],
    status: str,
    then: list[str],
) -> None:
    act(actions.reject, collecting, staff["head"], opinion="缺少预算。")
    assert holders(collecting) == ["吴副镇长", "周镇长"]
    agree(collecting, staff["deputy"], staff["mayor"])
    assert holders(collecting) == ["李文书"]
    assert item_of(collecting, staff["clerk"]).kind == "host"

    outcome = act(verb, collecting, staff["clerk"], **more)

    assert outcome.status == status
    assert holders(collecting) == then


def test_the_host_has_left_and_the_starter_had_left_too(staff: People, collecting: Run) -> None:
    Staff.objects.filter(pk=staff["clerk"].pk).update(is_active=False)

    act(actions.reject, collecting, staff["head"], opinion="缺少预算。")
    agree(collecting, staff["deputy"])
    outcome = act(actions.approve, collecting, staff["mayor"])

    assert outcome.status == "rejected"
    assert Step.objects.get(run=collecting, node="b").status == "rejected"
