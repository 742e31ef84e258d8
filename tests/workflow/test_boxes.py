"""The four boxes of one's work: what lies in them, how they are searched, and what they cost."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from shared_apps.kernel.ids import new_id
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions, boxes
from tenant_apps.workflow.circulars import Circulation, Notice
from tenant_apps.workflow.models import Item, Run
from tenants.models import Unit
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask, item_of, task
from tests.workflow.conftest import People

LONG_AGO = MONDAY - timedelta(days=14)  # whatever had a limit then is late by now
HOUR = timedelta(hours=1)
Knock = Callable[..., Any]


@pytest.fixture
def get(client_at: Callable[..., APIClient], unit: Unit, staff: People) -> Knock:
    tokens = {who: people.token(person) for who, person in staff.items()}
    tokens["stranger"] = people.token(people.staff("赵某"))

    def knock(who: str, path: str, **query: Any) -> Any:
        answer = client_at(unit, tokens[who]).get(f"/api/workflow/{path}", query)
        assert answer.status_code == 200, answer.json()
        return answer.json()

    return knock


def tell(run: Run, person: Staff, sender: Staff, **more: Any) -> Notice:
    """抄送 as it lies in the box once it has come."""
    facts = {"kind": "cc", "arrived_at": MONDAY} | more
    return Notice.objects.create(run=run, person=person, sender=sender, **facts)


@pytest.fixture
def two(staff: People) -> tuple[Run, Run]:
    """Two matters on the head's desk: the clerk's, overdue, and the deputy's, without a limit."""
    urgent = make.flow({"a": task("核稿", "end", staff["head"], due=60)})
    calm = make.flow({"a": task("阅办", "end", staff["head"])})
    return (
        make.run(urgent, staff["clerk"], title="关于申请防汛应急物资的请示", at=LONG_AGO),
        make.run(calm, staff["deputy"], title="关于报送年度工作总结的报告", at=LONG_AGO + HOUR),
    )


def titles(page: Any) -> list[str]:
    return [row["title"][:6] for row in page["results"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["关于报送年度", "关于申请防汛"]),
        ({"q": "防汛"}, ["关于申请防汛"]),
        ({"q": "吴副"}, ["关于报送年度"]),
        ({"overdue": "true"}, ["关于申请防汛"]),
        ({"kind": "incoming"}, []),
    ],
)
def test_what_waits_may_be_narrowed(
    get: Knock, two: tuple[Run, Run], query: dict[str, str], found: list[str]
) -> None:
    assert titles(get("head", "items", **query)) == found


def test_by_flow_and_by_sender_as_the_filters_offer_them(
    get: Knock, two: tuple[Run, Run], staff: People
) -> None:
    offered = get("head", "items/choices", box="todo")

    assert {one["name"]: one["count"] for one in offered["senders"]} == {
        "李文书": 1,
        "吴副镇长": 1,
    }
    assert {one["key"] for one in offered["flows"]} == {run.definition.key for run in two}
    first, second = two
    assert titles(get("head", "items", flow=first.definition.key)) == ["关于申请防汛"]
    assert titles(get("head", "items", sender=str(second.starter_id))) == ["关于报送年度"]
    assert get("stranger", "items/choices", box="todo") == {"flows": [], "senders": []}


def test_done_late_is_overdue_in_the_box_of_what_was_done(
    get: Knock, two: tuple[Run, Run], staff: People
) -> None:
    for run in two:
        item = item_of(run, staff["head"])
        late = LONG_AGO + 30 * HOUR
        actions.approve(item_id=item.pk, by=staff["head"], at=late, request_id=ask())

    assert titles(get("head", "items", box="done", overdue="true")) == ["关于申请防汛"]
    assert len(get("head", "items", box="done")["results"]) == 2
    assert len(get("clerk", "items", box="started")["results"]) == 1


def test_what_one_began_is_overdue_where_it_lies(get: Knock, two: tuple[Run, Run]) -> None:
    assert titles(get("clerk", "items", box="started", overdue="true")) == ["关于申请防汛"]
    assert titles(get("deputy", "items", box="started", overdue="true")) == []
    assert get("clerk", "items/choices", box="started")["senders"] == []


def test_what_is_only_to_be_read(get: Knock, two: tuple[Run, Run], staff: People) -> None:
    copy, seen = (tell(run, staff["mayor"], staff["clerk"]) for run in two)
    Notice.objects.filter(pk=seen.pk).update(read_at=MONDAY + HOUR, opinion="已阅。")
    tell(two[0], staff["registrar"], staff["clerk"], arrived_at=None)  # not there yet
    tell(two[1], staff["registrar"], staff["clerk"], withdrawn_at=MONDAY)  # called in again

    (waits,) = get("mayor", "items", box="read")["results"]
    assert (waits["id"], waits["step_name"], waits["from_name"], waits["seen_at"]) == (
        str(copy.pk),
        "抄送",
        "李文书",
        None,
    )
    (read,) = get("mayor", "items", box="was_read")["results"]
    assert (read["id"], read["action"], read["opinion"]) == (str(seen.pk), "read", "已阅。")
    assert get("registrar", "items", box="read")["results"] == []
    assert get("head", "items", box="read")["results"] == []


def test_a_round_has_a_day_by_which_it_is_read(
    get: Knock, two: tuple[Run, Run], staff: People
) -> None:
    round_ = Circulation.objects.create(
        run=two[0], sender=staff["clerk"], due_on=date(2026, 1, 5), created_at=MONDAY
    )
    tell(two[0], staff["mayor"], staff["clerk"], kind="circulate", circulation=round_)
    tell(two[1], staff["mayor"], staff["clerk"], text="请阅知。")

    late, copy = sorted(
        get("mayor", "items", box="read")["results"], key=lambda row: row["due_at"] is None
    )
    assert (late["step_name"], late["due_at"]) == ("传阅", "2026-01-05T18:00:00+08:00")
    assert copy["note"] == "请阅知。"
    assert titles(get("mayor", "items", box="read", overdue="true")) == ["关于申请防汛"]


def test_the_badges_count_the_rows_of_the_boxes(
    get: Knock, two: tuple[Run, Run], staff: People
) -> None:
    tell(two[0], staff["head"], staff["clerk"])

    assert get("head", "items/counts") == {
        "todo": 2,
        "due_today": 0,
        "overdue": 1,
        "read": 1,
        "started": 0,
    }
    assert get("clerk", "items/counts")["started"] == 1
    assert set(get("stranger", "items/counts").values()) == {0}


def test_whose_authority_it_is(get: Knock, two: tuple[Run, Run], staff: People) -> None:
    item = item_of(two[0], staff["head"])
    Item.objects.filter(pk=item.pk).update(principal=staff["mayor"])
    shown = {row["title"][:6]: row["acting_for"] for row in get("head", "items")["results"]}
    Item.objects.filter(pk=item.pk).update(principal=staff["head"])

    assert shown == {"关于申请防汛": "周镇长", "关于报送年度": ""}


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("items?box=todo", 8),  # three of them names by key: planning one great join took longer
        ("items?box=done", 5),
        ("items?box=started", 6),
        ("items?box=read", 5),
        ("items?box=was_read&q=x", 5),
        ("items/counts", 6),
        ("items/choices", 5),
    ],
)
def test_a_box_costs_the_same_however_full(
    client_at: Callable[..., APIClient],
    unit: Unit,
    staff: People,
    statements: Any,
    path: str,
    count: int,
) -> None:
    client = client_at(unit, people.token(staff["head"]))
    flow = make.flow({"a": task("阅办", "end", staff["head"])})
    for n in range(12):
        run = make.run(flow, staff["head"], title=f"第{n}件")
        tell(run, staff["head"], staff["clerk"])
    client.get(f"/api/workflow/{path}")

    with statements() as sql:
        assert client.get(f"/api/workflow/{path}").status_code == 200

    assert len(sql) == count, "\n".join(one["sql"] for one in sql)


# ---- at some thousands of rows ----------------------------------------------------------


@pytest.fixture
def crowded(two: tuple[Run, Run], staff: People) -> Iterator[Staff]:
    """4000 matters more: half of everything is the head's, the rest lies with everybody else."""
    pattern, others = two[0], [staff[who] for who in ("clerk", "mayor", "registrar")]
    step = pattern.steps.get()
    runs, items, notices = [], [], []
    for n in range(4000):
        owner = staff["head"] if n % 2 else others[n % 3]
        at = MONDAY + timedelta(minutes=n // 3)
        run = Run(
            id=new_id(),
            definition_id=pattern.definition_id,
            graph_id=pattern.graph_id,
            subject_kind="outgoing",
            subject_id=new_id(),
            starter=owner,
            created_at=at,
            title=f"第{n}件",
        )
        runs.append(run)
        facts = {"run": run, "step": step, "slot": n + 10, "owner": owner, "principal": owner}
        over = {"status": "done", "action": "approve", "by": owner, "closed_at": at}
        items.append(Item(**facts, opened_at=at, **(over if n % 4 > 1 else {})))
        notices.append(Notice(run=run, kind="cc", person=owner, arrived_at=at))
    Run.objects.bulk_create(runs, batch_size=1000)
    Item.objects.bulk_create(items, batch_size=1000)
    Notice.objects.bulk_create(notices, batch_size=1000)
    yield staff["head"]
    Run.objects.filter(pk__in=[run.pk for run in runs]).delete()  # no event ever made them


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("todo", "item_todo"),
        ("done", "item_done"),
        ("started", "run_started"),
        ("read", "notice_to_read"),
    ],
)
def test_each_box_reads_its_index_in_its_order(
    crowded: Staff, statements: Any, name: str, index: str
) -> None:
    analyze()
    first = boxes.box(crowded, name, boxes.Wanted(), at=MONDAY)
    with statements() as sql:
        boxes.box(crowded, name, boxes.Wanted(), at=MONDAY, cursor=first.next)

    plan = explain(sql[0]["sql"])
    assert (first.total, len(first.results)) == (boxes.COUNTED, 30)
    assert index in plan, plan
    assert "Seq Scan on workflow_item" not in plan, plan
    assert "Seq Scan on workflow_run" not in plan, plan
    assert "Sort Key" not in plan, plan


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchone()
        cursor.execute("RESET ROLE")  # a unit's role owns no tables
        for model in (Run, Item, Notice):
            cursor.execute(f"ANALYZE {model._meta.db_table}")
        cursor.execute(f'SET LOCAL ROLE "{role}"')


def explain(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(line for (line,) in cursor.fetchall())
