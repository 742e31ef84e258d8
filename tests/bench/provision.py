"""Building one unit: ours (rows, schema, role, grants) against django-tenants' create_schema.

Beside it, for the physical limit: `psql -1` of the same script, its start included.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from django.db import connection

from tenants import template
from tenants.models import Domain, Unit
from tenants.postgres.places import binaries
from tenants.provisioning import provision_facts
from tests.bench.place import best, city, people_of, seconds

GOAL = 20
ROUNDS = 3
OURS_A_ROUND = 3


def run() -> dict[str, Any]:
    with city("provision", units=1):
        waiting = iter(people_of(1 + ROUNDS * (OURS_A_ROUND + 2)))
        next(waiting)
        ours, stock, bare = [], [], []
        for _ in range(ROUNDS):  # in turns, so that a busy moment meets all of them
            stock.append(seconds(lambda: _stock(next(waiting).schema_name)))
            ours += [seconds(lambda: provision_facts(next(waiting))) for _ in range(OURS_A_ROUND)]
            bare.append(_psql(next(waiting).schema_name))
        size = _size()
    ratio = round(best(stock) / best(ours), 1)
    return {
        "ratio": ratio,
        "goal": GOAL,
        "ok": ratio >= GOAL,
        "what": "建立一个单位：重放模板 对 django-tenants 默认的 create_schema",
        "ours_seconds": best(ours),
        "stock_seconds": best(stock),
        "psql_seconds": best(bare),
        "times_psql": round(best(bare) / best(ours), 2),
        **size,
    }


def _stock(schema: str) -> None:
    unit = Unit(schema_name=schema, code=schema, name=schema, subdomain=schema, kind="town")
    unit.save()
    Domain.objects.create(tenant=unit, domain=f"{schema}.bench")
    unit.create_schema(check_if_exists=True, verbosity=0)


def _psql(schema: str) -> float:
    program = shutil.which("psql") or binaries() / "psql"
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(template.script(schema) or "")
        file.flush()
        Path(file.name).chmod(0o644)
        command = [str(program), "-1qX", "-v", "ON_ERROR_STOP=1", "-f", file.name]
        command.append(os.environ["DATABASE_URL"])
        return seconds(lambda: subprocess.run(command, check=True, capture_output=True))


def _size() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE relkind = 'r'), count(*) FILTER (WHERE relkind = 'i')"
            " FROM pg_class WHERE relnamespace = 'unit_qw'::regnamespace"
        )
        tables, indexes = cursor.fetchone()
    return {"tables": tables, "indexes": indexes}
