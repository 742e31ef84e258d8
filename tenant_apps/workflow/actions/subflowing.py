"""子流程: what a parent hears of its children, and children of their parent. 系统 is the actor.

Each call is one run and one act, carried by the outbox, and doing it twice does it once.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from shared_apps.kernel.errors import DomainError
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import engine, events, subflows, subjects
from tenant_apps.workflow.board import Board
from tenant_apps.workflow.models import Event, Run, Step
from tenant_apps.workflow.recording import Outcome, finish
from tenant_apps.workflow.supervisors import Hand
from tenant_apps.workflow.verdicts import Verdict


def child_done(*, child_id: UUID, at: datetime) -> Outcome | None:
    """子流程办结: the step that waits hears of it; None when it waits no longer, or has heard."""
    waits = Step.objects.filter(children=child_id)
    run = Run.objects.select_for_update(no_key=True).get(pk__in=waits.values("run"))
    step, child = waits.get(), Run.objects.get(pk=child_id)
    known = subflows.heard(step)
    if step.status != Step.Status.OPEN or str(child_id) in known:
        return None
    board = Board(run, by=None, at=at)
    board.sit_down(step, [])
    ended = {**known, str(child_id): str(child.status)}
    brought, unfit = _take(board, step, child)
    if run.status == Run.Status.RUNNING:
        _settle(board, step, ended)
    return finish(
        board,
        subflows.HEARD,
        events.ChildEnded,
        request_id=f"child:{child_id}",
        node=step.node,
        step_name=step.name,
        step=step.pk,
        child=child_id,
        ended=str(child.status),
        brought=brought,
        unfit=unfit,
    )


def end_child(*, child_id: UUID, at: datetime) -> Outcome | None:
    """随主流程结束: the step that waited for it has closed; None when it had ended by itself."""
    run = Run.objects.select_for_update(no_key=True).get(pk=child_id)
    waits = Step.objects.get(children=child_id)
    if run.status not in Run.LIVE or waits.status == Step.Status.OPEN:
        return None
    board = Hand(run, by=None, at=at)
    if run.status == Run.Status.SUSPENDED:
        board.resume()  # no run that is over is suspended
    engine.end(board, Run.Status.TERMINATED)
    return finish(board, subflows.ENDED, events.EndedWithParent, request_id="with-parent")


def catch_up(board: Board) -> None:
    """恢复: what its children ended with meanwhile counts from now on."""
    for step in list(board.open.values()):
        if step.pk in board.open and subflows.is_sub(board, step):
            _settle(board, step, subflows.heard(step))


def _settle(board: Board, step: Step, ended: Mapping[str, str]) -> None:
    wait = board.chart.nodes[step.node].wait
    total = Run.objects.filter(parent=step).count()
    verdict = subflows.verdict(wait, list(ended.values()), total)
    if verdict is not Verdict.PENDING:
        engine.conclude(board, step, passed=verdict is Verdict.PASSED)


def _take(board: Board, step: Step, child: Run) -> tuple[list[str], str]:
    """带回: what it answers of what was asked, and why the subject's form did not take it.

    The conditions of the way ahead know it in either case.
    """
    asked = board.chart.nodes[step.node].brings if child.status == Run.Status.DONE else ()
    found = {name: child.data[name] for name in asked if name in child.data}
    if not found:
        return [], ""
    board.learn(chosen={}, data=found)
    try:
        rights = dict.fromkeys(found, "edit")
        kept = subjects.keep_answers(board.run, rights, found, _last_handler(child))
    except DomainError as refusal:
        return sorted(found), refusal.message
    board.learn(chosen={}, data=dict(kept))
    return sorted(found), ""


def _last_handler(child: Run) -> Staff:
    """In whose words the answers come: whoever acted last in it."""
    acted = Event.objects.filter(run=child, actor__isnull=False).select_related("actor")
    last: Any = acted.order_by("-seq").first()
    return last.actor if last else child.starter
