"""提交: once, on the form in force, with answers that say what was asked."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tenant_apps.forms import actions as forms
from tenant_apps.requests.models import BalanceEntry, Request
from tenant_apps.workflow import definitions
from tests.make import requests as make
from tests.make.workflow import graph, task


def test_every_stock_kind_is_offered_with_its_form_and_its_way(office, desk):
    said = desk(office.clerk).get("/kinds").json()["results"]

    assert [one["name"] for one in said] == [
        "请假申请",
        "用车申请",
        "出差申请",
        "加班申请",
        "用款申请",
        "费用报销",
        "用印申请",
        "物品领用",
        "会议室申请",
    ]
    for one in said:
        sheet = desk(office.clerk).get(f"/kinds/{one['key']}").json()
        assert sheet["preview"]["path"][0]["people"] == ["刘志强 科员"]
        assert all(stop["people"] for stop in sheet["preview"]["path"]), one["key"]
        assert not any(right == "hidden" for right in sheet["sheet"]["rights"].values())


def test_请假_is_numbered_and_goes_to_the_head_of_the_section(office, desk, approve):
    make.granted(office.clerk, 5, by=office.manager)

    filed = desk(office.clerk).file("leave", make.leave())

    assert filed.status_code == 201, filed.json()
    said = filed.json()
    assert (said["number"], said["title"]) == ("假〔2026〕1号", "年休假 2 天")
    assert (said["step_name"], said["people"]) == ("部门负责人审批", ["高建平"])
    done = approve(filed, office.head)
    assert done.status_code == 200, done.json()
    after = desk(office.clerk).get(f"/{said['id']}").json()
    assert (after["status"], after["step_name"]) == ("done", "已办结")
    assert after["balance"] == "年休假2026年：使用 2 天（已定）"


def test_more_than_three_days_also_go_to_the_leader(office, desk):
    make.granted(office.clerk, 10, by=office.manager)
    long = make.leave(
        period={"start": "2026-11-23T09:00:00+08:00", "end": "2026-11-27T18:00:00+08:00"}
    )

    said = desk(office.clerk).preview("leave", long).json()

    assert [(one["name"], one["people"]) for one in said["path"]] == [
        ("填写申请", ["刘志强 科员"]),
        ("部门负责人审批", ["高建平 科长"]),
        ("分管领导审批", ["杨国强 副局长"]),
    ]
    assert said["path"][2]["why"] == "工作日天数超过 3"


def test_the_same_click_twice_is_one_request(office, desk):
    click = str(uuid4())
    data = {"purpose": "防汛沙袋", "amount": 800, "source": "项目支出", "basis": "会议纪要 3 号"}

    first = desk(office.clerk).file("funds", data, request_id=click)
    again = desk(office.clerk).file("funds", data, request_id=click)

    assert (first.status_code, again.status_code) == (201, 201), first.json()
    assert first.json()["id"] == again.json()["id"]
    assert Request.objects.count() == 1
    other = desk(office.clerk).file("leave", make.leave(leave_kind="事假"), request_id=click)
    assert (other.status_code, other.json()["code"]) == (409, "requests.request_reused")


def test_a_form_published_meanwhile_is_not_filed_blindly(office, desk):
    old = make.form_of("funds")
    ui = forms.queries.in_use("requests.funds").ui
    forms.ensure(
        key="requests.funds",
        name="用款申请",
        ui={**ui, "fields": [*ui["fields"], {"name": "x", "widget": "text", "label": "补充"}]},
        at=make.MONDAY,
    )
    data = {"purpose": "防汛沙袋", "amount": 800, "source": "项目支出", "basis": "会议纪要 3 号"}

    stale = desk(office.clerk).file("funds", data, form=old)

    assert (stale.status_code, stale.json()["code"]) == (409, "requests.stale_form")
    assert desk(office.clerk).file("funds", data).status_code == 201


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": "八百"}, "amount"),
        ({"amount": -1}, "amount"),
        ({"amount": True}, "amount"),
        ({"source": "小金库"}, "source"),
        ({"purpose": ["a"]}, "purpose"),
        ({"purpose": ""}, "purpose"),
        ({"needed_on": "明天"}, "needed_on"),
        ({"approved": True}, "approved"),
    ],
)
def test_answers_of_the_wrong_kind_are_refused_by_name_and_nothing_is_kept(
    office, desk, wrong, field
):
    good = {"purpose": "防汛沙袋", "amount": 800, "source": "项目支出", "basis": "会议纪要 3 号"}

    answer = desk(office.clerk).file("funds", good | wrong)

    assert answer.status_code == 400, answer.json()
    assert field in answer.json()["by_field"]
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    "body",
    [{"data": []}, {"data": "x"}, {"form": "1"}, {"request_id": ""}, {"kind": 7}, {"data": None}],
)
def test_a_malformed_call_is_a_400_with_words(office, desk, body):
    sound = {"kind": "funds", "form": make.form_of("funds"), "data": {}, "request_id": "r1"}

    answer = desk(office.clerk).client.post("/api/requests", sound | body, format="json")

    assert answer.status_code in (400, 404), answer.content
    assert answer.json()["message"]
    assert not Request.objects.exists()


def test_what_comes_later_is_neither_shown_nor_taken_from_the_applicant(office, desk):
    car = make.car()

    sheet = desk(office.clerk).get("/kinds/car").json()["sheet"]
    answer = desk(office.clerk).file("car", make.trip(car, driver="自己"))

    assert "driver" not in sheet["schema"]["properties"]
    assert "driver" in answer.json()["by_field"]


def test_a_draft_waits_until_it_is_filed_and_is_nobody_elses(office, desk):
    mine = desk(office.clerk).client
    half = {"form": make.form_of("funds"), "data": {"purpose": "防汛沙袋"}}

    kept = mine.put("/api/requests/kinds/funds/draft", half, format="json")

    assert kept.status_code == 200, kept.json()
    assert desk(office.clerk).get("/kinds/funds").json()["sheet"]["answers"] == half["data"]
    assert desk(office.colleague).get("/kinds/funds").json()["sheet"]["answers"] == {}
    whole = {"purpose": "防汛沙袋", "amount": 800, "source": "项目支出", "basis": "会议纪要 3 号"}
    assert desk(office.clerk).file("funds", whole).status_code == 201
    assert desk(office.clerk).get("/kinds/funds").json()["saved_at"] is None


def test_only_who_has_to_do_with_it_sees_a_request(office, desk):
    make.granted(office.clerk, 5, by=office.manager)
    path = f"/{desk(office.clerk).file('leave', make.leave()).json()['id']}"

    seen = {
        person.name: desk(person).get(path).status_code
        for person in (office.clerk, office.head, office.manager, office.colleague)
    }

    assert seen == {"刘志强": 200, "高建平": 200, "孙佳": 200, "吴晓琳": 404}
    assert desk(office.stranger).get("", box="all").json()["results"] == []
    assert len(desk(office.manager).get("", box="all").json()["results"]) == 1


def test_a_refusal_gives_the_days_back(office, desk, approve):
    make.granted(office.clerk, 2, by=office.manager)
    filed = desk(office.clerk).file("leave", make.leave())
    short = desk(office.clerk).file("leave", make.leave())
    assert (short.status_code, short.json()["code"]) == (409, "requests.not_enough_left")

    said = approve(filed, office.head, verb="reject", opinion="近期汛情紧，请改期。")

    assert said.status_code == 200, said.json()
    assert BalanceEntry.objects.get(request=filed.json()["id"]).state == "released"
    assert desk(office.clerk).file("leave", make.leave()).status_code == 201


def test_加班_earns_days_off_once_it_is_approved(office, desk, approve):
    worked = {
        "reason": "防汛值守",
        "period": {"start": "2026-11-21T09:00:00+08:00", "end": "2026-11-21T17:00:00+08:00"},
        "compensation": "调休",
    }

    filed = desk(office.clerk).file("overtime", worked)
    before = desk(office.clerk).get("/balances").json()["results"][1]
    approve(filed, office.head)
    after = desk(office.clerk).get("/balances").json()["results"][1]

    assert (before["label"], before["left"], after["left"]) == ("调休", 0.0, 1.0)


def test_attachments_belong_to_the_request_and_to_those_who_see_it(office, desk):
    folder = str(uuid4())
    seal = make.Resource.objects.create(kind="seal", name="单位公章")
    paper = SimpleUploadedFile("合同.txt", "甲方乙方".encode())
    laid = desk(office.clerk).client.post(
        f"/api/forms/attachments?folder={folder}", {"file": paper}, format="multipart"
    )
    assert laid.status_code == 201, laid.json()
    answers = {
        "document": "采购合同",
        "seal": str(seal.pk),
        "copies": 2,
        "external": True,
        "reason": "签订合同",
        "files": [laid.json()["id"]],
    }

    stolen = desk(office.colleague).file("seal", answers, folder=folder)
    filed = desk(office.clerk).file("seal", answers, folder=folder)
    again = desk(office.clerk).file("seal", answers, folder=folder)

    assert stolen.status_code == 403
    assert filed.json()["id"] == folder, filed.json()
    assert again.json()["code"] == "requests.request_reused"
    address = filed.json()["sheet"]["names"][laid.json()["id"]]["address"]
    opened = desk(office.head).client.get(address)
    assert b"".join(opened.streaming_content).decode() == "甲方乙方"
    assert desk(office.stranger).client.get(address).status_code == 404


@pytest.fixture
def chosen_first(office):
    """用款, redrawn by the unit: the applicant says which leader decides."""
    leaders = [{"chosen": True, "permission": "correspondence.outgoing.sign"}]
    nodes = {
        "a": task("填写申请", "b", who=[{"starter": True}], verb="submit"),
        "b": task("领导审批", "c", who=leaders),
        "c": task("经办", "end", who=[{"chosen": True}]),
    }
    flow = {"key": "requests.funds", "name": "用款", "graph": graph(nodes, "a")}
    definitions.publish(**flow, by=office.manager, at=make.MONDAY)
    return {"purpose": "防汛沙袋", "amount": 800, "source": "项目支出", "basis": "会议纪要 3 号"}


def test_where_the_applicant_names_the_first_handler_the_form_asks_for_it(
    office, desk, chosen_first
):
    path = desk(office.clerk).preview("funds", chosen_first).json()["path"]
    assert [(one["name"], one["permission"], one["later"], one["fault"]) for one in path] == [
        ("填写申请", None, "", ""),
        ("领导审批", "correspondence.outgoing.sign", "", ""),
        ("经办", None, "由上一环节办理人选定", ""),
    ]

    refused = desk(office.clerk).file("funds", chosen_first)
    assert (refused.status_code, refused.json()["code"]) == (409, "workflow.choose_handlers")
    assert refused.json()["step"] == "b"
    assert not Request.objects.exists()
    unfit = desk(office.clerk).file("funds", chosen_first, chosen={"b": [str(office.head.pk)]})
    assert (unfit.status_code, unfit.json()["code"]) == (409, "workflow.not_eligible")

    chosen = {"b": [str(office.leader.pk)]}
    filed = desk(office.clerk).file("funds", chosen_first, chosen=chosen)
    assert filed.status_code == 201, filed.json()
    assert (filed.json()["step_name"], filed.json()["people"]) == ("领导审批", ["杨国强"])
