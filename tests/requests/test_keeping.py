"""The week of the cars and rooms, and leave granted to everybody by one table."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from tenant_apps.requests import granting
from tenant_apps.requests.models import BalanceEntry
from tests.make import requests as make


def week(desk, person, **query):
    return desk(person).get("/resources/week", kind="car", first="2026-11-23", **query).json()


def test_the_week_shows_who_has_what_and_where_two_wishes_meet(office, desk):
    car, free = make.car(), make.car("渝A·0D771")
    first = desk(office.clerk).file("car", make.trip(car)).json()
    desk(office.colleague).file("car", make.trip(car))

    lanes = week(desk, office.clerk)["lanes"]

    assert [one["resource"]["name"] for one in lanes] == [free.name, car.name]
    assert lanes[0]["slots"] == []
    assert [one["clash"] for one in lanes[1]["slots"]] == [True, True]
    mine = next(one for one in lanes[1]["slots"] if one["request"])
    assert (mine["request"], mine["who"]) == (first["id"], "危化科 刘志强")
    other = next(one for one in lanes[1]["slots"] if not one["request"])
    assert (other["who"], other["title"]) == ("危化科 吴晓琳", "")


def test_a_week_costs_as_much_with_ten_wishes_as_with_one(office, desk, statements):
    car = make.car()
    desk(office.clerk).file("car", make.trip(car))
    with statements() as few:
        week(desk, office.clerk)
    for hour in range(10, 16):
        period = {
            "start": f"2026-11-25T{hour}:00:00+08:00",
            "end": f"2026-11-25T{hour}:30:00+08:00",
        }
        desk(office.clerk).file("car", make.trip(car, period=period))
    with statements() as many:
        week(desk, office.clerk)

    assert len(many) == len(few)


def table(*lines, head=granting.HEAD) -> SimpleUploadedFile:
    book, content = Workbook(), io.BytesIO()
    for line in (head, *lines):
        book.active.append(list(line))
    book.save(content)
    return SimpleUploadedFile("年假.xlsx", content.getvalue())


@pytest.fixture
def send(desk):
    def post(person, file):
        address = "/api/requests/balances/table"
        return desk(person).client.post(address, {"file": file}, format="multipart")

    return post


def line(person, kind="年休假", year=2026, days=5, reason="2026 年度核定"):
    return (person.name, person.account, kind, year, days, reason)


def test_one_table_grants_everybody_once(office, desk, send):
    def sheet():
        return table(line(office.clerk), line(office.head, kind="调休", days=1.5))

    content = sheet().read()
    made = send(office.manager, SimpleUploadedFile("一.xlsx", content))
    again = send(office.manager, SimpleUploadedFile("一.xlsx", content))

    assert (made.status_code, made.json()) == (201, {"granted": 2}), made.json()
    assert (again.status_code, again.json()["code"]) == (409, "requests.table_granted")
    rows = desk(office.manager).get("/balances/people", year=2026).json()["results"]
    left = {one["name"]: [account["left"] for account in one["accounts"]] for one in rows}
    assert (left["刘志强"], left["高建平"], left["孙佳"]) == ([5.0, 0.0], [0.0, 1.5], [0.0, 0.0])
    said = desk(office.manager).get(f"/balances/{office.clerk.pk}/grants", year=2026)
    assert [(one["days"], one["by"], one["reason"]) for one in said.json()["results"]] == [
        (5.0, "孙佳", "2026 年度核定")
    ]


def test_every_fault_is_named_at_once_and_nothing_is_granted(office, send):
    wrong = table(
        line(office.clerk),
        ("刘志强", "nobody", "年休假", 2026, 5, "核定"),
        ("某人", office.head.account, "病假", 1999, 0.3, ""),
    )

    answer = send(office.manager, wrong)

    assert (answer.status_code, answer.json()["code"]) == (400, "requests.grants_table")
    assert answer.json()["by_field"]["file"] == [
        "第 3 行：没有账号“nobody”。",
        f"第 4 行：账号“{office.head.account}”是高建平，不是“某人”；假别须为年休假或调休；"
        "年度“1999”不对；天数“0.3”不对：须为半天的整数倍，且不为零；没有填写说明。",
    ]
    assert not BalanceEntry.objects.exists()


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("一.xlsx", b"not a table"),
        table(head=("姓名", "天数")),
        table(),
    ],
    ids=["no table", "another head", "no lines"],
)
def test_what_is_no_table_of_grants_is_refused_with_words(office, send, file):
    file.seek(0)
    answer = send(office.manager, file)

    assert (answer.status_code, answer.json()["code"]) == (400, "requests.grants_table")
    assert answer.json()["by_field"]["file"]


def test_only_who_keeps_them_reads_and_grants(office, desk, send):
    answers = [
        desk(office.clerk).get("/balances/people", year=2026),
        desk(office.clerk).get(f"/balances/{office.clerk.pk}/grants", year=2026),
        send(office.clerk, table(line(office.clerk))),
    ]

    assert [one.status_code for one in answers] == [403, 403, 403]


def test_store_says_what_is_left(office, desk, approve):
    paper = make.stock(capacity=10)
    filed = desk(office.clerk).file(
        "supplies", {"items": [{"item": str(paper.pk), "quantity": 4}], "reason": "打印"}
    )
    approve(filed, office.head)
    approve(filed, office.manager)

    said = desk(office.clerk).get("/resources", kind="stock").json()["results"]

    assert [(one["name"], one["left"]) for one in said] == [("A4 复印纸", 6)]
