"""What a person sees of their work: the boxes and the timeline, through the front door."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from tenant_apps.workflow import actions, labels
from tenant_apps.workflow.models import Run
from tenants.models import Unit
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask, item_of, task
from tests.workflow.conftest import People

LATER = MONDAY + timedelta(minutes=51)
Knock = Callable[..., Any]


@pytest.fixture
def get(client_at: Callable[..., APIClient], unit: Unit, staff: People) -> Knock:
    tokens = {who: people.token(person) for who, person in staff.items()}
    tokens["stranger"] = people.token(people.staff("赵某"))

    def knock(who: str, path: str, **query: Any) -> Any:
        return client_at(unit, tokens[who]).get(f"/api/workflow/{path}", query)

    return knock


@pytest.fixture
def run(staff: People) -> Run:
    """起草 → 核稿 (two may) → 签发 → 登记, lying with the office."""
    deputy_head = people.staff("郑副主任", duties=("office_head",))
    nodes = {
        "draft": task("起草", "review", who=[{"starter": True}]),
        "review": task("核稿", "sign", staff["head"], deputy_head, mode="any", due=240),
        "sign": task(
            "签发",
            "register",
            who=[{"chosen": True, "permission": "correspondence.outgoing.sign"}],
        ),
        "register": task("登记编号", "end", staff["registrar"]),
    }
    flow = make.flow(nodes, readers=["correspondence.read.unit"])
    run = make.run(
        flow,
        staff["clerk"],
        labels={"doc_kind": "request", "urgency": "urgent"},
        chosen={"sign": [staff["mayor"].pk]},
    )
    item = item_of(run, staff["clerk"])
    actions.approve(item_id=item.pk, by=staff["clerk"], at=MONDAY, request_id=ask())
    return run


def test_what_waits_for_me(get: Knock, run: Run, staff: People) -> None:
    labels.relabel(run.pk, number="太和府〔2026〕12号")

    page = get("head", "items").json()

    item = item_of(run, staff["head"])
    assert page == {
        "results": [
            {
                "id": str(item.pk),
                "run_id": str(run.pk),
                "subject_kind": "outgoing",
                "subject_id": str(run.subject_id),
                "doc_kind": "request",
                "title": "关于申请防汛应急物资的请示",
                "number": "太和府〔2026〕12号",
                "urgency": "urgent",
                "flow": run.definition.key,
                "flow_name": "收文办理",
                "run_status": "running",
                "step": "review",
                "step_name": "核稿",
                "from_name": "李文书",
                "from_unit": "",
                "opened_at": "2026-11-23T09:30:00+08:00",
                "seen_at": None,
                "due_at": "2026-11-23T14:30:00+08:00",
                "closed_at": None,
                "action": None,
                "opinion": "",
                "acting_for": "",
                "note": "",
                "awaits": "",
                "awaits_until": None,
            }
        ],
        "next": None,
        "total": 1,
    }
    assert get("mayor", "items").json()["results"] == []


def test_what_i_have_done_and_begun(get: Knock, run: Run, staff: People) -> None:
    (done,) = get("clerk", "items", box="done").json()["results"]
    assert (done["step_name"], done["action"]) == ("起草", "approve")

    (started,) = get("clerk", "items", box="started").json()["results"]
    assert (started["id"], started["step"], started["step_name"]) == (
        str(run.pk),
        "review",
        "核稿",
    )
    actions.take_back(run_id=run.pk, by=staff["clerk"], at=LATER, request_id=ask())
    actions.withdraw(run_id=run.pk, by=staff["clerk"], at=LATER, request_id=ask())
    (over,) = get("clerk", "items", box="started").json()["results"]
    assert (over["step_name"], over["action"]) == ("已撤销", "withdrawn")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "防汛"}, 1),
        ({"q": "经费"}, 0),
        ({"q": "%"}, 0),
        ({"kind": "outgoing"}, 1),
        ({"kind": "request"}, 1),
        ({"kind": "incoming"}, 0),
    ],
)
def test_searching_a_box(get: Knock, run: Run, query: dict[str, str], found: int) -> None:
    assert len(get("head", "items", **query).json()["results"]) == found


def test_pages_hold_everything_once(get: Knock, run: Run, staff: People) -> None:
    flow = make.flow({"a": task("阅办", "end", staff["mayor"])})
    for n in range(64):
        # Several arrive at the same instant: the id decides between them.
        make.run(flow, staff["clerk"], title=f"第{n}件", at=MONDAY + timedelta(minutes=n // 4))
    seen, cursor = [], ""
    while cursor is not None:
        page = get("mayor", "items", cursor=cursor).json()
        seen += [(row["opened_at"], row["id"]) for row in page["results"]]
        cursor = page["next"]

    assert len(seen) == 64
    assert seen == sorted(set(seen), reverse=True)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"box": "attic"}, "invalid"),
        ({"cursor": "nonsense"}, "paging.bad_cursor"),
        ({"cursor": "WyJ4IiwieSJd"}, "paging.bad_cursor"),  # well made, but no instant and no id
    ],
)
def test_what_cannot_be_asked(get: Knock, run: Run, query: dict[str, str], code: str) -> None:
    response = get("head", "items", **query)

    assert (response.status_code, response.json()["code"]) == (400, code)


def test_the_timeline_shows_what_was_and_who_comes_next(
    get: Knock, run: Run, staff: People
) -> None:
    answer = get("clerk", f"runs/{run.pk}").json()

    assert (answer["title"], answer["status"]) == (run.title, "running")
    assert [(node["name"], node["state"], node["handlers"]) for node in answer["nodes"]] == [
        ("起草", "done", []),
        ("核稿", "now", ["王主任", "郑副主任"]),
        ("签发", "next", ["周镇长"]),
        ("登记编号", "next", ["林登记"]),
    ]
    (visit,) = answer["nodes"][0]["visits"]
    assert (visit["status"], visit["items"][0]["owner"], visit["items"][0]["action"]) == (
        "done",
        "李文书",
        "approve",
    )
    assert answer["nodes"][1]["mode"] == "any"


def test_the_timeline_of_what_was_handed_on_and_sent_back(
    get: Knock, run: Run, staff: People
) -> None:
    review = item_of(run, staff["head"])
    other = people.staff("何主任", duties=("office_head",))
    hand = {"at": LATER, "opinion": "请何主任核。"}
    actions.transfer(item_id=review.pk, to=other.pk, by=staff["head"], request_id=ask(), **hand)
    actions.send_back(
        item_id=item_of(run, other).pk,
        to="draft",
        by=other,
        at=LATER,
        request_id=ask(),
        opinion="标题不准确。",
    )

    nodes = {node["key"]: node for node in get("head", f"runs/{run.pk}").json()["nodes"]}

    assert [nodes[key]["state"] for key in ("draft", "review", "sign")] == ["now", "next", "next"]
    (visit,) = nodes["review"]["visits"]
    said = [(one["owner"], one["action"], one["sent_to"]) for one in visit["items"]]
    assert said == [
        ("王主任", "transfer", "何主任"),
        ("何主任", "send_back", None),
        ("郑副主任", "closed", None),
    ]
    assert len(nodes["draft"]["visits"]) == 2


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("head", 200), ("mayor", 200), ("registrar", 200), ("stranger", 404)],
)
def test_who_may_follow_a_run(get: Knock, run: Run, who: str, status: int) -> None:
    """The mayor and the registrar have not met it yet, but they read for the unit."""
    assert get(who, f"runs/{run.pk}").status_code == status


@pytest.mark.parametrize("path", ["items", "runs/01990000-0000-7000-8000-000000000000"])
def test_nobody_unknown(client_at: Callable[..., APIClient], unit: Unit, path: str) -> None:
    assert client_at(unit).get(f"/api/workflow/{path}").status_code == 401


@pytest.mark.parametrize(
    ("path", "count"), [("items", 9), ("items?box=started", 7), ("runs/{run}", 12)]
)
def test_reading_costs_no_more_for_more_rows(
    client_at: Callable[..., APIClient],
    unit: Unit,
    staff: People,
    run: Run,
    statements: Any,
    path: str,
    count: int,
) -> None:
    client = client_at(unit, people.token(staff["head"]))
    flow = make.flow({"a": task("阅办", "end", staff["head"])})
    for n in range(10):
        make.run(flow, staff["head"], title=f"第{n}件")

    with statements() as sql:
        response = client.get(f"/api/workflow/{path.format(run=run.pk)}")

    assert response.status_code == 200
    assert len(sql) == count, "\n".join(one["sql"] for one in sql)
