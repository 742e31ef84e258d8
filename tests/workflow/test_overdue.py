"""超时: the ladder, rung by rung, with the time given; and what is never acted on."""

from datetime import datetime, timedelta

import pytest

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.events import handler_of
from shared_apps.kernel.ids import new_id
from shared_apps.outbox.models import Dispatch
from tenant_apps.journal.models import Entry
from tenant_apps.organization.models import Department
from tenant_apps.workflow import actions, overdue
from tenant_apps.workflow.circulars import Notice
from tenant_apps.workflow.models import Item, Run
from tenants.current import public_floor
from tests.make import workflow as make

DAY = 480


def at(text):
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZONE)


# Filed on Monday the 23rd at 09:30 with a day: due on Tuesday at 09:30.
DUE, A_DAY_LATE, TWO_DAYS_LATE = at("11-24 09:31"), at("11-25 09:31"), at("11-26 09:31")


@pytest.fixture
def headed(staff):
    """周镇长 heads the department where everybody sits."""
    Department.objects.filter(pk=staff["head"].department_id).update(head=staff["mayor"])
    return staff


def two_steps(staff, kind="matter", **settings):
    nodes = {
        "a": make.task("拟办", "b", staff["clerk"]),
        "b": make.task("审核", "c", staff["head"], due=DAY, **settings),
        "c": make.task("办结", "end", staff["clerk"]),
    }
    run = filed(make.flow(nodes), staff["clerk"], kind)
    item = make.item_of(run, staff["clerk"])
    actions.approve(item_id=item.pk, by=staff["clerk"], at=make.MONDAY, request_id=make.ask())
    return run


def filed(definition, by, kind="matter"):
    return actions.start(
        flow=definition.key,
        subject_kind=kind,
        subject_id=new_id(),
        title="用车申请",
        by=by,
        at=make.MONDAY,
    )


def told(run):
    return list(Notice.objects.filter(run=run).order_by("id").values_list("person", "text"))


def press(run, now):
    return overdue.press(run_id=run.pk, at=now)


def test_before_the_limit_nothing_happens(headed):
    run = two_steps(headed, overdue="pass")

    assert overdue.waiting(at=at("11-24 09:29")) == []
    assert press(run, at("11-24 09:29")) == []


def test_its_owner_is_reminded_once(headed):
    run = two_steps(headed)

    assert overdue.waiting(at=DUE) == [run.pk]
    assert [press(run, DUE), press(run, DUE)] == [["remind"], []]
    assert overdue.waiting(at=TWO_DAYS_LATE) == []  # the flow asks for no more
    assert told(run) == [(headed["head"].pk, "「审核」已到办理时限，请尽快办理。（系统自动催办）")]
    entry = Entry.objects.get(name="workflow.item.reminded")
    assert (entry.subject_id, entry.actor_name) == (run.subject_id, "系统")


def test_after_a_working_day_the_head_above_hears_of_it(headed):
    run = two_steps(headed, overdue="escalate")
    press(run, DUE)

    assert press(run, A_DAY_LATE - timedelta(minutes=5)) == []
    assert [press(run, A_DAY_LATE), press(run, A_DAY_LATE)] == [["escalate"], []]
    person, text = told(run)[-1]
    assert person == headed["mayor"].pk
    assert text == "王主任办理的「审核」已超过时限一个工作日。（系统自动上报）"
    assert press(run, at("12-24 09:30")) == []


def test_nobody_above_is_written_and_not_tried_again(staff):
    run = two_steps(staff, overdue="escalate")

    assert press(run, A_DAY_LATE) == ["remind", "escalate"]
    assert Entry.objects.get(name="workflow.item.escalated").facts["told"] == []
    assert press(run, A_DAY_LATE) == []


def test_after_two_it_is_passed_by_the_system(headed):
    run = two_steps(headed, overdue="pass")
    press(run, A_DAY_LATE)

    assert press(run, TWO_DAYS_LATE) == ["pass"]

    item = Item.objects.get(run=run, owner=headed["head"])
    assert (item.status, item.action, item.by) == ("done", "auto", None)
    assert item.opinion.startswith("系统自动")
    assert make.item_of(run, headed["clerk"]).step.node == "c"
    entry = Entry.objects.get(name="workflow.step.auto_passed")
    assert entry.actor_name == "系统"
    assert press(run, TWO_DAYS_LATE) == []


def test_or_it_is_returned_to_the_step_before(headed):
    run = two_steps(headed, overdue="return")
    press(run, A_DAY_LATE)

    assert press(run, TWO_DAYS_LATE) == ["return"]

    assert make.item_of(run, headed["clerk"]).step.node == "a"
    assert Entry.objects.get(name="workflow.step.auto_returned").facts["to"] == "a"


def test_two_seats_of_one_step_are_both_passed_at_once(headed):
    nodes = {
        "a": make.task("会签", "end", headed["head"], headed["deputy"], due=DAY, overdue="pass")
    }
    run = filed(make.flow(nodes), headed["clerk"])

    assert press(run, TWO_DAYS_LATE)[-2:] == ["pass", "pass"]
    run.refresh_from_db()
    assert run.status == Run.Status.DONE


@pytest.mark.parametrize("settings", [{"verb": "sign"}, {"opinion_kind": "sign"}])
def test_a_signature_is_never_given_by_a_clock(headed, settings):
    run = two_steps(headed, overdue="pass", **settings)

    assert press(run, at("12-24 09:30")) == ["remind", "escalate"]
    assert make.item_of(run, headed["head"]).status == "open"


def test_a_document_is_never_moved_by_a_clock(headed):
    run = two_steps(headed, kind="outgoing", overdue="pass")

    assert press(run, at("12-24 09:30")) == ["remind", "escalate"]


def test_where_nobody_takes_it_on_it_stays_and_nothing_is_half_done(headed):
    run = two_steps(headed, overdue="pass")
    headed["clerk"].is_active = False
    headed["clerk"].save(update_fields=["is_active"])

    assert press(run, TWO_DAYS_LATE) == ["remind", "escalate"]
    assert make.item_of(run, headed["head"]).status == "open"


def test_the_clock_of_a_suspended_run_stands_still(headed):
    from tenant_apps.workflow.actions.pausing import resume, suspend

    run = two_steps(headed, overdue="pass")
    supervisor = headed["deputy"]
    how = {"run_id": run.pk, "by": supervisor, "reason": "等上级批复"}
    make_supervisor(supervisor)
    suspend(at=at("11-23 14:30"), request_id="s", **how)

    assert overdue.waiting(at=at("12-01 10:00")) == []
    assert press(run, at("12-01 10:00")) == []

    resume(at=at("12-01 14:30"), request_id="r", **how)
    assert press(run, at("12-02 09:29")) == []
    assert press(run, at("12-02 09:31")) == ["remind"]


def make_supervisor(person):
    from tests.make.organization import give

    give(person, "office_head")
    vars(person).pop("permissions", None)


def test_the_timetable_takes_ids_and_each_run_goes_its_own_way(headed):
    runs = [two_steps(headed), two_steps(headed)]

    handler_of("workflow.overdue")({"slot": DUE.isoformat()})

    with public_floor():
        sent = Dispatch.objects.filter(subscriber="workflow.press")
        assert {row.facts["run_id"] for row in sent} == {str(run.pk) for run in runs}
        assert {row.unit for row in sent} == {"unit_taihe"}
