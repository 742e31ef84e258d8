"""Generated from the OpenAPI document: every endpoint × every kind of outsider. Nothing may leak.

The documents of 太和镇 carry a canary; no answer to an outsider may ever contain it.
"""

import pytest
from django.db import transaction
from knox.models import AuthToken

from tenants.crossing import in_unit
from tests.house.conftest import CANARY
from tests.house.doors import every_door, unit_doors
from tests.make import organization as make

OPEN = {"GET /api/host", "POST /api/session", "POST /api/session/claim", "POST /api/tokens"}
GUARDED = [door for door in unit_doors() if str(door) not in OPEN]


@pytest.fixture
def neighbour(other_unit):
    """Somebody with every duty, in the other unit."""
    with in_unit(other_unit):
        duties = ["office_head", "leader", "registrar", "system_admin", "handler", "drafter"]
        return make.token(make.staff("邻居", duties=duties))


@pytest.fixture
def revoked(unit):
    person = make.staff("已退出", duties=["office_head", "registrar"])
    token = make.token(person)
    AuthToken.objects.filter(user=person).delete()
    return token


@pytest.fixture
def disabled(unit):
    person = make.staff("已停用", duties=["office_head", "registrar"])
    token = make.token(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    return token


def knocked(door, client, ids):
    """The answer and its whole body; what it wrote is taken back."""
    with transaction.atomic():
        response = door.knock(client, ids)
        stream = getattr(response, "streaming_content", None)
        body = b"".join(stream) if stream else response.content
        transaction.set_rollback(True)
    return response.status_code, body.decode(errors="replace")


@pytest.mark.parametrize("who", ["nobody", "neighbour", "revoked", "disabled"])
def test_an_outsider_gets_401_at_every_door(request, unit, client_at, ids, who):
    token = None if who == "nobody" else request.getfixturevalue(who)
    client = client_at(unit, token)

    answers = {str(door): knocked(door, client, ids) for door in GUARDED}

    assert {door: status for door, (status, _) in answers.items() if status != 401} == {}
    assert [door for door, (_, body) in answers.items() if CANARY in body] == []


def test_the_cookie_of_one_unit_is_nothing_at_another(unit, client_at, ids, neighbour):
    client = client_at(unit)
    client.cookies["heshu_token"] = neighbour

    statuses = {str(door): knocked(door, client, ids)[0] for door in GUARDED}

    assert set(statuses.values()) == {401}, statuses


def test_guessed_ids_of_another_unit_are_not_found_at_home(other_unit, client_at, ids, neighbour):
    """With every duty at home, the neighbour tries the ids of 太和镇 at its own door."""
    client = client_at(other_unit, neighbour)
    # 2026 is a year next door too, both books lie in every unit, and a folder is a fresh name.
    known_everywhere = ("duty_id", "{year}", "{face}", "{book}", "{folder}")
    aimed = [
        door
        for door in GUARDED
        if "{" in door.path and not any(one in door.path for one in known_everywhere)
    ]

    answers = {str(door): knocked(door, client, ids) for door in aimed}

    assert {
        door: status for door, (status, _) in answers.items() if status not in (403, 404)
    } == {}
    assert [door for door, (_, body) in answers.items() if CANARY in body] == []


def test_a_colleague_without_duty_reads_nothing_of_it(unit, client_at, ids):
    client = client_at(unit, make.token(make.staff("白丁")))

    answers = {str(door): knocked(door, client, ids) for door in GUARDED}

    assert [door for door, (_, body) in answers.items() if CANARY in body] == []


def test_a_unit_token_is_nothing_at_the_city_host(unit, client_at, ids):
    token = make.token(make.staff("镇上的人", duties=["leader"]))
    client = client_at(None, token)
    client.cookies["heshu_city"] = token
    everybodys = {"GET /api/city/units", "POST /api/city/verify"}
    doors = [door for door in every_door() if door.is_city and str(door) not in everybodys]

    statuses = {str(door): knocked(door, client, ids)[0] for door in doors}

    assert set(statuses.values()) == {401}, statuses


def test_the_canary_sings_for_those_who_may_hear_it(unit, client_at, ids):
    """Else the tests above could not fail."""
    client = client_at(unit, make.token(make.staff("主任", duties=["office_head"])))

    heard = [str(door) for door in GUARDED if CANARY in knocked(door, client, ids)[1]]

    assert len(heard) >= 4
