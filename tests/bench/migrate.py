"""Migrating all units: ours against the quicker of django-tenants' own executors.

Theirs takes its time, so it is measured on a few schemas and scaled linearly to all of them.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import load_command_class
from django.db import connection, connections
from django_tenants.migration_executors import get_executor

from tenants import migrating
from tenants.models import Unit
from tests.bench.place import city, seconds
from tests.tenants.later import ADD_FIELD, later

GOAL = 30
UNITS = 95
FEW = 6  # for each of their executors


def run() -> dict[str, Any]:
    with city("migrate", units=UNITS + 2 * FEW) as units, tempfile.TemporaryDirectory() as folder:
        ours, lots = units[:UNITS], (units[UNITS : UNITS + FEW], units[UNITS + FEW :])
        noop = _part(ours, lots)
        with later(Path(folder), ADD_FIELD):
            add_field = _part(ours, lots)
        _prove(ours + lots[0] + lots[1])
    ratio = min(noop["ratio"], add_field["ratio"])
    return {
        "ratio": ratio,
        "goal": GOAL,
        "ok": ratio >= GOAL,
        "what": f"升级 {UNITS} 个单位：无事可做，及加一列和一个索引，对自带执行器中较快的一个",
        "units": UNITS,
        "stock_measured_on": FEW,
        "stock_scaled": "linearly",
        "no_op": noop,
        "add_field": add_field,
    }


def _part(ours: list[Unit], lots: tuple[list[Unit], list[Unit]]) -> dict[str, float]:
    standard = seconds(lambda: _stock("standard", lots[0])) * UNITS / FEW
    parallel = seconds(lambda: _stock("multiprocessing", lots[1])) * UNITS / FEW
    mine = seconds(lambda: list(migrating.migrate(migrating.plan(ours))))
    return {
        "ratio": round(min(standard, parallel) / mine, 1),
        "ours_seconds": round(mine, 3),
        "standard_seconds": round(standard, 2),
        "multiprocessing_seconds": round(parallel, 2),
    }


def _stock(name: str, lot: list[Unit]) -> None:
    connections.close_all()
    with _spread_over_two():
        options = {**_options(), "verbosity": 0, "interactive": False, "skip_checks": True}
        get_executor(name)([], options).run_migrations([unit.schema_name for unit in lot])


def _options() -> dict[str, Any]:
    """What the command line gives when nothing is said."""
    command = load_command_class("django_tenants", "migrate_schemas")
    return vars(command.create_parser("manage.py", "migrate_schemas").parse_args([]))


@contextmanager
def _spread_over_two() -> Iterator[None]:
    """Their pool takes schemas two at a time; with fewer schemas it would use one process only."""
    from django.test import override_settings

    with override_settings(
        TENANT_MULTIPROCESSING_MAX_PROCESSES=2, TENANT_MULTIPROCESSING_CHUNKS=FEW // 2
    ):
        yield


def _prove(units: list[Unit]) -> None:
    """A fast migration that did not happen would be no achievement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM information_schema.columns"
            " WHERE table_name = 'journal_entry' AND column_name = 'weather'"
        )
        found = cursor.fetchone()[0]
    if found != len(units):
        raise RuntimeError(f"{found} of {len(units)} units have the new column")
