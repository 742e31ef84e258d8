"""卡住的事项: what the nightly scan finds, who sees it, and what it leaves alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shared_apps.kernel.events import handler_of
from tenant_apps.organization.models import DutyHolder
from tenant_apps.workflow import stuck
from tenant_apps.workflow.actions import noticing
from tenant_apps.workflow.models import Item
from tests.make import organization as people
from tests.make import workflow as make

URL = "/api/workflow/stuck"


@pytest.fixture
def staff(unit):
    """Without the check of every run afterwards: here rows are broken on purpose."""
    return {
        "clerk": people.staff("李文书", duties=["drafter", "handler"]),
        "head": people.staff("王主任"),
        "mayor": people.staff("周镇长", duties=["leader"], title="镇长"),
    }


@pytest.fixture
def supervisor(staff):
    return people.staff("何督办", duties=["office_head"])


@pytest.fixture
def see(client_at, unit, supervisor):
    def ask(person=supervisor):
        return client_at(unit, people.token(person)).get(URL)

    return ask


def leave(person):
    person.is_active = False
    person.save(update_fields=["is_active"])


def one_step(staff, at=make.MONDAY):
    flow = make.flow({"a": make.task("核稿", "end", staff["head"])})
    return make.run(flow, staff["clerk"], at=at)


def test_a_person_who_left_with_work_on_the_desk(staff, see):
    run, other = one_step(staff), one_step(staff)
    Item.objects.filter(run=other).update(owner=staff["mayor"], principal=staff["mayor"])
    leave(staff["head"])

    stuck.scan(at=make.MONDAY)

    assert see().json()["rows"] == [
        {
            "run_id": str(run.pk),
            "title": run.title,
            "step_name": "核稿",
            "reason": "disabled",
            "why": "办理人王主任已停用",
            "what_to_do": "请改派给在岗的同事。",
        }
    ]


def test_a_step_that_nobody_has(staff, see):
    run = one_step(staff)
    Item.objects.filter(run=run).delete()

    stuck.scan(at=make.MONDAY)

    (row,) = see().json()["rows"]
    assert (row["reason"], row["step_name"]) == ("nobody", "核稿")


def test_a_door_ahead_that_nobody_can_open(staff, see):
    nodes = {
        "a": make.task("核稿", "b", staff["head"]),
        "b": make.task("登记", "end", who=[{"permission": "correspondence.outgoing.register"}]),
    }
    make.run(make.flow(nodes), staff["clerk"])
    stuck.scan(at=make.MONDAY)
    before = see().json()["rows"]
    DutyHolder.objects.filter(
        duty__permissions__contains=["correspondence.outgoing.register"]
    ).delete()

    stuck.scan(at=make.MONDAY)

    rows = see().json()["rows"]
    assert [row["reason"] for row in rows] == ["ahead"]
    assert "登记编号" in rows[0]["why"]
    assert len(before) <= 1


def test_what_has_moved_on_since_is_not_shown(staff, see):
    run = one_step(staff)
    leave(staff["head"])
    stuck.scan(at=make.MONDAY)
    assert len(see().json()["rows"]) == 1

    item = Item.objects.get(run=run)
    item.opened_at = make.MONDAY.replace(hour=15)
    item.save(update_fields=["opened_at"])

    assert see().json()["rows"] == []


def test_a_round_that_waits_for_a_reader_who_left(staff, see):
    run = one_step(staff)
    for serial in (True, False):
        noticing.circulate(
            run_id=run.pk,
            people=[staff["mayor"].pk, staff["head"].pk],
            serial=serial,
            by=staff["clerk"],
            at=make.MONDAY,
            request_id=f"round-{serial}",
        )
    leave(staff["mayor"])
    stuck.scan(at=timezone.now())

    (row,) = see().json()["rows"]

    assert (row["reason"], row["step_name"]) == ("reader_gone", "传阅")
    assert row["why"] == "传阅给周镇长，账号已停用，不会再阅"


def test_sound_matters_are_left_alone_and_the_page_says_when(staff, see):
    one_step(staff)

    handler_of("workflow.stuck")({"slot": make.MONDAY.isoformat()})

    answer = see().json()
    assert (answer["rows"], answer["scanned_at"] is None) == ([], False)


def test_who_supervises_nothing_sees_nothing(staff, see):
    refused = see(staff["clerk"])

    assert refused.status_code == 403
    assert "何督办" in refused.json()["message"]


def test_the_supervisor_has_it_looked_at_now(staff, client_at, unit, supervisor):
    one_step(staff, at=timezone.now() - timedelta(hours=1))
    leave(staff["head"])
    client = client_at(unit, people.token(supervisor))

    answer = client.post(f"{URL}/scan")

    assert [row["reason"] for row in answer.json()["rows"]] == ["disabled"]


def test_an_item_says_whether_its_limit_is_certain_and_why_it_moved(staff, client_at, unit):
    flow = make.flow({"a": make.task("核稿", "end", staff["head"], due=480)})
    item = Item.objects.get(run=make.run(flow, staff["clerk"]))
    mine = client_at(unit, people.token(staff["head"]))
    stranger = client_at(unit, people.token(people.staff("路人")))
    where = f"/api/workflow/items/{item.pk}/deadline"

    assert mine.get(where).json() == {
        "due_at": "2026-11-24T09:30:00+08:00",
        "provisional": False,
        "moves": [],
    }
    Item.objects.filter(pk=item.pk).update(due_at=item.due_at.replace(year=2027))
    assert mine.get(where).json()["provisional"] is True
    assert stranger.get(where).status_code == 404
