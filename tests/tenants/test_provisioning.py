"""A unit stands whole or not at all, however its building was interrupted."""

import signal

import pytest
from django.db import connection, transaction

from tenants import health, provisioning, template
from tenants.crossing import in_unit
from tenants.fingerprints import differences
from tenants.models import Domain, Unit
from tests.make import tenants as make
from tests.tenants.processes import python

KILLED = """
import os, signal
from tenants import provisioning

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

{sabotage}
provisioning.provision(**{facts!r})
"""


def schemas() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ '^(unit|zz)_'")
        return {name for (name,) in cursor.fetchall()}


@pytest.fixture
def killed_while_building(ground: None) -> None:
    """Its process gets a SIGKILL when schema and rows are there and the commit is not."""
    sabotage = "provisioning._open = die"
    done = python(KILLED.format(sabotage=sabotage, facts=make.facts()))
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.django_db
def test_a_new_unit_can_work_at_once() -> None:
    unit = make.town(parent_code="ZFB")

    assert (unit.status, unit.schema_name, unit.parent.code) == ("active", "unit_t_t1", "ZFB")
    assert Domain.objects.get(tenant=unit).domain == "t-t1.heshu.test"
    with in_unit(unit), connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), count(*) FROM organization_staff GROUP BY 1")
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_asking_twice_builds_once() -> None:
    assert make.town() == make.town()
    assert Unit.objects.filter(code="T1").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"subdomain": "Tai_He"}, "只能用小写字母"),
        ({"subdomain": "-taihe"}, "只能用小写字母"),
        ({"subdomain": "city"}, "系统保留"),
        ({"subdomain": "taihe"}, "已被 太和镇"),
        ({"name": "重庆市合川区太和镇人民政府"}, "已被 太和镇"),
        ({"kind": "village"}, "不认识的单位类别"),
        ({"short_name": ""}, "缺少简称"),
        ({"name": "长" * 121}, "单位名称超过 120 个字"),
        ({"parent_code": "NOBODY"}, "先建立上级单位"),
        ({"parent_code": "T1"}, "上级单位不能是自己"),
    ],
)
def test_what_cannot_be_built_leaves_nothing(changes: dict[str, str], said: str) -> None:
    before = schemas()

    with pytest.raises(provisioning.UnitRefused, match=said):
        make.town(**changes)

    assert schemas() == before
    assert not Unit.objects.filter(code="T1").exists()


@pytest.mark.django_db
def test_a_schema_nobody_owns_is_not_built_over() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA unit_t_t1; CREATE TABLE unit_t_t1.kept ()")

    with pytest.raises(provisioning.UnitRefused, match="却没有对应的单位"):
        make.town()

    assert "unit_t_t1" in schemas()


def test_killed_half_way_leaves_nothing_and_the_next_run_completes(
    killed_while_building: None,
) -> None:
    assert not Unit.objects.filter(code="T1").exists()
    assert "unit_t_t1" not in schemas()

    unit = make.town()

    assert unit.status == Unit.Status.ACTIVE
    assert differences([*Unit.objects.standing()]) == []


def test_the_slow_way_builds_the_same_unit(ground: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pg_dump the stock executor builds; nobody can tell afterwards, names included."""
    make.town("T2")
    monkeypatch.setattr(template, "script", lambda schema: None)

    slow = make.town()

    assert slow.status == Unit.Status.ACTIVE
    assert differences([*Unit.objects.standing()]) == []
    rights = dict(health.examine([*Unit.objects.standing()]))["角色与权限"]
    assert rights == []


def test_the_slow_way_killed_half_way_stays_closed_and_is_completed(ground: None) -> None:
    sabotage = (
        "from tenants import template\n"
        "provisioning.template.script = lambda schema: None\n"
        "provisioning.template.migrate_stock = die"
    )

    done = python(KILLED.format(sabotage=sabotage, facts=make.facts()))
    half = Unit.objects.get(code="T1")
    open_meanwhile = half in Unit.objects.standing()
    unit = make.town()

    assert done.returncode == -signal.SIGKILL, done.stderr
    assert (half.status, open_meanwhile) == (Unit.Status.PREPARING, False)
    assert (unit.pk, unit.status) == (half.pk, Unit.Status.ACTIVE)
    assert differences([*Unit.objects.standing()]) == []


def test_a_stale_template_is_built_anew(ground: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template, "RECIPE", "only for this test")
    try:
        assert not template.is_kept()

        make.town()

        assert template.is_kept()
        assert "zz_unit_template" not in schemas()
        assert differences([*Unit.objects.standing()]) == []
    finally:
        template._place().unlink()


def test_two_operators_at_once_build_one_unit(ground: None) -> None:
    """The second waits for the first and finds the unit standing."""
    from threading import Thread

    built = []

    def work() -> None:
        try:
            built.append(make.town())
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [unit.code for unit in built] == ["T1", "T1"]
    assert Unit.objects.filter(code="T1").count() == 1


def test_a_builder_gives_way_to_a_busy_public_table(
    ground: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys to public lock its tables; who holds them too long is not waited for."""
    monkeypatch.setattr(provisioning, "LOCK_TIMEOUT", "200ms")
    holder = connection.copy()
    try:
        holder.set_autocommit(False)
        with holder.cursor() as cursor:
            cursor.execute("LOCK TABLE public.tenants_domain IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(Exception, match="lock timeout"):
            make.town()
    finally:
        holder.close()

    assert not Unit.objects.filter(code="T1").exists()
    with transaction.atomic():
        assert "unit_t_t1" not in schemas()
