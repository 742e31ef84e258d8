"""The city's working calendar: the seed, the year the operator enters, and who may."""

import io
from datetime import date, datetime

import pytest
from django.core.management import CommandError, call_command

from shared_apps.kernel import clock
from shared_apps.kernel.clock import ZONE, Kind
from shared_apps.kernel.events import subscribe
from shared_apps.outbox.models import Dispatch
from shared_apps.reference import calendar as city
from shared_apps.reference import seeds
from shared_apps.reference.events import CityCalendarChanged
from shared_apps.reference.models import CityDay, CityYear
from tenants.current import public_floor

YEAR_2027 = """日期,安排,名称
2027-01-01,休,元旦
2027-02-05,休,春节
2027-02-06,休,春节
2027-02-07，休，春节
2027/02/08,休,春节
2027-02-09,休,春节
2027-02-10,休,春节
2027-02-20,班,调休上班
2027-10-01\t休\t国庆节
2027-05-04,下午,青年节半天
"""


@pytest.fixture
def operator(visit):
    return with_forms(visit("operator"))


def with_forms(client):
    """As a browser sends what it writes: with the city's CSRF cookie in the header."""
    client.get("/api/city/session")
    client.defaults["HTTP_X_CSRFTOKEN"] = client.cookies["heshu_csrf"].value
    return client


def as_json(text):
    return [
        {"date": str(one.date), "kind": one.kind.value, "name": one.name}
        for one in seeds.from_lines(text.splitlines())
    ]


def test_both_seeds_and_the_list_are_read_alike():
    days = {day.date: day for day in seeds.of_year("chinese_calendar", 2026)}

    assert days[date(2026, 10, 1)].kind is Kind.REST
    assert days[date(2026, 10, 1)].name == "国庆节"
    assert days[date(2026, 2, 14)].kind is Kind.WORK
    assert seeds.of_year("chinese_calendar", 2031) == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("2027-13-01,休", "第 1 行"),
        ("2027-01-01", "第 1 行"),
        ("2027-01-01,狂欢", "第 1 行"),
        ("2027-01-01,休\n2027-01-01,班", "第 2 行：2027-01-01 写了两次"),
    ],
)
def test_a_list_that_cannot_be_read_says_where(lines, said):
    with pytest.raises(seeds.BadList, match=said):
        seeds.from_lines(lines.splitlines())


def test_years_without_a_notice_are_provisional_until_it_is_entered(db, operator):
    assert clock.is_provisional(date(2027, 2, 8))
    assert clock.is_workday(date(2027, 2, 8))

    asked = {"notice": "国办发明电〔2026〕7号", "days": as_json(YEAR_2027)}
    answer = operator.post("/api/city/calendar/2027/enter", asked, format="json")
    city.forget()
    clock.calendar()

    assert answer.status_code == 200, answer.content
    shown = answer.json()
    assert (shown["known"], shown["notice"]) == (True, "国办发明电〔2026〕7号")
    assert {"date": "2027-02-20", "kind": "work", "name": "调休上班"} in shown["days"]
    with public_floor():
        assert not clock.is_provisional(date(2027, 2, 8))
        assert not clock.is_workday(date(2027, 2, 8))
        assert clock.is_workday(date(2027, 2, 20))
        start = datetime(2027, 5, 4, 9, tzinfo=ZONE)
        assert clock.working_minutes(start, start.replace(hour=18)) == 300


def test_a_corrected_year_replaces_the_first_and_both_stay_readable(db, operator):
    first = {"notice": "国办发明电〔2026〕7号", "days": as_json(YEAR_2027)}
    second = first | {"notice": "更正", "days": [*first["days"][1:], first["days"][0]]}
    for asked in (first, second):
        answer = operator.post("/api/city/calendar/2027/enter", asked, format="json")
        assert answer.status_code == 200

    with public_floor():
        valid = CityYear.objects.get(replaced_at=None, year=2027)
        assert valid.notice == "更正"
        assert CityYear.objects.filter(year=2027).count() == 2
        assert CityDay.objects.filter(year=valid).count() == 10


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"notice": " "}, "不能为空"),
        ({"days": []}, "没有录全"),
        ({"days": as_json(YEAR_2027.replace("2027-01-01", "2026-01-01"))}, "不在 2027 年内"),
    ],
)
def test_a_year_that_makes_no_sense_is_refused(db, operator, change, said):
    asked = {"notice": "国办发明电〔2026〕7号", "days": as_json(YEAR_2027)} | change

    refused = operator.post("/api/city/calendar/2027/enter", asked, format="json")

    assert refused.status_code == 400
    assert said in refused.content.decode()
    with public_floor():
        assert not CityYear.objects.exists()


def test_leaders_read_it_and_do_not_enter_it(db, visit):
    leader = with_forms(visit("leader"))

    assert leader.get("/api/city/calendar/2026").json()["known"] is True
    asked = {"taken_from": "chinese_calendar"}
    refused = leader.post("/api/city/calendar/2026/import", asked, format="json")
    assert (refused.status_code, refused.json()["code"]) == (403, "city.not_your_duty")


def test_the_operator_takes_a_list_or_a_seed(db, operator):
    by_list = operator.post(
        "/api/city/calendar/2027/import",
        {"taken_from": "list", "lines": YEAR_2027, "notice": "国办发明电〔2026〕7号"},
        format="json",
    )
    by_seed = operator.post(
        "/api/city/calendar/2026/import", {"taken_from": "chinese_calendar"}, format="json"
    )

    assert len(by_list.json()["days"]) == 10
    assert by_seed.json()["notice"] == "chinese_calendar"


def test_every_unit_in_service_hears_of_it_with_the_days_that_differ(db, operator):
    heard = []
    subscribe(CityCalendarChanged, name="tests.calendar")(heard.append)
    asked = {"notice": "国办发明电〔2026〕7号", "days": as_json(YEAR_2027)}

    operator.post("/api/city/calendar/2027/enter", asked, format="json")

    with public_floor():
        sent = Dispatch.objects.filter(subscriber="tests.calendar")
        assert {row.unit for row in sent} == {"unit_taihe", "unit_zfb"}
        days = sent[0].facts["days"]
    assert days["2027-02-08"] == ["work", "rest"]
    assert "2027-02-06" not in days  # a Saturday at rest differs from nothing


def test_the_command_line_enters_and_shows(db, tmp_path):
    sheet = tmp_path / "放假2027.csv"
    sheet.write_text(YEAR_2027, encoding="utf-8")
    out = io.StringIO()

    call_command("calendar", "enter", "2027", str(sheet), "--notice", "国办", stdout=out)
    call_command("calendar", "show", "2027", stdout=out)

    assert "已录入 10 天" in out.getvalue()
    assert "2027-10-01\trest\t国庆节" in out.getvalue()
    with pytest.raises(CommandError, match="读不到文件"):
        call_command("calendar", "enter", "2027", str(tmp_path / "无.csv"))


def test_a_source_is_read_before_it_is_entered(db, operator):
    asked = {"taken_from": "list", "lines": YEAR_2027}
    read = operator.post("/api/city/calendar/2027/read", asked, format="json")
    seed = {"taken_from": "chinese_calendar"}
    known = operator.post("/api/city/calendar/2026/read", seed, format="json").json()["days"]

    assert read.json()["days"] == as_json(YEAR_2027)
    assert {"date": "2026-10-01", "kind": "rest", "name": "国庆节"} in known
    with public_floor():
        assert not CityYear.objects.exists()


def test_a_year_shows_who_entered_it_and_what_stood_before(db, operator):
    for notice in ("国办发明电〔2026〕7号", "更正"):
        asked = {"notice": notice, "days": as_json(YEAR_2027)}
        operator.post("/api/city/calendar/2027/enter", asked, format="json")

    entries = operator.get("/api/city/calendar/2027").json()["entries"]

    assert [one["notice"] for one in entries] == ["更正", "国办发明电〔2026〕7号"]
    assert [one["replaced_at"] is None for one in entries] == [True, False]
    assert {one["entered_by"] for one in entries} == {"何敏"}
