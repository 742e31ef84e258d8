"""Who may name an address, and which."""

import pytest

from tenant_apps.journal.models import Entry
from tenant_apps.webhooks.models import Webhook
from tests.make import organization as people


def add(desk, url, **more):
    return desk.post(
        "/api/webhooks", {"name": "档案系统", "url": url, "events": []} | more, format="json"
    )


def test_an_administrator_names_an_address_and_it_is_recorded(desk, receiver, admin):
    said = add(desk, receiver.url, events=["workflow.run.started"])

    assert said.status_code == 201
    row = Webhook.objects.get()
    assert (row.name, row.events) == ("档案系统", ["workflow.run.started"])
    entry = Entry.objects.get(subject_id=row.pk)
    assert (entry.name, entry.actor_name) == ("webhooks.kept", "周磊")
    assert row.history.get().history_user == admin


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://example.org/in", "主机 example.org 尚未开放"),
        ("https://169.254.169.254/latest", "尚未开放"),
        ("ftp://127.0.0.1:21/", "只能使用 https://"),
        ("https://me:secret@127.0.0.1:443/", "不带用户名"),
        ("https://127.0.0.1:99999/", "地址不正确"),
        ("not an address", "地址不正确"),
    ],
)
def test_other_addresses_are_refused_with_what_to_do(desk, receiver, url, says):
    said = add(desk, url)

    assert said.status_code == 400
    assert said.json()["code"] == "webhooks.bad_address"
    assert says in said.json()["by_field"]["url"][0]
    assert not Webhook.objects.exists()


def test_a_host_is_open_with_its_port_or_with_all_below_it(desk, settings):
    settings.HESHU_WEBHOOK_HOSTS = ["oa.example.gov.cn", "10.1.2.3:8443", ".data.gov.cn"]

    assert add(desk, "https://oa.example.gov.cn/in").status_code == 201
    assert add(desk, "https://10.1.2.3:8443/in").status_code == 201
    assert add(desk, "https://one.data.gov.cn/in").status_code == 201
    for other in ("https://oa.example.gov.cn:8443/", "https://10.1.2.3/", "https://data.gov.cn/"):
        assert add(desk, other).status_code == 400


def test_plain_http_is_for_the_demonstration_only(desk, settings):
    settings.HESHU_WEBHOOK_HOSTS = ["127.0.0.1:*"]

    assert add(desk, "http://127.0.0.1:8080/").status_code == 400


def test_an_unknown_event_and_a_second_row_for_one_address_are_refused(desk, receiver):
    unknown = add(desk, receiver.url, events=["journal.everything"])
    assert unknown.json()["code"] == "webhooks.unknown_event"
    assert add(desk, receiver.url).status_code == 201
    assert add(desk, receiver.url).json()["code"] == "webhooks.address_taken"


def test_switched_off_it_may_be_named_anew(desk, receiver):
    first = add(desk, receiver.url).json()
    off = desk.patch(f"/api/webhooks/{first['id']}", {"is_active": False}, format="json")

    assert off.json()["is_active"] is False
    assert add(desk, receiver.url).status_code == 201


@pytest.mark.parametrize("place", ["", "/{id}/secret", "/{id}/calls"])
def test_others_see_nothing_of_it(desk, receiver, unit, client_at, place):
    row = add(desk, receiver.url).json()
    clerk = client_at(unit, people.token(people.staff("王科员", duties=["drafter"])))

    said = clerk.get(f"/api/webhooks{place.format(id=row['id'])}")

    assert (said.status_code, said.json()["code"]) == (403, "forbidden")


def test_what_does_not_exist_is_404(desk, receiver, unit):
    for verb, place in (
        ("patch", f"/api/webhooks/{unit.pk}"),
        ("post", "/api/webhooks/01a2059c-98ef-7d6c-b4db-751faafeac03/ping"),
        ("post", "/api/webhooks/calls/01a2059c-98ef-7d6c-b4db-751faafeac03/repeat"),
    ):
        assert getattr(desk, verb)(place, {}, format="json").status_code == 404
