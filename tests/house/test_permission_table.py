"""Every endpoint × who knocks: reviewed, and a door that is not in the table fails the build.

Each knock is taken back afterwards, so the rows do not depend on their order. After a change on
purpose: UPDATE_PERMISSIONS=1 pytest tests/house/test_permission_table.py, then read the diff.
"""

import os
from pathlib import Path

import pytest
from django.db import transaction

from shared_apps.passport.api.base import CityView
from tenant_apps.organization.api.base import StaffView
from tests.house.doors import Door, city_doors, every_door, unit_doors
from tests.make import organization as make

TABLE = Path(__file__).with_name("permissions.txt")
ROLES = (
    "plain",
    "office_head",
    "leader",
    "registrar",
    "system_admin",
    "security_admin",
    "audit_admin",
)
HEAD = ("nobody", *ROLES)


def written() -> dict[str, list[str]]:
    lines = [line for line in TABLE.read_text().splitlines() if line and line[0] != "#"]
    return {" ".join(words[:2]): words[2:] for words in (line.split() for line in lines)}


@pytest.fixture
def visitors(unit, client_at):
    people = {"nobody": client_at(unit)}
    for role in ROLES:
        person = make.staff(f"职责{role}", duties=[] if role == "plain" else [role])
        people[role] = client_at(unit, make.token(person))
    return people


def answer(door: Door, client, ids) -> str:
    with transaction.atomic():
        response = door.knock(client, ids)
        if hasattr(response, "streaming_content"):
            b"".join(response.streaming_content)  # close() would close the connection too
        transaction.set_rollback(True)
    return str(response.status_code)


def test_who_may_knock_where(visitors, ids):
    found = {
        str(door): [answer(door, client, ids) for client in visitors.values()]
        for door in unit_doors()
    }

    if os.environ.get("UPDATE_PERMISSIONS"):
        rows = [f"{door:82} {'  '.join(row)}" for door, row in found.items()]
        TABLE.write_text(f"# {'':80} {' '.join(HEAD)}\n" + "\n".join(rows) + "\n")
    assert found == written()


def test_nobody_enters_without_a_token_but_at_the_doors_themselves():
    open_doors = {door for door, row in written().items() if row[0] != "401"}

    assert open_doors == {
        "GET /api/host",
        "POST /api/session/claim",
    }


@pytest.mark.parametrize("door", city_doors(), ids=str)
def test_the_city_host_asks_for_a_visit(door, db, client_at):
    status = door.knock(client_at()).status_code

    assert status == {"GET /api/city/units": 200, "POST /api/city/verify": 200}.get(str(door), 401)


@pytest.mark.parametrize("door", every_door(), ids=str)
def test_no_door_of_one_host_opens_at_the_other(door, unit, client_at):
    if door.path == "/api/host":
        return
    elsewhere = client_at() if not door.is_city else client_at(unit)

    assert door.knock(elsewhere).status_code == 404


def views_of(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from views_of(pattern.url_patterns)
        elif hasattr(pattern.callback, "view_class"):
            yield pattern.callback.view_class


def test_every_endpoint_stands_on_one_of_two_bases():
    from config import pages, urls, urls_public

    allowed = {pages.HostView}
    strays = {view for view in views_of(urls.api) if not issubclass(view, StaffView)}
    city_strays = {view for view in views_of(urls_public.api) if not issubclass(view, CityView)}

    assert strays == allowed
    assert {view.__name__ for view in city_strays} == {"HostView", "CityUnits"}
