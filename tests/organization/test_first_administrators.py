"""`manage.py unit_admin`: a new unit's three administrators and their one-time links."""

import json

import pytest
from django.core.management import call_command

from tenant_apps.journal.models import Entry
from tenant_apps.organization.models import DutyHolder, Staff
from tests.make import organization as make

THREE = ("--system", "张三", "--security", "李四:lisi", "--audit", "王五")


@pytest.fixture
def appoint(unit, capsys):
    def run(*said: str, code: int = 0) -> dict:
        if code:
            with pytest.raises(SystemExit) as left:
                call_command("unit_admin", "taihe", *said, "--json")
            assert left.value.code == code
        else:
            call_command("unit_admin", "taihe", *said, "--json", "--by", "赵工")
        return json.loads(capsys.readouterr().out.splitlines()[-1])

    return run


def test_three_links_for_three_people(appoint, browser):
    links = {row["guard"]: row for row in appoint(*THREE)["links"]}

    assert {guard: row["account"] for guard, row in links.items()} == {
        "system": "zhangsan",
        "security": "lisi",
        "audit": "wangwu",
    }
    place, secret = links["security"]["url"].split("#")
    assert place == "http://taihe.heshu.test/claim"
    claimed = browser.post(
        "/api/session/claim", {"token": secret, "password": "Di-Yi-Ci-2026"}, "json"
    )
    assert claimed.json()["permissions"] == ["organization.duties.manage"]
    entry = Entry.objects.filter(name="organization.staff.added").first()
    assert (entry.actor_name, entry.actor_id) == ("运维 赵工", None)


def test_one_person_for_two_of_them_is_refused_and_nothing_is_done(appoint):
    before = Staff.objects.count()

    said = appoint("--system", "张三", "--audit", "张三", code=1)

    assert (said["ok"], said["code"]) == (False, "duty.guard_clash")
    assert (Staff.objects.count(), DutyHolder.objects.exclude(guard="").count()) == (before, 0)


def test_called_again_without_names_it_gives_new_links_to_the_same_people(appoint):
    first = {row["account"]: row["url"] for row in appoint(*THREE)["links"]}
    again = {row["account"]: row["url"] for row in appoint()["links"]}

    assert first.keys() == again.keys()
    assert not set(first.values()) & set(again.values())
    assert DutyHolder.objects.exclude(guard="").count() == 3


def test_somebody_elses_account_is_refused(appoint, unit):
    make.staff("赵某", account="zhaomou")

    assert appoint("--system", "钱某:zhaomou", code=1)["code"] == "staff.account_malformed"
    assert appoint(code=1)["code"] == "unit_admin.nobody"
    assert appoint("shenme", code=1)["code"] == "unit_admin.misread"


def test_the_operators_desk_calls_it(unit, capsys):
    call_command(
        "unit", "admin", "taihe", "system=张三", "安全管理员=李四", "audit=王五", "--json"
    )

    assert len(json.loads(capsys.readouterr().out)["links"]) == 3
