"""委托, 待阅, 催办, 常用语 through the front door."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tenant_apps.organization.models import Staff
from tenant_apps.workflow.circulars import Notice
from tenant_apps.workflow.models import Item, Run
from tenants.models import Unit
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.workflow import ask, item_of, task
from tests.workflow.conftest import People

Knock = Callable[..., Any]


@pytest.fixture
def knock(
    client_at: Callable[..., APIClient], unit: Unit, staff: People, secretary: Staff
) -> Knock:
    known = staff | {"secretary": secretary, "stranger": people.staff("赵某")}
    tokens = {who: people.token(person) for who, person in known.items()}

    def call(who: str, verb: str, path: str, body: Any = None) -> Any:
        client = client_at(unit, tokens[who])
        return getattr(client, verb)(f"/api/workflow/{path}", body, format="json")

    return call


@pytest.fixture
def run(staff: People) -> Run:
    flow = make.flow({"a": task("审核", "end", staff["head"])})
    return make.run(flow, staff["clerk"], at=timezone.now() - timedelta(minutes=5))


def wanted(agent: Staff, **more: Any) -> dict[str, Any]:
    now = timezone.now()
    return {
        "agent": str(agent.pk),
        "starts_at": now.isoformat(),
        "ends_at": (now + timedelta(days=3)).isoformat(),
        "request_id": ask(),
    } | more


def test_given_seen_by_both_and_ended(
    knock: Knock, run: Run, staff: People, secretary: Staff
) -> None:
    given = knock("head", "post", "mandates", wanted(secretary, flows=[run.definition.key]))
    assert given.status_code == 201, given.json()
    mandate = given.json()
    assert (mandate["state"], mandate["agent"]["name"]) == ("active", "何秘书")
    assert mandate["flows"] == [{"kind": "flow", "value": run.definition.key, "label": "收文办理"}]
    make.run(run.definition, staff["clerk"], at=timezone.now())

    (lent,) = knock("head", "get", "mandates/mine").json()["lent"]
    (held,) = knock("secretary", "get", "mandates/mine").json()["held"]
    assert lent == held
    assert (lent["open_items"], lent["done_items"]) == (1, 0)
    (item,) = knock("secretary", "get", f"mandates/{mandate['id']}/items").json()["results"]
    assert (item["step_name"], item["owner"], item["status"]) == ("审核", "何秘书", "open")
    assert knock("stranger", "get", "mandates/mine").json() == {"lent": [], "held": []}
    for path in ("items", "end"):
        verb = "get" if path == "items" else "post"
        assert knock("stranger", verb, f"mandates/{mandate['id']}/{path}").status_code == 404

    ended = knock("head", "post", f"mandates/{mandate['id']}/end")
    assert (ended.status_code, ended.json()["end_reason"]) == (200, "recalled")
    again = knock("head", "post", f"mandates/{mandate['id']}/end")
    assert (again.status_code, again.json()["code"]) == (409, "mandate.already_over")
    assert knock("head", "get", "mandates/mine").json()["lent"] == []
    history = knock("head", "get", "mandates").json()
    assert [one["state"] for one in history["results"]] == ["over"]
    late = knock("secretary", "post", f"items/{item['id']}/recall", {"request_id": ask()})
    assert late.status_code == 200


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"agent": "01990000-0000-7000-8000-000000000000"}, 404, "not_found"),
        ({"agent": "何秘书"}, 400, "invalid"),
        ({"ends_at": "2020-01-01T00:00:00+08:00"}, 400, "mandate.bad_period"),
        ({"flows": ["no.such.flow"]}, 400, "mandate.bad_scope"),
        ({"excluded": [{"kind": "starter", "value": "nobody"}]}, 400, "mandate.bad_scope"),
        ({"excluded": [{"kind": "moon", "value": "x"}]}, 400, "invalid"),
        ({"request_id": ""}, 400, "invalid"),
    ],
)
def test_what_cannot_be_given(
    knock: Knock, secretary: Staff, more: dict[str, Any], status: int, code: str
) -> None:
    answer = knock("head", "post", "mandates", wanted(secretary) | more)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_the_preview_says_what_would_move_and_changes_nothing(
    knock: Knock, run: Run, staff: People, secretary: Staff
) -> None:
    own = make.flow({"a": task("阅办", "end", staff["head"])})
    make.run(own, secretary, title="秘书发起的")
    body = wanted(secretary)
    body.pop("request_id")
    answer = knock("head", "post", "mandates/preview", body).json()

    assert answer["going"] == 1
    assert {row["title"][:5]: row["why_not"] for row in answer["results"]} == {
        "秘书发起的": "何秘书是此件的发起人，不能代为审批",
        "关于申请防": None,
    }
    assert not Item.objects.exclude(mandate=None).exists()
    body["excluded"] = [{"kind": "run", "value": str(run.pk)}]
    answer = knock("head", "post", "mandates/preview", body).json()
    why = {row["title"][:5]: row["why_not"] for row in answer["results"]}
    assert (answer["going"], why["关于申请防"]) == (0, "不在委托范围内")


def test_copies_rounds_and_reading(
    knock: Knock, run: Run, staff: People, secretary: Staff
) -> None:
    people_ = {"request_id": ask(), "people": [str(secretary.pk), str(staff["mayor"].pk)]}
    assert knock("head", "post", f"runs/{run.pk}/cc", people_).status_code == 200
    asked = people_ | {"request_id": ask(), "serial": True, "text": "请阅"}
    assert knock("head", "post", f"runs/{run.pk}/circulate", asked).status_code == 200

    (round_,) = knock("head", "get", f"runs/{run.pk}/circulations").json()["results"]
    assert [one["name"] for one in round_["readers"]] == ["何秘书", "周镇长"]
    assert (round_["serial"], round_["may_change"]) == (True, True)
    assert knock("stranger", "get", f"runs/{run.pk}/circulations").status_code == 404
    assert (
        knock("secretary", "get", f"runs/{run.pk}/circulations").json()["results"][0]["may_change"]
        is False
    )

    box = knock("secretary", "get", "items?box=read").json()
    assert box["total"] == 2
    notice = Notice.objects.get(circulation=round_["id"], person=secretary)
    answer = knock(
        "secretary", "post", f"notices/{notice.pk}/read", {"request_id": ask(), "opinion": "无"}
    )
    assert (answer.status_code, answer.json()["opinion"]) == (200, "无")
    ids = {"ids": [row["id"] for row in box["results"]]}
    assert knock("secretary", "post", "notices/read", ids).json() == {"read": 1}
    assert knock("mayor", "post", "notices/read", ids).json() == {"read": 0}
    more = {"request_id": ask(), "people": [str(staff["deputy"].pk)]}
    assert knock("head", "post", f"circulations/{round_['id']}/add", more).status_code == 200
    everybody = {"request_id": ask()}
    path = f"circulations/{round_['id']}/recall"
    assert knock("secretary", "post", path, everybody).status_code == 403
    assert knock("head", "post", path, everybody).status_code == 200


def test_urging_too_soon_says_when(knock: Knock, run: Run) -> None:
    path = f"runs/{run.pk}/urge"
    assert knock("clerk", "post", path, {"request_id": ask()}).status_code == 200

    answer = knock("clerk", "post", path, {"request_id": ask()})
    assert (answer.status_code, answer.json()["code"]) == (429, "workflow.urged_recently")
    assert 0 < answer.json()["retry_after"] <= 600
    assert knock("stranger", "post", path, {"request_id": ask()}).status_code == 404


def test_drafts_and_seen(knock: Knock, run: Run, staff: People) -> None:
    item = item_of(run, staff["head"])
    assert knock("head", "post", f"items/{item.pk}/draft", {"text": "再看 "}).status_code == 204
    assert knock("head", "post", f"items/{item.pk}/seen").status_code == 204
    item.refresh_from_db()
    assert (item.draft, item.seen_at is not None) == ("再看 ", True)

    long = knock("head", "post", f"items/{item.pk}/draft", {"text": "长" * 2001})
    assert (long.status_code, long.json()["code"]) == (400, "invalid")
    for path in ("draft", "seen"):
        answer = knock("clerk", "post", f"items/{item.pk}/{path}", {"text": "x"})
        assert answer.status_code == 404


def test_phrases(knock: Knock) -> None:
    stock = knock("head", "get", "phrases").json()["results"]
    assert [one["id"] for one in stock] == [None] * 4
    kept = knock("head", "post", "phrases", {"text": "拟同意，请领导审定。"}).json()

    first, *rest = knock("head", "get", "phrases").json()["results"]
    assert (first, rest) == (kept, stock)
    assert knock("clerk", "delete", f"phrases/{kept['id']}").status_code == 404
    assert knock("head", "delete", f"phrases/{kept['id']}").status_code == 204


@pytest.mark.parametrize(
    ("path", "count"), [("mandates/mine", 5), ("mandates", 6), ("runs/{run}/circulations", 7)]
)
def test_reading_costs_no_more_for_more_rows(
    client_at: Callable[..., APIClient],
    unit: Unit,
    run: Run,
    staff: People,
    statements: Any,
    path: str,
    count: int,
) -> None:
    for n in range(6):
        people.mandate(staff["head"], people.staff(f"代办{n}"), starts_at=timezone.now())
    client = client_at(unit, people.token(staff["head"]))
    to = [str(people.staff(f"阅者{n}").pk) for n in range(6)]
    for _ in range(3):
        client.post(
            f"/api/workflow/runs/{run.pk}/circulate",
            {"request_id": ask(), "people": to},
            format="json",
        )

    with statements() as sql:
        response = client.get(f"/api/workflow/{path.format(run=run.pk)}")

    assert response.status_code == 200
    assert len(sql) == count, "\n".join(one["sql"] for one in sql)
