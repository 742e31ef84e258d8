"""流程调度: what a step grants its own handlers of what supervisors do, and no more."""

from datetime import timedelta
from typing import Any

import pytest

from shared_apps.kernel.errors import DomainError, Forbidden, NotFound
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions, itemview, overseeing
from tenant_apps.workflow.actions import editing, intervening, undoing
from tenant_apps.workflow.models import Event, Graph, Run
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.supervision import step
from tests.make.workflow import MONDAY, ask, item_of, task
from tests.workflow.conftest import People

LATER = MONDAY + timedelta(minutes=5)


@pytest.fixture
def clerk(staff: People) -> Staff:
    return people.staff("核稿某")  # supervises nothing


@pytest.fixture
def run(staff: People, clerk: Staff) -> Run:
    """写 → 核稿 (which may turn it and redraw what is ahead) → 会商 → 签发."""
    nodes = {
        "write": task("写", "check", staff["clerk"], verb="submit"),
        "check": task("核稿", "talk", clerk, grants=["jump", "edit"]),
        "talk": task("会商", "sign", staff["deputy"]),
        "sign": task("签发", "end", staff["mayor"], compulsory=True),
    }
    run = make.run(make.flow(nodes), staff["clerk"], subject_kind="matter")
    step(run, staff["clerk"])
    return run


def words(by: Staff) -> dict[str, Any]:
    return {"by": by, "at": LATER, "request_id": ask(), "reason": "会商人外出。"}


def redrawn(run: Run, who: Staff) -> dict[str, Any]:
    nodes = dict(Graph.objects.get(pk=Run.objects.get(pk=run.pk).graph_id).body["nodes"])
    nodes["extra"] = task("法制审核", "sign", who)
    return {"nodes": nodes | {"talk": nodes["talk"] | {"next": [{"to": "extra"}]}}}


def test_the_handler_is_offered_them_and_turns_the_matter(clerk: Staff, run: Run) -> None:
    seen = itemview.detail(item_of(run, clerk).pk, viewer=clerk, now=LATER)
    assert [(one.verb, one.label) for one in seen.acts if one.verb in ("jump", "edit")] == [
        ("jump", "流程转向"),
        ("edit", "改后续步骤"),
    ]

    outcome = intervening.jump(run_id=run.pk, to="sign", **words(clerk))

    assert outcome.nodes == ("sign",)


def test_the_handler_redraws_what_is_ahead(staff: People, clerk: Staff, run: Run) -> None:
    drawn = redrawn(run, staff["registrar"])

    editing.edit(run_id=run.pk, graph=drawn, **words(clerk))
    step(run, clerk)
    step(run, staff["deputy"])

    assert item_of(run, staff["registrar"]).step.name == "法制审核"


def test_who_turned_it_may_look_and_take_it_back(staff: People, clerk: Staff, run: Run) -> None:
    intervening.jump(run_id=run.pk, to="sign", **words(clerk))
    turned = Event.objects.get(run=run, op="jump")

    seen = overseeing.overseen(run.pk, viewer=clerk, now=LATER)
    undoing.undo(run_id=run.pk, event_id=turned.pk, **words(clerk))

    assert [one.op for one in seen.changes] == ["jump"]
    assert item_of(run, clerk).step.name == "核稿"


@pytest.mark.parametrize("verb", ["force", "terminate"])
def test_nothing_else_is_granted(clerk: Staff, run: Run, verb: str) -> None:
    with pytest.raises(Forbidden, match="不都在您负责的部门") as refused:
        getattr(intervening, verb)(run_id=run.pk, **words(clerk))

    assert refused.value.extra["who"]
    acts = {one.verb: one for one in overseeing.overseen(run.pk, viewer=clerk, now=LATER).acts}
    assert [verb for verb, one in acts.items() if one.allowed] == ["jump", "edit"]


def test_a_compulsory_step_is_not_passed_over(staff: People, clerk: Staff, run: Run) -> None:
    nodes = redrawn(run, staff["registrar"])["nodes"]
    nodes["extra"] = nodes["extra"] | {"next": [{"to": "end"}]}
    del nodes["sign"]

    with pytest.raises(DomainError, match="「签发」是规定环节"):
        editing.edit(run_id=run.pk, graph={"nodes": nodes}, **words(clerk))


def test_when_it_has_gone_on_the_right_is_gone(staff: People, clerk: Staff, run: Run) -> None:
    step(run, clerk)

    with pytest.raises(Forbidden, match="没有督办此件的权限"):
        intervening.jump(run_id=run.pk, to="sign", **words(clerk))
    with pytest.raises(NotFound):
        overseeing.overseen(run.pk, viewer=clerk, now=LATER)


def test_who_only_gives_an_opinion_there_leads_nothing(
    staff: People, clerk: Staff, run: Run
) -> None:
    asked = {"by": clerk, "at": LATER, "request_id": ask(), "people": [staff["registrar"].pk]}
    actions.add(item_id=item_of(run, clerk).pk, place="before", **asked)

    with pytest.raises(Forbidden):
        intervening.jump(run_id=run.pk, to="sign", **words(staff["registrar"]))


def test_nobody_leads_a_matter_of_their_own(staff: People, clerk: Staff) -> None:
    nodes = {
        "check": task("核稿", "sign", clerk, grants=["jump"]),
        "sign": task("签发", "end", staff["mayor"]),
    }
    own = make.run(make.flow(nodes), clerk, subject_kind="matter")

    with pytest.raises(Forbidden, match="此件由您发起"):
        intervening.jump(run_id=own.pk, to="sign", **words(clerk))
    seen = itemview.detail(item_of(own, clerk).pk, viewer=clerk, now=LATER)
    assert "jump" not in [one.verb for one in seen.acts]
