"""The leaders' pages at 95 units' figures and at 950: the cost of looking must not grow.

Through the whole stack (middleware, visit, view, JSON) in one process. The board is drawn ahead,
so looking reads one row; the list and the trace go by index. Both sizes are asked in turns.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from rest_framework.test import APIClient

from shared_apps.kernel.ids import new_id
from shared_apps.oversight import drawing
from shared_apps.oversight.models import Board, ProgressLine
from shared_apps.passport import duties, sessions, tickets
from tenants import roles
from tenants.current import public_floor
from tenants.models import Unit
from tests.bench.place import best, database, people_of

GOAL = 0.8
SIZES = (95, 950)
OPEN_EACH, CLOSED_EACH = 13, 20
ROUNDS, LOOKS = 9, 30
STAGES = (("outgoing", "review", "审核", 1), ("incoming", "handle", "承办", 4))


def run() -> dict[str, Any]:
    small, large = SIZES
    with database("bench_dashboard"):
        call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
        roles.settle_public()
        now = timezone.now()
        client = visitor(people(0, small), now)
        boards = {small: drawn(now)}
        alone = looks(client)
        people(small, large)
        boards[large] = drawn(now)
        times: dict[str, dict[int, list[float]]] = {"board": {small: [], large: []}}
        for _ in range(ROUNDS):
            for size in SIZES:
                with hanging(boards[size]):
                    times["board"][size].append(timed(client, "/api/city/board"))
        crowded = looks(client)
    parts = {"board": round(best(times["board"][small]) / best(times["board"][large]), 2)}
    parts |= {page: round(alone[page] / crowded[page], 2) for page in alone}
    ratio = min(parts.values())
    return {
        "ratio": ratio,
        "goal": GOAL,
        "ok": ratio >= GOAL,
        "what": f"运行页、事项列表、一件的轨迹：{small} 家的耗时 ÷ {large} 家的耗时",
        "parts": parts,
        "milliseconds": {
            "board": {
                size: round(best(found) * 1000, 2) for size, found in times["board"].items()
            },
            "lists": {small: scaled(alone), large: scaled(crowded)},
        },
        "board_bytes": {size: len(packed) for size, packed in boards.items()},
        "lines": {size: size * (OPEN_EACH + CLOSED_EACH) for size in SIZES},
    }


def people(start: int, end: int) -> Unit:
    """Units (rows only: looking never enters a schema) with the matters they reported."""
    units = [
        Unit(
            schema_name=f"unit_{facts.subdomain}".replace("-", "_"),
            code=facts.code,
            name=facts.name,
            short_name=facts.short_name,
            kind=facts.kind,
            subdomain=facts.subdomain,
            status=Unit.Status.ACTIVE,
            position=number,
        )
        for number, facts in enumerate(people_of(end)[start:], start)
    ]
    Unit.objects.bulk_create(units)
    now = timezone.now()
    ProgressLine.objects.bulk_create(
        (line(unit, number, now) for unit in units for number in range(OPEN_EACH + CLOSED_EACH)),
        batch_size=2000,
    )
    return units[0]


def line(unit: Unit, number: int, now: datetime) -> ProgressLine:
    flow, stage, label, position = STAGES[number % 2]
    entered = now - timedelta(days=number % 17, hours=number)
    step = {"name": label, "post": "办公室", "closed_at": None, "state": "now"}
    return ProgressLine(
        unit_code=unit.code,
        short_name=unit.short_name,
        subject_id=new_id(),
        seq=1,
        flow=flow,
        doc_kind="notice",
        title=f"关于第{number}件事项的通知",
        urgency="none",
        stage=stage,
        stage_label=label,
        position=position,
        entered_at=entered,
        stage_since=entered,
        due_at=now + timedelta(days=number % 5 - 1),
        closed_at=now - timedelta(days=number % 9) if number >= OPEN_EACH else None,
        steps=[step | {"opened_at": entered.isoformat()}],
        recipients=[],
        reported_at=now,
    )


def visitor(unit: Unit, now: datetime) -> APIClient:
    settings.ALLOWED_HOSTS = ["*"]
    who = new_id()
    with public_floor():
        duties.grant(unit=unit, staff_id=who, name="某", kind="leader", granted_by="", at=now)
        ticket = tickets.issue(unit=unit, staff_id=who, name="某", title="区领导", at=now)
        _, secret = sessions.enter(ticket=ticket, address="127.0.0.1", at=now)
    client = APIClient(HTTP_HOST=settings.HESHU_CITY_HOST, HTTP_ACCEPT_ENCODING="gzip")
    client.cookies["heshu_city"] = secret
    return client


def drawn(now: datetime) -> bytes:
    return drawing.draw(at=now).packed


@contextmanager
def hanging(packed: bytes) -> Iterator[None]:
    Board.objects.filter(pk=drawing.BOARD).update(packed=packed)
    yield


def looks(client: APIClient) -> dict[str, float]:
    one = ProgressLine.objects.filter(closed_at=None).latest("pk")
    pages = {"items": "/api/city/items", "trace": f"/api/city/items/{one.pk}/trace"}
    return {
        name: best([timed(client, page) for _ in range(ROUNDS)]) for name, page in pages.items()
    }


def timed(client: APIClient, page: str) -> float:
    """Seconds for one look, over many."""
    assert client.get(page).status_code == 200
    began = perf_counter()
    for _ in range(LOOKS):
        client.get(page)
    return (perf_counter() - began) / LOOKS


def scaled(found: dict[str, float]) -> dict[str, float]:
    return {name: round(value * 1000, 2) for name, value in found.items()}
