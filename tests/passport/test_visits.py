"""From a unit's host to the city's: one ticket, one use, one minute, for a city duty."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.urls import path
from django.utils import timezone
from rest_framework.response import Response

from shared_apps.passport import duties
from shared_apps.passport.api.base import CityView
from shared_apps.passport.models import CityDuty, CitySession, Ticket
from tenants.current import public_floor
from tests.make import organization as make

SESSION = "/api/city/session"


@pytest.fixture
def leader(unit, noon):
    person = make.staff("何书记", title="区长", account="heshuji")
    with public_floor():
        duties.grant(
            unit=unit,
            staff_id=person.pk,
            name=person.name,
            kind="leader",
            granted_by="信息中心",
            at=noon,
        )
    return person


@pytest.fixture
def ticket(leader, as_):
    def take() -> str:
        answer = as_(leader).post("/api/session/ticket")
        assert answer.status_code == 200, answer.json()
        url, secret = answer.json()["url"].split("#")
        assert url == "http://city.heshu.test/enter"
        return secret

    return take


@pytest.fixture
def city(browser_at):
    return browser_at()


@pytest.fixture
def enter(city, ticket):
    return lambda secret=None: city.post(SESSION, {"ticket": secret or ticket()}, "json")


def test_a_ticket_opens_a_visit(enter, city, leader):
    response = enter()

    assert response.status_code == 200
    said = response.json()
    assert (said["name"], said["title"], said["duty"], said["label"]) == (
        "何书记",
        "区长",
        "leader",
        "区领导",
    )
    assert said["unit"]["short_name"] == "太和镇"
    cookie = response.cookies["heshu_city"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Strict", "")
    assert city.get(SESSION).json() == said


def test_it_opens_nothing_twice(enter, ticket):
    secret = ticket()
    assert enter(secret).status_code == 200

    again = enter(secret)
    assert (again.status_code, again.json()["code"]) == (401, "ticket.void")
    with public_floor():
        assert not Ticket.objects.filter(digest=secret).exists()


def test_it_is_void_after_a_minute_and_when_made_up(enter, ticket):
    secret = ticket()
    with public_floor():
        Ticket.objects.update(expires_at=timezone.now() - timedelta(milliseconds=1))

    assert enter(secret).status_code == 401
    assert enter("bianzao").status_code == 401


def test_without_a_city_duty_there_is_no_ticket(clerk, as_):
    refused = as_(clerk).post("/api/session/ticket")

    assert (refused.status_code, refused.json()["code"]) == (403, "city.no_duty")


def test_the_session_at_home_says_what_one_is_for_the_city(leader, as_):
    held = as_(leader).get("/api/session").json()["city_duties"]

    assert held == [{"kind": "leader", "label": "区领导"}]


def test_without_a_visit_nobody_is_let_in(unit, city, clerk, client_at):
    assert city.get(SESSION).status_code == 401
    city.cookies["heshu_city"] = "bianzao"
    assert city.get(SESSION).status_code == 401
    assert client_at(None, make.token(clerk)).get(SESSION).status_code == 401


def test_leaving_ends_it_and_a_forged_page_cannot(enter, city):
    enter()
    secret = city.cookies["heshu_city"].value

    assert city.delete(SESSION, HTTP_X_CSRFTOKEN="").json()["code"] == "csrf.failed"
    assert city.delete(SESSION).status_code == 204
    city.cookies["heshu_city"] = secret
    assert city.get(SESSION).status_code == 401


def test_using_it_puts_off_its_idle_end(enter, city):
    enter()
    soon = timezone.now() + timedelta(minutes=5)
    with public_floor():
        CitySession.objects.update(idle_until=soon)

    city.get(SESSION)

    with public_floor():
        assert CitySession.objects.get().idle_until > soon + timedelta(minutes=20)


@pytest.mark.parametrize("field", ["idle_until", "expires_at"])
def test_it_ends_by_itself(enter, city, field):
    enter()
    with public_floor():
        CitySession.objects.update(**{field: timezone.now() - timedelta(seconds=1)})

    assert city.get(SESSION).status_code == 401


def test_taking_the_duty_back_ends_the_visit(enter, city, leader, unit, noon):
    enter()
    with public_floor():
        duties.revoke(unit=unit, staff_id=leader.pk, kind="leader", revoked_by="信息中心", at=noon)

    assert city.get(SESSION).status_code == 401


def test_disabling_the_account_at_home_ends_visit_duty_and_ticket(
    enter, city, ticket, leader, as_, administrators
):
    enter()
    waiting = ticket()

    as_(administrators["system"]).post(f"/api/organization/staff/{leader.pk}/disable")

    assert city.get(SESSION).status_code == 401
    assert enter(waiting).status_code == 401
    with public_floor():
        assert CityDuty.objects.get(staff_id=leader.pk).revoked_by == "所在单位停用账号"


class OperatorsPage(CityView):
    duties = ("operator",)

    def get(self, request: object) -> Response:
        return Response({"name": self.visitor.name})


class EverybodysPage(CityView):
    def get(self, request: object) -> Response:
        return Response({"name": self.visitor.name})


@pytest.fixture
def pages() -> Iterator[None]:
    from config import urls_public

    more = [
        path("api/operators", OperatorsPage.as_view()),
        path("api/all", EverybodysPage.as_view()),
    ]
    urlconf = type("Pages", (), {"urlpatterns": more + urls_public.urlpatterns})
    with override_settings(PUBLIC_SCHEMA_URLCONF=urlconf):
        yield


def test_a_page_names_the_duties_it_is_for(pages, enter, city, leader, spoken):
    enter()

    refused = city.get("/api/operators")
    assert (refused.status_code, refused.json()["code"]) == (403, "city.not_your_duty")
    assert refused.json()["message"] == "此页只向运维人员开放。"
    assert city.get("/api/all").json() == {"name": "何书记"}
    assert len(spoken(lambda: city.get("/api/all"))) == 1


@pytest.mark.django_db
def test_the_operator_grants_lists_and_revokes(unit, clerk, capsys):
    call_command("city", "grant", "taihe", "wangxiaomin", "auditor", "--by", "张工")
    call_command("city", "grant", "500117124", "wangxiaomin", "auditor", "--by", "张工")
    assert capsys.readouterr().out.splitlines()[-1].startswith("区级审计员\t王晓敏\t太和镇\t张工")
    with public_floor():
        assert CityDuty.objects.count() == 1

    call_command("city", "revoke", "taihe", "wangxiaomin", "auditor", "--by", "张工")
    for wrong in (
        ("revoke", "taihe", "wangxiaomin", "auditor"),
        ("grant", "meiyou", "wangxiaomin", "leader"),
        ("grant", "taihe", "meiyouren", "leader"),
    ):
        with pytest.raises(CommandError):
            call_command("city", *wrong)
