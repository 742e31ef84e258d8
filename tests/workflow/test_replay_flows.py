"""回放: the finished runs of a month through a new drawing, and which would go otherwise."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from tenant_apps.workflow import actions, replaying
from tenant_apps.workflow.models import Definition, Item, Run
from tenant_apps.workflow.replaying import replay
from tenants.models import Unit
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask, graph, task
from tests.workflow.conftest import People

LATER = MONDAY + timedelta(days=3)


def nodes(staff: People, limit: int = 10000, **more: Any) -> dict[str, Any]:
    return {
        "write": task("填写", "big", who=[{"starter": True}]),
        "big": {
            "type": "xor",
            "name": "金额",
            "next": [
                {"to": "chief", "when": {"field": "amount", "op": ">=", "value": limit}},
                {"to": "note", "default": True},
            ],
        },
        "chief": task("主要领导", "note", staff["mayor"]),
        "note": task("登记", "end", staff["registrar"]),
    } | more


def finished(flow: Definition, staff: People, amount: int) -> Run:
    run = make.run(flow, staff["clerk"], data={"amount": amount}, title=f"用款 {amount} 元")
    while item := Item.objects.filter(run=run, status="open").first():
        actions.approve(item_id=item.pk, by=item.owner, at=MONDAY, request_id=ask())
    return run


@pytest.fixture
def flow(staff: People) -> Definition:
    flow = make.flow(nodes(staff))
    for amount in (500, 20000, 60000):
        finished(flow, staff, amount)
    make.run(flow, staff["clerk"], data={"amount": 60000})  # not finished: nothing to compare
    return flow


def test_the_same_drawing_changes_nothing(flow: Definition, staff: People) -> None:
    found = replay(flow.key, flow.graph.body, viewer=staff["head"], at=LATER)

    assert (found.runs, found.same, found.different, found.total) == (3, 3, [], 3)


def test_a_new_limit_shows_whom_it_touches(flow: Definition, staff: People) -> None:
    found = replay(
        flow.key, graph(nodes(staff, limit=50000), "write"), viewer=staff["head"], at=LATER
    )

    (one,) = found.different
    assert (one.title, one.changes) == ("用款 20000 元", ["不再经过「主要领导」"])
    assert (one.was, one.would) == (["填写", "主要领导", "登记"], ["填写", "登记"])
    assert (found.runs, found.same, found.unknown) == (3, 2, 0)


def test_other_people_are_a_difference(flow: Definition, staff: People) -> None:
    changed = nodes(staff, chief=task("主要领导", "note", staff["deputy"]))

    found = replay(flow.key, graph(changed, "write"), viewer=staff["head"], at=LATER)

    assert {one.title: one.changes for one in found.different} == {
        "用款 20000 元": ["「主要领导」周镇长 → 吴副镇长"],
        "用款 60000 元": ["「主要领导」周镇长 → 吴副镇长"],
    }


def test_only_the_last_month_and_page_by_page(
    flow: Definition, staff: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaying, "PAGE", 2)
    asked: dict[str, Any] = {"key": flow.key, "body": flow.graph.body, "viewer": staff["head"]}

    first = replay(**asked, at=LATER)
    second = replay(**asked, at=LATER, cursor=first.next)

    assert (first.runs, second.runs, second.next) == (2, 1, None)
    assert replay(**asked, at=MONDAY + timedelta(days=40)).runs == 0


def test_what_was_never_asked_is_said(flow: Definition, staff: People) -> None:
    changed = nodes(staff)
    changed["big"]["next"][0]["when"] = {"field": "kind", "op": "==", "value": "采购"}

    assert replay(flow.key, graph(changed, "write"), viewer=staff["head"], at=LATER).unknown == 3


def test_through_the_front_door(
    flow: Definition, staff: People, client_at: Callable[..., APIClient], unit: Unit
) -> None:
    ended = Run.objects.filter(status="done")
    ended.update(closed_at=datetime.now(UTC), number="用〔2026〕2号")
    client = client_at(unit, people.token(people.staff("钱系统", duties=("system_admin",))))
    body = graph(nodes(staff, limit=50000), "write")

    page = client.post(
        f"/api/workflow/flows/{flow.key}/replay", {"graph": body}, format="json"
    ).json()

    assert (page["runs"], page["same"], len(page["different"])) == (3, 2, 1)
    (one,) = page["different"]
    assert (one["number"], one["title"]) == ("用〔2026〕2号", "")
    assert one["changes"] == ["不再经过「主要领导」"]
    ended.update(closed_at=MONDAY, number="")  # as its history has it


def test_who_may_not_read_a_run_does_not_learn_whose_it_was(
    flow: Definition, staff: People
) -> None:
    designer = people.staff("钱系统", duties=("system_admin",))
    drawn = nodes(staff, chief=task("主要领导", "note", who=[{"starter": True}]))
    body = graph(drawn, "write")

    told = replay(flow.key, body, viewer=staff["head"], at=LATER).different
    untold = replay(flow.key, body, viewer=designer, at=LATER).different

    assert [one.title for one in told] == ["用款 60000 元", "用款 20000 元"]
    assert {change for one in told for change in one.changes} == {"「主要领导」周镇长 → 李文书"}
    assert [one.title for one in untold] == ["", ""]
    assert {change for one in untold for change in one.changes} == {"「主要领导」办理人不同"}


def test_statements_do_not_grow_with_the_runs(
    flow: Definition, staff: People, statements: Any
) -> None:
    body = graph(nodes(staff, chief=task("主要领导", "note", staff["deputy"])), "write")
    with statements() as few:
        replay(flow.key, body, viewer=staff["head"], at=LATER)
    for amount in range(20000, 20010):
        finished(flow, staff, amount)
    with statements() as many:
        replay(flow.key, body, viewer=staff["head"], at=LATER)

    assert len(many) <= len(few)
