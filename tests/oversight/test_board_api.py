"""The leaders' pages at the city's door: the board, the list behind every figure, one trace."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.ids import new_id
from shared_apps.oversight import drawing
from tenants.crossing import in_unit
from tenants.current import public_floor
from tests.make import oversight as make

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DONE = ("completed", "已办结", 6)


@pytest.fixture
def city(visit):
    client = visit("leader")
    return lambda path, **query: client.get(f"/api/city/{path}", query).json()


@pytest.fixture
def matters(unit, other_unit):
    """One of each sort a leader may ask for."""
    now = timezone.now()

    def put(title, entered=now - 3 * DAY, **facts):
        make.matter(entered, at=now, title=title, **facts)

    put("超期", due_at=now - HOUR)
    put("临期", due_at=now + HOUR)
    put("不急", due_at=now + 9 * DAY, number="太和府〔2026〕99号")
    put("旧件", entered=now - 20 * DAY)
    put("在起草", flow="outgoing", stage=("draft", "起草", 0))
    put("按时办结", closed_at=now - HOUR, due_at=now, stage=DONE)
    put("迟办结", closed_at=now - HOUR, due_at=now - DAY, stage=DONE)
    put("无时限办结", closed_at=now - HOUR, stage=DONE)
    put("早已办结", entered=now - 40 * DAY, closed_at=now - 30 * DAY, stage=DONE)
    with in_unit(other_unit):
        put("别处的件")


OPEN = ["别处的件", "在起草", "旧件", "不急", "临期", "超期"]
CLOSED = ["无时限办结", "迟办结", "按时办结"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, OPEN),
        ({"overdue": "1"}, ["超期"]),
        ({"due_soon": "1"}, ["临期"]),
        ({"unit": "ZFB"}, ["别处的件"]),
        ({"flow": "outgoing"}, ["在起草"]),
        ({"flow": "outgoing", "stage": "sign"}, []),
        ({"closed": "1"}, ["早已办结", *CLOSED]),
        ({"closed": "1", "overdue": "1"}, ["迟办结"]),
        ({"q": "99号"}, ["不急"]),
        ({"q": "超期"}, ["超期"]),
    ],
)
def test_the_list_can_be_narrowed(matters, city, query, titles):
    assert [row["title"] for row in city("items", **query)["results"]] == titles


@pytest.mark.parametrize(
    ("figure", "query"),
    [
        ("in_progress", {}),
        ("overdue", {"overdue": "1"}),
        ("due_soon", {"due_soon": "1"}),
        ("received_7d", {"flow": "incoming", "entered_since": "since"}),
        ("completed_7d", {"closed_since": "since"}),
    ],
)
def test_every_figure_counts_exactly_its_list(matters, city, figure, query):
    board = city("board")
    asked = {name: board["since"] if value == "since" else value for name, value in query.items()}

    rows = city("items", **asked)["results"]

    assert len(rows) == board["totals"][figure] > 0


def test_the_rate_counts_exactly_its_list(matters, city):
    board = city("board")

    rows = city("items", closed_since=board["since"], limited="1")["results"]

    assert sorted(row["title"] for row in rows) == ["按时办结", "迟办结"]
    assert board["totals"]["on_time_rate"] == 50.0


@pytest.mark.parametrize(
    "query", [{"closed_since": "上周"}, {"entered_since": "2026-13-01"}, {"flow": "sideways"}]
)
def test_a_filter_that_makes_no_sense_is_refused(unit, visit, query):
    answer = visit("leader").get("/api/city/items", query)

    assert answer.status_code == 400
    assert list(answer.json()["by_field"]) == list(query)


def test_the_list_goes_on_without_gap_or_repeat(unit, noon, city):
    for number in range(35):
        make.matter(noon, at=noon, title=f"第{number}件")

    first = city("items")
    second = city("items", cursor=first["next"])

    titles = [row["title"] for page in (first, second) for row in page["results"]]
    assert titles == [f"第{number}件" for number in reversed(range(35))]
    assert second["next"] is None


@pytest.mark.parametrize("path", ["board", "items", f"items/{new_id()}/trace"])
def test_strangers_stay_outside(client_at, db, path):
    assert client_at().get(f"/api/city/{path}").status_code == 401


def test_an_unknown_matter_is_not_found(unit, visit):
    answer = visit("leader").get(f"/api/city/items/{new_id()}/trace")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("path", ["board", "items"])
def test_one_and_many_cost_the_same(unit, noon, visit, statements, path):
    client = visit("leader")
    make.matter(noon, at=noon)
    with public_floor():
        drawing.draw(at=noon)
    client.get(f"/api/city/{path}")
    with statements() as one:
        client.get(f"/api/city/{path}")
    for _ in range(20):
        make.matter(noon, at=noon)
    with statements() as many:
        client.get(f"/api/city/{path}")

    assert len(one) == len(many)


# ---- one trace -------------------------------------------------------------------------


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def traced(unit, other_unit):
    """Sent on Friday the 13th, signed for on Monday, answered on Thursday; due on Wednesday."""
    envelope = new_id()
    make.matter(
        moment(13, 9),
        at=moment(13, 17),
        flow="outgoing",
        stage=("released", "已发出", 5),
        closed_at=moment(13, 17),
        envelope_id=envelope,
        steps=[
            make.step("科员", "起草", moment(13, 9), moment(13, 11)),
            make.step("镇长", "签发", moment(13, 11), moment(13, 17)),
        ],
        recipients=[
            {
                "code": "ZFB",
                "short_name": "区政府办公室",
                "state": "acknowledged",
                "sent_at": moment(13, 17).isoformat(),
                "delivered_at": moment(13, 17).isoformat(),
                "settled_at": moment(16, 10).isoformat(),
            }
        ],
    )
    with in_unit(other_unit):
        return make.matter(
            moment(13, 17),
            at=moment(19, 12),
            stage=DONE,
            due_at=moment(18, 18),
            closed_at=moment(19, 12),
            envelope_id=envelope,
            steps=[
                make.step("机要文书", "登记", moment(16, 10), moment(16, 11)),
                make.step("综合科", "承办", moment(16, 11), moment(19, 12)),
            ],
        )


def test_a_trace_counts_office_hours_on_every_desk(traced, city):
    trace = city(f"items/{traced.pk}/trace")
    sender, recipient = trace["lanes"]

    assert (sender["role"], sender["short_name"]) == ("sender", "太和镇")
    assert [step["hours"] for step in sender["steps"]] == [2.0, 5.0]  # lunch is nobody's
    assert [step["hours"] for step in recipient["steps"]] == [1.0, 25.0]
    assert trace["envelope"]["hours"] == 2.0  # Friday 17:00 to Monday 10:00
    assert trace["total_hours"] == 35.0


def test_a_trace_shows_where_the_limit_was_passed(traced, city):
    trace = city(f"items/{traced.pk}/trace")
    steps = trace["lanes"][1]["steps"]

    assert trace["over_hours"] == 3.0
    assert [step["over_hours"] for step in steps] == [0.0, 3.0]


def test_the_axis_has_workdays_only(traced, city):
    days = city(f"items/{traced.pk}/trace")["workdays"]

    assert days == [f"2026-11-{day}" for day in (13, 16, 17, 18, 19)]


def test_the_axis_knows_holidays_and_make_up_days(unit, city, noon):
    """National Day 2026: 1 to 7 October off, Saturday the 10th worked instead."""
    line = make.matter(
        datetime(2026, 9, 30, 9, tzinfo=ZONE),
        at=noon,
        closed_at=datetime(2026, 10, 10, 18, tzinfo=ZONE),
        stage=DONE,
    )

    assert city(f"items/{line.pk}/trace")["workdays"] == [
        "2026-09-30",
        "2026-10-08",
        "2026-10-09",
        "2026-10-10",
    ]


def test_what_happened_on_a_sunday_alone_still_has_an_axis(unit, city, noon):
    line = make.matter(moment(15, 10), at=noon, closed_at=moment(15, 11), stage=DONE)

    assert city(f"items/{line.pk}/trace")["workdays"] == ["2026-11-16"]


def test_another_recipients_delay_is_not_this_ones(traced, city, noon, unit):
    with in_unit(unit):
        make.matter(moment(13, 17), at=noon, envelope_id=traced.envelope_id, title="另一家")

    trace = city(f"items/{traced.pk}/trace")

    assert [lane["short_name"] for lane in trace["lanes"]] == ["太和镇", "区政府办公室"]
    assert trace["total_hours"] == 35.0
