"""A receiver that really listens, and an office whose flows it hears of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from rest_framework.test import APIClient

from shared_apps.outbox.relaying import carry_waiting
from tenant_apps.organization.models import Staff
from tests.make import organization as people


@dataclass
class Receiver:
    """Keeps what it hears; answers with the given status."""

    url: str = ""
    status: int = 204
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.HESHU_DEMO = True  # plain http, on this machine only
    settings.HESHU_WEBHOOK_HOSTS = ["127.0.0.1:*"]
    found = Receiver()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.heard.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(found.status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *words: object) -> None:
            """The test says what it heard."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    found.url = f"http://127.0.0.1:{server.server_port}/in?from=heshu"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def admin(unit: Any) -> Staff:
    return people.staff("周磊", duties=["system_admin"])


@pytest.fixture
def desk(unit: Any, admin: Staff, client_at: Callable[..., APIClient]) -> APIClient:
    return client_at(unit, people.token(admin))


@pytest.fixture
def carry() -> Callable[[datetime], None]:
    """Carry what is due at that moment, and what that makes due."""

    def run(at: datetime) -> None:
        while carry_waiting(at=at):
            pass

    return run
