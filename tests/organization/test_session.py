"""A session: how long it lasts, where it counts, and what a forged page can do with it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from knox.models import AuthToken

from tenant_apps.organization.api.auth import staff_of
from tenant_apps.organization.models import Department, Staff
from tenants.crossing import in_unit
from tests.make import organization as make

DEPARTMENTS = "/api/organization/departments"


def test_without_a_token_nobody_is_let_in(unit, client_at):
    response = client_at(unit).get(DEPARTMENTS)

    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")


def test_a_token_is_worth_nothing_at_another_unit(clerk, unit, other_unit, client_at, browser_at):
    token = make.token(clerk)
    assert client_at(unit, token).get(DEPARTMENTS).status_code == 200

    assert client_at(other_unit, token).get(DEPARTMENTS).status_code == 401
    elsewhere = browser_at(other_unit)
    elsewhere.cookies["heshu_token"] = token
    assert elsewhere.get(DEPARTMENTS).status_code == 401


@pytest.mark.parametrize("token", ["x", "太和".encode().decode("latin-1"), "a" * 64, "Bearer abc"])
def test_a_made_up_token_is_refused_not_a_fault(unit, client_at, token):
    assert client_at(unit, token).get(DEPARTMENTS).status_code == 401


def test_an_idle_session_ends_and_a_used_one_lives_on(clerk, unit, client_at):
    token = make.token(clerk)
    client = client_at(unit, token)
    soon = timezone.now() + timedelta(minutes=5)
    AuthToken.objects.filter(user=clerk).update(expiry=soon)

    assert client.get(DEPARTMENTS).status_code == 200
    assert AuthToken.objects.get(user=clerk).expiry > soon + timedelta(minutes=20)

    AuthToken.objects.filter(user=clerk).update(expiry=timezone.now() - timedelta(seconds=1))
    assert client.get(DEPARTMENTS).status_code == 401


def test_however_busy_it_ends_after_ten_hours(clerk, unit, client_at):
    client = client_at(unit, make.token(clerk))
    began = timezone.now() - timedelta(hours=9, minutes=55)
    soon = timezone.now() + timedelta(minutes=1)
    AuthToken.objects.filter(user=clerk).update(created=began, expiry=soon)

    assert client.get(DEPARTMENTS).status_code == 200
    assert AuthToken.objects.get(user=clerk).expiry == began + timedelta(hours=10)


def test_knowing_who_it_is_costs_one_statement(clerk, unit, client_at, spoken):
    client = client_at(unit, make.token(clerk))

    (said,) = spoken(lambda: client.get("/api/organization/permissions"))

    assert "knox_authtoken" in said


def test_a_session_page_costs_four_statements(clerk, unit, client_at, spoken):
    client = client_at(unit, make.token(clerk))

    said = spoken(lambda: client.get("/api/session"))

    assert len(said) == 4, said  # token and person; permissions; city duties; department


def test_a_forged_page_cannot_use_the_cookie(clerk, browser, log_in):
    log_in()

    forged = browser.post("/api/session/ticket", HTTP_X_CSRFTOKEN="")
    assert (forged.status_code, forged.json()["code"]) == (403, "csrf.failed")
    honest = browser.post("/api/session/ticket")
    assert honest.json()["code"] == "city.no_duty"


def test_a_header_token_needs_no_csrf(clerk, as_):
    assert as_(clerk).delete("/api/session").status_code == 204


def test_who_must_change_the_password_can_do_nothing_else(clerk, browser, log_in):
    Staff.objects.filter(pk=clerk.pk).update(must_change_password=True)
    assert log_in().json()["must_change_password"]

    refused = browser.get(DEPARTMENTS)
    assert (refused.status_code, refused.json()["code"]) == (403, "password.must_change")
    change = {"old": "Xiang-Cun-2026", "new": "Gai-Hou-2026-mima"}
    assert browser.post("/api/session/password", change, "json").status_code == 204
    assert browser.get(DEPARTMENTS).status_code == 200


def test_the_event_stream_learns_who_holds_a_token_and_only_at_their_host(clerk, unit, other_unit):
    token = make.token(clerk)

    assert staff_of("taihe.heshu.test", token) == clerk
    assert staff_of("zfb.heshu.test", token) is None
    assert staff_of("nowhere.heshu.test", token) is None
    soon = timezone.now() + timedelta(minutes=5)
    AuthToken.objects.filter(user=clerk).update(expiry=soon)
    assert staff_of("taihe.heshu.test", token) == clerk
    assert AuthToken.objects.get(user=clerk).expiry == soon  # listening is not working
    assert staff_of("taihe.heshu.test", "x") is None
    with in_unit(other_unit):
        assert not Staff.objects.filter(pk=clerk.pk).exists()


def test_whoever_heads_a_department_is_told_so(clerk, unit, client_at):
    client = client_at(unit, make.token(clerk))
    assert "department.head" not in client.get("/api/session").json()["permissions"]

    place = make.department("综合科")
    Department.objects.filter(pk=place.pk).update(head=clerk)
    assert "department.head" in client.get("/api/session").json()["permissions"]

    Department.objects.filter(pk=place.pk).update(closed_at=timezone.now())
    assert "department.head" not in client.get("/api/session").json()["permissions"]
