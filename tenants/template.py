"""The template script: an empty unit as one piece of SQL, replayed under any unit's name.

A schema is migrated once by the stock executor, dumped, and dropped. The dump is kept under var/
and named by what it depends on, so a new migration or another server simply has no dump yet.
"""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django_tenants.utils import quote_schema_name as quoted

from tenants.backend.base import wrapper
from tenants.inlining import inlined
from tenants.postgres.places import ClusterError, binaries

TEMPLATE = "zz_unit_template"  # improbable on purpose: it is replaced wherever the dump says it
RECIPE = "3"  # changes when this module would make another script of the same migrations
BUILDING_LOCK = 0x4E5301  # advisory locks belong to a database; this one guards TEMPLATE

# pg_dump prepares a session of its own; ours is prepared by whoever replays.
_SESSION = re.compile(
    r"\A(?s:.*?)(?=^CREATE SCHEMA )|^SET default_\w+ = .*;\n|^\\unrestrict .*\n|^--\n-- .*\n--\n+",
    re.MULTILINE,
)
_KEYS_TO_PUBLIC = re.compile(
    r"^ALTER TABLE ONLY \S+\n    ADD CONSTRAINT [^\n]* REFERENCES public\.[^\n]*;\n", re.MULTILINE
)


class NoDump(Exception):
    """No pg_dump here is at least as new as the server."""


def script(schema: str) -> str | None:
    """SQL that makes the schema, to be run in a transaction; a stale template is built first.

    None when this machine has no fitting pg_dump: then the stock executor must make the schema.
    """
    place = _place()
    if not place.exists():
        try:
            _build(place)
        except NoDump:
            return None
    return place.read_text().replace(TEMPLATE, schema)


def prepare() -> bool:
    """Build the template if it is stale; False when it cannot be."""
    return script(TEMPLATE) is not None


def is_kept() -> bool:
    return _place().exists()


def forget() -> None:
    """Drop every kept dump; the next provisioning makes a new one."""
    for kept in _folder().glob("*.sql"):
        kept.unlink()


def migrate_stock(schema: str) -> None:
    """Bring a schema to the newest state with django-tenants' own executor, slowly but surely."""
    call_command("migrate_schemas", schema_name=schema, interactive=False, verbosity=0)


def _place() -> Path:
    return _folder() / f"{_fingerprint()}.sql"


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "unit-template"


def _fingerprint() -> str:
    """What the script depends on: every migration's text, Django, and the server."""
    migrations = _digest_of_migrations(str(settings.MIGRATION_MODULES))
    parts = (RECIPE, django.get_version(), str(_server_version()), migrations)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


@cache
def _digest_of_migrations(places: str) -> str:
    """Once per process and place: what a process has imported does not change any more."""
    digest = hashlib.sha256()
    for file in _migration_files():
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _migration_files() -> Iterator[Path]:
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        name, _ = MigrationLoader.migrations_module(config.label)
        with suppress(ModuleNotFoundError):
            folder = import_module(name).__file__ if name else None
            if folder:
                files = Path(folder).parent.rglob("*")
                yield from sorted(file for file in files if file.suffix in (".py", ".sql"))


def _server_version() -> int:
    with wrapper().temporary_connection():
        return int(wrapper().pg_version)


def _build(place: Path) -> None:
    if wrapper().in_atomic_block:
        raise RuntimeError("Inside a transaction no template can be built: prepare() it before.")
    program = _pg_dump()
    with _alone():
        if place.exists():
            return
        try:
            _make_schema()
            migrate_stock(TEMPLATE)
            text = _polished(_dumped(program))
        finally:
            _drop_schema()
        _keep(text, place)


@contextmanager
def _alone() -> Iterator[None]:
    """One builder per database. Migrating closes its connection, so the lock sits on another."""
    guard = wrapper().copy()
    try:
        with guard.cursor() as cursor:
            cursor.execute("SET lock_timeout = '10min'")
            cursor.execute("SELECT pg_advisory_lock(%s)", [BUILDING_LOCK])
        yield
    finally:
        guard.close()


def _make_schema() -> None:
    _drop_schema()
    with wrapper().cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {quoted(TEMPLATE)}")


def _drop_schema() -> None:
    """A builder that was killed leaves its schema behind; the next one clears it away."""
    wrapper().set_schema_to_public()
    with wrapper().cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {quoted(TEMPLATE)} CASCADE")


def _dumped(program: Path) -> str:
    login = wrapper().settings_dict
    asked = ["--schema", TEMPLATE, "--no-owner", "--no-privileges", "--rows-per-insert=200"]
    told = {"PGHOST": login["HOST"], "PGPORT": login["PORT"], "PGUSER": login["USER"]}
    done = subprocess.run(
        [program, *asked, "--dbname", str(login["NAME"])],
        env={**os.environ, **told, "PGPASSWORD": login["PASSWORD"]},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"pg_dump failed: {done.stderr.strip()}")
    return done.stdout


def _polished(dump: str) -> str:
    """Without session settings, and with the keys to public last: they lock what all use."""
    body = inlined(_SESSION.sub("", dump))
    to_public = _KEYS_TO_PUBLIC.findall(body)
    return _KEYS_TO_PUBLIC.sub("", body) + "".join(to_public)


def _keep(text: str, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=place.parent, delete=False) as file:
        file.write(text)
    os.replace(file.name, place)


def _pg_dump() -> Path:
    """A pg_dump refuses servers newer than itself."""
    needed = _server_version() // 10_000
    for program in _pg_dumps():
        if _major(program) >= needed:
            return program
    raise NoDump(f"no pg_dump of version {needed} or newer")


def _pg_dumps() -> Iterator[Path]:
    if found := shutil.which("pg_dump"):
        yield Path(found)
    with suppress(ClusterError):
        yield binaries() / "pg_dump"


@cache
def _major(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\) (\d+)", said.stdout)
    return int(found.group(1)) if found else 0
