"""The board: figures by unit, by stage and by age, as of one moment."""

import gzip
import json
from datetime import timedelta

import pytest

from shared_apps.outbox import timetable
from shared_apps.oversight import drawing, jobs
from shared_apps.oversight.models import Board
from tenants.crossing import in_unit
from tenants.current import public_floor
from tests.make import oversight as make

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def draw(noon):
    def now(at=noon):
        with public_floor():
            return json.loads(gzip.decompress(drawing.draw(at=at).packed))

    return now


def unit_row(board, unit):
    return next(row for row in board["units"] if row["code"] == unit.code)


def test_limits_sort_the_open_ones(unit, noon, draw):
    for due in (None, noon + 3 * DAY, noon + 2 * HOUR, noon - HOUR, noon - 4 * DAY):
        make.matter(noon - 5 * DAY, at=noon, due_at=due)

    totals = draw()["totals"]

    assert (totals["in_progress"], totals["due_soon"], totals["overdue"]) == (5, 1, 2)


def test_a_limit_passes_without_any_report(unit, noon, draw):
    make.matter(noon - DAY, at=noon, due_at=noon + HOUR)

    assert [draw(at)["totals"]["overdue"] for at in (noon, noon + HOUR)] == [0, 1]


def test_the_board_is_redrawn_by_the_clock(unit, noon, draw):
    make.matter(noon - DAY, at=noon, due_at=noon + HOUR)
    draw()
    with public_floor():
        jobs.redraw(noon + 2 * HOUR)

        assert Board.objects.get().drawn_at == noon + 2 * HOUR
    assert "oversight.board" in timetable._jobs


def test_on_time_counts_only_those_with_a_limit(unit, noon, draw):
    def closed(**facts):
        make.matter(noon - 4 * DAY, at=noon, stage=("completed", "已办结", 6), **facts)

    closed(closed_at=noon - DAY, due_at=noon)
    closed(closed_at=noon - DAY, due_at=noon - DAY)  # on the minute is on time
    closed(closed_at=noon - DAY, due_at=noon - 2 * DAY)
    closed(closed_at=noon - DAY)

    board = draw()

    assert board["totals"]["completed_7d"] == 4
    assert board["totals"]["on_time_rate"] == pytest.approx(66.7)
    assert unit_row(board, unit)["on_time_rate"] == pytest.approx(66.7)
    assert board["totals"]["in_progress"] == 0


def test_without_a_limit_there_is_no_rate(unit, other_unit, noon, draw):
    make.matter(noon - DAY, at=noon)

    board = draw()

    assert board["totals"]["on_time_rate"] is None
    assert unit_row(board, other_unit) == unit_row(board, other_unit) | {
        "in_progress": 0,
        "oldest_days": 0,
        "reported_at": None,
    }


def test_the_last_seven_days_are_whole_days_with_today(unit, noon, draw):
    first = noon.replace(hour=0) - 6 * DAY
    for entered in (first, first - timedelta(minutes=1), noon):
        make.matter(entered, at=noon)
    make.matter(noon, at=noon, flow="outgoing", stage=("draft", "起草", 0))
    make.matter(noon, at=noon, flow="joint", stage=("signing", "签发中", 1))  # not 收文

    board = draw()

    assert board["since"] == "2026-11-17"
    assert board["totals"]["received_7d"] == 2


def test_every_unit_has_its_own_figures(unit, other_unit, noon, draw):
    make.matter(noon - 3 * DAY, at=noon, due_at=noon - HOUR)
    with in_unit(other_unit):
        make.matter(noon - HOUR, at=noon)
        make.matter(noon - HOUR, at=noon)

    board = draw()
    rows = [unit_row(board, one) for one in (unit, other_unit)]

    assert [(row["in_progress"], row["overdue"]) for row in rows] == [(1, 1), (2, 0)]
    # Friday noon to Monday noon is one workday; the weekend does not age a matter.
    assert [row["oldest_days"] for row in rows] == [1.0, 0.1]


def test_stages_come_in_the_order_of_the_road(unit, noon, draw):
    make.matter(noon, at=noon, stage=("handle", "承办", 4), due_at=noon - HOUR)
    make.matter(noon, at=noon, stage=("register", "登记", 1))
    make.matter(noon, at=noon, stage=("handle", "承办", 4))
    make.matter(noon, at=noon, flow="outgoing", stage=("sign", "签发", 2))
    make.matter(noon, at=noon, flow="joint", stage=("arrived", "待签收", 0))

    rows = draw()["stages"]

    assert [(row["flow"], row["label"]) for row in rows] == [
        ("incoming", "登记"),
        ("incoming", "承办"),
        ("joint", "待签收"),
        ("outgoing", "签发"),
    ]
    assert [(row["normal"], row["overdue"]) for row in rows] == [(1, 0), (1, 1), (1, 0), (1, 0)]


def test_ages_are_counted_in_workdays(unit, noon, draw):
    for days, due in ((0, None), (3, noon - HOUR), (60, None)):  # 3 days back is a Friday
        make.matter(noon - days * DAY, at=noon, due_at=due)

    ages = {row["label"]: (row["count"], row["overdue"]) for row in draw()["ages"]}

    assert ages["当天"] == (1, 0)
    assert ages["1"] == (1, 1)
    assert ages["20 以上"] == (1, 0)
    assert sum(count for count, _ in ages.values()) == 3


def test_drawing_costs_the_same_for_one_and_for_many(unit, noon, draw, statements):
    make.matter(noon, at=noon)
    draw()
    with statements() as one:
        draw()
    for _ in range(15):
        make.matter(noon - DAY, at=noon, due_at=noon)
    with statements() as many:
        draw()

    assert len(one) == len(many)
