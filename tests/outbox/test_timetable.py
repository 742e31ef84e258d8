"""Timed jobs: the right minute, the right place, once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared_apps.outbox import timetable
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.relaying import carry_waiting
from tenants.current import current_unit, public_floor
from tenants.models import Unit

ZONE = ZoneInfo("Asia/Shanghai")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("cron", "now", "slot"),
    [
        ("* * * * *", "2026-11-23 12:00:59", "2026-11-23 12:00"),
        ("30 0 * * *", "2026-11-23 12:00", "2026-11-23 00:30"),
        ("30 0 * * *", "2026-11-23 00:29", "2026-11-22 00:30"),
        ("*/15 8-18 * * 1-5", "2026-11-23 07:00", None),  # Monday morning; Friday is too far
        ("*/15 8-18 * * 1-5", "2026-11-23 08:20", "2026-11-23 08:15"),
        ("0,30 9 * * *", "2026-11-23 09:29", "2026-11-23 09:00"),
        ("0 0 1 1 *", "2026-11-23 12:00", None),
        ("0 8 * * 0", "2026-11-23 12:00", "2026-11-22 08:00"),
    ],
)
def test_a_cron_line_names_its_minutes(cron, now, slot):
    assert timetable.last_slot(cron, at(now)) == (at(slot) if slot else None)


@pytest.mark.parametrize("cron", ["* * * *", "60 * * * *", "5-1 * * * *", "x * * * *"])
def test_a_line_that_says_nothing_is_refused_when_the_program_starts(cron):
    with pytest.raises(ValueError, match=r"cron|invalid literal"):
        timetable.timed("tests.bad", cron)


@pytest.fixture
def job():
    """A job at noon that notes where and when it ran."""
    ran = []

    def build(where):
        @timetable.timed("tests.job", "0 12 * * *", where=where)
        def run(slot):
            place = "city" if where == timetable.CITY else current_unit().subdomain
            ran.append((place, slot))

        return ran

    yield build
    timetable._jobs.pop("tests.job", None)


@pytest.fixture
def only_tests(monkeypatch):
    monkeypatch.setattr(timetable, "_jobs", {})


def test_a_job_runs_once_a_slot_however_many_tick(db, only_tests, job):
    ran = job(timetable.CITY)
    timetable.tick(at("2026-11-22 12:00"))  # seen for the first time

    made = [timetable.tick(at("2026-11-23 12:00:30")) for _ in range(3)]
    carry_waiting(at=at("2026-11-23 12:01"))

    assert made == [1, 0, 0]
    assert ran == [("city", at("2026-11-23 12:00"))]


def test_a_job_of_the_units_runs_in_each_that_is_in_service(db, only_tests, job):
    ran = job(timetable.EACH_UNIT)
    with public_floor():
        Unit.objects.filter(subdomain="zfb").update(status="suspended")
    timetable.tick(at("2026-11-22 12:00"))

    timetable.tick(at("2026-11-23 12:00"))
    carry_waiting(at=at("2026-11-23 12:01"))

    assert [place for place, _ in ran] == ["taihe"]


def test_a_slot_missed_while_no_worker_ran_is_made_up_for_once(db, only_tests, job):
    ran = job(timetable.CITY)
    timetable.tick(at("2026-11-20 12:00"))

    timetable.tick(at("2026-11-23 08:00"))
    carry_waiting(at=at("2026-11-23 08:01"))

    assert ran == [("city", at("2026-11-22 12:00"))]


def test_a_job_that_fails_is_tried_again_like_any_work(db, only_tests, noon):
    @timetable.timed("tests.job", "0 12 * * *")
    def fail(slot):
        raise RuntimeError("磁盘已满")

    timetable.tick(noon - timedelta(days=1))
    timetable.tick(noon)
    carry_waiting(at=noon)

    with public_floor():
        assert Dispatch.objects.get().last_error == "RuntimeError: 磁盘已满"


def test_the_house_has_its_own_timed_jobs():
    assert {"journal.root", "outbox.bury_the_stuck"} <= set(timetable._jobs)
