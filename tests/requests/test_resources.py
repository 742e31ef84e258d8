"""The same car twice: shown while it is asked, refused at approval, impossible in the rows."""

import pytest
from django.db import IntegrityError, transaction

from tenant_apps.requests.models import Booking
from tests.make import requests as make

AFTERNOON = {"start": "2026-11-24T13:00:00+08:00", "end": "2026-11-24T18:00:00+08:00"}


def test_two_may_ask_and_one_gets_it(office, desk, approve):
    car = make.car()
    first = desk(office.clerk).file("car", make.trip(car))
    second = desk(office.colleague).file("car", make.trip(car, period=AFTERNOON))
    assert (first.status_code, second.status_code) == (201, 201), second.json()
    for one in (first, second):
        assert approve(one, office.head).status_code == 200

    given = approve(first, office.manager, data={"driver": "老周"})
    taken = approve(second, office.manager, data={"driver": "老周"})

    assert given.status_code == 200, given.json()
    assert (taken.status_code, taken.json()["code"]) == (409, "requests.resource_taken")
    assert "渝A·8K216 11月24日 08:30—17:30 已定给危化科 刘志强" in taken.json()["message"]
    assert (
        desk(office.colleague).get(f"/{second.json()['id']}").json()["step_name"] == "办公室派车"
    )


def test_another_car_may_be_given_instead(office, desk, approve):
    car, other = make.car(), make.car("渝A·0D771")
    first = desk(office.clerk).file("car", make.trip(car))
    second = desk(office.colleague).file("car", make.trip(car))
    for one in (first, second):
        approve(one, office.head)
    approve(first, office.manager, data={"driver": "老周"})

    given = approve(second, office.manager, data={"driver": "老李", "car": str(other.pk)})

    assert given.status_code == 200, given.json()
    said = desk(office.colleague).get(f"/{second.json()['id']}").json()
    assert [(one["name"], one["state"]) for one in said["bookings"]] == [("渝A·0D771", "已定")]


def test_a_conflict_is_told_with_ways_out_before_it_is_filed(office, desk, approve):
    car, free = make.car(), make.car("渝A·0D771")
    morning = {"start": "2026-11-24T08:00:00+08:00", "end": "2026-11-24T12:00:00+08:00"}
    filed = desk(office.colleague).file("car", make.trip(car, period=morning))
    waiting = desk(office.clerk).preview("car", make.trip(car)).json()["notices"][0]
    approve(filed, office.head)
    approve(filed, office.manager, data={"driver": "老周"})

    said = desk(office.clerk).preview("car", make.trip(car)).json()

    assert waiting["level"] == "warning"
    notice = said["notices"][0]
    assert (notice["level"], notice["field"]) == ("error", "car")
    assert [one["label"] for one in notice["suggestions"]] == [
        "改用 渝A·0D771（空闲）",
        "改到 12:00 开始",
    ]
    assert notice["suggestions"][0]["value"] == str(free.pk)
    assert [lane["is_free"] for lane in said["lanes"]] == [True, False]
    blind = desk(office.clerk).file("car", make.trip(car))
    assert (blind.status_code, blind.json()["code"]) == (409, "requests.resource_taken")
    later = notice["suggestions"][1]["value"]
    assert desk(office.clerk).file("car", make.trip(car, period=later)).status_code == 201


def test_a_confirmed_car_is_free_again_when_the_trip_is_withdrawn(office, desk, approve):
    car = make.car()
    filed = desk(office.clerk).file("car", make.trip(car))
    refused = approve(filed, office.head, verb="reject", opinion="改坐公交。")

    assert refused.status_code == 200, refused.json()
    assert desk(office.colleague).file("car", make.trip(car)).status_code == 201
    assert Booking.objects.get(request=filed.json()["id"]).state == "released"


def test_the_rows_themselves_refuse_the_same_car_twice(office, desk):
    car = make.car()
    desk(office.clerk).file("car", make.trip(car))
    desk(office.colleague).file("car", make.trip(car))

    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.update(state="confirmed")

    assert set(Booking.objects.values_list("state", flat=True)) == {"pending"}


def test_store_gives_out_no_more_than_it_holds(office, desk, approve):
    paper = make.stock(capacity=10)
    wish = {"items": [{"item": str(paper.pk), "quantity": 6}], "reason": "打印"}
    first = desk(office.clerk).file("supplies", wish)
    second = desk(office.colleague).file("supplies", wish)
    for one in (first, second):
        assert one.status_code == 201, one.json()
        approve(one, office.head)

    given = approve(first, office.manager)
    refused = approve(second, office.manager)

    assert given.status_code == 200, given.json()
    assert (refused.status_code, refused.json()["code"]) == (409, "requests.out_of_stock")


def test_only_the_office_keeps_cars_and_grants_days(office, desk):
    new = {"kind": "car", "name": "渝A·5F903", "note": "别克 GL8 · 7 座"}
    grant = {
        "staff": str(office.clerk.pk),
        "account": "annual",
        "year": 2026,
        "days": "5.0",
        "reason": "2026 年度核定",
        "request_id": "g1",
    }

    answers = [
        desk(person).client.post(f"/api/requests/{path}", body, format="json")
        for person in (office.clerk, office.manager)
        for path, body in (("resources", new), ("balances", grant), ("balances", grant))
    ]

    assert [one.status_code for one in answers] == [403, 403, 403, 201, 201, 201]
    mine = desk(office.clerk).get("/balances").json()["results"][0]
    assert (mine["label"], mine["granted"], mine["left"]) == ("年休假", 5.0, 5.0)
    twice = desk(office.manager).client.post("/api/requests/resources", new, format="json")
    assert (twice.status_code, twice.json()["code"]) == (409, "requests.resource_named")
