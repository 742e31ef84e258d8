"""Drawing a flow through the front door: draft, faults, publishing, versions and differences."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from tenant_apps.correspondence import flows as stock
from tenant_apps.journal.models import Entry
from tenant_apps.organization.models import Staff
from tenant_apps.workflow.models import Definition, FlowDraft
from tenants.models import Unit
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.workflow import MONDAY, graph, task
from tests.workflow.conftest import People

Knock = Callable[..., Any]
URL = "/api/workflow/flows"


@pytest.fixture
def admin(staff: People) -> Staff:
    return people.staff("钱系统", duties=("system_admin",))


@pytest.fixture
def as_admin(client_at: Callable[..., APIClient], unit: Unit, admin: Staff) -> APIClient:
    return client_at(unit, people.token(admin))


@pytest.fixture
def as_clerk(client_at: Callable[..., APIClient], unit: Unit, staff: People) -> APIClient:
    return client_at(unit, people.token(staff["clerk"]))


def drawn(staff: People, **more: Any) -> dict[str, Any]:
    """写 → 金额大的两人会签, 其他直接 → 登记."""
    return graph(
        {
            "write": task("填写", "big", who=[{"starter": True}]),
            "big": {
                "type": "xor",
                "name": "金额",
                "next": [
                    {"to": "both", "when": {"field": "amount", "op": ">=", "value": 10000}},
                    {"to": "note", "default": True},
                ],
            },
            "both": task("领导会签", "note", staff["mayor"], staff["deputy"], due=480),
            "note": task("登记", "end", staff["registrar"]),
        }
        | more,
        "write",
    )


def save(client: APIClient, key: str, body: Any, edit: int, name: str = "用款") -> Any:
    return client.put(
        f"{URL}/{key}/draft",
        {"name": name, "graph": body},
        format="json",
        HTTP_IF_MATCH=str(edit),
    )


def new(client: APIClient, name: str = "用款审批") -> str:
    return str(client.post(URL, {"name": name}, format="json").json()["key"])


def test_from_an_empty_page_to_a_version_in_force(
    as_admin: APIClient, admin: Staff, staff: People
) -> None:
    key = new(as_admin)
    saved = save(as_admin, key, drawn(staff), 1).json()
    assert (key, saved["draft"]["edit"], saved["faults"]) == ("own.yongkuanshenpi", 2, [])

    published = as_admin.post(f"{URL}/{key}/publish", HTTP_IF_MATCH="2")

    assert (published.status_code, published.json()["version"]) == (201, 1)
    page = as_admin.get(f"{URL}/{key}").json()
    assert page["draft"] is None
    assert page["graph"] == drawn(staff)
    assert [(one["version"], one["by"]) for one in page["versions"]] == [(1, "钱系统")]
    assert page["names"][str(staff["mayor"].pk)] == "周镇长"
    names = Entry.objects.filter(name__startswith="workflow.flow.").values_list("name", flat=True)
    assert sorted(names) == ["workflow.flow.drafted", "workflow.flow.published"]


def test_every_fault_at_once_with_node_and_field(as_admin: APIClient, staff: People) -> None:
    key = new(as_admin)
    body = drawn(staff, note=task("登记", "end", who=[], due=-3))
    body["nodes"]["both"] |= {"mode": "vote", "percent": 700}
    body["nodes"]["big"]["next"][0] = {"to": "both"}

    faults = as_admin.post(f"{URL}/{key}/check", {"graph": body}, format="json").json()["faults"]

    assert sorted((one["node"], one["field"]) for one in faults) == [
        ("big", "next.0"),
        ("both", "percent"),
        ("note", "due"),
        ("note", "who"),
    ]
    assert all(one["message"].endswith("。") for one in faults)


def test_a_bad_graph_is_not_published(as_admin: APIClient, staff: People) -> None:
    key = new(as_admin)
    body = drawn(staff, note=task("登记", "end", who=[]))
    assert save(as_admin, key, body, 1).status_code == 200  # an unfinished page may be kept

    refused = as_admin.post(f"{URL}/{key}/publish", HTTP_IF_MATCH="2")

    assert (refused.status_code, refused.json()["code"]) == (400, "workflow.bad_graph")
    assert refused.json()["faults"][0]["node"] == "note"
    assert not Definition.objects.filter(key=key).exists()


def test_two_at_one_drawing(
    as_admin: APIClient, staff: People, client_at: Any, unit: Unit
) -> None:
    key = new(as_admin)
    other = client_at(unit, people.token(people.staff("孙系统", duties=("system_admin",))))
    assert save(other, key, drawn(staff), 1).status_code == 200

    refused = save(as_admin, key, graph({"a": task("写", "end", staff["clerk"])}, "a"), 1)

    assert (refused.status_code, refused.json()["code"]) == (412, "workflow.draft_changed")
    assert "孙系统" in refused.json()["message"]
    assert FlowDraft.objects.get(key=key).body == drawn(staff)
    assert save(as_admin, key, drawn(staff), 2).status_code == 200
    missing = as_admin.put(f"{URL}/{key}/draft", {"name": "一", "graph": {}}, format="json")
    assert missing.status_code == 428


def test_a_draft_dropped_leaves_what_is_in_force(as_admin: APIClient, staff: People) -> None:
    flow = make.flow({"a": task("写", "end", staff["clerk"])})
    save(as_admin, flow.key, drawn(staff), 0)

    dropped = as_admin.delete(f"{URL}/{flow.key}/draft", HTTP_IF_MATCH="1")

    assert dropped.status_code == 204
    assert as_admin.get(f"{URL}/{flow.key}").json()["draft"] is None
    again = as_admin.post(f"{URL}/{flow.key}/publish", HTTP_IF_MATCH="1")
    assert (again.status_code, again.json()["code"]) == (404, "workflow.no_draft")


def test_publishing_what_is_in_force_already(as_admin: APIClient, staff: People) -> None:
    flow = make.flow({"a": task("写", "end", staff["clerk"])})
    save(as_admin, flow.key, flow.graph.body, 0, name=flow.name)

    refused = as_admin.post(f"{URL}/{flow.key}/publish", HTTP_IF_MATCH="1")

    assert (refused.status_code, refused.json()["code"]) == (409, "workflow.nothing_to_publish")


def test_only_the_administrator_draws(
    as_clerk: APIClient, as_admin: APIClient, client_at: Any, unit: Unit, staff: People
) -> None:
    flow = make.flow({"a": task("写", "end", staff["clerk"])})
    overseer = client_at(unit, people.token(staff["head"]))

    assert as_clerk.get(URL).status_code == 403
    assert overseer.get(f"{URL}/{flow.key}").status_code == 200
    refused = save(overseer, flow.key, drawn(staff), 0)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert save(as_admin, flow.key, drawn(staff), 0).status_code == 200


def test_the_list_says_what_runs_on_each(as_admin: APIClient, staff: People) -> None:
    flow = make.flow({"a": task("写", "end", staff["clerk"])})
    make.run(flow, staff["clerk"])
    key = new(as_admin)

    lines = {one["key"]: one for one in as_admin.get(URL).json()}

    assert (lines[flow.key]["runs_open"], lines[flow.key]["is_stock"]) == (1, True)
    assert (lines[key]["version"], lines[key]["draft"], lines[key]["active"]) == (0, True, False)
    assert lines[key]["updated_by"] == "钱系统"


def test_a_documents_flow_keeps_its_office_verbs(as_admin: APIClient, staff: People) -> None:
    stock.ensure(stock.OUTGOING, at=MONDAY)
    page = as_admin.get(f"{URL}/{stock.OUTGOING}").json()
    nodes = page["graph"]["nodes"]
    assert page["fixed"]
    assert "review" in page["locked"]

    without = {key: facts for key, facts in nodes.items() if key != "review"}
    without["draft"] = without["draft"] | {"next": [{"to": "joint"}]}

    def with_law(after: str, **more: Any) -> dict[str, Any]:
        law = task("法制审核", nodes[after]["next"][0]["to"], staff["head"], **more)
        behind = {after: nodes[after] | {"next": [{"to": "law"}]}}
        return nodes | behind | {"law": law}

    quicker = nodes | {"review": nodes["review"] | {"due": 120}}

    def faults(changed: Any) -> list[str]:
        path = f"{URL}/{stock.OUTGOING}/check"
        asked = as_admin.post(path, {"graph": {"nodes": changed}}, format="json")
        return [one["message"] for one in asked.json()["faults"]]

    assert faults(without) == ["「审核」是规定环节，不能删除或改作他用。"]
    assert page["room"] == "sign"
    assert faults(with_law("draft")) == []
    behind = "「法制审核」只能加在「起草」之后、「签发」之前，其余环节由公文办理规定。"
    assert faults(with_law("sign")) == [behind]
    assert faults(with_law("start")) == [behind]
    other = "公文流程里只能增加普通的办理环节，「法制审核」不是。"
    assert faults(with_law("draft", verb="sign")) == [other]
    assert faults(with_law("draft", type="sub", flow="requests.leave")) == [other]
    assert faults(quicker) == []


@pytest.mark.parametrize(
    ("key", "after", "said"),
    [
        (stock.INCOMING, "register", []),
        (stock.INCOMING, "instruct", []),
        (
            stock.INCOMING,
            "circulate",
            ["「法制审核」只能加在「登记」之后、「承办」之前，其余环节由公文办理规定。"],
        ),
        (stock.JOINT, "review", ["公文流程的环节由公文办理规定，不能增加「法制审核」。"]),
    ],
)
def test_what_came_in_leaves_room_before_it_is_handled(
    as_admin: APIClient, staff: People, key: str, after: str, said: list[str]
) -> None:
    stock.ensure(key, at=MONDAY)
    nodes = as_admin.get(f"{URL}/{key}").json()["graph"]["nodes"]
    more = nodes | {
        after: nodes[after] | {"next": [{"to": "law"}]},
        "law": task("法制审核", nodes[after]["next"][0]["to"], staff["head"]),
    }

    asked = as_admin.post(f"{URL}/{key}/check", {"graph": {"nodes": more}}, format="json")

    assert [one["message"] for one in asked.json()["faults"]] == said


def test_versions_and_what_differs(as_admin: APIClient, staff: People) -> None:
    flow = make.flow(drawn(staff)["nodes"] | {})
    body = drawn(staff)
    body["nodes"]["both"] |= {"mode": "any", "due": 960, "who": [{"starter": True}]}
    body["nodes"]["big"]["next"][0]["when"]["value"] = 50000
    body["nodes"]["note"]["next"] = [{"to": "tell"}]
    body["nodes"]["tell"] = task("告知", "end", staff["clerk"])
    save(as_admin, flow.key, body, 0, name=flow.name)

    rows = as_admin.get(f"{URL}/{flow.key}/versions/1/diff").json()["rows"]

    said = {(row["kind"], row["name"], row["label"]): (row["was"], row["now"]) for row in rows}
    assert said == {
        ("added", "告知", "环节"): ("", "李文书，会签（全部同意）"),
        ("changed", "领导会签", "办理人"): ("周镇长、吴副镇长", "发起人本人"),
        ("changed", "领导会签", "办理方式"): ("会签（全部同意）", "或签（一人即可）"),
        ("changed", "领导会签", "办理时限"): ("1 个工作日", "2 个工作日"),
        ("changed", "金额", "分支条件"): (
            "amount 不小于 10000；其他情况",
            "amount 不小于 50000；其他情况",
        ),
    }
    as_admin.post(f"{URL}/{flow.key}/publish", HTTP_IF_MATCH="1")
    listed = as_admin.get(f"{URL}/{flow.key}/versions").json()
    assert [(one["version"], one["is_active"]) for one in listed] == [(2, True), (1, False)]
    against = as_admin.get(f"{URL}/{flow.key}/versions/1/diff", {"against": "2"}).json()["rows"]
    assert against == rows
    assert as_admin.get(f"{URL}/{flow.key}/versions/7").status_code == 404


def test_a_step_that_moved(as_admin: APIClient, staff: People) -> None:
    first = {
        "a": task("写", "b", staff["clerk"]),
        "b": task("看", "c", staff["head"]),
        "c": task("签", "end", staff["mayor"]),
    }
    flow = make.flow(first)
    turned = graph(
        {
            "a": task("写", "c", staff["clerk"]),
            "c": task("签", "b", staff["mayor"]),
            "b": task("看", "end", staff["head"]),
        },
        "a",
    )
    save(as_admin, flow.key, turned, 0, name=flow.name)

    rows = as_admin.get(f"{URL}/{flow.key}/versions/1/diff").json()["rows"]

    assert [(row["kind"], row["name"], row["was"], row["now"]) for row in rows] == [
        ("moved", "签", "在「看」之后", "在「写」之后"),
        ("moved", "看", "在「写」之后", "在「签」之后"),
    ]
