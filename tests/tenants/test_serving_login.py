"""The login that serves: it reaches every floor and owns nothing on any."""

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tenants import health, roles
from tenants.models import Unit
from tests.tenants.processes import python, url

LOGIN, PASSWORD = "heshu_served_in_tests", "served-in-tests"  # a role belongs to the whole cluster

SERVED = """
import json
from django.db import Error, connection, transaction
from rest_framework.test import APIClient
from tenants.crossing import in_unit
from tenants.current import public_floor
from tenants.models import Unit

def refused(sql):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except Error as error:
        return "permission denied" in str(error) or "must be owner" in str(error) or str(error)
    return False

def status(host):
    return APIClient(HTTP_HOST=f"{host}.heshu.test").get("/api/host").status_code

taihe = Unit.objects.get(subdomain="taihe")
said = {host: status(host) for host in ("taihe", "zfb", "city", "nowhere")}
said["bare"] = [refused(sql) for sql in BARE]
with in_unit(taihe):
    said["unit"] = [refused(sql) for sql in IN_UNIT]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM organization_staff")
        cursor.execute("DELETE FROM organization_staff WHERE name = 'nobody'")
with public_floor():
    said["city floor"] = [refused(sql) for sql in ON_CITY_FLOOR]
    Unit.objects.filter(pk=0).update(position=1)
print(json.dumps(said))
"""
BARE = [
    "SELECT * FROM unit_taihe.organization_staff",
    "SELECT * FROM public.outbox_dispatch",
    "UPDATE public.tenants_unit SET status = 'active'",
    "CREATE TABLE public.mine (id int)",
    "CREATE SCHEMA mine",
    "CREATE ROLE mine",
    "DROP TABLE public.outbox_dispatch",
]
IN_UNIT = [
    "SELECT * FROM unit_zfb.organization_staff",
    "SELECT * FROM public.outbox_dispatch",
    "UPDATE public.tenants_unit SET status = 'active'",
    "ALTER TABLE organization_staff ADD mine int",
    "TRUNCATE organization_staff",
    "SELECT set_config('role', 'none', true)",
]
ON_CITY_FLOOR = [
    "SELECT * FROM unit_taihe.organization_staff",
    "DROP TABLE public.outbox_dispatch",
    "INSERT INTO public.django_migrations (app, name, applied) VALUES ('x', 'y', now())",
]


def say(*statements: str) -> None:
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


@pytest.fixture
def serving(ground: None, settings) -> Iterator[str]:
    """A serving login, made as the cluster makes its own; yields its address."""
    settings.HESHU_APP_LOGIN = LOGIN
    say(f"CREATE ROLE {LOGIN} LOGIN NOINHERIT PASSWORD '{PASSWORD}'")
    try:
        roles.settle_public()
        for unit in Unit.objects.all():
            roles.settle_unit(unit.schema_name)
        parts = urlsplit(url())
        place = parts.netloc.rpartition("@")[2]
        yield parts._replace(netloc=f"{LOGIN}:{PASSWORD}@{place}").geturl()
    finally:
        say(
            f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {LOGIN}",
            f"REVOKE ALL ON SCHEMA public FROM {LOGIN}",
            f"DROP ROLE {LOGIN}",
        )


def test_it_serves_every_floor_and_can_do_nothing_more(serving: str) -> None:
    lists = f"BARE, IN_UNIT, ON_CITY_FLOOR = {BARE!r}, {IN_UNIT!r}, {ON_CITY_FLOOR!r}\n"

    done = python(lists + SERVED, DATABASE_URL=serving, HESHU_APP_LOGIN=LOGIN)

    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert [said[host] for host in ("taihe", "zfb", "city", "nowhere")] == [200, 200, 200, 404]
    assert said["bare"] == [True] * len(BARE)
    assert said["unit"] == [True] * len(IN_UNIT)
    assert said["city floor"] == [True] * len(ON_CITY_FLOOR)


def test_check_finds_nothing_wrong_with_it(serving: str) -> None:
    assert dict(health.examine([*Unit.objects.standing()]))["服务登录名"] == []


def test_check_knows_a_login_that_may_too_much(serving: str) -> None:
    say(f"ALTER ROLE {LOGIN} INHERIT CREATEDB")

    found = dict(health.examine([*Unit.objects.standing()]))["服务登录名"]

    messages = [finding.message for finding in found]
    assert any("自动继承" in message for message in messages)
    assert any("能建角色或数据库" in message for message in messages)
