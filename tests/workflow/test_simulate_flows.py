"""模拟运行: the path for an initiator and sample values, and the engine goes the same way."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions, graphs, simulating, wording
from tenant_apps.workflow.models import Item, Run, Step
from tenants.models import Unit
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask, graph, task
from tests.workflow.conftest import People

URL = "/api/workflow/flows"
Asked = Callable[..., list[dict[str, Any]]]


def nodes(staff: People) -> dict[str, Any]:
    """A choice, and beside it two branches that run together, one of them with a choice inside."""
    big = {"field": "amount", "op": ">=", "value": 10000}
    abroad = {"field": "abroad", "op": "==", "value": True}
    return {
        "write": task("填写", "fork", who=[{"starter": True}]),
        "fork": {
            "type": "split",
            "name": "并行",
            "next": [{"to": "money"}, {"to": "law", "when": abroad}],
        },
        "money": {
            "type": "xor",
            "name": "金额",
            "next": [{"to": "chief", "when": big}, {"to": "meet", "default": True}],
        },
        "chief": task("主要领导", "meet", staff["mayor"]),
        "law": task("法制审核", "meet", staff["head"]),
        "meet": {"type": "join", "next": [{"to": "sign"}]},
        "sign": task(
            "签发", "end", who=[{"chosen": True, "permission": "correspondence.outgoing.sign"}]
        ),
    }


@pytest.fixture
def asked(client_at: Callable[..., APIClient], unit: Unit, staff: People) -> Asked:
    client = client_at(unit, people.token(people.staff("钱系统", duties=("system_admin",))))
    flow = make.flow(nodes(staff))

    def simulate(starter: Staff, **more: Any) -> Any:
        path = f"{URL}/{flow.key}/simulate"
        return client.post(path, {"starter": str(starter.pk), **more}, format="json").json()

    return simulate


def test_the_path_by_name_and_why(asked: Asked, staff: People) -> None:
    path = asked(staff["clerk"], data={"amount": 20000, "abroad": True})["path"]

    assert [(stop["name"], stop["people"]) for stop in path] == [
        ("填写", ["李文书"]),
        ("主要领导", ["周镇长"]),
        ("法制审核", ["王主任"]),
        ("签发", []),
    ]
    assert path[1]["ways"] == ["amount 不小于 10000"]
    assert path[2]["ways"] == ["abroad 等于 是"]
    assert path[3]["why"] == "由前一办理人在有“签发”权限的人中选定"
    assert path[3]["problem"] == "届时由前一办理人选定"


def test_other_values_another_path(asked: Asked, staff: People) -> None:
    path = asked(staff["clerk"], data={"amount": 5})["path"]

    assert [stop["name"] for stop in path] == ["填写", "签发"]


def test_who_is_picked_is_named(asked: Asked, staff: People) -> None:
    chosen = {"sign": [str(staff["deputy"].pk)]}

    path = asked(staff["clerk"], data={}, chosen=chosen)["path"]

    assert path[-1]["people"] == ["吴副镇长"]


def test_an_unknown_starter_and_a_bad_drawing(asked: Asked, staff: People) -> None:
    gone = staff["clerk"]
    gone.is_active = False
    gone.save()
    assert asked(gone)["code"] == "workflow.unknown_starter"
    assert asked(staff["head"], graph={"nodes": {}})["code"] == "workflow.bad_graph"


def test_a_step_nobody_would_get_says_so(asked: Asked, staff: People) -> None:
    body = graph({"a": task("审批", "end", who=[{"department_head": "starter"}])}, "a")

    (stop,) = asked(staff["clerk"], graph=body)["path"]

    assert (stop["people"], stop["why"]) == ([], "发起人的部门负责人")
    assert "无人办理" in stop["problem"]


@pytest.mark.parametrize("amount", [1, 9999, 10000, None, "many"])
@pytest.mark.parametrize("abroad", [True, False, None])
def test_the_engine_goes_the_same_way(staff: People, amount: Any, abroad: Any) -> None:
    flow = make.flow(nodes(staff))
    data = {"amount": amount, "abroad": abroad}
    chosen = {"sign": [staff["mayor"].pk]}
    run = make.run(flow, staff["clerk"], data=data, chosen=chosen)

    while item := Item.objects.filter(run=run, status="open").order_by("pk").first():
        actions.approve(item_id=item.pk, by=item.owner, at=MONDAY, request_id=ask())

    gone = Step.objects.filter(run=run).exclude(node="fork").values_list("node", flat=True)
    walked = simulating.walk(graphs.load(flow.graph_id), data, wording.Names())
    assert Run.objects.get(pk=run.pk).status == "done"
    assert sorted(gone) == sorted(step.node.key for step in walked)
