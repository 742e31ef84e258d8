"""Coming in: the right password, the wrong one, and too many wrong ones."""

from datetime import timedelta

import pytest
from django.utils import timezone
from knox.models import AuthToken

from tenant_apps.journal.models import Entry
from tenant_apps.organization.models import Knock, Staff
from tests.make import organization as make


def names(subject) -> list[str]:
    return list(
        Entry.objects.filter(subject_id=subject.pk).order_by("seq").values_list("name", flat=True)
    )


def test_the_right_password_opens_a_session_in_a_cookie(clerk, browser, log_in):
    response = log_in()

    assert response.status_code == 200
    said = response.json()
    assert said["staff"]["name"] == "王晓敏"
    assert said["unit"]["short_name"] == "太和镇"
    assert said["permissions"] == ["correspondence.outgoing.draft"]
    assert (said["city_duties"], said["idle_seconds"]) == ([], 1800)
    cookie = response.cookies["heshu_token"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Strict", "")
    assert not response.cookies["heshu_csrf"]["httponly"]
    assert browser.get("/api/session").json()["staff"] == said["staff"]
    assert names(clerk) == ["organization.login.accepted"]


def test_only_the_hash_of_the_token_is_kept(clerk, log_in):
    token = log_in().cookies["heshu_token"].value

    kept = AuthToken.objects.get(user=clerk)
    assert token not in (kept.digest, kept.token_key)
    assert clerk.password != "Xiang-Cun-2026"


def test_the_cookie_is_secure_over_https(clerk, log_in, settings):
    settings.HESHU_SCHEME = "https"
    assert log_in().cookies["heshu_token"]["secure"]


@pytest.mark.parametrize(
    ("account", "password"),
    [("wangxiaomin", "Cuo-Wu-2026-x"), ("meiyouren", "Xiang-Cun-2026")],
)
def test_wrong_password_and_unknown_account_get_one_answer(clerk, log_in, account, password):
    response = log_in(account, password)

    assert (response.status_code, response.json()["code"]) == (401, "login.wrong")
    assert response.json()["by_field"] == {"password": ["账号或密码不正确。"]}
    assert "heshu_token" not in response.cookies


def test_a_refusal_is_recorded_without_what_was_typed(clerk, log_in):
    log_in(password="Cuo-Wu-2026-x")
    log_in("Xiang-Cun-2026", "x")  # the password typed into the wrong field

    entries = Entry.objects.filter(name="organization.login.refused")
    assert [entry.facts["reason"] for entry in entries.order_by("pk")] == [
        "wrong_password",
        "unknown_account",
    ]
    assert not any("2026" in str(entry.facts) for entry in entries)


@pytest.mark.parametrize("account", ["wangxiaomin", "meiyouren"])
def test_five_wrong_passwords_lock_the_account_known_or_not(clerk, log_in, account):
    for _ in range(5):
        assert log_in(account, "Cuo-Wu-2026-x").status_code == 401

    response = log_in(account)

    assert (response.status_code, response.json()["code"]) == (429, "login.locked")
    assert 55 <= response.json()["retry_after"] <= 60
    assert response["Retry-After"] == str(response.json()["retry_after"])


def test_the_wait_doubles_and_the_right_password_wipes_the_slate(clerk, log_in):
    for _ in range(5):
        log_in(password="Cuo-Wu-2026-x")
    knock = Knock.objects.get(failures=5, locked_until__lt=timezone.now() + timedelta(seconds=61))
    _unlock(knock)
    log_in(password="Cuo-Wu-2026-x")

    knock.refresh_from_db()
    assert timedelta(seconds=110) < knock.locked_until - timezone.now() <= timedelta(minutes=2)

    _unlock(knock)
    assert log_in().status_code == 200
    knock.refresh_from_db()
    assert (knock.failures, knock.locked_until) == (0, None)


def test_one_account_locked_does_not_lock_the_colleagues(clerk, log_in):
    make.staff("李主任", account="lizhuren", password="Xiang-Cun-2026")
    for _ in range(6):
        log_in(password="Cuo-Wu-2026-x")

    assert log_in().status_code == 429
    assert log_in("lizhuren").status_code == 200


def test_an_address_that_tries_many_accounts_is_held_up(clerk, log_in):
    for number in range(40):
        assert log_in(f"caice{number}", "x").status_code == 401

    assert log_in().status_code == 429


@pytest.mark.parametrize(("proxies", "address"), [([], "10.0.0.9"), (["10.0.0.9"], "172.16.5.4")])
def test_only_our_own_proxy_is_believed_about_an_address(
    clerk, browser, settings, proxies, address
):
    settings.HESHU_PROXIES = proxies
    asked = {"account": "wangxiaomin", "password": "Xiang-Cun-2026"}
    said = {"REMOTE_ADDR": "10.0.0.9", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 172.16.5.4"}

    browser.post("/api/session", asked, "json", **said)

    assert Entry.objects.get(subject_id=clerk.pk).facts["address"] == address


def test_a_disabled_person_gets_the_answer_of_a_wrong_password(clerk, log_in):
    Staff.objects.filter(pk=clerk.pk).update(is_active=False)

    assert log_in().json()["code"] == "login.wrong"


def test_logging_out_ends_this_session_and_no_other(clerk, browser, log_in, as_):
    log_in()
    elsewhere = as_(clerk)
    token = browser.cookies["heshu_token"].value

    assert browser.delete("/api/session").status_code == 204
    browser.cookies["heshu_token"] = token
    assert browser.get("/api/session").status_code == 401
    assert elsewhere.get("/api/session").status_code == 200
    assert names(clerk)[-1] == "organization.login.ended"


def test_a_program_gets_a_token_for_the_header(clerk, client_at, unit):
    asked = {"account": "wangxiaomin", "password": "Xiang-Cun-2026", "label": "月报汇总"}
    answer = client_at(unit).post("/api/tokens", asked, "json")

    assert answer.status_code == 200
    assert client_at(unit, answer.json()["token"]).get("/api/session").status_code == 200
    entry = Entry.objects.get(subject_id=clerk.pk)
    assert (entry.facts["through"], entry.facts["label"]) == ("program", "月报汇总")
    asked["password"] = "Cuo-Wu-2026-x"
    assert client_at(unit).post("/api/tokens", asked, "json").status_code == 401


def _unlock(knock: Knock) -> None:
    Knock.objects.filter(pk=knock.pk).update(locked_until=timezone.now() - timedelta(seconds=1))
