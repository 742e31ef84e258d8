"""Work through the front door: one item, why each act is refused and who can help, the acts."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from shared_apps.kernel.errors import Invalid
from shared_apps.kernel.ids import new_id
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions, subjects
from tenant_apps.workflow.models import Event, Item, Run
from tenants.models import Unit
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask, item_of, task
from tests.workflow.conftest import People

Knock = Callable[..., Any]


@pytest.fixture
def knock(client_at: Callable[..., APIClient], unit: Unit, staff: People) -> Knock:
    tokens = {who: people.token(person) for who, person in staff.items()}
    tokens["stranger"] = people.token(people.staff("赵某"))

    def at(who: str, path: str, body: Any = None, **query: Any) -> Any:
        client = client_at(unit, tokens[who])
        if body is None:
            return client.get(f"/api/workflow/{path}", query)
        said = {"request_id": ask(), **body} if isinstance(body, dict) else body
        return client.post(f"/api/workflow/{path}", said, format="json")

    return at


@pytest.fixture
def run(staff: People) -> Run:
    """用车: filed by the clerk, lying with the head; then a leader chosen by the head."""
    flow = make.flow(
        {
            "file": task("申请", "check", who=[{"starter": True}]),
            "check": task("审核", "sign", staff["head"], opinion_kind="review", compulsory=True),
            "sign": task(
                "审批",
                "end",
                who=[{"chosen": True, "permission": "correspondence.outgoing.sign"}],
                allow=["reject", "send_back"],
            ),
        }
    )
    run = make.run(flow, staff["clerk"], subject_kind="report", title="用车申请")
    item = item_of(run, staff["clerk"])
    actions.approve(item_id=item.pk, by=staff["clerk"], at=MONDAY, request_id=ask())
    return run


def acts(page: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {act["verb"]: act for act in page["acts"]}


def test_an_item_says_what_it_is_and_what_may_be_done(
    knock: Knock, run: Run, staff: People
) -> None:
    item = item_of(run, staff["head"])

    page = knock("head", f"items/{item.pk}").json()

    assert (page["title"], page["step_name"]) == ("用车申请", "审核")
    assert page["run"]["starter"] == "李文书"
    assert (page["opinion_label"], page["compulsory"]) == ("审核意见", True)
    allowed = {verb for verb, act in acts(page).items() if act["allowed"]}
    assert allowed == {"approve", "reject", "send_back", "transfer", "delegate", "add"}
    assert page["form"] is None
    assert page["acting_for"] is None


def test_what_is_refused_says_why_and_who_can(knock: Knock, run: Run, staff: People) -> None:
    item = item_of(run, staff["head"])

    page = knock("clerk", f"items/{item.pk}").json()

    refused = acts(page)["approve"]
    assert not refused["allowed"]
    assert refused["reason"] == "此件由王主任办理，您不能代为办理。"
    assert refused["who_can"] == ["王主任"]
    assert knock("stranger", f"items/{item.pk}").status_code == 404


def test_the_flow_forbids_it_and_its_supervisor_is_named(
    knock: Knock, run: Run, staff: People
) -> None:
    body = {"opinion": "同意。", "chosen": {"sign": [str(staff["mayor"].pk)]}}
    knock("head", f"items/{item_of(run, staff['head']).pk}/approve", body)
    item = item_of(run, staff["mayor"])

    refused = acts(knock("mayor", f"items/{item.pk}").json())["transfer"]

    assert refused["reason"] == "「审批」环节的流程设置不允许转办。"
    assert "王主任" in refused["who_can"]
    answer = knock("mayor", f"items/{item.pk}/transfer", {"to": str(staff["deputy"].pk)})
    assert (answer.status_code, answer.json()["code"]) == (409, "workflow.not_allowed_here")


def test_agree_and_choose_who_comes_next(knock: Knock, run: Run, staff: People) -> None:
    item = item_of(run, staff["head"])
    (target,) = knock("head", f"items/{item.pk}/targets", verb="approve").json()["nodes"]
    assert target["key"] == "sign"
    assert {one["name"] for one in target["people"]} == {"周镇长", "吴副镇长"}

    body = {"opinion": "同意。", "chosen": {"sign": [str(staff["mayor"].pk)]}}
    answer = knock("head", f"items/{item.pk}/approve", body).json()

    assert answer == {
        "run_id": str(run.pk),
        "status": "running",
        "next": [{"node": "sign", "name": "审批", "handlers": ["周镇长"]}],
        "repeated": False,
    }
    said = Item.objects.get(pk=item.pk)
    assert (said.opinion, said.opinion_kind) == ("同意。", "review")


def test_returned_straight_it_comes_straight_back(knock: Knock, run: Run, staff: People) -> None:
    item = item_of(run, staff["head"])
    (target,) = knock("head", f"items/{item.pk}/targets", verb="send_back").json()["nodes"]
    assert (target["key"], target["straight"]) == ("file", True)
    assert [one["name"] for one in target["people"]] == ["李文书"]

    body = {"to": "file", "straight": True, "opinion": "请补充事由。"}
    answer = knock("head", f"items/{item.pk}/send_back", body).json()
    assert answer["next"] == [{"node": "file", "name": "申请", "handlers": ["李文书"]}]
    mine = item_of(run, staff["clerk"])
    answer = knock("clerk", f"items/{mine.pk}/approve", {"opinion": "已补充。"}).json()

    assert answer["next"] == [{"node": "check", "name": "审核", "handlers": ["王主任"]}]


def test_ask_others_and_let_one_of_them_go(knock: Knock, run: Run, staff: People) -> None:
    item = item_of(run, staff["head"])
    people_ = [str(staff["mayor"].pk), str(staff["deputy"].pk)]
    body = {"place": "before", "people": people_, "method": "in_turn", "opinion": "请把关。"}

    knock("head", f"items/{item.pk}/add", body)

    mine = item_of(run, staff["head"], "waiting")
    page = knock("head", f"items/{mine.pk}").json()
    assert acts(page)["approve"]["reason"] == "您已请周镇长加签，等其提出意见后再由您办理。"
    assert [(one["name"], one["removable"]) for one in page["asked"]] == [
        ("周镇长", True),
        ("吴副镇长", True),
    ]
    gone = {"item": page["asked"][0]["item"], "opinion": "出差了。"}
    answer = knock("head", f"items/{mine.pk}/remove", gone).json()
    assert answer["next"][0]["handlers"] == ["吴副镇长"]
    theirs = item_of(run, staff["deputy"])
    page = knock("deputy", f"items/{theirs.pk}").json()
    assert (page["kind"], page["answers_to"]) == ("before", "王主任")
    assert acts(page)["send_back"]["who_can"] == ["王主任"]


def test_given_out_and_fetched_home(knock: Knock, run: Run, staff: People) -> None:
    item = item_of(run, staff["head"])
    knock("head", f"items/{item.pk}/delegate", {"to": str(staff["deputy"].pk)})
    theirs = item_of(run, staff["deputy"])
    page = knock("deputy", f"items/{theirs.pk}").json()
    assert page["acting_for"] == {"id": str(staff["head"].pk), "name": "王主任"}
    assert acts(page)["approve"]["label"] == "提交意见，交回王主任"
    mine = knock("head", f"items/{item.pk}").json()
    assert acts(mine)["take_back"] | {"allowed": True} == acts(mine)["take_back"]

    answer = knock("head", f"items/{item.pk}/take_back", {}).json()

    assert answer["next"][0]["handlers"] == ["王主任"]
    late = knock("deputy", f"items/{theirs.pk}/approve", {"opinion": "属实。"})
    assert late.status_code == 409


def test_my_own_last_step_and_the_whole_run_taken_back(
    knock: Knock, run: Run, staff: People
) -> None:
    done = Item.objects.get(run=run, owner=staff["clerk"])

    answer = knock("clerk", f"items/{done.pk}/take_back", {}).json()
    assert answer["next"][0]["handlers"] == ["李文书"]
    answer = knock("clerk", f"runs/{run.pk}/withdraw", {"reason": "行程取消。"}).json()

    assert (answer["status"], answer["next"]) == ("withdrawn", [])
    assert knock("stranger", f"runs/{run.pk}/withdraw", {}).status_code == 404


def test_a_document_is_acted_on_where_it_lies(knock: Knock, staff: People) -> None:
    run = make.run(
        make.flow({"a": task("核稿", "end", staff["head"])}),
        staff["clerk"],
        subject_kind="outgoing",
    )
    item = item_of(run, staff["head"])

    page = knock("head", f"items/{item.pk}").json()
    assert (page["own_verbs"], page["url"]) == (True, f"/outgoing/{run.subject_id}")
    assert acts(page)["approve"]["reason"] == "请在公文页面办理。"
    for verb, body in (("approve", {}), ("reject", {"opinion": "否"})):
        answer = knock("head", f"items/{item.pk}/{verb}", body)
        assert (answer.status_code, answer.json()["code"]) == (409, "workflow.act_on_document")
    for verb in ("withdraw", "take_back"):
        answer = knock("clerk", f"runs/{run.pk}/{verb}", {})
        assert answer.json()["code"] == "workflow.act_on_document"

    knock("head", f"items/{item.pk}/add", {"place": "before", "people": [str(staff["mayor"].pk)]})
    asked = item_of(run, staff["mayor"])
    answer = knock("mayor", f"items/{asked.pk}/reject", {"opinion": "数字有误。"})
    assert answer.json()["next"][0]["handlers"] == ["王主任"]


# ---- the form ------------------------------------------------------------------------------


@pytest.fixture
def paper() -> Iterator[dict[str, Any]]:
    """A kind of subject with a form of one field; what was kept of it, under which rights."""
    kept: dict[str, Any] = {}

    def form(run: Run, rights: subjects.Rights) -> subjects.FormPart:
        return {"schema": {}, "ui": {}, "data": kept, "rights": dict(rights)}

    def keep(run: Run, rights: subjects.Rights, data: Any, by: Staff) -> dict[str, Any]:
        if rights.get("amount") == "required" and "amount" not in data:
            raise Invalid("请填写金额。", by_field={"amount": ["请填写金额。"]})
        kept.update(data)
        return {"amount": data["amount"]}

    subjects.register(subjects.SubjectKind("paper", "试验单", form=form, keep=keep))
    yield kept
    subjects.forget("paper")


@pytest.fixture
def filed(staff: People, paper: dict[str, Any]) -> Run:
    """Above 100 the leader signs; the head fills in the amount."""
    big = {"field": "amount", "op": ">", "value": 100}
    nodes = {
        "check": task("审核", "x", staff["head"], fields={"amount": "required"}),
        "x": {"type": "xor", "next": [{"to": "sign", "when": big}, {"to": "b", "default": True}]},
        "sign": task("审批", "b", staff["mayor"]),
        "b": task("登记", "end", staff["registrar"], fields={"amount": "hidden"}),
    }
    return make.run(make.flow(nodes), staff["clerk"], subject_kind="paper")


def test_what_is_filled_in_is_kept_and_decides_the_way(
    knock: Knock, filed: Run, staff: People, paper: dict[str, Any]
) -> None:
    item = item_of(filed, staff["head"])
    assert knock("head", f"items/{item.pk}").json()["form"]["rights"] == {"amount": "required"}
    assert knock("clerk", f"items/{item.pk}").json()["form"]["rights"] == {"amount": "read"}
    empty = knock("head", f"items/{item.pk}/approve", {})
    assert (empty.status_code, list(empty.json()["by_field"])) == (400, ["amount"])

    answer = knock("head", f"items/{item.pk}/approve", {"data": {"amount": 500}}).json()

    assert answer["next"] == [{"node": "sign", "name": "审批", "handlers": ["周镇长"]}]
    assert paper == {"amount": 500}


def test_who_only_advises_fills_in_nothing(
    knock: Knock, filed: Run, staff: People, paper: dict[str, Any]
) -> None:
    item = item_of(filed, staff["head"])
    people_ = [str(staff["deputy"].pk)]
    knock("head", f"items/{item.pk}/add", {"place": "before", "people": people_})
    theirs = item_of(filed, staff["deputy"])
    assert knock("deputy", f"items/{theirs.pk}").json()["form"]["rights"] == {"amount": "read"}

    answer = knock("deputy", f"items/{theirs.pk}/approve", {"opinion": "可行。"})

    assert answer.json()["next"][0]["handlers"] == ["王主任"]
    mine = item_of(filed, staff["head"])
    after = {"place": "after", "people": people_, "data": {"amount": 5}}
    assert knock("head", f"items/{mine.pk}/add", after).status_code == 200
    assert paper == {"amount": 5}


# ---- bad input ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "body", "status", "code"),
    [
        ("approve", {"request_id": ""}, 400, "workflow.bad_request_id"),
        ("approve", {"request_id": "x" * 65}, 400, "workflow.bad_request_id"),
        ("approve", {"request_id": {"a": 1}}, 400, "invalid"),
        ("approve", {"opinion": ["同意"]}, 400, "invalid"),
        ("approve", {"opinion": "好" * 2001}, 400, "workflow.opinion_too_long"),
        ("approve", {"chosen": {"sign": ["不是编号"]}}, 400, "invalid"),
        ("approve", {"chosen": "周镇长"}, 400, "invalid"),
        ("approve", {}, 409, "workflow.choose_handlers"),
        ("approve", [1, 2, 3], 400, "invalid"),
        ("approve", {"data": {"amount": 5}}, 400, "workflow.no_form"),
        ("approve", {"data": [5]}, 400, "invalid"),
        ("approve", {"then": [{"people": []}]}, 400, "invalid"),
        ("reject", {"opinion": "  "}, 400, "workflow.reason_required"),
        ("send_back", {"to": "nowhere", "opinion": "退"}, 409, "workflow.cannot_send_back"),
        ("send_back", {"opinion": "退"}, 400, "invalid"),
        ("transfer", {"to": str(new_id())}, 404, "not_found"),
        ("add", {"place": "above", "people": []}, 400, "invalid"),
        ("add", {"place": "with", "people": []}, 409, "workflow.cannot_add"),
        ("add", {"place": "with", "people": [str(new_id())] * 21}, 400, "invalid"),
        ("add", {"place": "with", "people": [str(new_id())]}, 404, "not_found"),
        ("remove", {"item": str(new_id()), "opinion": "x"}, 404, "not_found"),
    ],
)
def test_what_makes_no_sense_changes_nothing(
    knock: Knock, run: Run, staff: People, verb: str, body: Any, status: int, code: str
) -> None:
    item = item_of(run, staff["head"])

    answer = knock("head", f"items/{item.pk}/{verb}", body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["message"]
    assert Event.objects.filter(run=run).count() == 2
    assert item_of(run, staff["head"]) == item


def test_ten_megabytes_of_opinion(knock: Knock, run: Run, staff: People) -> None:
    item = item_of(run, staff["head"])

    answer = knock("head", f"items/{item.pk}/approve", {"opinion": "意" * 3_500_000})

    assert answer.status_code in (400, 413)
    assert answer.json()["message"]
    assert Event.objects.filter(run=run).count() == 2


def test_a_body_that_is_no_json(
    client_at: Callable[..., APIClient], unit: Unit, run: Run, staff: People
) -> None:
    item = item_of(run, staff["head"])
    client = client_at(unit, people.token(staff["head"]))

    answer = client.post(
        f"/api/workflow/items/{item.pk}/approve", b"{\xff", content_type="application/json"
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


def test_the_same_click_twice_acts_once(knock: Knock, run: Run, staff: People) -> None:
    item = item_of(run, staff["head"])
    body = {"request_id": ask(), "chosen": {"sign": [str(staff["mayor"].pk)]}}
    first = knock("head", f"items/{item.pk}/approve", body).json()

    again = knock("head", f"items/{item.pk}/approve", body).json()

    assert again == first | {"repeated": True}
    assert Event.objects.filter(run=run).count() == 3
    other = knock("head", f"items/{item.pk}/reject", body | {"opinion": "否"})
    assert (other.status_code, other.json()["code"]) == (409, "workflow.request_reused")


def test_a_stale_click_says_who_was_faster(knock: Knock, staff: People) -> None:
    flow = make.flow({"a": task("审核", "b", staff["head"], staff["deputy"], mode="any"),
                      "b": task("登记", "end", staff["registrar"])})  # fmt: skip
    run = make.run(flow, staff["clerk"], subject_kind="report")
    stale = item_of(run, staff["deputy"])
    knock("head", f"items/{item_of(run, staff['head']).pk}/approve", {})

    answer = knock("deputy", f"items/{stale.pk}/approve", {})

    assert (answer.status_code, answer.json()["code"]) == (409, "workflow.already_handled")
    assert "王主任" in answer.json()["message"]
    assert answer.json()["nodes"] == ["b"]
    page = knock("deputy", f"items/{stale.pk}").json()
    assert acts(page)["approve"]["who_can"] == ["林登记"]


# ---- what it costs -----------------------------------------------------------------------------


def test_an_approval_costs_at_most_twelve_statements(staff: People) -> None:
    """The lock, the seat, who comes next, and the writing; nothing grows with the flow."""
    nodes = {
        f"n{n}": task(f"第{n}步", f"n{n + 1}" if n < 40 else "end", staff["head"])
        for n in range(1, 41)
    }
    run = make.run(make.flow(nodes), staff["clerk"], subject_kind="report")
    item = item_of(run, staff["head"])
    actor = type(staff["head"]).objects.get(pk=item.owner_id)

    with CaptureQueriesContext(connection) as captured:
        actions.approve(item_id=item.pk, by=actor, at=MONDAY, request_id=ask(), opinion="同意。")

    # What other apps subscribed to goes to the outbox in one statement more, whoever they are.
    others = ("SAVEPOINT", "RELEASE", 'INSERT INTO "outbox_dispatch"')
    said = [one["sql"] for one in captured if not one["sql"].startswith(others)]
    assert len(said) <= 12, "\n".join(said)
