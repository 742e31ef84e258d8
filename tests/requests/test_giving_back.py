"""销假、还车、提前归还: what was approved becomes free again, in whole or from a moment on."""

from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from shared_apps.kernel import clock
from tenant_apps.journal.models import Entry
from tenant_apps.requests.models import BalanceEntry
from tests.make import requests as make


@pytest.fixture
def day():
    """The n-th office day from tomorrow on, at this hour."""
    now = timezone.now() + timedelta(days=1)
    days = clock.workdays(now, now + timedelta(days=40))
    return lambda ahead, hour: datetime.combine(days[ahead], time(hour), clock.ZONE)


@pytest.fixture
def away(office, desk, approve, day):
    """Two days of 年休假, approved; five were granted for each year they could fall in."""
    for year in {day(0, 9).year, day(1, 9).year}:
        entry = make.granted(office.clerk, 5, by=office.manager)
        BalanceEntry.objects.filter(pk=entry.pk).update(year=year)
    period = {"start": day(0, 9).isoformat(), "end": day(1, 18).isoformat()}
    filed = desk(office.clerk).file("leave", make.leave(period=period))
    assert filed.status_code == 201, filed.json()
    approve(filed, office.head)
    return filed.json()["id"]


@pytest.fixture
def driving(office, desk, approve, day):
    """A car for a day, given out; the applicant has not come back yet."""
    car = make.car()
    period = {"start": day(0, 9).isoformat(), "end": day(0, 17).isoformat()}
    filed = desk(office.clerk).file("car", make.trip(car, period=period))
    approve(filed, office.head)
    approve(filed, office.manager, data={"driver": "老周"})
    return filed.json()["id"], make.trip(car, period=period)


@pytest.fixture
def give_back(desk):
    def post(person, request, **said):
        body = {"request_id": str(uuid4())} | said
        address = f"/api/requests/{request}/give_back"
        return desk(person).client.post(address, body, format="json")

    return post


def used(person) -> float:
    from tenant_apps.requests import balances

    years = BalanceEntry.objects.filter(staff=person).values_list("year", flat=True)
    return sum(balances.of(person.pk, "annual", year).used for year in set(years)) / 2


def test_销假_from_a_moment_on_restores_the_days_that_are_left(office, away, give_back, day):
    back = give_back(
        office.clerk, away, since=day(1, 8).isoformat(), reason="家中事情已办完，提前返岗"
    )

    assert back.status_code == 200, back.json()
    said = back.json()
    assert said["balance"].endswith("使用 2 天（已定），已退回 1 天")
    assert [(one["days"], one["by"]) for one in said["given_back"]] == [(1.0, "刘志强")]
    assert used(office.clerk) == 1.0
    entry = Entry.objects.get(name="requests.request.given_back")
    assert (str(entry.subject_id), entry.facts["halves"]) == (away, 2)


def test_then_the_rest_of_it_comes_back_and_nothing_twice(office, away, give_back, day):
    give_back(office.clerk, away, since=day(1, 8).isoformat())
    whole = give_back(office.clerk, away)
    again = give_back(office.clerk, away)

    assert (whole.status_code, used(office.clerk)) == (200, 0.0)
    assert whole.json()["giving_back"] is None
    assert (again.status_code, again.json()["code"]) == (409, "requests.nothing_to_give_back")
    assert "已经全部归还" in again.json()["message"]


def test_the_same_click_twice_gives_back_once(office, away, give_back, day):
    click = {"since": day(1, 8).isoformat(), "request_id": "once"}

    answers = [give_back(office.clerk, away, **click) for _ in range(2)]

    assert [one.status_code for one in answers] == [200, 200]
    assert len(answers[1].json()["given_back"]) == 1
    assert used(office.clerk) == 1.0


def test_还车_frees_it_for_others_and_those_who_signed_are_told(
    office, desk, approve, driving, give_back
):
    trip, wish = driving
    taken = desk(office.colleague).file("car", wish)

    back = give_back(office.clerk, trip, reason="会议改为线上")

    assert (taken.status_code, back.status_code) == (409, 200), back.json()
    assert [one["state"] for one in back.json()["bookings"]] == ["已归还"]
    assert desk(office.colleague).file("car", wish).status_code == 201
    for person in (office.head, office.manager):
        told = desk(person).client.get("/api/workflow/items", {"box": "read"}).json()["results"]
        assert [one["note"] for one in told] == ["刘志强登记还车（全部 渝A·8K216）：会议改为线上"]
    # 回场登记 goes on and does not take the car again.
    done = approve_own(desk, office.clerk, {"mileage": 0})
    assert done.status_code == 200, done.json()
    assert [one["state"] for one in desk(office.clerk).get(f"/{trip}").json()["bookings"]] == [
        "已归还"
    ]


def approve_own(desk, person, data):
    box = desk(person).client.get("/api/workflow/items", {"box": "todo"}).json()["results"]
    return desk(person).act(box[0]["id"], data=data)


def test_a_car_back_at_noon_is_free_in_the_afternoon(office, desk, driving, give_back, day):
    trip, wish = driving
    noon = day(0, 12).isoformat()

    back = give_back(office.clerk, trip, since=noon)

    assert back.status_code == 200, back.json()
    afternoon = wish | {"period": {"start": noon, "end": day(0, 17).isoformat()}}
    morning = wish | {"period": {"start": day(0, 10).isoformat(), "end": noon}}
    assert desk(office.colleague).file("car", morning).status_code == 409
    assert desk(office.colleague).file("car", afternoon).status_code == 201


@pytest.mark.parametrize(
    ("who", "since", "status", "code"),
    [
        ("stranger", None, 404, "not_found"),
        ("head", None, 403, "requests.not_yours_to_give_back"),
        ("clerk", (1, 18), 400, "requests.not_within_it"),
        ("clerk", (1, 17), 409, "requests.nothing_to_give_back"),
        ("manager", None, 200, None),
    ],
)
def test_who_may_and_when(office, away, give_back, day, who, since, status, code):
    moment = day(*since).isoformat() if since else None

    answer = give_back(getattr(office, who), away, since=moment)

    assert (answer.status_code, answer.json().get("code")) == (status, code)
    assert used(office.clerk) == (0.0 if status == 200 else 2.0)


def test_what_is_not_approved_is_withdrawn_and_not_given_back(office, desk, give_back, day):
    period = {"start": day(0, 9).isoformat(), "end": day(0, 18).isoformat()}
    wish = make.leave(leave_kind="事假", period=period)
    filed = desk(office.clerk).file("leave", wish).json()

    answer = give_back(office.clerk, filed["id"])

    assert filed["giving_back"] is None
    assert (answer.status_code, answer.json()["code"]) == (409, "requests.nothing_to_give_back")
    assert "请直接撤销" in answer.json()["message"]


def test_after_its_end_only_the_office_puts_it_right(office, desk, approve, give_back):
    make.granted(office.clerk, 5, by=office.manager)
    filed = desk(office.clerk).file("leave", make.leave())  # a week of the past
    approve(filed, office.head)
    request = filed.json()["id"]
    offered = desk(office.clerk).get(f"/{request}").json()["giving_back"]

    mine = give_back(office.clerk, request)
    offices = give_back(office.manager, request, reason="实际在岗，未休假")

    assert (offered["label"], offered["allowed"]) == ("销假", False)
    assert "请联系孙佳登记" in offered["reason"]
    assert (mine.status_code, mine.json()["code"]) == (409, "requests.already_over")
    assert (offices.status_code, used(office.clerk)) == (200, 0.0)
