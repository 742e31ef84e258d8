"""撤回干预: within half an hour everything stands as before, unless somebody has acted since."""

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from shared_apps.kernel.errors import DomainError, Forbidden, NotFound
from shared_apps.kernel.ids import new_id
from tenant_apps.workflow.actions import editing, intervening, pausing, undoing
from tenant_apps.workflow.circulars import Notice
from tenant_apps.workflow.models import Event, Graph, Run
from tests.make import supervision as make
from tests.make import workflow as flows
from tests.make.supervision import Bureau, lies_with, sound, step
from tests.make.workflow import MONDAY, ask, item_of, task

AT = MONDAY + timedelta(minutes=30)


@pytest.fixture
def who(unit: object) -> Bureau:
    return make.bureau()


@pytest.fixture
def run(who: Bureau) -> Run:
    """Two consult; one of them has agreed."""
    run = step(make.matter(who), who.colleague)
    return step(run, who.farmer)


def said(by: Any, **more: Any) -> dict[str, Any]:
    return {"by": by, "at": AT, "request_id": ask(), "reason": "弄错了件。"} | more


def reassigned(run: Run, who: Bureau) -> None:
    item = item_of(run, who.head)
    intervening.reassign(run_id=run.pk, item_id=item.pk, to=who.mayor.pk, **said(who.chief))


def jumped(run: Run, who: Bureau) -> None:
    intervening.jump(run_id=run.pk, to="audit", **said(who.chief))


def jumped_back(run: Run, who: Bureau) -> None:
    intervening.jump(run_id=run.pk, to="fill", **said(who.chief))


def forced(run: Run, who: Bureau) -> None:
    intervening.force(run_id=run.pk, **said(who.chief))


def terminated(run: Run, who: Bureau) -> None:
    intervening.terminate(run_id=run.pk, **said(who.chief))


def edited(run: Run, who: Bureau) -> None:
    graph = deepcopy(Graph.objects.get(pk=run.graph_id).body)
    graph["nodes"]["extra"] = task("补充说明", "audit", who.farmers_head)
    graph["nodes"]["consult"]["next"] = [{"to": "extra"}]
    editing.edit(run_id=run.pk, graph=graph, **said(who.chief))


def undone(run: Run, who: Bureau, by: Any = None, **more: Any) -> Run:
    event = Event.objects.filter(run=run, op__in=undoing.UNDOABLE).latest("seq")
    undoing.undo(run_id=run.pk, event_id=event.pk, **said(by or who.chief, **more))
    return sound(run)


ACTS = [reassigned, jumped, jumped_back, forced, terminated, edited]
each = pytest.mark.parametrize("act", ACTS, ids=[act.__name__ for act in ACTS])


@each
def test_it_lies_where_it_lay_and_goes_on_as_it_would_have(
    run: Run, who: Bureau, act: Callable[[Run, Bureau], None]
) -> None:
    due = item_of(run, who.head).due_at
    act(run, who)
    sound(run)
    Notice.objects.all().delete()

    undone(run, who)

    assert (run.status, run.graph_id) == ("running", run.definition.graph_id)
    assert lies_with(run) == [("consult", "何主任")]
    assert item_of(run, who.head).due_at == due
    assert {"李文书", "何主任"} <= {
        one.person.name for one in Notice.objects.filter(run=run).select_related("person")
    }
    step(run, who.head)  # 陈农技 has agreed before, and need not again
    assert lies_with(run) == [("audit", "周镇长")]


def test_inside_branches_too(who: Bureau) -> None:
    run = make.matter(who, flows.flow(make.forked(who)))
    step(run, who.farmer)
    intervening.jump(run_id=run.pk, to="sum", **said(who.chief))
    assert lies_with(sound(run)) == [("sum", "王主任")]

    undone(run, who)

    assert lies_with(run) == [("count", "孙科员")]
    step(run, who.colleague)
    step(run, who.head)
    assert lies_with(run) == [("sum", "王主任")]


def test_suspended_and_terminated_it_is_suspended_again(run: Run, who: Bureau) -> None:
    until = AT + timedelta(days=3)
    pausing.suspend(run_id=run.pk, until=until, **said(who.chief))
    terminated(run, who)

    undone(run, who)

    assert (run.status, run.suspended_at, run.resume_at) == ("suspended", AT, until)


def test_not_once_somebody_has_acted(run: Run, who: Bureau) -> None:
    jumped(run, who)
    step(run, who.mayor)

    with pytest.raises(DomainError, match="这次干预之后又有人办理") as refused:
        undone(run, who)
    assert refused.value.code == "workflow.cannot_undo"
    assert lies_with(run) == [("enter", "王主任")]


def test_a_word_in_between_is_no_act(run: Run, who: Bureau) -> None:
    jumped(run, who)
    intervening.tell(run_id=run.pk, text="请看。", by=who.chief, at=AT, request_id=ask())

    assert undone(run, who).status == "running"


def test_not_after_half_an_hour(run: Run, who: Bureau) -> None:
    jumped(run, who)

    with pytest.raises(DomainError, match="已超过 30 分钟"):
        undone(run, who, at=AT + timedelta(minutes=31))
    undone(run, who, at=AT + timedelta(minutes=30))


def test_not_twice(run: Run, who: Bureau) -> None:
    jumped(run, who)
    undone(run, who)

    with pytest.raises(DomainError, match="这次干预之后又有人办理"):
        undone(run, who)


def test_not_what_is_no_intervention(run: Run, who: Bureau) -> None:
    approved = Event.objects.filter(run=run, op="approve").latest("seq")
    for event_id, error, message in (
        (approved.pk, DomainError, "只有改派、跳转、强制通过、终止和改后续步骤可以撤回"),
        (new_id(), NotFound, "没有这次操作"),
    ):
        with pytest.raises(error, match=message):
            undoing.undo(run_id=run.pk, event_id=event_id, **said(who.chief))


def test_not_when_it_was_started_anew(run: Run, who: Bureau) -> None:
    terminated(run, who)
    again = flows.run(
        run.definition, who.clerk, subject_kind=run.subject_kind, subject_id=run.subject_id
    )

    with pytest.raises(DomainError, match="此件已重新发起办理"):
        undone(run, who)
    sound(again)


def test_by_whoever_did_it_or_a_supervisor_of_the_unit(run: Run, who: Bureau) -> None:
    jumped_back(run, who)  # by the chief; it lies with the clerk, whom 何主任 heads

    with pytest.raises(Forbidden, match="只有操作人本人或全单位的流程督办人"):
        undone(run, who, by=who.head)
    undone(run, who, by=who.second)
