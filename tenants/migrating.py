"""Migrating all units: work out the SQL once, replay it in each schema's own short transaction.

Units with the same history form a group. The first of a group is migrated by Django's executor
while what it says to the database is written down; the others get the same words. Schemas of one
history are alike to the letter, names of constraints included (`unit check` proves it), so the
words fit. Migrations that run Python or refuse a transaction go through the stock executor.
What is done is recorded with it, so a run that was killed is simply started again.
"""

import gc
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from weakref import ReferenceType

from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.core.management.sql import emit_post_migrate_signal
from django.db import Error, OperationalError, router
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.db.models.signals import post_migrate
from django_tenants.utils import quote_schema_name as quoted

from shared_apps.kernel.errors import DomainError
from tenants import roles
from tenants.backend.base import Floor, SchemaEditor, wrapper
from tenants.models import Unit
from tenants.template import migrate_stock

MIGRATING_LOCK = 0x4E5303
ATTEMPTS = 3
LOCK_TIMEOUT_MS = 3000
SCHEMAS_A_QUERY = 200
# A stock run commits between two migrations, which settles deferred checks; one transaction must
# settle them itself, or an ALTER after an UPDATE is refused for its pending events.
SETTLED = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"


class Busy(DomainError):
    code = "migrating.busy"


@dataclass(frozen=True)
class Group:
    """Units of one history, and what they still lack."""

    units: list[Unit]
    migrations: list[str]
    by_stock: list[str]  # those of the migrations that cannot be replayed

    @property
    def replayable(self) -> bool:
        return not self.by_stock


@dataclass(frozen=True)
class Step:
    """What became of one unit."""

    unit: Unit
    how: str  # replayed, stock, failed
    seconds: float
    why: str = ""


@dataclass
class Script:
    """The words of the first unit, ready for the others."""

    words: list[str] = field(default_factory=list)
    state: ProjectState = field(default_factory=ProjectState)
    plan: list[tuple[Migration, bool]] = field(default_factory=list)
    creates: bool = False  # new tables need grants

    @property
    def sql(self) -> str:
        return "\n;\n".join(self.words)


def plan(units: list[Unit]) -> list[Group]:
    """Who lacks what. One query for all histories, one graph per different history."""
    groups = []
    for alike in _by_history(units):
        with _floor_of(alike[0]):  # the router answers for the schema we are in
            missing = [migration for migration, _ in _missing(MigrationExecutor(wrapper()))]
            by_stock = [str(migration) for migration in missing if not _replayable(migration)]
        groups.append(Group(alike, [str(migration) for migration in missing], by_stock))
    return groups


def migrate(groups: list[Group], *, lock_timeout_ms: int = LOCK_TIMEOUT_MS) -> Iterator[Step]:
    """Bring every unit of these groups to the newest state, one after another."""
    with _alone(), _swept():
        for group in groups:
            if group.migrations:
                run = _replay if group.replayable else _by_stock
                yield from run(group, lock_timeout_ms)


def unbuilt(units: list[Unit]) -> list[Unit]:
    """Units without a schema that could be migrated; something removed it."""
    with wrapper().cursor() as cursor:
        cursor.execute("SELECT schemaname FROM pg_tables WHERE tablename = 'django_migrations'")
        built = {schema for (schema,) in cursor.fetchall()}
    return [unit for unit in units if unit.schema_name not in built]


def _by_history(units: list[Unit]) -> list[list[Unit]]:
    histories: dict[str, list[Unit]] = defaultdict(list)
    by_schema = {unit.schema_name: unit for unit in units}
    schemas = list(by_schema)
    for start in range(0, len(schemas), SCHEMAS_A_QUERY):
        asked = " UNION ALL ".join(
            f"SELECT '{schema}', md5(string_agg(app || '.' || name, ' ' ORDER BY app, name))"  # noqa: S608
            f" FROM {quoted(schema)}.django_migrations"
            for schema in schemas[start : start + SCHEMAS_A_QUERY]
        )
        with wrapper().cursor() as cursor:
            cursor.execute(asked)
            for schema, history in cursor.fetchall():
                histories[history].append(by_schema[schema])
    return list(histories.values())


def _missing(executor: MigrationExecutor) -> list[tuple[Migration, bool]]:
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def _replayable(migration: Migration) -> bool:
    """Words alone suffice, and a transaction is welcome. Shared apps do nothing in a unit."""
    if not router.allow_migrate(wrapper().alias, migration.app_label):
        return True
    return migration.atomic and all(_is_words(operation) for operation in migration.operations)


def _is_words(operation: Operation) -> bool:
    parts = getattr(operation, "database_operations", None)
    if parts is not None:
        return all(_is_words(part) for part in parts)
    return operation.reduces_to_sql


def _replay(group: Group, lock_timeout_ms: int) -> Iterator[Step]:
    script = Script()
    for unit in group.units:
        began = time.monotonic()
        run = _say if script.words else _migrate_first
        # A commit need not reach the disk at once, for its record would be lost with it and the
        # next run repeats it. The last one does, and takes all before it along.
        at_once = "on" if unit is group.units[-1] else "off"
        manners = (
            f"SET LOCAL lock_timeout = {lock_timeout_ms}; SET LOCAL synchronous_commit = {at_once}"
        )
        try:
            _patiently(unit, partial(run, script, unit, manners))
        except Error as error:
            yield Step(unit, "failed", time.monotonic() - began, str(error).strip())
        else:
            yield Step(unit, "replayed", time.monotonic() - began)


def _patiently(unit: Unit, work: partial[None]) -> None:
    """A request in progress may hold a table for a moment: give way, then try again."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with _floor_of(unit):
                work()
        except OperationalError as error:
            if attempt == ATTEMPTS or "lock timeout" not in str(error):
                raise
            time.sleep(0.2 * attempt)
        else:
            return


def _migrate_first(script: Script, unit: Unit, manners: str) -> None:
    """Migrate one unit for real and write down every word."""
    with wrapper().cursor() as cursor:
        cursor.execute(manners)
    heard = Script()
    executor = MigrationExecutor(wrapper())
    heard.plan = _missing(executor)
    before = set(executor.loader.applied_migrations)
    with _written_down(heard.words):
        heard.state = executor.migrate(executor.loader.graph.leaf_nodes(), plan=heard.plan)
    after = MigrationRecorder(wrapper()).applied_migrations()
    heard.creates = any("CREATE TABLE" in word for word in heard.words)
    if heard.creates:
        roles.settle_unit(unit.schema_name)
    heard.words.append(_record([key for key in after if key not in before]))
    _announce(heard)
    vars(script).update(vars(heard))  # only now: had it failed, the next unit would be the first


def _say(script: Script, unit: Unit, manners: str) -> None:
    grants = roles.unit_grants(unit.schema_name) if script.creates else []
    with wrapper().cursor() as cursor:
        cursor.execute(";".join([manners, script.sql, *grants]))
    _announce(script)


def _announce(script: Script) -> None:
    """What listens for the end of a migration hears of each unit, as with the stock executor.

    Django's own two listeners write content types and permissions: rows of the city floor, which
    no unit has. Calling them in every unit would take longer than migrating it.
    """
    listeners = [entry[1] for entry in post_migrate.receivers]
    heard_by = {one() if isinstance(one, ReferenceType) else one for one in listeners}
    if not heard_by - {None, create_contenttypes, create_permissions}:
        return
    script.state.clear_delayed_apps_cache()
    emit_post_migrate_signal(
        verbosity=0,
        interactive=False,
        db=wrapper().alias,
        apps=script.state.apps,
        plan=script.plan,
    )


def _record(keys: list[tuple[str, str]]) -> str:
    rows = ", ".join(f"('{app}', '{name}', now())" for app, name in keys)
    return f"INSERT INTO django_migrations (app, name, applied) VALUES {rows}"  # noqa: S608


class _Writing(SchemaEditor):
    """An editor that does its work and keeps its words."""

    def __init__(self, words: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words

    def execute(self, sql: Any, params: Any = ()) -> None:
        said = str(sql) if params is None else self.connection.ops.compose_sql(str(sql), params)
        super().execute(said, None)
        self.words.append(said)

    def __exit__(self, *failure: Any) -> None:
        super().__exit__(*failure)
        if failure[0] is None:
            self.execute(SETTLED, None)


@contextmanager
def _written_down(words: list[str]) -> Iterator[None]:
    database = wrapper()
    stock = database.SchemaEditorClass
    database.SchemaEditorClass = partial(_Writing, words)
    try:
        yield
    finally:
        database.SchemaEditorClass = stock


def _by_stock(group: Group, lock_timeout_ms: int) -> Iterator[Step]:
    for unit in group.units:
        began = time.monotonic()
        try:
            migrate_stock(unit.schema_name)
            roles.settle_unit(unit.schema_name)
        except Error as error:
            yield Step(unit, "failed", time.monotonic() - began, str(error).strip())
        else:
            yield Step(unit, "stock", time.monotonic() - began)


@contextmanager
def _floor_of(unit: Unit) -> Iterator[None]:
    """The unit's tables, with the rights of the login that builds."""
    with wrapper().on_floor(Floor(unit, unit.schema_name, "")):
        yield


@contextmanager
def _swept() -> Iterator[None]:
    """Historical models are all cycles; looking for them in the whole program takes twice as long
    as the migration itself, so what stands already is left out.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def _alone() -> Iterator[None]:
    """One run per database; the stock executor closes its connection, so the lock has its own."""
    guard = wrapper().copy()
    try:
        with guard.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [MIGRATING_LOCK])
            if not cursor.fetchone()[0]:
                raise Busy("另一个升级正在进行，请等它结束后再运行一次。")
        yield
    finally:
        guard.close()
