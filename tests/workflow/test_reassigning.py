"""改派: one seat goes to somebody else, heard by all; who sits beside it or was asked stays."""

import pytest

from shared_apps.kernel.errors import DomainError
from tenant_apps.journal.models import Entry
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions
from tenant_apps.workflow.actions import intervening
from tenant_apps.workflow.models import Item, Run
from tests.make import organization as people
from tests.make import supervision as make
from tests.make import workflow as flows
from tests.make.supervision import Bureau, lies_with, sound, step
from tests.make.workflow import MONDAY, ask, item_of, task
from tests.workflow.test_intervening import heard, said
from tests.workflow.test_intervening import run as run
from tests.workflow.test_intervening import who as who


def test_a_seat_goes_to_a_colleague(run: Run, who: Bureau) -> None:
    item = item_of(run, who.colleague)

    outcome = intervening.reassign(
        run_id=run.pk, item_id=item.pk, to=who.farmer.pk, **said(who.chief)
    )

    sound(run)
    assert lies_with(run) == [("check", "陈农技")]
    assert outcome.handlers == (who.farmer.pk,)
    item.refresh_from_db()
    assert (item.status, item.action, item.by) == ("cancelled", "reassigned", who.chief)
    assert item_of(run, who.farmer).due_at == item.due_at
    assert step(run, who.farmer).status == "running"


def test_everybody_affected_hears_it_with_the_reason(run: Run, who: Bureau) -> None:
    item = item_of(run, who.colleague)
    intervening.reassign(run_id=run.pk, item_id=item.pk, to=who.farmer.pk, **said(who.chief))

    text = "王主任把「组内复核」由孙科员改派给陈农技。理由：经办人出差，先行办理。"
    assert heard(run) == {"李文书": text, "孙科员": text, "陈农技": text}
    entry = Entry.objects.get(subject_id=run.subject_id, name="workflow.item.reassigned")
    assert entry.facts["reason"] == "经办人出差，先行办理。"
    assert set(entry.facts["told"]) == {
        str(one.pk) for one in (who.clerk, who.colleague, who.farmer)
    }


def test_a_seat_that_waits_its_turn_still_waits_for_it(who: Bureau) -> None:
    nodes = make.nodes(who)
    nodes["check"] = task("组内复核", "consult", who.colleague, who.head, mode="in_turn")
    run = make.matter(who, flows.flow(nodes))
    waiting = item_of(run, who.head, "waiting")

    intervening.reassign(run_id=run.pk, item_id=waiting.pk, to=who.farmer.pk, **said(who.chief))

    sound(run)
    assert lies_with(run) == [("check", "孙科员")]
    step(run, who.colleague)
    assert lies_with(run) == [("check", "陈农技")]


def test_not_to_whom_it_cannot_go(run: Run, who: Bureau) -> None:
    step(run, who.colleague)  # now 陈农技 and 何主任 consult
    item = item_of(run, who.farmer)
    gone = people.staff("离职某")
    Staff.objects.filter(pk=gone.pk).update(is_active=False)

    for to, message in (
        (who.farmer.pk, "此件已由陈农技办理"),
        (who.head.pk, "何主任已经是「业务会商」环节的办理人"),
        (gone.pk, "没有这位同事，或其账号已停用"),
    ):
        with pytest.raises(DomainError, match=message):
            intervening.reassign(run_id=run.pk, item_id=item.pk, to=to, **said(who.chief))
    sound(run)


def test_not_to_somebody_without_the_steps_right(who: Bureau) -> None:
    nodes = make.nodes(who)
    nodes["check"]["who"] = [{"permission": "correspondence.outgoing.register"}]
    registrar = people.staff("林登记", duties=("registrar",))
    run = make.matter(who, flows.flow(nodes))
    item = item_of(run, registrar)

    with pytest.raises(DomainError, match="陈农技没有“登记编号”权限"):
        intervening.reassign(run_id=run.pk, item_id=item.pk, to=who.farmer.pk, **said(who.chief))


def added(run: Run, host: Staff, place: str, *wanted: Staff, method: str = "all") -> None:
    item, people_ = item_of(run, host), [one.pk for one in wanted]
    words = {"by": host, "at": MONDAY, "request_id": ask(), "opinion": "请一起看。"}
    actions.add(item_id=item.pk, place=place, people=people_, method=method, **words)


def reassigned(run: Run, item: Item, to: Staff, by: Staff) -> None:
    intervening.reassign(run_id=run.pk, item_id=item.pk, to=to.pk, **said(by))
    sound(run)


@pytest.mark.parametrize("whose", ["colleague", "mayor", "second"])
def test_among_countersigners_just_that_seat_moves(run: Run, who: Bureau, whose: str) -> None:
    """并加签: whoever asked, and each of those who were, is one seat like any other."""
    added(run, who.colleague, "with", who.mayor, who.second)
    item = item_of(run, getattr(who, whose))
    others = Item.objects.filter(run=run).exclude(pk=item.pk)
    before = list(others.order_by("pk").values())

    reassigned(run, item, who.farmer, who.chief)

    new = item_of(run, who.farmer)
    assert list(others.exclude(pk=new.pk).order_by("pk").values()) == before
    assert (new.slot, new.kind, new.parent_id) == (item.slot, "sign", item.parent_id)
    for one in (who.colleague, who.mayor, who.second, who.farmer):
        if one != getattr(who, whose):
            step(run, one)
    assert lies_with(run) == [("consult", "陈农技"), ("consult", "何主任")]


def test_those_asked_before_answer_the_new_owner(run: Run, who: Bureau) -> None:
    added(run, who.colleague, "before", who.mayor)

    reassigned(run, item_of(run, who.colleague, "waiting"), who.farmer, who.chief)

    assert lies_with(run) == [("check", "周镇长")]
    step(run, who.mayor)
    assert lies_with(run) == [("check", "陈农技")]


def test_who_only_gives_an_opinion_needs_no_right(who: Bureau) -> None:
    nodes = make.nodes(who)
    nodes["check"]["who"] = [{"permission": "correspondence.outgoing.register"}]
    registrar = people.staff("林登记", duties=("registrar",))
    run = make.matter(who, flows.flow(nodes))
    added(run, registrar, "before", who.mayor)

    reassigned(run, item_of(run, who.mayor), who.farmer, who.chief)

    step(run, who.farmer)
    assert lies_with(run) == [("check", "林登记")]


def test_not_to_whoever_waits_for_that_very_opinion(run: Run, who: Bureau) -> None:
    added(run, who.colleague, "before", who.mayor)

    with pytest.raises(DomainError, match="孙科员已经是「组内复核」环节的办理人"):
        reassigned(run, item_of(run, who.mayor), who.colleague, who.chief)


@pytest.mark.parametrize(("to", "opinion_first"), [("farmer", True), ("colleague", False)])
def test_what_was_given_out_still_comes_back(
    run: Run, who: Bureau, to: str, opinion_first: bool
) -> None:
    item = item_of(run, who.colleague)
    words = {"by": who.colleague, "at": MONDAY, "request_id": ask(), "opinion": "请核数。"}
    actions.delegate(item_id=item.pk, to=who.mayor.pk, **words)

    reassigned(run, item_of(run, who.mayor), getattr(who, to), who.chief)

    if opinion_first:
        step(run, who.farmer, opinion="数字属实。")
    assert lies_with(run) == [("check", "孙科员")]
    step(run, who.colleague)
    assert run.steps.get(node="check").status == "done"


def test_what_was_handled_meanwhile_is_not_reassigned(run: Run, who: Bureau) -> None:
    item = item_of(run, who.colleague)
    step(run, who.colleague)

    with pytest.raises(DomainError, match="这件待办已经办完或已关闭") as refused:
        intervening.reassign(run_id=run.pk, item_id=item.pk, to=who.farmer.pk, **said(who.chief))
    assert refused.value.code == "workflow.cannot_reassign"
