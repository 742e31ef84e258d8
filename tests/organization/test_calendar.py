"""本单位的工作日历: exceptions over the city's days, and what counting costs."""

from datetime import date, datetime, timedelta

import pytest

from shared_apps.kernel import clock
from shared_apps.kernel.clock import ZONE
from tenant_apps.journal.models import Entry
from tenant_apps.organization import calendar
from tenants.crossing import in_unit

URL = "/api/organization/calendar/2026"
MONDAY = datetime(2026, 11, 23, 9, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def fresh_calendars():
    calendar.forget()
    yield
    calendar.forget()


@pytest.fixture
def admin(administrators, as_):
    return as_(administrators["system"])


def change(client, days, reason="镇人大会议"):
    asked = {"days": [{"date": day, "kind": kind} for day, kind in days.items()]}
    return client.post(f"{URL}/days", asked | {"reason": reason}, "json")


def test_an_exception_counts_here_and_not_next_door(admin, unit, other_unit):
    answer = change(admin, {"2026-11-23": "rest", "2026-11-28": "morning"})
    calendar.forget()

    assert answer.status_code == 200, answer.content
    own = [day for day in answer.json()["days"] if day["own"]]
    assert own == [
        {
            "date": "2026-11-23",
            "kind": "rest",
            "name": "镇人大会议",
            "own": True,
            "city_kind": "work",
        },
        {
            "date": "2026-11-28",
            "kind": "morning",
            "name": "镇人大会议",
            "own": True,
            "city_kind": "rest",
        },
    ]
    week = MONDAY, MONDAY + timedelta(days=7)
    assert clock.working_minutes(*week) == 4 * 480 + 180
    with in_unit(other_unit):
        assert clock.working_minutes(*week) == 5 * 480


def test_null_gives_the_day_back_to_the_city(admin, unit):
    change(admin, {"2026-10-01": "work"})
    assert calendar.read().kind(date(2026, 10, 1)) is clock.Kind.WORK

    answer = change(admin, {"2026-10-01": None}, reason="")

    assert answer.status_code == 200
    assert calendar.read().kind(date(2026, 10, 1)) is clock.Kind.REST


def test_the_change_is_recorded_with_what_differs(admin, unit):
    change(admin, {"2026-11-23": "rest", "2026-11-22": "rest"})

    entry = Entry.objects.get(name="organization.calendar.changed")
    assert entry.facts["days"] == {"2026-11-23": ["work", "rest"]}  # the 22nd is a Sunday
    assert (entry.facts["reason"], entry.actor_name) == ("镇人大会议", "陈系统")


def test_only_the_system_administrator_changes_it_and_everybody_reads_it(
    unit, clerk, administrators, as_
):
    assert as_(clerk).get(URL).status_code == 200
    for person in (clerk, administrators["security"]):
        refused = change(as_(person), {"2026-11-23": "rest"})
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert not calendar.CalendarDay.objects.exists()


@pytest.mark.parametrize(
    ("days", "reason"),
    [({}, "会议"), ({"2026-11-23": "rest"}, ""), ({"2026-11-23": "rest"}, "长" * 61)],
)
def test_what_makes_no_sense_is_refused(admin, unit, days, reason):
    refused = change(admin, days, reason)

    assert (refused.status_code, refused.json()["code"]) == (400, "calendar.bad_days")


def test_a_list_is_taken_as_it_is_typed(admin, unit):
    answer = admin.post(f"{URL}/import", {"lines": "2026-12-01,休,镇庆\n2026-12-05,班"}, "json")

    assert answer.status_code == 200, answer.content
    own = {day["date"]: day["kind"] for day in answer.json()["days"] if day["own"]}
    assert own == {"2026-12-01": "rest", "2026-12-05": "work"}
    refused = admin.post(f"{URL}/import", {"lines": "十二月一日,休"}, "json")
    assert refused.json()["code"] == "calendar.bad_list"


def test_counting_a_thousand_rows_costs_two_statements_once(unit, statements):
    calendar.forget()
    with statements() as spoken:
        for hours in range(1000):
            clock.working_minutes(MONDAY, MONDAY + timedelta(hours=hours))
            clock.add_working_minutes(MONDAY, hours + 1)

    assert len(spoken) == 2
