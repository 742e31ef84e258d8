"""挂起 and 恢复: the run waits for something outside, and its clock waits with it.

While it is suspended nobody acts. When it goes on, by hand or at its hour, every open item's limit
moves by the office time it stood still, and the record says so.
"""

from datetime import datetime, timedelta
from uuid import UUID

from shared_apps.kernel import clock
from shared_apps.kernel.errors import DomainError, Invalid
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import interventions, rules
from tenant_apps.workflow.actions.subflowing import catch_up
from tenant_apps.workflow.models import Item, Run
from tenant_apps.workflow.recording import Outcome
from tenant_apps.workflow.supervisors import Charge, Hand, conclude, items_on, take_charge

LONGEST = timedelta(days=366)


class BadResumption(Invalid):
    code = "workflow.bad_resumption"


class NotSuspended(DomainError):
    code = "workflow.not_suspended"


def suspend(
    *,
    run_id: UUID,
    by: Staff,
    at: datetime,
    request_id: str,
    reason: str,
    until: datetime | None = None,
) -> Outcome:
    """挂起: until somebody resumes it, or until its hour."""
    charge = take_charge(run_id, "suspend", by=by, at=at, request_id=request_id, reason=reason)
    if isinstance(charge, Outcome):
        return charge
    if refusal := rules.why_not_running(charge.run):
        raise refusal
    if until is not None and not at < until <= at + LONGEST:
        message = "恢复时间须在一年以内，并晚于现在。"
        raise BadResumption(message, by_field={"until": [message]})
    charge.board.suspend(until)
    ends = f"，{_said(until)} 自动恢复" if until else ""
    return conclude(
        charge,
        "suspend",
        interventions.RunSuspended,
        request_id=request_id,
        said=f"{by.name}挂起了此件{ends}，期间不计办理时限。",
        detail={"until": until.isoformat() if until else ""},
    )


def resume(*, run_id: UUID, by: Staff, at: datetime, request_id: str, reason: str) -> Outcome:
    """恢复 by hand, before its hour or without one."""
    charge = take_charge(run_id, "resume", by=by, at=at, request_id=request_id, reason=reason)
    if isinstance(charge, Outcome):
        return charge
    if charge.run.status != Run.Status.SUSPENDED:
        raise NotSuspended("此件没有挂起，不需要恢复。", status=str(charge.run.status))
    return _go_on(charge, request_id, f"{by.name}恢复了此件的办理")


def waiting(*, at: datetime) -> list[UUID]:
    """Runs whose hour has come."""
    due = Run.objects.filter(status=Run.Status.SUSPENDED, resume_at__lte=at)
    return list(due.order_by("resume_at").values_list("pk", flat=True))


def resume_by_itself(*, run_id: UUID, at: datetime) -> Outcome | None:
    """恢复 by the timetable; None when somebody was faster."""
    run = Run.objects.select_for_update(no_key=True).get(pk=run_id)
    if run.status != Run.Status.SUSPENDED or run.resume_at is None or run.resume_at > at:
        return None
    # The hour it was to go on, not the minute the worker came round to it.
    board = Hand(run, by=None, at=run.resume_at)
    charge = Charge(board, "到了预定的恢复时间。", items_on(board))
    return _go_on(charge, f"resume-{run.seq + 1}", "此件已自动恢复办理")


def _go_on(charge: Charge, request_id: str, said: str) -> Outcome:
    board, run = charge.board, charge.run
    since = run.suspended_at or board.at
    minutes = clock.working_minutes(since, board.at)
    moved = []
    for item in charge.live:
        if item.due_at and minutes and item.status == Item.Status.OPEN:
            was = item.due_at
            board.postpone(item, clock.add_working_minutes(was, minutes))
            moved.append({"item": str(item.pk), "was": was.isoformat(), "minutes": minutes})
    board.resume()
    catch_up(board)
    limits = f"，办理时限顺延 {minutes / 60:.1f} 工时" if moved else ""
    return conclude(
        charge,
        "resume",
        interventions.RunResumed,
        request_id=request_id,
        said=f"{said}{limits}。",
        detail={"since": since.isoformat(), "minutes": minutes, "moved": moved},
    )


def _said(moment: datetime) -> str:
    when = moment.astimezone(clock.ZONE)
    return f"{when.month}月{when.day}日 {when:%H:%M}"
