"""One PostgreSQL cluster: made once, started as often as asked, stopped cleanly.

Nothing about the running server is remembered here: whether it runs and on which port is read
from postmaster.pid, which the server itself keeps.
"""

import fcntl
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from tenants.postgres import settings
from tenants.postgres.places import (
    ClusterError,
    base,
    binaries,
    make_folder,
    owner,
    secrets_folder,
    socket_folder,
)

PATIENCE = 600  # seconds; recovery after a crash may take minutes on a large database
LOG_LIMIT = 20 * 1024 * 1024


class Cluster:
    def __init__(self, name: str, *, port: int, durable: bool = True) -> None:
        self.name = name
        self.durable = durable
        self.preferred_port = port
        self.home = base(in_memory=name == "memory") / name
        self.data = self.home / "data"
        self.socket = socket_folder(self.home)
        self.log = self.home / "server.log"
        self.secrets = secrets_folder()
        self._lock_file = self.secrets / f"{name}.lock"

    def start(self) -> str:
        """Make it if need be, start it if need be, wait until it answers; returns its URL."""
        with self._alone():
            self._make()
            if not self._answers():
                self._start()
        return self.url()

    def stop(self) -> bool:
        """Stop it; False when it did not run."""
        with self._alone():
            if self.pid() is None:
                return False
            self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", PATIENCE)
        return True

    def destroy(self) -> None:
        """Stop it and remove all of it."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
        with suppress(OSError):
            self.home.parent.rmdir()  # the last of its project's
        self._forget_passwords()
        self._lock_file.unlink(missing_ok=True)

    def url(self, *, login: str = "owner", database: str = settings.DATABASE) -> str:
        """The address of a database, through the unix socket, as libpq and our settings read it.

        It can be asked for while nothing runs or exists: a command that needs no database then
        works, and one that needs it is told by libpq that no server listens.
        """
        secret = self.password_file(login)
        password = secret.read_text().strip() if secret.exists() else ""
        port = self.port() or self.preferred_port
        return (
            f"postgresql://{settings.LOGINS[login]}:{quote(password, safe='')}"
            f"@:{port}/{database}?host={quote(str(self.socket))}"
        )

    def password_file(self, login: str) -> Path:
        return self.secrets / f"{self.name}.{login}.password"

    def port(self) -> int | None:
        lines = self._pid_lines()
        return int(lines[3]) if self.pid() is not None and len(lines) > 3 else None

    def pid(self) -> int | None:
        """The server's process id, None when it is gone whatever its pid file says."""
        lines = self._pid_lines()
        if not lines:
            return None
        number = int(lines[0])
        return number if self._is_ours(number) else None

    def _pid_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _is_ours(self, number: int) -> bool:
        """A pid may be in use again, even by a neighbour's server; its folder tells."""
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return False
        try:
            return Path(f"/proc/{number}/cwd").readlink() == self.data
        except FileNotFoundError:
            if Path("/proc/self").exists():
                return False
        said = subprocess.run(
            ["ps", "-o", "command=", "-p", str(number)], capture_output=True, text=True
        )
        return str(self.data) in said.stdout

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One caller at a time, or two starts would both run initdb."""
        make_folder(self.secrets, mode=0o700)
        with self._lock_file.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _answers(self) -> bool:
        """True when it accepts connections; waits for one that is still recovering."""
        deadline = time.monotonic() + PATIENCE
        while (number := self.port() or self.pid()) is not None:
            port = self.port()
            if port is not None and self._ready(port):
                return True
            if time.monotonic() > deadline:
                raise ClusterError(f"数据库进程 {number} 没有应答，日志：\n{self._last_words()}")
            time.sleep(0.1)
        return False

    def _ready(self, port: int) -> bool:
        asked = subprocess.run(
            [binaries() / "pg_isready", "-q", "-h", self.socket, "-p", str(port)], env=_clean()
        )
        return asked.returncode == 0

    def _make(self) -> None:
        """initdb into a neighbour folder and one rename, so a half-finished one never counts."""
        if self.data.is_dir() and all(map(Path.exists, self._password_files())):
            return
        if self.data.is_dir():
            self._set_aside()
        account = owner()
        for above in reversed(self.home.parents):
            if not above.exists():
                make_folder(above, mode=0o755)
        make_folder(self.home, mode=0o700, belongs_to=account)
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self._run("initdb", "-D", fresh, *settings.INITDB)
        (fresh / "pg_hba.conf").write_text(settings.HBA)
        (fresh / "pg_ident.conf").write_text(settings.ident(account.name))
        with (fresh / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude = '../heshu.conf'\n")
        self._configure()
        passwords = {login: secrets.token_urlsafe(24) for login in settings.LOGINS}
        for database, statements in settings.first_statements(passwords).items():
            self._run("postgres", "--single", "-D", fresh, database, stdin=statements)
        self._forget_passwords()
        for login, password in passwords.items():
            _keep(password, self.password_file(login))
        fresh.rename(self.data)

    def _forget_passwords(self) -> None:
        for place in self._password_files():
            place.unlink(missing_ok=True)

    def _password_files(self) -> list[Path]:
        return [self.password_file(login) for login in settings.LOGINS]

    def _set_aside(self) -> None:
        """The project's var/ is gone but its cluster is not: begin anew, keep the old aside."""
        if self.pid() is not None:
            self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", PATIENCE)
        old = self.home.with_name(f"{self.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        if self.durable:
            self.home.rename(old)
        else:
            shutil.rmtree(self.home)

    def _configure(self) -> None:
        text = settings.configuration(
            socket=self.socket, durable=self.durable, name=f"heshu-{self.name}"
        )
        (self.home / "heshu.conf").write_text(text)

    def _start(self) -> None:
        make_folder(self.socket, mode=0o700, belongs_to=owner())
        self._configure()
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.rename(self.log.with_suffix(".log.1"))
        deadline = time.monotonic() + 30
        while True:
            self._clear_after_a_crash()
            port = _free_port(self.preferred_port)
            try:
                self._run(
                    *("pg_ctl", "start", "-D", self.data, "-l", self.log),
                    *("-w", "-t", PATIENCE, "-o", f"-p {port}"),
                )
            except ClusterError:
                # the port was free a moment ago; anything else will not pass by waiting
                taken = "Address already in use" in self._last_words()
                if not taken or time.monotonic() > deadline:
                    raise ClusterError(f"数据库没有起来，日志：\n{self._last_words()}") from None
                time.sleep(0.5)
            else:
                return

    def _clear_after_a_crash(self) -> None:
        """Take away the lock files of a server that is gone.

        PostgreSQL does so by itself when their process id is free; but the id may be another
        process by now, or a zombie nobody reaps. Its children must be gone first: deleting the
        lock file takes PostgreSQL's own guard against them away.
        """
        deadline = time.monotonic() + 30
        while survivors := self._inhabitants():
            if time.monotonic() > deadline:
                raise ClusterError(f"上次异常退出的数据库还有进程没有结束：{survivors}")
            time.sleep(0.1)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for leftover in self.socket.glob(".s.PGSQL.*"):
            leftover.unlink(missing_ok=True)

    def _inhabitants(self) -> list[int]:
        """Every process that works in our data folder (nothing where there is no /proc)."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if (process / "cwd").readlink() == self.data:
                    found.append(int(process.name))
            except OSError:
                continue
        return found

    def _last_words(self) -> str:
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-12:])
        except FileNotFoundError:
            return "（没有日志）"

    def _run(self, program: str, *arguments: object, stdin: str = "") -> None:
        """Run one of PostgreSQL's programs as the owner, in a folder the owner may enter."""
        account = owner()
        change = (
            {"user": account.uid, "group": account.gid, "extra_groups": []}
            if account.another
            else {}
        )
        done = subprocess.run(
            [str(binaries() / program), *(str(argument) for argument in arguments)],
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            env=_clean(),
            **change,  # type: ignore[call-overload]
        )
        if done.returncode != 0:
            raise ClusterError(f"{program} 失败（{done.returncode}）：\n{done.stdout.strip()}")


def _keep(secret: str, place: Path) -> None:
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret + "\n")


def _clean() -> dict[str, str]:
    """No PGHOST or PGDATA of somebody else's."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _free_port(preferred: int) -> int:
    for candidate in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", candidate))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise ClusterError("本机没有空闲的端口。")
