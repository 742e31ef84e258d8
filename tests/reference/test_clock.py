"""Counting office time: checked against a count minute by minute."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared_apps.kernel import clock
from shared_apps.kernel.clock import ZONE, Calendar, Kind

DAYS = st.dictionaries(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.sampled_from(Kind), max_size=60
)
BEGIN = datetime(2026, 1, 1, tzinfo=ZONE)
MOMENTS = st.integers(0, 729 * 86_400).map(lambda seconds: BEGIN + timedelta(seconds=seconds))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def counted(calendar, start, end):
    """Session by session, the slow and obvious way."""
    total, day = timedelta(), start.date()
    while day <= end.date():
        for opens, closes in clock.SESSIONS[calendar.kind(day)]:
            begins = datetime.combine(day, opens, ZONE)
            ends = datetime.combine(day, closes, ZONE)
            total += max(min(ends, end) - max(begins, start), timedelta())
        day += timedelta(days=1)
    return total


@given(DAYS, MOMENTS, MOMENTS)
@settings(max_examples=150, deadline=None)
def test_office_time_between_two_instants(days, one, two):
    calendar = Calendar(days, {2026, 2027})
    start, end = sorted((one, two))

    assert calendar.worked(start, end) == counted(calendar, start, end)
    assert calendar.worked(end, start) == timedelta()


@given(DAYS, MOMENTS, st.integers(1, 480 * 60))
@settings(max_examples=150, deadline=None)
def test_a_due_time_is_as_much_office_time_away_as_was_asked(days, start, minutes):
    calendar = Calendar(days, {2026, 2027})

    due = calendar.ahead(start, timedelta(minutes=minutes))

    assert calendar.worked(start, due) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-11-23 09:30", 60, "2026-11-23 10:30"),
        ("2026-11-23 11:30", 60, "2026-11-23 13:30"),  # over lunch
        ("2026-11-20 17:00", 120, "2026-11-23 10:00"),  # over a weekend
        ("2026-11-20 18:30", 480, "2026-11-23 18:00"),  # after hours
        ("2026-09-30 17:00", 120, "2026-10-08 10:00"),  # over 国庆节
        ("2026-02-13 17:00", 120, "2026-02-14 10:00"),  # the Saturday before 春节 is 调休
    ],
)
def test_due_times_a_clerk_would_name(start, minutes, due):
    assert clock.seed().ahead(at(start), timedelta(minutes=minutes)) == at(due)


def test_a_half_day_is_half_a_day():
    calendar = Calendar({date(2026, 11, 23): Kind.MORNING}, {2026})

    assert calendar.worked(at("2026-11-23 00:00"), at("2026-11-24 00:00")) == timedelta(hours=3)


def test_an_office_that_never_opens_is_told_apart_from_a_late_one():
    closed = Calendar({date(2026, 1, 1) + timedelta(n): Kind.REST for n in range(1600)}, {2026})

    with pytest.raises(ValueError, match="further ahead"):
        closed.ahead(at("2026-01-01 09:00"), timedelta(minutes=1))
