"""A city of its own for a bench: a fresh database, migrated, with units, dropped at the end."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tenants import importing, roles, template
from tenants.models import Unit
from tenants.naming import UnitFacts
from tenants.provisioning import provision_facts
from tests.make import databases

REGISTER = Path(__file__).resolve().parents[2] / "data" / "units.csv"


@contextmanager
def city(name: str, *, units: int) -> Iterator[list[Unit]]:
    """So many units of the demonstration city, in a database called bench_<name>."""
    with database(f"bench_{name}"):
        call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
        roles.settle_public()
        template.prepare()
        yield [provision_facts(facts) for facts in people_of(units)]


def people_of(count: int) -> list[UnitFacts]:
    """The first rows of the register, and made-up towns beyond its end."""
    facts = importing.read(REGISTER).new[:count]
    for number in range(len(facts), count):
        facts.append(
            UnitFacts(
                f"B{number}", f"对比镇{number}", f"对比镇{number}", "town", f"bench-{number}"
            )
        )
    return facts


@contextmanager
def database(name: str) -> Iterator[None]:
    """Work in a new database of this server; roles are the server's, so they are dropped too."""
    home = connection.settings_dict["NAME"]
    _drop(name)
    _say(f'CREATE DATABASE "{name}"')
    _turn_to(name)
    try:
        yield
    finally:
        _turn_to(home)
        _drop(name)


def url() -> str:
    """The address of the database we are in, for other processes."""
    login = connection.settings_dict
    secret = quote(login["PASSWORD"], safe="")
    place = f"{login['HOST']}:{login['PORT']}"
    if login["HOST"].startswith("/"):
        place = f":{login['PORT']}"
    tail = f"?host={quote(login['HOST'])}" if login["HOST"].startswith("/") else ""
    return f"postgresql://{login['USER']}:{secret}@{place}/{login['NAME']}{tail}"


def seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def best(times: list[float]) -> float:
    """The quickest round: what the work takes when nothing else has the machine."""
    return round(min(times), 4)


def _turn_to(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    os.environ["DATABASE_URL"] = url()


def _drop(name: str) -> None:
    with connection.cursor() as cursor:
        databases.drop(cursor, name)
        cursor.execute("SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", [f"{name}."])
        for (role,) in cursor.fetchall():
            cursor.execute(f'DROP ROLE "{role}"')


def _say(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
