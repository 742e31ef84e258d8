"""What a host answers: a unit, the city, or a clear refusal."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from rest_framework.test import APIClient

from tenants import standing
from tenants.current import current_unit
from tenants.models import Unit

Knock = Callable[..., APIClient]


def where(request: HttpRequest) -> HttpResponse:
    return HttpResponse(current_unit().subdomain)


def write_and_fail(request: HttpRequest) -> HttpResponse:
    from tenant_apps.organization.models import Staff

    Staff.objects.create(account="linyuan", name="林远")
    raise ZeroDivisionError


def count(request: HttpRequest) -> HttpResponse:
    from tenant_apps.organization.models import Staff

    return HttpResponse(str(Staff.objects.filter(account="linyuan").count()))


urlpatterns = [
    path("api/where", where),
    path("api/write-and-fail", write_and_fail),
    path("api/count", count),
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def test_a_host_is_its_unit_and_no_other(other_unit: Unit, client_at: Knock) -> None:
    taihe = Unit.objects.get(subdomain="taihe")

    assert client_at(taihe).get("/api/where").content == b"taihe"
    assert client_at(other_unit).get("/api/where").content == b"zfb"
    assert client_at(taihe).get("/api/where").content == b"taihe"


def test_an_unknown_host_is_told_the_way(client_at: Knock) -> None:
    client = client_at(Unit(subdomain="nowhere"))

    answer = client.get("/api/where")
    page = client.get("/")

    assert (answer.status_code, answer.json()["code"]) == (404, "unit.unknown")
    assert page.status_code == 404
    assert "统一入口" in page.content.decode()


def test_a_foreign_domain_is_refused(client_at: Knock) -> None:
    client = APIClient(HTTP_HOST="taihe.example.com")

    assert client.get("/api/where").status_code == 400


def test_a_suspended_unit_closes_every_door_and_opens_again(
    other_unit: Unit, client_at: Knock, noon, fresh_hosts: None
) -> None:
    from tenants.middleware import forget_hosts

    standing.suspend(code="ZFB", by="值班员", why="机构改革，并入区委办", at=noon)
    closed = client_at(other_unit).get("/api/where")
    page = client_at(other_unit).get("/")
    standing.resume(code="ZFB", by="值班员", why="改革推迟", at=noon)
    forget_hosts()
    again = client_at(other_unit).get("/api/where")

    assert (closed.status_code, closed.json()["code"]) == (403, "unit.suspended")
    assert (page.status_code, "已停用" in page.content.decode()) == (403, True)
    assert "style-src 'unsafe-inline'" in page["Content-Security-Policy"]
    assert again.status_code == 200


def test_an_error_in_a_view_takes_back_what_it_wrote(other_unit: Unit, client_at: Knock) -> None:
    client = client_at(other_unit)
    client.raise_request_exception = False

    failed = client.get("/api/write-and-fail")
    left = client.get("/api/count")

    assert failed.status_code == 500
    assert left.content == b"0"
