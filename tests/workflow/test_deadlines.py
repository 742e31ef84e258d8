"""Limits follow the calendar: which move, which stay, and what is said of it."""

from datetime import date, datetime, timedelta

import pytest

from shared_apps.kernel import clock
from shared_apps.kernel.clock import ZONE, Kind
from shared_apps.outbox.models import Dispatch
from tenant_apps.journal.models import Entry
from tenant_apps.organization import calendar
from tenant_apps.organization.actions.calendar import change_calendar
from tenant_apps.workflow import actions, deadlines
from tenant_apps.workflow.models import Event, Item
from tenant_apps.workflow.overseeing import changes
from tenants.current import public_floor
from tests.make import organization as people
from tests.make import workflow as make

TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
DAY = 480


def at(text):
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZONE)


@pytest.fixture
def admin(unit):
    return people.staff("陈系统", duties=["system_admin"])


@pytest.fixture
def closed(admin, relay):
    """The administrator closes the office on a day, and the outbox is carried."""

    def close(day, kind=Kind.REST):
        change_calendar(days={day: kind}, reason="镇人大会议", by=admin, at=at("11-23 12:00"))
        carried = relay()
        calendar.forget()
        return carried

    return close


def due_of(run):
    return Item.objects.get(run=run, status="open").due_at.astimezone(ZONE)


def one_step(staff, **settings):
    return make.flow({"a": make.task("核稿", "end", staff["head"], due=DAY, **settings)})


def test_a_limit_over_a_day_that_became_free_moves_and_says_why(staff, closed):
    run = make.run(one_step(staff), staff["clerk"])
    item = Item.objects.get(run=run)
    assert due_of(run) == at("11-24 09:30")

    closed(TUESDAY)

    assert due_of(run) == at("11-25 09:30")
    (move,) = deadlines.moves_of(item)
    assert (move.was, move.now) == (at("11-24 09:30"), at("11-25 09:30"))
    assert move.reason == "工作日历调整（本单位：镇人大会议，11月24日）"
    event = Event.objects.get(run=run, op="deadline")
    assert event.actor is None
    (change,) = changes(run.pk, viewer=staff["clerk"], now=at("11-23 12:00"))
    assert (change.label, change.by) == ("时限调整", "系统")
    assert (change.text, change.reason) == ("办理时限改为 11月25日 09:30", move.reason)
    entry = Entry.objects.get(pk=event.entry_id)
    assert (entry.name, entry.actor_name) == ("workflow.deadline.moved", "系统")


def test_a_limit_moves_forward_when_the_office_opens_on_a_saturday(staff, closed):
    run = make.run(one_step(staff), staff["clerk"], at=at("11-27 14:00"))
    assert due_of(run) == at("11-30 14:00")

    closed(date(2026, 11, 28), Kind.WORK)

    assert due_of(run) == at("11-28 14:00")


def test_what_the_day_does_not_touch_stays_without_an_event(staff, closed):
    run = make.run(one_step(staff), staff["clerk"])

    closed(WEDNESDAY)

    assert due_of(run) == at("11-24 09:30")
    assert not Event.objects.filter(run=run, op="deadline").exists()


def test_a_limit_that_a_leader_named_stays(staff, closed):
    nodes = {
        "a": make.task("批示", "b", staff["mayor"]),
        "b": make.task("承办", "end", staff["head"], due=DAY),
    }
    run = make.run(make.flow(nodes), staff["clerk"])
    named = at("11-25 17:00")
    item = make.item_of(run, staff["mayor"])
    actions.approve(
        item_id=item.pk, by=staff["mayor"], at=make.MONDAY, request_id="1", due_at=named
    )

    closed(TUESDAY)

    assert due_of(run) == named


def test_a_seat_taken_over_keeps_counting_from_its_first_turn(staff, closed):
    run = make.run(one_step(staff), staff["clerk"])
    item = make.item_of(run, staff["head"])
    actions.transfer(
        item_id=item.pk,
        to=staff["mayor"].pk,
        by=staff["head"],
        at=at("11-23 15:00"),
        request_id="t",
    )

    closed(TUESDAY)

    assert due_of(run) == at("11-25 09:30")


def test_a_suspension_is_not_counted_and_not_counted_twice(staff, closed):
    run = make.run(one_step(staff), staff["clerk"])
    from tenant_apps.workflow.actions.pausing import resume, suspend

    supervisor = people.staff("何督办", duties=["office_head"])
    suspend(
        run_id=run.pk, by=supervisor, at=at("11-23 14:00"), request_id="s", reason="等上级批复"
    )
    resume(run_id=run.pk, by=supervisor, at=at("11-24 14:00"), request_id="r", reason="已批复")
    assert due_of(run) == at("11-25 09:30")

    closed(WEDNESDAY)

    assert due_of(run) == at("11-26 09:30")


def test_carried_twice_it_moves_once(staff, closed, unit):
    run = make.run(one_step(staff), staff["clerk"])
    closed(TUESDAY)
    event = Event.objects.get(run=run, op="deadline")

    again = deadlines.recalculate(
        run_id=run.pk,
        days=[TUESDAY],
        reason="x",
        cause=event.request_id.removeprefix("deadline-"),
        at=event.at,
    )

    assert again == 0
    assert Event.objects.filter(run=run, op="deadline").count() == 1


def test_it_is_looked_at_again_when_no_process_can_know_the_old_calendar(staff, closed):
    make.run(one_step(staff), staff["clerk"])

    closed(TUESDAY)

    with public_floor():
        later = Dispatch.objects.get(subscriber="workflow.calendar_changed")
    assert later.facts["again"] is True
    assert later.due_at - later.created_at >= timedelta(seconds=60)


def test_a_to_do_page_asks_nothing_of_the_calendar_row_by_row(staff, statements):
    for _ in range(3):
        make.run(one_step(staff), staff["clerk"])
    clock.calendar()

    with statements() as spoken:
        for item in Item.objects.filter(owner=staff["head"]):
            clock.working_minutes(make.MONDAY, item.due_at)

    assert len(spoken) == 1
