"""挂起 and 恢复: nobody acts meanwhile, and every limit moves by the time that stood still."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from shared_apps.kernel import clock
from shared_apps.kernel.errors import DomainError, Invalid
from shared_apps.outbox import timetable
from shared_apps.outbox.relaying import carry_waiting
from tenant_apps.workflow import actions, supervising
from tenant_apps.workflow.actions import intervening, pausing
from tenant_apps.workflow.circulars import Notice
from tenant_apps.workflow.models import Event, Run
from tests.make import supervision as make
from tests.make.supervision import Bureau, lies_with, sound
from tests.make.workflow import MONDAY, ask, item_of

AT = MONDAY + timedelta(minutes=30)  # Monday 10:00
TUESDAY = datetime(2026, 11, 24, 11, 0, tzinfo=clock.ZONE)


@pytest.fixture
def who(unit: object) -> Bureau:
    return make.bureau()


@pytest.fixture
def run(who: Bureau) -> Run:
    """With 孙科员 since Monday 9:30, eight office hours to check it: Tuesday 9:30."""
    return make.matter(who)


def suspended(run: Run, who: Bureau, **more: Any) -> Run:
    said = {"by": who.chief, "at": AT, "request_id": ask(), "reason": "等待上级批复。"}
    pausing.suspend(run_id=run.pk, **{**said, **more})
    return sound(run)


def resumed(run: Run, who: Bureau, at: datetime = TUESDAY) -> Run:
    pausing.resume(run_id=run.pk, by=who.chief, at=at, request_id=ask(), reason="批复已到。")
    return sound(run)


def test_nobody_acts_while_it_is_suspended(run: Run, who: Bureau) -> None:
    item = item_of(run, who.colleague)
    suspended(run, who)

    said: dict[str, Any] = {"by": who.colleague, "at": TUESDAY, "request_id": ask()}
    with pytest.raises(
        DomainError, match=r"此件已挂起，由王主任、郑副主任.*恢复后才能办理"
    ) as refused:
        actions.approve(item_id=item.pk, **said)
    assert refused.value.code == "workflow.suspended"
    assert "王主任" in str(refused.value.extra["who"])
    with pytest.raises(DomainError, match="此件已挂起"):
        actions.withdraw(run_id=run.pk, by=who.clerk, at=TUESDAY, request_id=ask())
    with pytest.raises(DomainError, match="此件已挂起"):
        intervening.jump(run_id=run.pk, to="audit", reason="赶时间。", **{**said, "by": who.chief})

    resumed(run, who)
    actions.approve(item_id=item.pk, **said)
    assert lies_with(sound(run))[0][0] == "consult"


def test_the_limit_moves_by_the_office_time_it_stood_still(run: Run, who: Bureau) -> None:
    item = item_of(run, who.colleague)
    assert item.due_at == datetime(2026, 11, 24, 9, 30, tzinfo=clock.ZONE)
    suspended(run, who)
    resumed(run, who)  # Monday 10:00 to Tuesday 11:00: seven hours, and two

    item.refresh_from_db()
    assert item.due_at == datetime(2026, 11, 25, 10, 30, tzinfo=clock.ZONE)
    event = Event.objects.get(run=run, op="resume")
    assert (event.detail["minutes"], len(event.detail["moved"])) == (540, 1)
    text = Notice.objects.filter(run=run, person=who.colleague).latest("arrived_at").text
    assert text == "王主任恢复了此件的办理，办理时限顺延 9.0 工时。理由：批复已到。"


def test_a_night_moves_nothing(run: Run, who: Bureau) -> None:
    item = item_of(run, who.colleague)
    suspended(run, who, at=datetime(2026, 11, 23, 19, 0, tzinfo=clock.ZONE))
    resumed(run, who, at=datetime(2026, 11, 24, 8, 0, tzinfo=clock.ZONE))

    due = item.due_at
    item.refresh_from_db()
    assert item.due_at == due


def test_it_goes_on_by_itself_at_its_hour(run: Run, who: Bureau) -> None:
    until = datetime(2026, 11, 24, 10, 0, tzinfo=clock.ZONE)
    suspended(run, who, until=until)
    timetable.tick(AT)
    timetable.tick(until - timedelta(minutes=1))
    carry_waiting(at=until - timedelta(minutes=1))
    assert sound(run).status == "suspended"

    late = until + timedelta(minutes=7)
    timetable.tick(late)
    while carry_waiting(at=late):
        pass

    assert (sound(run).status, run.resume_at) == ("running", None)
    event = Event.objects.get(run=run, op="resume")
    assert (event.actor, event.at) == (None, until)  # not the minute the worker came by
    assert item_of(run, who.colleague).due_at == datetime(2026, 11, 25, 9, 30, tzinfo=clock.ZONE)
    assert pausing.waiting(at=late) == []
    assert pausing.resume_by_itself(run_id=run.pk, at=late) is None


def test_the_refusal_says_when_it_goes_on(run: Run, who: Bureau) -> None:
    item = item_of(run, who.colleague)
    suspended(run, who, until=datetime(2026, 11, 30, 9, 0, tzinfo=clock.ZONE))

    with pytest.raises(DomainError, match=r"11月30日 09:00 自动恢复；如需提前恢复，请联系王主任"):
        actions.approve(item_id=item.pk, by=who.colleague, at=TUESDAY, request_id=ask())


@pytest.mark.parametrize("until", [AT, AT - timedelta(days=1), AT + timedelta(days=400)])
def test_an_hour_that_cannot_be(run: Run, who: Bureau, until: datetime) -> None:
    with pytest.raises(Invalid, match="恢复时间须在一年以内，并晚于现在") as refused:
        suspended(run, who, until=until)
    assert "until" in str(refused.value.extra["by_field"])
    assert sound(run).status == "running"


def test_only_what_is_suspended_is_resumed_and_only_once_suspended(run: Run, who: Bureau) -> None:
    with pytest.raises(DomainError, match="此件没有挂起"):
        resumed(run, who)
    suspended(run, who)
    with pytest.raises(DomainError, match="此件已挂起"):
        suspended(run, who)
    with pytest.raises(Invalid, match="请写明理由"):
        pausing.resume(run_id=run.pk, by=who.chief, at=TUESDAY, request_id=ask(), reason="")


def test_a_seat_reassigned_meanwhile_gets_its_time_too(run: Run, who: Bureau) -> None:
    suspended(run, who)
    item = item_of(run, who.colleague)
    words: dict[str, Any] = {"by": who.chief, "at": AT, "request_id": ask(), "reason": "换人。"}
    intervening.reassign(run_id=run.pk, item_id=item.pk, to=who.farmer.pk, **words)
    sound(run)

    resumed(run, who)

    assert item_of(run, who.farmer).due_at == datetime(2026, 11, 25, 10, 30, tzinfo=clock.ZONE)


def test_suspended_it_can_be_terminated(run: Run, who: Bureau) -> None:
    suspended(run, who, until=TUESDAY)

    words: dict[str, Any] = {
        "by": who.chief,
        "at": AT,
        "request_id": ask(),
        "reason": "不再需要。",
    }
    intervening.terminate(run_id=run.pk, **words)

    assert (sound(run).status, run.suspended_at, run.resume_at) == ("terminated", None, None)


def test_the_age_leaves_out_what_stood_still(run: Run, who: Bureau) -> None:
    suspended(run, who)
    (row,) = supervising.rows_of([found(run)], now=TUESDAY)
    assert (row.age_hours, row.suspended, row.overdue) == (0.5, True, False)
    resumed(run, who)

    (row,) = supervising.rows_of([found(run)], now=TUESDAY + timedelta(hours=1))

    assert (row.age_hours, row.stage_hours, row.suspended) == (1.5, 1.5, False)


def found(run: Run) -> Run:
    return Run.objects.select_related("definition", "starter__department").get(pk=run.pk)
