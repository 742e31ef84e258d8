"""A request: a DRF endpoint through our floors against the same endpoint on plain Django.

Two servers of the same kind stand side by side and are asked in turns, in many short rounds. Each
is judged by its best one: what it can do while nothing else has the machine.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from shared_apps.kernel.ids import new_id
from tenant_apps.journal.models import Entry
from tenants.crossing import in_unit
from tenants.models import Unit
from tests.bench.place import city

GOAL = 0.9
ROUNDS, SECONDS, CLIENTS = 20, 0.8, 4
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Measured:
    rate: float  # requests a second
    cpu: float  # seconds of the server for one of them


@dataclass(frozen=True)
class Server:
    pid: int
    port: int

    def cpu(self) -> float:
        """Seconds its process and the worker below it have worked."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        stats = [Path(f"/proc/{pid}/stat").read_text() for pid in (self.pid, *children)]
        ticks = [line.rpartition(")")[2].split()[11:13] for line in stats]
        return sum(int(tick) for pair in ticks for tick in pair) / os.sysconf("SC_CLK_TCK")


def run() -> dict[str, Any]:
    with city("request", units=2) as units:
        subjects = _fill(units[0])
        with _server("ours", units[0]) as ours, _server("plain", units[0]) as plain:
            rounds = [
                (_ask(ours, units[0], subjects), _ask(plain, units[0], subjects))
                for _ in range(ROUNDS + 1)
            ][1:]  # the first round warms both
    mine, theirs = (max(side, key=lambda one: one.rate) for side in zip(*rounds, strict=True))
    ratio = round(mine.rate / theirs.rate, 3)
    return {
        "ratio": ratio,
        "goal": GOAL,
        "ok": ratio >= GOAL,
        "what": "同一接口：经单位楼层（事务、search_path、角色）对普通 Django",
        "ours_per_second": round(mine.rate),
        "plain_per_second": round(theirs.rate),
        "ours_cpu_ms": round(mine.cpu * 1000, 2),
        "plain_cpu_ms": round(theirs.cpu * 1000, 2),
        "rounds": ROUNDS,
        "clients": CLIENTS,
    }


def _fill(unit: Unit) -> list[UUID]:
    subjects = [new_id() for _ in range(100)]
    with in_unit(unit):
        Entry.objects.bulk_create(
            Entry(
                subject_id=subject,
                seq=seq,
                name="bench.happened",
                at=timezone.now(),
                actor_name="林远",
                facts={},
                hash=f"{seq:064}",
            )
            for subject in subjects
            for seq in range(1, 31)
        )
    return subjects


@contextmanager
def _server(kind: str, unit: Unit) -> Iterator[Server]:
    port = _free_port()
    told = {
        "DJANGO_SETTINGS_MODULE": "tests.bench.request_settings",
        "HESHU_BENCH": kind,
        "HESHU_BENCH_SCHEMA": unit.schema_name,
    }
    command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--no-ws", "--log-level", "error"]
    command += ["--workers", "1", "--blocking-threads", str(CLIENTS), "config.wsgi:application"]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **told})
    try:
        _wait(port, server)
        yield Server(server.pid, port)
    finally:
        server.terminate()
        server.wait(20)


def _ask(server: Server, unit: Unit, subjects: list[UUID]) -> Measured:
    """Asked by a few clients that keep their connections, for a while."""
    counts = [0] * CLIENTS
    before = server.cpu()
    host = f"{unit.subdomain}.{settings.HESHU_DOMAIN}"
    until = time.monotonic() + SECONDS

    def ask(place: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        while time.monotonic() < until:
            subject = subjects[counts[place] % len(subjects)]
            line.request("GET", f"/history/{subject}", headers={"Host": host})
            answer = line.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{answer.status} {body[:200]!r}")
            counts[place] += 1
        line.close()

    threads = [Thread(target=ask, args=[place]) for place in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if not all(counts):
        raise RuntimeError("a client got no answer")
    return Measured(sum(counts) / SECONDS, (server.cpu() - before) / sum(counts))


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not come up")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
