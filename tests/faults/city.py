"""A small real city that may be killed piece by piece: a database server of its own above all."""

import csv
import os
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import psycopg2
from django.conf import settings

from tenants.postgres import Cluster
from tests.browser.city import City

UNITS = ("qzf", "zfb", "taihe", "tongxi")
PORT = 54341
GRANIAN = Path(sys.executable).with_name("granian")
WEB, WORKER = "web", "worker"


class FragileCity(City):
    """Web and worker in groups of their own, so that a kill takes all of one and no other."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.cluster = Cluster(f"faults-{os.getpid()}", port=PORT)
        self.groups: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        self.cluster.start()
        sheet = self.folder / "units.csv"
        _fewer(Path(settings.BASE_DIR, "data", "units.csv"), sheet)
        for command in (("migrate_city",), ("unit", "import", str(sheet)), ("seed_demo",)):
            self._manage(*command)
        self._read_accounts()
        for name in (WEB, WORKER):
            self.raise_again(name)
        self._wait()

    def stop(self) -> None:
        for name in list(self.groups):
            self.kill(name)
        self.cluster.destroy()

    # ---- blows --------------------------------------------------------------------------------

    def kill(self, name: str) -> None:
        """kill -9 of every process of the web server, or of the worker."""
        process = self.groups.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def raise_again(self, name: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.groups[name] = subprocess.Popen(
                self._command(name),
                cwd=settings.BASE_DIR,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill_backend(self) -> bool:
        """kill -9 of one serving backend: the whole server then recovers from its log."""
        until = time.monotonic() + 20  # on a busy machine nobody may have come back yet
        while time.monotonic() < until:
            found = self.ask(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
                " ORDER BY random() LIMIT 1"
            )
            for (pid,) in found:
                with suppress(ProcessLookupError):
                    os.kill(int(str(pid)), signal.SIGKILL)
                    return True
            time.sleep(0.2)
        return False

    def kill_database(self) -> bool:
        """kill -9 of the postmaster, and its server raised again."""
        pid = self.cluster.pid()
        if pid is None:
            return False
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        self.cluster.start()
        return True

    # ---- questions ----------------------------------------------------------------------------

    def ask(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """As the owner, past all floors; again while the server recovers."""
        until = time.monotonic() + 60
        while True:
            try:
                line = psycopg2.connect(self.cluster.url())
                with closing(line), line.cursor() as cursor:
                    cursor.execute(sql, values)
                    return list(cursor.fetchall())
            except psycopg2.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def says(self, *command: str) -> str:
        """A command of the house; what it wrote, and a failure where it found something wrong."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, done.stdout[-4000:]
        return done.stdout

    def _environment(self) -> dict[str, str]:
        return super()._environment() | {"DATABASE_URL": self.cluster.url()}

    def _command(self, name: str) -> list[str]:
        if name == WORKER:
            return [sys.executable, "manage.py", "worker"]
        return [
            str(GRANIAN),
            *("--host", "127.0.0.1", "--no-ws", "--workers", "1"),
            *("--interface", "wsgi", "--blocking-threads", "4", "--port", str(self.web)),
            "config.wsgi:application",
        ]


def _fewer(register: Path, sheet: Path) -> None:
    """The few units of the demonstration that this city consists of."""
    with register.open(encoding="utf-8") as source, sheet.open("w", encoding="utf-8") as target:
        rows = csv.DictReader(source)
        kept = csv.DictWriter(target, rows.fieldnames or ())
        kept.writeheader()
        for row in rows:
            if row["subdomain"] in UNITS:
                kept.writerow(row)
