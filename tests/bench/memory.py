"""Memory of the whole set after a to-do page and an act in each of the 95 units.

The set is what `make run` starts (tools.run), on a city of its own, PostgreSQL included. Eight
clients each read the page of every unit, so every connection has seen them all, and once in each
unit somebody drafts and submits a document, which the worker then follows up. Shared pages count
once (PSS); the plain sum of RSS stands beside it.
"""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import Any

from django.conf import settings
from django.db import connection

from shared_apps.outbox.models import Dispatch
from tenants.crossing import in_unit
from tenants.models import Unit
from tests.bench.place import city
from tests.make import correspondence, organization
from tools.run import free_ports, processes

GOAL = 1.0
UNITS, CLIENTS, ALLOWED_MB = 95, 8, 1200
PATIENCE = 90  # seconds for the worker to follow up
PAGE = "/api/workflow/items?box=todo"


@dataclass(frozen=True)
class Person:
    """Who asks in a unit, and who will sign there."""

    token: str
    leader: str


People = dict[Unit, Person]


def run() -> dict[str, Any]:
    with city("memory", units=UNITS) as units:
        people = {unit: _somebody(unit) for unit in units}
        database = _postmaster()
        connection.close()
        with _set(people) as (port, pids):
            _side_by_side(lambda: [_page(port, unit, people[unit]) for unit in units])
            for unit in units:
                _act(port, unit, people[unit])
            left = _settled()
            measured = _measure([*pids, database])
    ratio = round(ALLOWED_MB / measured["pss_mb"], 2)
    return {
        "ratio": ratio,
        "goal": GOAL,
        "ok": ratio >= GOAL and not left,
        "what": f"{UNITS} 个单位各看待办、各办一事后，整套进程的内存对 {ALLOWED_MB} MB",
        "units": UNITS,
        "units_per_backend": settings.UNITS_PER_BACKEND,
        "left_in_outbox": left,
        **measured,
    }


def _somebody(unit: Unit) -> Person:
    with in_unit(unit):
        office = correspondence.office()
        return Person(organization.token(office.drafter), str(office.leader.pk))


@contextmanager
def _set(people: People) -> Iterator[tuple[int, list[int]]]:
    """The processes of `make run`, until they answer; ended afterwards, each by its own pid."""
    web, events = free_ports(8700)
    children = processes(web, events)
    for child in children:
        child.log = settings.VAR_DIR / "log" / child.log.name
        child.start(now=time.monotonic())
    try:
        _wait(web, *next(iter(people.items())))
        yield web, [child.pid for child in children if child.pid]
    finally:
        for child in children:
            if child.process:
                child.process.terminate()
        for child in children:
            if child.process:
                child.process.wait(60)


def _side_by_side(work: Any) -> None:
    threads = [Thread(target=work) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _page(port: int, unit: Unit, person: Person) -> None:
    _ask(port, unit, person.token, "GET", PAGE)


def _act(port: int, unit: Unit, person: Person) -> None:
    to = "QWB" if unit.code == "QW" else "QW"
    wanted = correspondence.draft_content(
        doc_kind="letter", addressees=[to], signatory=person.leader
    )
    draft = _ask(port, unit, person.token, "POST", "/api/correspondence/outgoing", wanted)
    place = f"/api/correspondence/outgoing/{draft['id']}/submit"
    _ask(port, unit, person.token, "POST", place, correspondence.said())


def _ask(
    port: int, unit: Unit, token: str, verb: str, place: str, body: dict[str, Any] | None = None
) -> dict[str, Any]:
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Host": f"{unit.subdomain}.{settings.HESHU_DOMAIN}",
        "Authorization": f"Token {token}",
        "Content-Type": "application/json",
    }
    line.request(verb, place, body=json.dumps(body) if body else None, headers=headers)
    answer = line.getresponse()
    said = answer.read()
    line.close()
    if answer.status >= 400:
        raise RuntimeError(f"{verb} {place} at {unit}: {answer.status} {said[:300]!r}")
    return dict(json.loads(said))


def _settled() -> int:
    """Wait for the worker; returns what it left undone. Leaves no connection behind."""
    until = time.monotonic() + PATIENCE
    while (left := Dispatch.objects.count()) and time.monotonic() < until:
        time.sleep(0.5)
    connection.close()
    return left


def _postmaster() -> int:
    """The parent of our own backend; the bench needs a server on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        status = Path(f"/proc/{cursor.fetchone()[0]}/status").read_text()
    return int(re.findall(r"PPid:\s+(\d+)", status)[0])


def _measure(roots: list[int]) -> dict[str, Any]:
    pss = rss = count = 0
    by_program: dict[str, int] = {}
    for pid in [pid for root in roots for pid in _family(root)]:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            program = Path(f"/proc/{pid}/comm").read_text().strip()
        except (FileNotFoundError, ProcessLookupError):
            continue  # a backend that was renewed since we listed it
        said = {name: int(size) for name, size in re.findall(r"^(\w+):\s+(\d+) kB", text, re.M)}
        pss, rss, count = pss + said["Pss"], rss + said["Rss"], count + 1
        by_program[program] = by_program.get(program, 0) + said["Pss"]
    return {
        "pss_mb": round(pss / 1024),
        "rss_mb": round(rss / 1024),
        "processes": count,
        "by_program_mb": {name: round(size / 1024) for name, size in by_program.items()},
    }


def _family(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        said = [(task / "children").read_text() for task in tasks]
    except (FileNotFoundError, ProcessLookupError):
        return []  # it ended since its parent named it
    children = [int(child) for words in said for child in words.split()]
    return [pid, *(member for child in children for member in _family(child))]


def _wait(port: int, unit: Unit, person: Person) -> None:
    until = time.monotonic() + 90
    while True:
        try:
            return _page(port, unit, person)
        except (OSError, RuntimeError):
            if time.monotonic() > until:
                raise
            time.sleep(0.3)
