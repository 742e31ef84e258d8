"""The first page of somebody's to-do list: among ten thousand items, and among a million.

The statements are those of the page itself (boxes.box), timed in the database. In both sizes the
person asked about has more than the list counts; in the large one 20,000 open items.
"""

import os
import time
from statistics import median, quantiles
from typing import Any

from django.db import connection
from django.utils import timezone

from shared_apps.kernel.ids import new_id
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions
from tenant_apps.workflow.boxes import Wanted, box
from tenant_apps.workflow.models import Item, Run, Step
from tenants.crossing import in_unit
from tenants.models import Unit
from tests.bench.rows import copied
from tests.make import organization as people
from tests.make import workflow as make

SMALL, LARGE = 10_000, int(os.environ.get("HESHU_BENCH_ITEMS", "1000000"))
STEPS = 5  # items of one run: four done, one open
TIMES = 300
P95_GOAL_MS, FLAT_GOAL = 5, 2


def measured(unit: Unit) -> dict[str, Any]:
    with in_unit(unit):
        worst = people.staff("待办最多的人", duties=["handler"])
        others = [people.staff(f"同事{n}", duties=["handler"]) for n in range(50)]
    asked = {}
    filled = 0
    for size in (SMALL, LARGE):
        every = 1 if size == SMALL else 10
        _fill(unit, worst, others, first=filled + 1, last=size // STEPS, every=every)
        filled = size // STEPS
        asked[size] = _asked(unit, worst)
    small, large = asked[SMALL], asked[LARGE]
    flat = round(large["p50_ms"] / small["p50_ms"], 2)
    return {
        "ok": large["p95_ms"] < P95_GOAL_MS and flat <= FLAT_GOAL,
        "flat": flat,
        "flat_goal": FLAT_GOAL,
        "p95_goal_ms": P95_GOAL_MS,
        f"{SMALL}_items": small,
        f"{LARGE}_items": large,
    }


def _fill(
    unit: Unit, worst: Staff, others: list[Staff], *, first: int, last: int, every: int
) -> None:
    """Copies of one real run, so many: its steps done but the last, each on somebody's desk."""
    with in_unit(unit):
        flow = make.flow({"a": make.task("办理", "end", worst)})
        run = actions.start(
            flow=flow.key,
            subject_kind="bench",
            subject_id=new_id(),
            title="关于申请防汛应急物资的请示",
            by=others[0],
            at=timezone.now(),
        )
        item = Item.objects.get(run=run)
        desks = "ARRAY[" + ",".join(f"'{one.pk}'::uuid" for one in others) + "]"
        who = (
            f"CASE WHEN k = {STEPS} AND mod(n, {every}) = 0 THEN '{worst.pk}'::uuid"
            f" ELSE ({desks})[1 + mod(n * 7 + k, {len(others)})] END"
        )
        names = {"n": f"generate_series({first}, {last}) n"}
        both = f"{names['n']}, generate_series(1, {STEPS}) k"
        is_open = f"k = {STEPS}"
        moment = "now() - (n || ' seconds')::interval"
        done_at = f"CASE WHEN {is_open} THEN NULL ELSE {moment} END"
        step_id, run_id = "md5('step' || n || '-' || k)::uuid", "md5('run' || n)::uuid"
        copied(Run, run.pk, names["n"], id=run_id, subject_id="md5('subject' || n)::uuid",
              created_at=moment)  # fmt: skip
        copied(Step, item.step_id, both, id=step_id, run_id=run_id, opened_seq="k",
              status=f"CASE WHEN {is_open} THEN 'open' ELSE 'done' END",
              opened_at=moment, closed_at=done_at)  # fmt: skip
        copied(Item, item.pk, both, id="md5('item' || n || '-' || k)::uuid", run_id=run_id,
              step_id=step_id, owner_id=who, principal_id=who, sender_id=f"'{others[0].pk}'::uuid",
              status=f"CASE WHEN {is_open} THEN 'open' ELSE 'done' END",
              action=f"CASE WHEN {is_open} THEN '' ELSE 'approve' END",
              by_id=f"CASE WHEN {is_open} THEN NULL ELSE {who} END",
              opened_at=moment, due_at=f"{moment} + interval '1 day'",
              closed_at=done_at)  # fmt: skip


def _asked(unit: Unit, person: Staff) -> dict[str, Any]:
    """Each of the page's statements sent again and again, its rows fetched."""
    with connection.cursor() as cursor:
        for model in (Run, Step, Item):
            cursor.execute(f'VACUUM ANALYZE "{unit.schema_name}".{model._meta.db_table}')
    with in_unit(unit):
        waiting = Item.objects.filter(owner=person, status="open").count()
        connection.force_debug_cursor = True
        connection.queries_log.clear()
        page = box(person, "todo", Wanted(), at=timezone.now())
        spoken = [one["sql"] for one in connection.queries_log]
        connection.force_debug_cursor = False
        times = [_once(spoken) for _ in range(TIMES)]
    if not page.results:
        raise RuntimeError("The page is empty: nothing was measured.")
    return {
        "open_items_of_one_person": waiting,
        "items": _count(unit),
        "statements": len(spoken),
        "p50_ms": round(median(times) * 1000, 2),
        "p95_ms": round(quantiles(times, n=20)[-1] * 1000, 2),
    }


def _once(spoken: list[str]) -> float:
    began = time.perf_counter()
    with connection.cursor() as cursor:
        for sql in spoken:
            cursor.execute(sql)
            cursor.fetchall()
    return time.perf_counter() - began


def _count(unit: Unit) -> int:
    with in_unit(unit):
        return Item.objects.count()
