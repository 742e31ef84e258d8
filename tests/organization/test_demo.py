"""`manage.py seed_demo`: every unit gets people who can do its work; no password is known."""

import json
import stat

import pytest
from django.core.management import CommandError, call_command

from shared_apps.directory.models import PersonCard
from tenant_apps.organization.models import Department, DutyHolder, Staff
from tenant_apps.organization.permissions import STOCK_DUTIES
from tenants.crossing import in_unit
from tenants.current import public_floor


@pytest.fixture
def seed(db, settings, tmp_path):
    """Runs it; returns demo-accounts.json."""
    settings.HESHU_DEMO, settings.VAR_DIR = True, tmp_path
    place = tmp_path / "demo-accounts.json"

    def run() -> list[dict]:
        call_command("seed_demo")
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
        return json.loads(place.read_text())

    run.place = place
    return run


def test_outside_a_demonstration_it_is_refused(unit, settings):
    settings.HESHU_DEMO = False

    with pytest.raises(CommandError, match="不是演示环境"):
        call_command("seed_demo")
    assert not Staff.objects.exists()


def test_every_duty_is_held_and_the_three_administrators_are_three(seed, unit, other_unit):
    seed()

    for place in (unit, other_unit):
        with in_unit(place):
            held = set(DutyHolder.objects.values_list("duty__code", flat=True))
            guards = DutyHolder.objects.exclude(guard="").values_list("staff", flat=True)
            assert held == {duty.code for duty in STOCK_DUTIES}
            assert (guards.count(), len(set(guards))) == (3, 3)
            assert 15 < Staff.objects.count() < 50
            assert Department.objects.exclude(head=None).count() >= 6


def test_the_accounts_shown_open_the_door(seed, browser_at, unit, other_unit):
    rows = {row["account"]: row for row in seed()}

    for account, place, role in (
        ("wangxiaomin", unit, "correspondence.outgoing.draft"),
        ("liujianjun", unit, "correspondence.outgoing.sign"),
        ("zhaojing", other_unit, "correspondence.incoming.acknowledge"),
    ):
        asked = {"account": account, "password": rows[account]["password"]}
        answer = browser_at(place).post("/api/session", asked, "json")
        assert role in answer.json()["permissions"]
    passwords = [row["password"] for row in rows.values()]
    assert len(set(passwords)) == len(passwords)


def test_everybody_published_is_in_the_citys_directory(seed, unit):
    seed()

    people = Staff.objects.count()
    with public_floor():
        cards = PersonCard.objects.filter(unit=unit)
        assert cards.count() == people
        assert cards.exclude(mobile="").count() < people / 2


def test_again_it_changes_nothing_and_a_lost_file_is_made_anew(seed, unit, browser_at):
    first, people = seed(), Staff.objects.count()
    assert (seed(), Staff.objects.count()) == (first, people)

    seed.place.unlink()
    again = {row["account"]: row["password"] for row in seed()}

    assert Staff.objects.count() == people
    other = Staff.objects.exclude(account__in=again).filter(is_active=True).first()
    for account, password in (
        ("wangxiaomin", again["wangxiaomin"]),
        (other.account, again["姓名全拼"]),
    ):
        asked = {"account": account, "password": password}
        assert browser_at(unit).post("/api/session", asked, "json").status_code == 200
