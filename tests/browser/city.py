"""A whole city for the browser tests: own database and folder, real servers, real people."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import psycopg2
from django.conf import settings

from tenants import postgres
from tests.make import databases

DATABASE = os.environ.get("HESHU_BROWSER_DB", "heshu_browser")  # two runs at once: two cities
PYTHON = sys.executable
PREPARED = (
    ("migrate_city",),
    ("unit", "import", "data/units.csv"),
    ("seed_demo",),
    ("ca", "create"),  # no document leaves without a seal, and no seal is made without it
)


@dataclass(frozen=True)
class Account:
    """A demonstration person, with the password this city generated for them."""

    subdomain: str
    role: str
    name: str
    account: str
    password: str


class City:
    """`make run` in small: migrate, provision, seed, then web, event stream and worker."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.web, self.events = free_port(), free_port()
        self.processes: list[subprocess.Popen[bytes]] = []
        self.accounts: list[Account] = []

    @classmethod
    def running(cls, folder: Path, port: int) -> "City":
        place = cls(folder)
        place.web = port
        place._read_accounts()
        return place

    def start(self) -> None:
        self._fresh_database()
        for command in PREPARED:
            self._manage(*command)
        self._read_accounts()
        granian = Path(PYTHON).with_name("granian")
        serve = [str(granian), "--host", "127.0.0.1", "--no-ws", "--workers", "1"]
        pages = ["--interface", "wsgi", "--blocking-threads", "4", "--port", str(self.web)]
        stream = ["--interface", "asginl", "--port", str(self.events)]
        self._serve("web", *serve, *pages, "config.wsgi:application")
        self._serve("events", *serve, *stream, "config.asgi:application")
        self._serve("worker", PYTHON, "manage.py", "worker")
        self._wait()

    def _read_accounts(self) -> None:
        rows = json.loads((self.folder / "demo-accounts.json").read_text())
        kept = Account.__annotations__
        self.accounts = [Account(**{name: row[name] for name in kept}) for row in rows]

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def url(self, subdomain: str, path: str = "/") -> str:
        return f"http://{subdomain}.localhost:{self.web}{path}"

    def person(self, subdomain: str, role: str) -> Account:
        return next(one for one in self.accounts if (one.subdomain, one.role) == (subdomain, role))

    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATABASE_URL": address(DATABASE),
            "HESHU_VAR": str(self.folder),
            "HESHU_PORT": f":{self.web}",
            "HESHU_EVENTS_PORT": f":{self.events}",
            "HESHU_DOMAIN": "localhost",
            "HESHU_SCHEME": "http",
        }

    def _manage(self, *command: str) -> None:
        done = subprocess.run(
            [PYTHON, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, done.stdout[-4000:]

    def _serve(self, name: str, *command: str) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes.append(
                subprocess.Popen(
                    command,
                    cwd=settings.BASE_DIR,
                    env=self._environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )
            )

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if self._answers():
                return
            time.sleep(0.2)
        raise AssertionError((self.folder / "web.log").read_text()[-4000:])

    def _answers(self) -> bool:
        """Asked by address: only browsers know that *.localhost is this machine."""
        with closing(HTTPConnection("127.0.0.1", self.web, timeout=5)) as page:
            try:
                page.request("GET", "/", headers={"Host": f"city.localhost:{self.web}"})
                return page.getresponse().status == 200
            except OSError:
                return False

    def _fresh_database(self) -> None:
        with closing(psycopg2.connect(address("postgres"))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                databases.drop(cursor, DATABASE)
                cursor.execute(f"CREATE DATABASE {DATABASE}")


def address(database: str) -> str:
    """Of a database in the test cluster."""
    given = os.environ.get("DATABASE_URL") or postgres.url(test=True)
    head, _, rest = given.partition("://")
    place, slash, tail = rest.partition("/")
    _, mark, query = tail.partition("?")
    return f"{head}://{place}{slash}{database}{mark}{query}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
