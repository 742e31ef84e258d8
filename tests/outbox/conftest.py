"""Both engines, a broker from Debian, a unit of its own, and workers that may be killed."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from shared_apps.kernel.ids import new_id
from shared_apps.outbox.models import Dispatch
from tenants import postgres
from tenants.crossing import in_unit
from tenants.current import public_floor
from tenants.models import Unit
from tests.make import exchange
from tests.make import tenants as make
from tests.outbox import probe

ROOT = Path(__file__).resolve().parents[2]
ENGINES = ["huey", pytest.param("celery", marks=pytest.mark.broker)]


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A redis-server of this session's own, on a free port."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.fail("redis-server is missing (apt-get install redis-server): celery is not tested")
    with socket.socket() as probe_socket:
        probe_socket.bind(("127.0.0.1", 0))
        port = probe_socket.getsockname()[1]
    folder = tmp_path_factory.mktemp("redis")
    told = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    server = subprocess.Popen([program, *told], stdout=subprocess.DEVNULL)
    try:
        until(lambda: _answers(port), "the broker never answered")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)


def _answers(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """What a worker's environment says about its engine."""
    chosen = {"HESHU_ENGINE": request.param, "HESHU_VAR": str(tmp_path)}
    if request.param == "celery":
        chosen["HESHU_BROKER_URL"] = request.getfixturevalue("broker")
    return chosen


@pytest.fixture
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Unit]:
    """A unit whose transactions really commit; gone afterwards, with everything that waited."""
    with django_db_blocker.unblock():
        unit = make.town("OUTBOX")
        try:
            yield unit
        finally:
            exchange.forget(unit)
            connection.close()


@pytest.fixture
def worker(
    engine: dict[str, str], tmp_path: Path
) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts worker processes, as the login that serves; what still runs is killed at the end."""
    url = postgres.cluster("test").url(login="app", database=connection.settings_dict["NAME"])
    told = os.environ | engine | {"DATABASE_URL": url, "HESHU_LEASE_SECONDS": "3"}
    told |= {"DJANGO_SETTINGS_MODULE": "config.settings.test", "HESHU_WORKER_THREADS": "2"}
    running: list[subprocess.Popen[bytes]] = []
    log = (tmp_path / "worker.log").open("w+")

    def start() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.outbox.worker"],
            cwd=ROOT,
            env=told,
            start_new_session=True,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        end(process, signal.SIGKILL)
    log.seek(0)
    print(log.read())  # noqa: T201  pytest shows it when the test failed
    log.close()


def hears_sigterm(process: subprocess.Popen[bytes]) -> bool:
    status = Path(f"/proc/{process.pid}/status").read_text()
    caught = int(status.partition("SigCgt:")[2].split()[0], 16)
    return bool(caught >> (signal.SIGTERM - 1) & 1)


def end(process: subprocess.Popen[bytes], number: int) -> int:
    """Signal a worker and, when it is to die on the spot, the children it forked."""
    if process.poll() is None:
        if number == signal.SIGKILL:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
    return process.wait(40)


@pytest.fixture
def send(town: Unit) -> Callable[..., Dispatch]:
    """Commit one piece of work for the town."""

    def commit(subscriber: str = probe.EFFECT, **facts: Any) -> Dispatch:
        told = {"entry_id": str(new_id()), "subject_id": str(new_id()), **facts}
        with public_floor():
            return Dispatch.objects.create(
                unit=town.schema_name,
                subscriber=subscriber,
                event="tests.sent",
                facts=told,
                created_at=timezone.now(),
            )

    return commit


@pytest.fixture
def effects(town: Unit) -> Callable[[], int]:
    from tenant_apps.journal.models import Entry

    def count() -> int:
        with in_unit(town):
            return Entry.objects.count()

    return count


def waiting() -> int:
    """Of what the tests sent: on the hour a real worker also finds work of its own timetable."""
    with public_floor():
        return Dispatch.objects.filter(subscriber__startswith="tests.").count()


def until(holds: Callable[[], bool], otherwise: str, seconds: float = 25) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.02)
