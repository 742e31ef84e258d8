"""The demonstration city: what must be done before it opens its doors, and how to get in."""

import json
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tenants import postgres
from tools import stamps
from tools.places import PROJECT, PYTHON, VAR, Refused

ACCOUNTS = VAR / "demo-accounts.json"
STAMP = VAR / "stamps" / "demo"
UNITS = PROJECT / "data" / "units.csv"


@dataclass(frozen=True)
class Step:
    title: str
    command: tuple[str, ...]


STEPS = (
    Step("建立和升级数据库", ("migrate_city",)),
    Step("建立单位", ("unit", "import", str(UNITS.relative_to(PROJECT)))),
    Step("安排人员", ("seed_demo",)),
)


def prepare(console: Console) -> None:
    """Every step is safe to repeat; all are left out while nothing they depend on has changed."""
    wanted = stamps.digest(_sources(), _birth())
    if stamps.holds(STAMP, wanted) and ACCOUNTS.exists():
        return
    for number, step in enumerate(STEPS, 1):
        began = time.monotonic()
        console.rule(f"{number}/{len(STEPS)} {step.title}", align="left")
        command = [str(PYTHON), "manage.py", *step.command]
        if subprocess.run(command, cwd=PROJECT).returncode != 0:
            raise Refused(f"{step.title}没有完成，原因见上。改正后再运行一次，会接着做。")
        console.print(f"[green]✓[/] {step.title}（{time.monotonic() - began:.1f} 秒）")
    stamps.put(STAMP, wanted)


def forget() -> None:
    """Remove what belongs to the data that was just destroyed."""
    shutil.rmtree(VAR / "files", ignore_errors=True)
    for place in (STAMP, ACCOUNTS):
        place.unlink(missing_ok=True)


def welcome(console: Console, *, web: int) -> None:
    accounts: list[dict[str, Any]] = json.loads(ACCOUNTS.read_text())
    table = Table(title="演示账号（口令是本机随机生成的）", title_justify="left")
    for column in ("单位", "姓名", "职务", "账号", "口令", "地址"):
        table.add_column(column, no_wrap=True)
    for each in accounts:
        address = f"http://{each['subdomain']}.localhost:{web}"
        table.add_row(
            each["unit"], each["name"], each["title"], each["account"], each["password"], address
        )
    console.print(table)
    console.print(f"\n统一入口  [bold]http://city.localhost:{web}[/]")
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
