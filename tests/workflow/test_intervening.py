"""跳转, 强制通过, 终止, 反馈: with a reason, heard by all, never past what is compulsory."""

from datetime import timedelta
from typing import Any

import pytest

from shared_apps.kernel.errors import DomainError, Forbidden, Invalid, NotFound
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions, subjects
from tenant_apps.workflow.actions import intervening
from tenant_apps.workflow.circulars import Notice
from tenant_apps.workflow.models import Event, Item, Run
from tests.make import supervision as make
from tests.make import workflow as flows
from tests.make.supervision import Bureau, lies_with, sound, step
from tests.make.workflow import MONDAY, ask, item_of

LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def who(unit: object) -> Bureau:
    return make.bureau()


@pytest.fixture
def run(who: Bureau) -> Run:
    """With 孙科员, who is to check it."""
    return make.matter(who)


def said(by: Staff, **more: Any) -> dict[str, Any]:
    return {"by": by, "at": LATER, "request_id": ask(), "reason": "经办人出差，先行办理。"} | more


def heard(run: Run) -> dict[str, str]:
    """Who got what to read."""
    rows = Notice.objects.filter(run=run, kind="told").select_related("person")
    return {row.person.name: row.text for row in rows}


# ---- 跳转 ---------------------------------------------------------------------------------------


def test_on_to_a_later_step(run: Run, who: Bureau) -> None:
    outcome = intervening.jump(run_id=run.pk, to="audit", **said(who.chief))

    sound(run)
    assert outcome.nodes == ("audit",)
    assert lies_with(run) == [("audit", "周镇长")]
    left = item_of(run, who.colleague, "cancelled")
    assert (left.action, left.by) == ("jumped", who.chief)
    assert set(heard(run)) == {"李文书", "孙科员", "周镇长"}


def test_back_to_an_earlier_step(run: Run, who: Bureau) -> None:
    step(run, who.colleague)

    intervening.jump(run_id=run.pk, to="fill", **said(who.chief))

    sound(run)
    assert lies_with(run) == [("fill", "李文书")]


@pytest.mark.parametrize("to", ["enter"])
def test_never_past_a_compulsory_step(run: Run, who: Bureau, to: str) -> None:
    with pytest.raises(DomainError, match="不能越过规定环节「审核」") as refused:
        intervening.jump(run_id=run.pk, to=to, **said(who.chief))
    assert refused.value.code == "workflow.compulsory_step"

    intervening.jump(run_id=run.pk, to="audit", **said(who.chief))
    with pytest.raises(DomainError, match="不能越过规定环节「审核」"):  # where it lies now
        intervening.jump(run_id=run.pk, to=to, **said(who.chief))
    sound(run)


@pytest.mark.parametrize(
    ("to", "message"), [("check", "此件已在「组内复核」环节"), ("nowhere", "没有这个环节")]
)
def test_where_a_jump_cannot_lead(run: Run, who: Bureau, to: str, message: str) -> None:
    with pytest.raises(DomainError, match=message):
        intervening.jump(run_id=run.pk, to=to, **said(who.chief))


def test_inside_a_branch_its_sisters_stay(who: Bureau) -> None:
    run = make.matter(who, flows.flow(make.forked(who)))
    assert lies_with(run) == [("count", "孙科员"), ("field", "陈农技")]

    intervening.jump(run_id=run.pk, to="again", **said(who.chief))

    sound(run)
    assert lies_with(run) == [("again", "何主任"), ("field", "陈农技")]
    step(run, who.head)
    step(run, who.farmer)
    assert lies_with(run) == [("sum", "王主任")]


def test_out_of_all_branches_at_once(who: Bureau) -> None:
    run = make.matter(who, flows.flow(make.forked(who)))

    intervening.jump(run_id=run.pk, to="sum", **said(who.second))

    sound(run)
    assert lies_with(run) == [("sum", "王主任")]


def test_not_into_branches_that_do_not_run(who: Bureau) -> None:
    run = make.matter(who, flows.flow(make.forked(who)))
    step(run, who.farmer)

    with pytest.raises(DomainError, match="该环节所在的分支已经办完"):
        intervening.jump(run_id=run.pk, to="field", **said(who.chief))
    step(run, who.colleague)
    step(run, who.head)
    with pytest.raises(DomainError, match="尚未开始或已经汇合的并行分支"):
        intervening.jump(run_id=run.pk, to="again", **said(who.chief))


def test_to_a_named_person(run: Run, who: Bureau) -> None:
    intervening.jump(run_id=run.pk, to="consult", people=[who.mayor.pk], **said(who.chief))

    sound(run)
    assert lies_with(run) == [("consult", "周镇长")]


# ---- 强制通过 -----------------------------------------------------------------------------------


def test_a_step_counts_as_passed(run: Run, who: Bureau) -> None:
    step(run, who.colleague)
    step(run, who.farmer)  # one of two has agreed

    intervening.force(run_id=run.pk, **said(who.chief))

    sound(run)
    assert lies_with(run) == [("audit", "周镇长")]
    assert item_of(run, who.head, "cancelled").action == "forced"
    assert item_of(run, who.farmer, "done").action == "approve"


def test_a_compulsory_step_is_never_forced(run: Run, who: Bureau) -> None:
    intervening.jump(run_id=run.pk, to="audit", **said(who.chief))

    with pytest.raises(DomainError, match="「审核」是规定环节，必须由办理人亲自办理"):
        intervening.force(run_id=run.pk, **said(who.chief))


def test_of_several_steps_one_is_named(who: Bureau) -> None:
    run = make.matter(who, flows.flow(make.forked(who)))
    with pytest.raises(DomainError, match="此件现在「核数」、「农情」环节，请选择其中一个"):
        intervening.force(run_id=run.pk, **said(who.chief))

    intervening.force(run_id=run.pk, node="field", **said(who.chief))

    sound(run)
    assert lies_with(run) == [("count", "孙科员")]


# ---- 终止, 反馈 ---------------------------------------------------------------------------------


def test_a_run_ends_for_everybody(run: Run, who: Bureau) -> None:
    outcome = intervening.terminate(run_id=run.pk, **said(who.chief))

    assert (outcome.status, sound(run).status) == ("terminated", "terminated")
    assert set(heard(run)) == {"李文书", "孙科员"}
    for act in (intervening.terminate, intervening.force):
        with pytest.raises(DomainError, match="已终止，不能再办理"):
            act(run_id=run.pk, **said(who.chief))


def test_a_word_to_whoever_has_it(run: Run, who: Bureau) -> None:
    before = list(Item.objects.filter(run=run).order_by("pk").values())

    intervening.tell(
        run_id=run.pk, text="请本周内办结。", by=who.chief, at=LATER, request_id=ask()
    )

    sound(run)
    assert list(Item.objects.filter(run=run).order_by("pk").values()) == before
    assert heard(run) == {"孙科员": "王主任反馈：请本周内办结。"}
    with pytest.raises(Invalid, match="请写明要向办理人反馈什么"):
        intervening.tell(run_id=run.pk, text=" ", by=who.chief, at=LATER, request_id=ask())


# ---- who may ------------------------------------------------------------------------------------

VERBS = {
    "reassign": lambda run, who, words: intervening.reassign(
        run_id=run.pk, item_id=item_of(run, who.colleague).pk, to=who.farmer.pk, **words
    ),
    "jump": lambda run, who, words: intervening.jump(run_id=run.pk, to="audit", **words),
    "force": lambda run, who, words: intervening.force(run_id=run.pk, **words),
    "terminate": lambda run, who, words: intervening.terminate(run_id=run.pk, **words),
}


@pytest.mark.parametrize("verb", VERBS)
def test_the_reason_is_compulsory(run: Run, who: Bureau, verb: str) -> None:
    with pytest.raises(Invalid, match="请写明理由") as refused:
        VERBS[verb](run, who, said(who.chief, reason="  "))
    assert refused.value.code == "workflow.reason_required"
    assert refused.value.extra["by_field"] == {"reason": ["请写明理由。"]}
    assert Event.objects.filter(run=run).count() == 2

    VERBS[verb](run, who, said(who.chief))
    sound(run)


@pytest.mark.parametrize("verb", VERBS)
def test_the_head_of_their_department_may(run: Run, who: Bureau, verb: str) -> None:
    VERBS[verb](run, who, said(who.head))
    sound(run)


@pytest.mark.parametrize("verb", VERBS)
def test_who_may_not(run: Run, who: Bureau, verb: str) -> None:
    """A stranger does not see it; whoever merely sees it is told whom to ask."""
    with pytest.raises(NotFound):
        VERBS[verb](run, who, said(who.farmers_head))
    with pytest.raises(Forbidden, match=r"您没有督办此件的权限，请联系.*王主任"):
        VERBS[verb](run, who, said(who.colleague))
    sound(run)


@pytest.mark.parametrize("verb", ["reassign", "jump", "force"])
def test_nobody_moves_a_matter_of_their_own(who: Bureau, verb: str) -> None:
    flow = flows.flow(make.nodes(who))
    run = flows.run(flow, who.chief, subject_kind="report")
    step(run, who.chief)

    with pytest.raises(Forbidden, match="此件由您发起，不能由您自己干预，请联系郑副主任"):
        VERBS[verb](run, who, said(who.chief))
    VERBS[verb](run, who, said(who.second))


def test_a_head_does_not_reach_into_other_departments(run: Run, who: Bureau) -> None:
    """His people started it, so he sees it and may say a word; it lies with others, too."""
    step(run, who.colleague)

    with pytest.raises(Forbidden, match="此件现由陈农技、何主任办理，不都在您负责的部门"):
        intervening.jump(run_id=run.pk, to="audit", **said(who.head))
    intervening.tell(run_id=run.pk, text="请抓紧。", by=who.head, at=LATER, request_id=ask())
    assert set(heard(run)) == {"陈农技"}


@pytest.mark.parametrize("verb", ["jump", "force", "terminate"])
def test_a_document_is_moved_on_its_own_page(who: Bureau, verb: str) -> None:
    assert subjects.kind_of(Run(subject_kind="outgoing")).own_verbs
    run = flows.run(flows.flow(make.nodes(who)), who.clerk)
    step(run, who.clerk)

    with pytest.raises(DomainError, match="请在公文页面办理") as refused:
        VERBS[verb](run, who, said(who.chief))

    assert refused.value.code == "workflow.act_on_document"
    VERBS["reassign"](run, who, said(who.chief))
    sound(run)


@pytest.mark.parametrize("verb", VERBS)
def test_the_same_click_again_is_answered_and_changes_nothing(
    run: Run, who: Bureau, verb: str
) -> None:
    words = said(who.head)
    item = item_of(run, who.colleague)
    first = VERBS[verb](run, who, words)
    count = Event.objects.filter(run=run).count()

    if verb == "reassign":
        again = intervening.reassign(run_id=run.pk, item_id=item.pk, to=who.farmer.pk, **words)
    else:
        again = VERBS[verb](run, who, words)

    assert (again.repeated, again.nodes, again.status) == (True, first.nodes, first.status)
    assert Event.objects.filter(run=run).count() == count


def test_whoever_was_overruled_learns_how(run: Run, who: Bureau) -> None:
    item = item_of(run, who.colleague)
    intervening.jump(run_id=run.pk, to="audit", **said(who.chief))

    with pytest.raises(DomainError, match=r"此件已由 王主任 于 10:30 跳转") as refused:
        actions.approve(item_id=item.pk, by=who.colleague, at=LATER, request_id=ask())
    assert refused.value.code == "workflow.already_handled"
