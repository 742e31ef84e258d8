"""改后续步骤 of one run: what is ahead may change, what is compulsory or was passed may not."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from shared_apps.kernel.errors import DomainError
from tenant_apps.workflow import graphs, overseeing
from tenant_apps.workflow.actions import editing
from tenant_apps.workflow.models import Event, Graph, Run
from tests.make import supervision as make
from tests.make import workflow as flows
from tests.make.supervision import Bureau, lies_with, sound, step
from tests.make.workflow import MONDAY, ask, task

AT = MONDAY + timedelta(minutes=30)


@pytest.fixture
def who(unit: object) -> Bureau:
    return make.bureau()


@pytest.fixture
def run(who: Bureau) -> Run:
    return make.matter(who)


def drawn(run: Run) -> dict[str, Any]:
    return deepcopy(Graph.objects.get(pk=run.graph_id).body)


def edited(run: Run, graph: dict[str, Any], who: Bureau, **more: Any) -> Run:
    said = {"by": who.chief, "at": AT, "request_id": ask(), "reason": "请农业中心补充意见。"}
    editing.edit(run_id=run.pk, graph=graph, **{**said, **more})
    return sound(run)


def lead(graph: dict[str, Any], key: str, to: str) -> None:
    graph["nodes"][key]["next"] = [{"to": to}]


def test_a_step_more_and_a_step_less(run: Run, who: Bureau) -> None:
    graph = drawn(run)
    graph["nodes"]["extra"] = task("补充说明", "audit", who.farmers_head)
    lead(graph, "check", "extra")
    del graph["nodes"]["consult"]
    was = run.graph_id

    edited(run, graph, who)

    assert run.graph_id != was
    step(run, who.colleague)
    assert lies_with(run) == [("extra", "冯主任")]
    step(run, who.farmers_head)
    assert lies_with(run) == [("audit", "周镇长")]
    event = Event.objects.get(run=run, op="edit")
    assert (event.detail["before"], event.detail["graph"]) == (was, run.graph_id)
    assert graphs.load(run.definition.graph_id).nodes["consult"].name == "业务会商"


def test_the_applicant_reads_what_was_changed(run: Run, who: Bureau) -> None:
    graph = drawn(run)
    graph["nodes"]["extra"] = task("补充说明", "audit", who.farmers_head)
    lead(graph, "consult", "extra")
    edited(run, graph, who)

    (change,) = overseeing.changes(run.pk, viewer=who.clerk, now=AT)

    assert (change.label, change.by, change.reason) == (
        "改后续步骤",
        "王主任",
        "请农业中心补充意见。",
    )
    (added,) = change.rows
    assert (added.kind, added.name) == ("added", "补充说明")
    assert "冯主任" in added.now
    assert change.was == ["填报", "组内复核", "业务会商", "审核", "登记"]
    assert change.now == ["填报", "组内复核", "业务会商", "补充说明", "审核", "登记"]
    assert not change.undo


def without(graph: dict[str, Any], who: Bureau) -> None:
    del graph["nodes"]["audit"]
    lead(graph, "consult", "enter")


def bypassed(graph: dict[str, Any], who: Bureau) -> None:
    big = {"field": "amount", "op": ">", "value": 1}
    graph["nodes"]["x"] = {
        "type": "xor",
        "next": [{"to": "audit", "when": big}, {"to": "enter", "default": True}],
    }
    lead(graph, "consult", "x")


def loosened(graph: dict[str, Any], who: Bureau) -> None:
    graph["nodes"]["audit"]["compulsory"] = False


def handed(graph: dict[str, Any], who: Bureau) -> None:
    graph["nodes"]["audit"]["who"] = [{"staff": [str(who.farmer.pk)]}]


def late(graph: dict[str, Any], who: Bureau) -> None:
    """Passed already."""
    graph["nodes"]["fill"]["who"] = [{"staff": [str(who.farmer.pk)]}]


def here(graph: dict[str, Any], who: Bureau) -> None:
    graph["nodes"]["check"]["mode"] = "any"


def gone(graph: dict[str, Any], who: Bureau) -> None:
    del graph["nodes"]["check"]
    lead(graph, "fill", "consult")


def enclosed(graph: dict[str, Any], who: Bureau) -> None:
    graph["nodes"]["p"] = {"type": "split", "next": [{"to": "check"}, {"to": "side"}]}
    graph["nodes"]["side"] = task("旁路", "j", who.farmer)
    graph["nodes"]["j"] = {"type": "join", "next": [{"to": "consult"}]}
    lead(graph, "fill", "p")
    lead(graph, "check", "j")


REFUSED = [
    (without, "「审核」是规定环节，不能删除或改动"),
    (bypassed, "「审核」是规定环节，不能被绕过"),
    (loosened, "「审核」是规定环节，不能删除或改动"),
    (handed, "「审核」是规定环节，不能删除或改动"),
    (late, "「填报」已经办到或办过，不能改它的设置"),
    (here, "「组内复核」已经办到或办过，不能改它的设置；换人办理请用“改派”"),
    (gone, "「组内复核」已经办到或办过，只能改它之后的环节"),
    (enclosed, "「组内复核」已经办到或办过，不能移进或移出分支"),
]


@pytest.mark.parametrize(
    ("change", "message"), REFUSED, ids=[change.__name__ for change, _ in REFUSED]
)
def test_what_cannot_be_drawn(run: Run, who: Bureau, change: Any, message: str) -> None:
    graph, was = drawn(run), run.graph_id
    change(graph, who)
    graphs.check(graph)  # sound as a drawing: refused for this run

    with pytest.raises(DomainError, match=message):
        edited(run, graph, who)

    assert sound(run).graph_id == was


def test_a_bad_drawing_and_one_that_changes_nothing(run: Run, who: Bureau) -> None:
    graph = drawn(run)
    with pytest.raises(DomainError, match="后续步骤没有改动"):
        edited(run, graph, who)
    lead(graph, "consult", "nowhere")
    with pytest.raises(DomainError, match="指向不存在的环节") as refused:
        edited(run, graph, who)
    assert (refused.value.code, refused.value.extra["node"]) == ("workflow.bad_graph", "consult")


def test_the_conditions_on_the_way_to_a_compulsory_step_stay(who: Bureau) -> None:
    big = {"field": "amount", "op": ">", "value": 10000}
    nodes = make.nodes(who)
    nodes["consult"]["next"] = [{"to": "x"}]
    nodes["x"] = {
        "type": "xor",
        "name": "金额",
        "next": [{"to": "audit", "when": big}, {"to": "enter", "default": True}],
    }
    run = make.matter(who, flows.flow(nodes))
    graph = drawn(run)
    graph["nodes"]["x"]["next"][0]["when"]["value"] = 10**9

    with pytest.raises(DomainError, match="「审核」是规定环节，通往它的分支条件不能改动"):
        edited(run, graph, who)

    graph = drawn(run)
    graph["nodes"]["more"] = task("补充说明", "x", who.farmers_head)
    lead(graph, "consult", "more")
    assert edited(run, graph, who).status == "running"


def test_two_compulsory_steps_keep_their_order(who: Bureau) -> None:
    nodes = make.nodes(who)
    nodes["enter"]["compulsory"] = True
    run = make.matter(who, flows.flow(nodes))
    graph = drawn(run)
    lead(graph, "consult", "enter")
    lead(graph, "enter", "audit")
    lead(graph, "audit", "end")

    with pytest.raises(DomainError, match="「登记」是规定环节，须在「审核」之后"):
        edited(run, graph, who)


def test_inside_an_open_branch(who: Bureau) -> None:
    run = make.matter(who, flows.flow(make.forked(who)))
    graph = drawn(run)
    graph["nodes"]["extra"] = task("补充说明", "j", who.farmers_head)
    lead(graph, "field", "extra")

    edited(run, graph, who)

    step(run, who.farmer)
    assert ("extra", "冯主任") in lies_with(run)
