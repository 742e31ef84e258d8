"""督办 through the front door: who sees which runs, how old they are, and what may be done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from shared_apps.kernel import clock
from tenant_apps.organization.models import Department, Duty, DutyHolder, Staff
from tenant_apps.workflow import supervising
from tenant_apps.workflow.actions import intervening, pausing
from tenant_apps.workflow.models import Run
from tenants.models import Unit
from tests.make import organization as people
from tests.make import supervision as make
from tests.make import workflow as flows
from tests.make.supervision import Bureau, lies_with, sound, step
from tests.make.workflow import MONDAY, ask, item_of

Knock = Callable[..., Any]
TUESDAY = datetime(2026, 11, 24, 11, 0, tzinfo=clock.ZONE)


@pytest.fixture
def who(unit: Unit) -> Bureau:
    return make.bureau()


@pytest.fixture
def run(who: Bureau) -> Run:
    return make.matter(who)


@pytest.fixture
def at(unit: Unit, client_at: Callable[..., APIClient]) -> Callable[[Staff], APIClient]:
    return lambda person: client_at(unit, people.token(person))


@pytest.fixture
def get(at: Callable[[Staff], APIClient]) -> Knock:
    return lambda person, path, **query: at(person).get(f"/api/workflow/{path}", query)


@pytest.fixture
def post(at: Callable[[Staff], APIClient]) -> Knock:
    def send(person: Staff, path: str, **body: Any) -> Any:
        said = {"request_id": ask(), "reason": "经办人出差，先行办理。"} | body
        return at(person).post(f"/api/workflow/{path}", said, format="json")

    return send


def seen_by(person: Staff, **wanted: str) -> list[str]:
    asked = supervising.Wanted(**wanted)
    return [row.title for row in supervising.page(person, asked, now=TUESDAY).results]


# ---- whose matters ------------------------------------------------------------------------------


def test_rows_of_ones_departments_and_no_others(who: Bureau, run: Run) -> None:
    """何主任 heads what 统计组 belongs to; 冯主任 sees it once it lies with 陈农技."""
    assert seen_by(who.chief) == seen_by(who.head) == [run.title]
    for person in (who.clerk, who.colleague, who.farmer, who.farmers_head):
        assert seen_by(person) == []

    step(run, who.colleague)

    assert seen_by(who.farmers_head) == [run.title]
    step(run, who.farmer)
    assert seen_by(who.farmers_head) == []
    assert seen_by(who.head) == [run.title]


def test_what_they_started_and_what_lies_with_them(who: Bureau, run: Run) -> None:
    intervening.jump(
        run_id=run.pk, to="audit", by=who.chief, at=MONDAY, request_id=ask(), reason="急。"
    )
    other = flows.run(flows.flow(make.nodes(who)), who.farmer, subject_kind="report", title="农情")
    step(other, who.farmer)

    assert seen_by(who.head, scope="started") == [run.title]
    assert seen_by(who.head, scope="desk") == ["农情"]
    assert seen_by(who.head) == [run.title, "农情"]


def test_the_leader_of_the_unit_sees_all_of_it(who: Bureau, run: Run) -> None:
    boss = people.staff("镇党委书记")
    assert seen_by(boss) == []

    Department.objects.filter(parent=None).update(head=boss)

    assert seen_by(boss) == [run.title]


def test_a_duty_reaches_as_far_as_its_scope(who: Bureau, run: Run) -> None:
    duty = Duty.objects.create(
        code="watch", name="督办专员", permissions=["workflow.supervise"], scope="department"
    )
    near = people.staff("近处专员", department=who.clerk.department)
    far = people.staff("远处专员", department=who.farmer.department)
    for person in (near, far):
        DutyHolder.objects.create(duty=duty, staff=person)

    assert seen_by(near) == [run.title]
    assert seen_by(far) == []


def test_outside_ones_scope_nothing_is_there(
    get: Knock, post: Knock, who: Bureau, run: Run
) -> None:
    assert get(who.farmers_head, f"supervision/{run.pk}").status_code == 404
    assert get(who.head, f"supervision/{run.pk}").status_code == 200
    for path in ("way", "changes"):
        assert get(who.farmers_head, f"runs/{run.pk}/{path}").status_code == 404
        assert get(who.head, f"runs/{run.pk}/{path}").status_code == 200
    assert get(who.head, f"runs/{run.pk}").status_code == 200
    assert post(who.farmers_head, f"runs/{run.pk}/terminate").status_code == 404
    refused = post(who.clerk, f"runs/{run.pk}/terminate")
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert "王主任" in refused.json()["message"]


# ---- the list -----------------------------------------------------------------------------------


def test_a_row_says_where_it_lies_and_since_when(who: Bureau, run: Run) -> None:
    step(run, who.colleague, at=MONDAY + timedelta(hours=3, minutes=30))  # 13:00, after lunch

    (row,) = supervising.page(who.chief, supervising.Wanted(), now=TUESDAY).results

    assert (row.title, row.flow_name, row.starter, row.department) == (
        "三季度统计报表审签",
        "收文办理",
        "李文书",
        "统计组",
    )
    assert row.step_name == "业务会商"
    assert [(desk.name, desk.post) for desk in row.desk] == [
        ("陈农技", "农技员"),
        ("何主任", "主任"),
    ]
    assert (row.age_hours, row.stage_hours) == (9.5, 7.0)
    assert row.due_at == datetime(2026, 11, 25, 12, 0, tzinfo=clock.ZONE)
    assert not row.overdue


def test_states(who: Bureau, run: Run) -> None:
    other = make.matter(who)
    Run.objects.filter(pk=other.pk).update(title="另一件")
    words: dict[str, Any] = {"by": who.chief, "at": MONDAY, "reason": "等批复。"}
    pausing.suspend(run_id=other.pk, request_id=ask(), **words)
    third = make.matter(who)
    Run.objects.filter(pk=third.pk).update(title="第三件")
    intervening.terminate(run_id=third.pk, request_id=ask(), **words)

    assert seen_by(who.chief) == [run.title, "另一件"]
    assert seen_by(who.chief, state="suspended") == ["另一件"]
    assert seen_by(who.chief, state="overdue") == [run.title]  # eight hours were over at 9:30
    assert seen_by(who.chief, state="closed") == ["第三件"]


def test_age_and_words(who: Bureau, run: Run) -> None:
    young = flows.run(
        flows.flow(make.nodes(who)), who.farmer, subject_kind="report", title="新的", at=TUESDAY
    )

    assert seen_by(who.chief, age="day") == [run.title]
    assert seen_by(who.chief, age="week") == []
    assert seen_by(who.chief, q="统计") == seen_by(who.chief, q="李文书") == [run.title]
    assert seen_by(who.chief, q="陈农技") == [young.title]
    assert seen_by(who.chief, q="%") == []


@pytest.mark.parametrize("minutes", [0, 1, 480, 481, 2400, 12000])
def test_the_instant_from_which_so_much_office_time_has_passed(unit: Unit, minutes: int) -> None:
    found = supervising.since(TUESDAY, minutes)

    assert clock.working_minutes(found, TUESDAY) >= minutes
    assert clock.working_minutes(found + timedelta(minutes=2), TUESDAY) <= max(minutes, 1)


def test_pages_and_what_they_cost(get: Knock, who: Bureau, run: Run, statements: Any) -> None:
    flow = flows.flow(make.nodes(who))
    for n in range(44):
        flows.run(flow, who.clerk, subject_kind="report", title=f"第{n}件")
    first = get(who.chief, "supervision").json()

    assert (len(first["results"]), first["total"]) == (30, 45)
    rest = get(who.chief, "supervision", cursor=first["next"]).json()
    assert (len(rest["results"]), rest["next"]) == (15, None)
    assert len({row["run_id"] for row in first["results"] + rest["results"]}) == 45
    for person, most in ((who.chief, 4), (who.head, 6)):
        with statements() as sql:
            supervising.page(Staff.objects.get(pk=person.pk), supervising.Wanted(), now=TUESDAY)
        assert len(sql) - 1 <= most + 1, "\n".join(one["sql"] for one in sql)


@pytest.mark.parametrize(
    "query", [{"state": "lost"}, {"scope": "city"}, {"age": "year"}, {"cursor": "nonsense"}]
)
def test_what_cannot_be_asked(get: Knock, who: Bureau, query: dict[str, str]) -> None:
    assert get(who.chief, "supervision", **query).status_code == 400


def test_nothing_is_counted_by_person(get: Knock, who: Bureau, run: Run) -> None:
    """A supervisor sees matters. Sums, shares and orders of people are in no answer."""
    (row,) = get(who.chief, "supervision").json()["results"]

    assert set(row) == {
        "run_id",
        "title",
        "parent_title",
        "flow_name",
        "subject_kind",
        "starter",
        "department",
        "status",
        "step_name",
        "desk",
        "created_at",
        "entered_at",
        "stage_hours",
        "age_hours",
        "due_at",
        "closed_at",
        "overdue",
        "suspended",
        "resume_at",
        "awaits",
        "awaits_until",
    }


# ---- one run ------------------------------------------------------------------------------------


def test_what_may_be_done_and_why_not(get: Knock, who: Bureau, run: Run) -> None:
    answer = get(who.chief, f"supervision/{run.pk}").json()

    assert [(act["verb"], act["allowed"]) for act in answer["acts"]] == [
        (verb, True)
        for verb in ("reassign", "jump", "force", "edit", "suspend", "urge", "tell", "terminate")
    ]
    assert [(one["key"], one["allowed"]) for one in answer["targets"]] == [
        ("fill", True),
        ("check", False),
        ("consult", True),
        ("audit", True),
        ("enter", False),
    ]
    assert "不能越过规定环节「审核」" in answer["targets"][4]["reason"]
    (seat,) = answer["seats"]
    assert (seat["name"], seat["step_name"]) == ("孙科员", "组内复核")


def test_a_closed_button_says_why_and_who_can(get: Knock, who: Bureau, run: Run) -> None:
    step(run, who.colleague)
    acts = {one["verb"]: one for one in get(who.head, f"supervision/{run.pk}").json()["acts"]}
    assert acts["tell"]["allowed"]
    assert not acts["jump"]["allowed"]
    assert "不都在您负责的部门" in acts["jump"]["reason"]
    assert acts["jump"]["who_can"] == ["王主任", "郑副主任", "周镇长"]

    document = flows.run(flows.flow(make.nodes(who)), who.clerk)
    acts = {
        one["verb"]: one for one in get(who.chief, f"supervision/{document.pk}").json()["acts"]
    }
    assert [verb for verb, act in acts.items() if act["reason"] == "请在公文页面办理。"] == [
        "jump",
        "force",
        "edit",
        "terminate",
    ]


def test_acting_and_taking_it_back(get: Knock, post: Knock, who: Bureau, run: Run) -> None:
    item = item_of(run, who.colleague)
    body = {"item": str(item.pk), "to": str(who.farmer.pk)}
    answer = post(who.head, f"runs/{run.pk}/reassign", **body).json()
    assert answer == {
        "run_id": str(run.pk),
        "status": "running",
        "next": [{"node": "check", "name": "组内复核", "handlers": ["陈农技"]}],
        "repeated": False,
    }

    (change,) = get(who.clerk, f"runs/{run.pk}/changes").json()["results"]
    assert (change["text"], change["undo"]) == ("「组内复核」由孙科员改派给陈农技", False)
    (mine,) = get(who.head, f"supervision/{run.pk}").json()["changes"]
    assert mine["undo"]

    undo = {"event": mine["id"], "reason": "派错了人。"}
    assert post(who.chief, f"runs/{run.pk}/undo", **undo).status_code == 200
    assert lies_with(sound(run)) == [("check", "孙科员")]
    again = post(who.chief, f"runs/{run.pk}/undo", **undo)
    assert (again.status_code, again.json()["code"]) == (409, "workflow.cannot_undo")


@pytest.mark.parametrize(
    ("verb", "body", "status"),
    [
        ("jump", {"to": "audit"}, "running"),
        ("force", {}, "running"),
        ("terminate", {}, "terminated"),
        ("suspend", {"until": "2099-01-01T09:00:00+08:00"}, 400),
        ("suspend", {}, "suspended"),
        ("tell", {"text": "请抓紧。"}, "running"),
        ("resume", {}, 409),
        ("edit", {"graph": {}}, 400),
        ("edit", {"graph": "no"}, 400),
        ("jump", {}, 400),
        ("reassign", {"item": "x", "to": "y"}, 400),
    ],
)
def test_every_verb_at_its_door(
    post: Knock, who: Bureau, run: Run, verb: str, body: dict[str, Any], status: str | int
) -> None:
    answer = post(who.chief, f"runs/{run.pk}/{verb}", **body)

    if isinstance(status, int):
        assert answer.status_code == status
        assert answer.json()["message"]
        assert answer.json()["code"]
    else:
        assert (answer.status_code, answer.json()["status"]) == (200, status)
    sound(run)


def test_the_way_of_this_run_and_how_far_it_has_come(get: Knock, who: Bureau, run: Run) -> None:
    step(run, who.colleague, opinion="数据无误。", at=MONDAY)

    answer = get(who.clerk, f"runs/{run.pk}/way").json()

    assert set(answer["nodes"]) == {"s", "fill", "check", "consult", "audit", "enter", "end"}
    assert {key: one["state"] for key, one in answer["states"].items()} == {
        "fill": "done",
        "check": "done",
        "consult": "now",
        "audit": "next",
        "enter": "next",
    }
    assert answer["states"]["check"] == {
        "state": "done",
        "people": ["孙科员"],
        "at": "2026-11-23T09:30:00+08:00",
        "opinion": "数据无误。",
        "children": [],
    }
    assert answer["states"]["consult"]["people"] == ["陈农技", "何主任"]
    assert not answer["edited"]
