"""The demonstration city: what must be done before it opens its doors, and how to get in."""

import json
import shutil
import subprocess
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from rich.cells import set_cell_size
from rich.console import Console

from tenants import postgres
from tools import stamps
from tools.places import PROJECT, PYTHON, VAR, Refused

ACCOUNTS = VAR / "demo-accounts.json"
STAMP = VAR / "stamps" / "demo"
UNITS = PROJECT / "data" / "units.csv"


def prepare() -> None:
    """Every step is safe to repeat; all are left out while nothing they depend on has changed."""
    wanted = stamps.digest(_sources(), _birth())
    if stamps.holds(STAMP, wanted) and ACCOUNTS.exists():
        return
    if subprocess.run([str(PYTHON), "-m", "tools.preparing"], cwd=PROJECT).returncode != 0:
        raise Refused("没有完成，原因见上。改正后再运行一次，会接着做。")
    stamps.put(STAMP, wanted)


def forget() -> None:
    """Remove what belongs to the data that was just destroyed."""
    shutil.rmtree(VAR / "files", ignore_errors=True)
    for place in (STAMP, ACCOUNTS):
        place.unlink(missing_ok=True)


def welcome(console: Console, *, web: int) -> None:
    """Passwords are never cut, however narrow the terminal: plain lines, no table."""
    accounts: list[dict[str, str]] = json.loads(ACCOUNTS.read_text())
    console.rule("演示账号", align="left")
    for (unit, subdomain), people in groupby(accounts, key=itemgetter("unit", "subdomain")):
        console.print(f"{unit}  http://{subdomain}.localhost:{web}", style="bold", soft_wrap=True)
        for one in people:
            who = f"{one['role']} {one['name']}".strip()
            console.print(
                f"  {set_cell_size(who, 20)}{set_cell_size(one['account'], 14)}{one['password']}",
                markup=False,
                soft_wrap=True,
            )
    console.print(f"口令是本机随机生成的，存于 {ACCOUNTS.relative_to(PROJECT)}\n")
    console.print(f"统一入口  [bold]http://city.localhost:{web}[/]")
    console.print("按 Ctrl-C 停止全部服务。")


def _sources() -> list[Path]:
    """What decides the shape of the database and the content of the demonstration."""
    migrations = [
        path
        for floor in ("tenants", "shared_apps", "tenant_apps")
        for path in (PROJECT / floor).rglob("*.py")
        if "migrations" in path.parts or "commands" in path.parts or "seed" in path.stem
    ]
    return [*migrations, PROJECT / "requirements" / "base.txt", UNITS]


def _birth() -> str:
    """Another cluster under the same roof is another database."""
    made = postgres.cluster().data / "PG_VERSION"
    return str(made.stat().st_mtime_ns) if made.exists() else ""
