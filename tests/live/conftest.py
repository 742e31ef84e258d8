"""The event stream as it runs: a granian process on a free port, and browsers that listen."""

import http.client
import json
import os
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
from shared_apps.passport import duties, secret
from shared_apps.passport.models import CitySession
from tenants import postgres
from tenants.crossing import in_unit
from tenants.current import public_floor
from tenants.models import Unit
from tests.make import exchange, organization
from tests.make import tenants as make

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Unit]:
    with django_db_blocker.unblock():
        unit = make.town("LIVE")
        try:
            yield unit
        finally:
            exchange.forget(unit)
            connection.close()


@pytest.fixture
def person(town: Unit) -> Callable[[str], tuple[Any, str]]:
    """Somebody of the town and the cookie they logged in with."""

    def log_in(name: str) -> tuple[Any, str]:
        with in_unit(town):
            staff = organization.staff(name)
            return staff, f"heshu_token={organization.token(staff)}"

    return log_in


@pytest.fixture
def visitor(town: Unit) -> str:
    """The cookie of somebody who stands on the city floor."""
    now, person = timezone.now(), new_id()
    handed, kept = secret.fresh()
    with public_floor():
        duties.grant(
            unit=town, staff_id=person, name="何敏", kind="leader", granted_by="测试", at=now
        )
        CitySession.objects.create(
            digest=kept,
            unit=town,
            staff_id=person,
            name="何敏",
            address="127.0.0.1",
            opened_at=now,
            idle_until=now + timezone.timedelta(minutes=30),
            expires_at=now + timezone.timedelta(hours=8),
        )
    return f"heshu_city={handed}"


class Server:
    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port = port
        self.process = process

    def ask(self, path: str, host: str, **headers: str) -> http.client.HTTPResponse:
        caller = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        caller.request("GET", path, headers={"Host": f"{host}:{self.port}", **headers})
        response = caller.getresponse()
        response.caller = caller  # type: ignore[attr-defined]
        return response

    def streams(self) -> int:
        with self.ask("/health", "anywhere") as response:
            answer = json.loads(response.read())
        response.caller.close()  # type: ignore[attr-defined]
        return int(answer["streams"])


@pytest.fixture(scope="module")
def server(town: Unit) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = postgres.cluster("test").url(login="app", database=connection.settings_dict["NAME"])
    told = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "HESHU_PORT": ":8000",
    }
    granian = Path(sys.executable).with_name("granian")
    asked = ["--interface", "asginl", "--workers", "1", "--no-ws", "--port", str(port)]
    process = subprocess.Popen(
        [granian, "--host", "127.0.0.1", *asked, "config.asgi:application"],
        cwd=ROOT,
        env=told,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    running = Server(port, process)
    try:
        _until_it_answers(running)
        yield running
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _until_it_answers(running: Server) -> None:
    deadline = time.monotonic() + 40
    while True:
        try:
            running.streams()
        except OSError:
            assert time.monotonic() < deadline, "the event server never answered"
            time.sleep(0.1)
        else:
            return


class Listening:
    """An EventSource of few words: reads the events of one open stream."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.response = response
        assert self.line() == ":"

    def line(self) -> str:
        while True:
            line = self.response.readline()
            assert line, "the stream ended"
            if line.strip():
                return line.decode().strip()

    def event(self) -> dict[str, str]:
        while not (line := self.line()).startswith("data: "):
            assert line == ":"
        found: dict[str, str] = json.loads(line.removeprefix("data: "))
        return found

    def close(self) -> None:
        self.response.close()
        self.response.caller.close()  # type: ignore[attr-defined]


@pytest.fixture
def listen(server: Server) -> Iterator[Callable[..., Listening]]:
    opened = []

    def open_(host: str, cookie: str, **headers: str) -> Listening:
        response = server.ask("/events", host, Cookie=cookie, **headers)
        assert response.status == 200, response.read()
        opened.append(Listening(response))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()
