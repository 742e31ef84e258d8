"""Two at the door in the same instant: real connections, real commits."""

from collections.abc import Callable, Iterator
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from shared_apps.passport import duties
from shared_apps.passport.models import CityDuty, CitySession, Ticket
from tenant_apps.journal.models import Entry
from tenant_apps.organization.models import Duty, DutyHolder
from tenants.crossing import in_unit
from tenants.current import public_floor
from tenants.models import Unit
from tests.make import organization as make
from tests.make import tenants
from tests.tenants.conftest import ground  # noqa: F401  a fixture

PASSWORD = "Xiang-Cun-2026"


@pytest.fixture
def town(ground: None) -> Iterator[Unit]:  # noqa: F811
    unit = tenants.town("ATONCE")
    with in_unit(unit):
        make.staff("王晓敏", account="wangxiaomin", password=PASSWORD)
    yield unit
    with public_floor():
        for rows in (CitySession, Ticket, CityDuty):
            rows.objects.filter(unit=unit).delete()


def at_once(calls: list[Callable[[], Any]]) -> list[int]:
    """Status codes of all calls, begun together, each on a connection of its own."""
    meet, codes = Barrier(len(calls), timeout=20), []

    def run(call: Callable[[], Any]) -> None:
        try:
            meet.wait()
            codes.append(call().status_code)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(codes)


def knock(unit: Unit | None, path: str, body: dict[str, str], token: str = "") -> Any:
    client = APIClient(HTTP_HOST=f"{unit.subdomain if unit else 'city'}.heshu.test")
    if token:
        client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return lambda: client.post(path, body, "json")


def test_one_person_at_two_desks_gets_two_sessions_and_an_unbroken_record(town):
    asked = {"account": "wangxiaomin", "password": PASSWORD}

    codes = at_once([knock(town, "/api/session", asked) for _ in range(4)])

    assert codes == [200] * 4
    with in_unit(town):
        entries = Entry.objects.filter(name="organization.login.accepted").order_by("seq")
        assert [one.seq for one in entries] == [1, 2, 3, 4]


@pytest.mark.parametrize("account", ["wangxiaomin", "meiyouren"])
def test_guesses_fired_together_are_still_only_five(town, account):
    asked = {"account": account, "password": "Cuo-Wu-2026-x"}

    codes = at_once([knock(town, "/api/session", asked) for _ in range(9)])

    assert codes == [401] * 5 + [429] * 4


def test_one_ticket_lets_one_browser_in(town):
    with in_unit(town):
        person = make.staff("何书记")
        token = make.token(person)
    with public_floor():
        duties.grant(
            unit=town,
            staff_id=person.pk,
            name=person.name,
            kind="leader",
            granted_by="测试",
            at=timezone.now(),
        )
    url = knock(town, "/api/session/ticket", {}, token)().json()["url"]

    asked = {"ticket": url.split("#")[1]}
    codes = at_once([knock(None, "/api/city/session", asked) for _ in range(4)])

    assert codes == [200, 401, 401, 401]


def test_two_hands_cannot_make_one_person_two_of_the_three(town):
    with in_unit(town):
        token = make.token(make.staff("周安全", duties=("security_admin",)))
        person = make.staff("赵某")
        wanted = list(Duty.objects.filter(guard__in=("system", "audit")))
    clients = [APIClient(HTTP_HOST=f"{town.subdomain}.heshu.test") for _ in wanted]
    for client in clients:
        client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    body = {"staff_ids": [str(person.pk)]}
    urls = [f"/api/organization/duties/{duty.pk}/holders" for duty in wanted]

    codes = at_once(
        [
            lambda client=client, url=url: client.put(url, body, "json")
            for client, url in zip(clients, urls, strict=True)
        ]
    )

    assert codes == [200, 409]
    with in_unit(town):
        assert DutyHolder.objects.filter(staff=person).exclude(guard="").count() == 1
