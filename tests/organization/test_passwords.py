"""Passwords: changing one's own, and the one-time link that sets the first."""

from datetime import timedelta

import pytest
from django.utils import timezone
from knox.models import AuthToken

from tenant_apps.journal.models import Entry
from tenant_apps.organization.models import Claim
from tests.make import organization as make

NEW = "Gai-Hou-2026-mima"


@pytest.fixture
def change(browser, log_in, clerk):
    log_in()
    return lambda old, new: browser.post("/api/session/password", {"old": old, "new": new}, "json")


def test_changing_it_ends_every_other_session(change, browser, clerk, as_, log_in):
    elsewhere = as_(clerk)

    assert change("Xiang-Cun-2026", NEW).status_code == 204

    assert elsewhere.get("/api/session").status_code == 401
    assert browser.get("/api/session").status_code == 200
    assert log_in(password="Xiang-Cun-2026").status_code == 401
    assert log_in(password=NEW).status_code == 200
    entry = Entry.objects.get(name="organization.password.changed")
    assert entry.facts["sessions_ended"] == 1
    assert NEW not in str(entry.facts)


@pytest.mark.parametrize(
    "weak", ["duan", "13800138000", "password123", "wangxiaomin1", "Xiang-Cun-2026"]
)
def test_a_weak_one_is_refused_with_the_reason(change, clerk, weak):
    response = change("Xiang-Cun-2026", weak)

    assert (response.status_code, response.json()["code"]) == (400, "password.weak")
    assert response.json()["by_field"]["new"]
    clerk.refresh_from_db()
    assert clerk.check_password("Xiang-Cun-2026")


@pytest.mark.parametrize(("near", "what"), [("wangxiaomin1", "账号"), ("Wang-Xiaomin-A", "账号")])
def test_the_reason_is_said_in_chinese(change, near, what):
    reasons = change("Xiang-Cun-2026", near).json()["by_field"]["new"]

    assert reasons == [f"密码跟 {what} 太相似了。"]


def test_guessing_the_old_one_in_an_open_session_locks_like_at_the_door(change):
    for _ in range(5):
        assert change("Cuo-Wu-2026-x", NEW).json()["code"] == "password.old_wrong"

    assert change("Xiang-Cun-2026", NEW).status_code == 429


@pytest.fixture
def newcomer(unit):
    return make.staff("赵新人", account="zhaoxinren")


@pytest.fixture
def invite(administrators, as_, newcomer):
    """The secret of a fresh link."""

    def ask(who="system", person=newcomer):
        answer = as_(administrators[who]).post(f"/api/organization/staff/{person.pk}/invite")
        return answer if answer.status_code != 200 else answer.json()["url"].split("#")[1]

    return ask


@pytest.fixture
def claim(browser):
    return lambda secret, password=NEW: browser.post(
        "/api/session/claim", {"token": secret, "password": password}, "json"
    )


def test_a_link_sets_the_first_password_once(invite, claim, browser, log_in, newcomer):
    secret = invite()

    response = claim(secret)

    assert (response.status_code, response.json()["staff"]["account"]) == (200, "zhaoxinren")
    assert browser.get("/api/session").status_code == 200
    assert log_in("zhaoxinren", NEW).status_code == 200
    again = claim(secret, "You-Yi-Ge-2026")
    assert (again.status_code, again.json()["code"]) == (404, "claim.void")
    assert not Claim.objects.filter(digest__contains=secret[:20]).exists()


def test_a_weak_first_password_does_not_use_the_link_up(invite, claim):
    secret = invite()

    assert claim(secret, "duan").json()["by_field"].keys() == {"password"}
    assert claim(secret).status_code == 200


def test_a_link_ends_after_72_hours_and_with_the_next_one(invite, claim):
    old, secret = invite(), invite()

    assert claim(old).status_code == 404
    Claim.objects.filter(used_at=None).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert claim(secret).status_code == 404
    assert claim("bianzaode").status_code == 404


def test_claiming_ends_older_sessions(invite, claim, as_, newcomer):
    elsewhere = as_(newcomer)

    claim(invite())

    assert elsewhere.get("/api/session").status_code == 401
    assert AuthToken.objects.filter(user=newcomer).count() == 1


def test_only_the_system_administrator_invites_and_not_the_other_two(
    invite, administrators, clerk
):
    assert invite("security").status_code == 403
    refused = invite("system", administrators["audit"])
    assert (refused.status_code, refused.json()["code"]) == (409, "claim.administrator")
    assert isinstance(invite("system", clerk), str)
