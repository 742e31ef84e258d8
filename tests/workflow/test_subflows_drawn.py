"""子流程 before it runs: what publishing, and redrawing one matter's way, refuse by name."""

from typing import Any

import pytest

from shared_apps.outbox.models import Dispatch
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import designing, subflows
from tenant_apps.workflow.actions import subflowing
from tenant_apps.workflow.actions.editing import edit
from tenant_apps.workflow.graphs import BadGraph
from tenant_apps.workflow.models import Definition
from tenant_apps.workflow.verifying import verify
from tenants.current import public_floor
from tests.make import workflow as make
from tests.make.workflow import MONDAY, task
from tests.workflow.conftest import People
from tests.workflow.test_subflows import (
    approve,
    begun,
    calling,
    children,
    finish,
    intervene,
    sub,
)


def drawing(staff: People, flow: str, **settings: Any) -> dict[str, Any]:
    nodes = {"ask": sub(flow, "sign", staff["clerk"], **settings)}
    return make.graph(nodes | {"sign": task("签发", "end", staff["mayor"])}, "ask")


def faults(staff: People, flow: str, **settings: Any) -> list[tuple[str, str]]:
    found = designing.faults("own.caller", drawing(staff, flow, **settings))
    return [(one.node, one.field) for one in found]


def test_a_flow_nobody_knows_is_named(staff: People) -> None:
    (fault,) = designing.faults("own.caller", drawing(staff, "nowhere"))

    assert (fault.node, fault.field) == ("ask", "flow")
    assert "“nowhere”不存在" in fault.message


@pytest.mark.parametrize("settings", [{"wait": "some"}, {"wait": 0}, {"wait": True}, {"who": []}])
def test_wrong_settings_are_named(
    staff: People, review: Definition, settings: dict[str, Any]
) -> None:
    (name,) = settings

    assert faults(staff, review.key, **settings) == [("ask", name)]


def test_no_flow_chosen_yet(staff: People) -> None:
    assert faults(staff, "") == [("ask", "flow")]


def test_a_circle_of_flows_is_refused_with_its_way(staff: People, review: Definition) -> None:
    caller = calling(staff, review)
    outer = calling(staff, caller)

    (fault,) = designing.faults(review.key, drawing(staff, outer.key))

    assert (fault.node, fault.field) == ("ask", "flow")
    assert "循环调用" in fault.message
    assert designing.faults("own.other", drawing(staff, outer.key)) == []


def test_a_flow_does_not_call_itself(staff: People, review: Definition) -> None:
    (fault,) = designing.faults(review.key, drawing(staff, review.key))

    assert "循环调用" in fault.message


def test_nobody_is_there_to_choose_who_follows(staff: People, review: Definition) -> None:
    body = drawing(staff, review.key)
    body["nodes"]["sign"]["who"] = [{"chosen": True}]

    (fault,) = designing.faults("own.caller", body)

    assert (fault.node, fault.field) == ("sign", "who")


def test_a_running_matter_is_not_led_into_a_circle_either(
    staff: People, review: Definition, chief: Staff
) -> None:
    flow = make.flow(
        {
            "draft": task("拟稿", "sign", staff["clerk"]),
            "sign": task("签发", "end", staff["mayor"]),
        }
    )
    run = make.run(flow, staff["clerk"], subject_kind="report")
    nodes = dict(flow.graph.body["nodes"])
    nodes["draft"] = {**nodes["draft"], "next": [{"to": "ask"}]}
    nodes["ask"] = sub(flow.key, "sign", staff["clerk"])

    with pytest.raises(BadGraph):
        intervene(edit, run, chief, graph={"nodes": nodes})

    nodes["ask"] = sub(review.key, "sign", staff["clerk"])
    intervene(edit, run, chief, graph={"nodes": nodes})
    approve(run, staff["clerk"])
    assert len(children(run)) == 1


def test_forged_children_are_found(staff: People, review: Definition) -> None:
    run = begun(calling(staff, review), staff)
    (child,) = children(run)
    finish(child, staff)
    with public_floor():
        Dispatch.objects.filter(subscriber=subflows.CHILD_DONE).delete()

    assert verify(run.pk) == [f"step 征求意见 will never hear of {child.pk}"]

    subflowing.child_done(child_id=child.pk, at=MONDAY)
    assert verify(run.pk) == []
