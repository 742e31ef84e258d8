"""Every operation on a run. Each runs in the caller's transaction, beside the caller's own change.

The run's row is locked first and alone, and all else is read afterwards; a caller that changes the
subject as well locks that same row before it looks. Nothing is written before all is decided.
A request id that was answered before gets the same answer again and changes nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from shared_apps.kernel.errors import DomainError, Invalid, NotFound
from shared_apps.kernel.events import Event as Fact
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import definitions, engine, events, rules, selecting
from tenant_apps.workflow.board import Board
from tenant_apps.workflow.models import Event, Item, Run, Step
from tenant_apps.workflow.recording import Outcome, finish, outcome_of

LONGEST_OPINION = 2000
LONGEST_REQUEST_ID = 64

Chosen = Mapping[str, Iterable[UUID]]  # node → who shall handle it


class ReasonRequired(Invalid):
    code = "workflow.reason_required"


class OpinionTooLong(Invalid):
    code = "workflow.opinion_too_long"


class BadRequestId(Invalid):
    code = "workflow.bad_request_id"


class RequestReused(DomainError):
    code = "workflow.request_reused"


class AlreadyRunning(DomainError):
    code = "workflow.already_running"


def start(
    *,
    flow: str,
    subject_kind: str,
    subject_id: UUID,
    title: str,
    by: Staff,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    chosen: Chosen | None = None,
    labels: Mapping[str, str] | None = None,
) -> Run:
    """发起: put a subject on its way along the active version of a flow.

    `labels`: doc_kind, number, urgency, from_unit, as lists of work show them.
    """
    definition = definitions.active(flow)
    if Run.objects.live().filter(subject_kind=subject_kind, subject_id=subject_id).exists():
        raise AlreadyRunning("此件已在办理中，不能重复发起。")
    run = Run(
        definition=definition,
        graph_id=definition.graph_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        title=title,
        starter=by,
        data=dict(data or {}),
        chosen=_plain_choice(chosen),
        created_at=at,
        **dict(labels or {}),
    )
    board = Board(run, by=by, at=at)
    board.lay_out()
    engine.enter(board, board.chart.start, engine.Token())
    finish(board, "start", events.RunStarted, request_id="start")
    return run


def approve(
    *,
    item_id: UUID,
    by: Staff,
    at: datetime,
    request_id: str,
    opinion: str = "",
    chosen: Chosen | None = None,
    data: Mapping[str, Any] | None = None,
    due_at: datetime | None = None,
) -> Outcome:
    """同意 / 办理: my seat has acted. `chosen`, `data` and `due_at` serve what opens next."""
    turn = _take_seat(item_id, "approve", by=by, at=at, request_id=request_id, opinion=opinion)
    if isinstance(turn, Outcome):
        return turn
    turn.board.learn(chosen=_plain_choice(chosen), data=data or {})
    turn.board.due_at = due_at
    turn.board.close_item(turn.item, Item.Action.APPROVE, opinion=opinion)
    engine.settle(turn.board, turn.item.step)
    return _finish(turn, "approve", events.StepApproved, request_id, opinion)


def reject(*, item_id: UUID, by: Staff, at: datetime, request_id: str, opinion: str) -> Outcome:
    """不同意: with a reason (条例 21)."""
    turn = _take_seat(item_id, "reject", by=by, at=at, request_id=request_id, opinion=opinion)
    if isinstance(turn, Outcome):
        return turn
    _need_reason(opinion, "请写明不同意的理由。")
    turn.board.close_item(turn.item, Item.Action.REJECT, opinion=opinion)
    engine.settle(turn.board, turn.item.step)
    return _finish(turn, "reject", events.StepRejected, request_id, opinion)


def send_back(
    *,
    item_id: UUID,
    to: str,
    by: Staff,
    at: datetime,
    request_id: str,
    opinion: str,
    straight: bool = False,
) -> Outcome:
    """退回: to a step already passed, with a reason; `straight`: once redone it returns here."""
    turn = _take_seat(item_id, "send_back", by=by, at=at, request_id=request_id, opinion=opinion)
    if isinstance(turn, Outcome):
        return turn
    _need_reason(opinion, "请写明退回的理由。")
    board, step = turn.board, turn.item.step
    passed = Step.objects.filter(run=board.run, node=to, status=Step.Status.DONE)
    target = passed.order_by("-opened_seq").first()
    refusal = rules.why_not_send_back(
        target,
        precedes=to in board.chart.nodes and board.chart.leads(to, step.node),
        levels=engine.levels(board, step),
        straight=straight,
    )
    if refusal or target is None:
        raise refusal or NotFound("没有这个环节。")
    board.close_item(turn.item, Item.Action.SEND_BACK, opinion=opinion)
    engine.send_back(board, step, target, straight=straight)
    return _finish(
        turn, "send_back", events.StepSentBack, request_id, opinion, to=to, straight=straight
    )


def transfer(
    *, item_id: UUID, to: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> Outcome:
    """转办: my seat goes to a colleague who holds the step's right, and the decision with it."""
    turn = _take_seat(item_id, "transfer", by=by, at=at, request_id=request_id, opinion=opinion)
    if isinstance(turn, Outcome):
        return turn
    board, step = turn.board, turn.item.step
    person = Staff.objects.in_service().filter(pk=to).first()
    if person is None:
        raise NotFound("没有这位同事，或其账号已停用。")
    if refusal := rules.why_not_transfer(turn.item, board.items_of(step), person):
        raise refusal
    selecting.refuse_unfit(person, engine.asking_for(board, board.chart.nodes[step.node]))
    board.close_item(turn.item, Item.Action.TRANSFER, opinion=opinion)
    board.hand_over(turn.item, person.pk)
    return _finish(
        turn, "transfer", events.ItemTransferred, request_id, opinion, to=to, to_name=person.name
    )


def take_back(*, run_id: UUID, by: Staff, at: datetime, request_id: str) -> Outcome:
    """取回: undo my own last step while nobody after me has acted; it lies with me again."""
    run = _locked(run_id, by=by)
    if earlier := _earlier(run, "take_back", by=by, request_id=request_id):
        return earlier
    board = Board(run, by=by, at=at)
    opened = list(board.open.values())
    before = [step.prev_id for step in opened if step.prev_id]
    done = list(Step.objects.filter(pk__in=before, status=Step.Status.DONE))
    last = done[0] if len(done) == 1 else None
    items = list(Item.objects.filter(step__in=opened + done))
    refusal = rules.why_not_take_back(run, last, opened, items, by)
    if refusal or last is None:
        raise refusal or rules.CannotTakeBack("没有可以取回的环节。")
    for step in opened:
        engine.cancel(board, step, Step.Status.CANCELLED)
    scope = board.open.get(last.scope_id) if last.scope_id else None
    engine.enter(board, last.node, engine.Token(scope, last, last.back_to, (by.pk,)))
    facts = {"node": last.node, "step_name": last.name}
    return finish(board, "take_back", events.StepTakenBack, request_id=request_id, **facts)


def withdraw(
    *, run_id: UUID, by: Staff, at: datetime, request_id: str, reason: str = ""
) -> Outcome:
    """撤销: the starter ends the whole run."""
    run = _locked(run_id, by=by)
    if earlier := _earlier(run, "withdraw", by=by, request_id=request_id):
        return earlier
    _check_text(reason, request_id)
    items = Item.objects.filter(run=run).select_related("owner")
    if refusal := rules.why_not_withdraw(run, items, by):
        raise refusal
    board = Board(run, by=by, at=at)
    engine.end(board, Run.Status.WITHDRAWN)
    return finish(board, "withdraw", events.RunWithdrawn, request_id=request_id, reason=reason)


def answered(*, run_id: UUID, by: Staff, request_id: str) -> Outcome | None:
    """The outcome of a request already carried out: the caller then changes nothing of its own."""
    event = _event(run_id, by=by, request_id=request_id)
    if event is None:
        return None
    return outcome_of(event, Run.objects.get(pk=run_id), repeated=True)


@dataclass(frozen=True)
class _Turn:
    """A person at an open seat of a locked run."""

    board: Board
    item: Item


def _take_seat(
    item_id: UUID, op: str, *, by: Staff, at: datetime, request_id: str, opinion: str
) -> _Turn | Outcome:
    """Lock, then read, then refuse. A repeated request is answered with its first outcome."""
    _check_text(opinion, request_id)
    of_item = Item.objects.filter(pk=item_id).values("run")[:1]
    run = Run.objects.select_for_update(no_key=True).filter(pk=of_item).first()
    if run is None:
        raise NotFound("没有这件待办，或您无权查看。")
    asked_before = Event.objects.filter(run=OuterRef("run"), request_id=request_id)
    items = list(
        Item.objects.filter(step=Item.objects.filter(pk=item_id).values("step")[:1])
        .select_related("step", "owner", "by")
        .annotate(asked_before=Exists(asked_before))
    )
    item = next(one for one in items if one.pk == item_id)
    if item.asked_before:
        earlier = _earlier(run, op, by=by, request_id=request_id, item=item)
        if earlier is not None:
            return earlier
    if refusal := rules.why_not_handle(item, run, by, now=at):
        raise _for_whom(refusal, run, by)
    board = Board(run, by=by, at=at)
    board.sit_down(item.step, items)
    return _Turn(board, item)


def _locked(run_id: UUID, *, by: Staff) -> Run:
    run = Run.objects.select_for_update(no_key=True).filter(pk=run_id).first()
    if run is None or not Run.objects.visible_to(by).filter(pk=run_id).exists():
        raise NotFound("没有这件办理事项，或您无权查看。")
    return run


def _for_whom(refusal: DomainError, run: Run, by: Staff) -> DomainError:
    """A stranger learns nothing; whoever may see it also learns where it stands now."""
    if not Run.objects.visible_to(by).filter(pk=run.pk).exists():
        return NotFound("没有这件待办，或您无权查看。")
    live = Step.objects.filter(run=run, status=Step.Status.OPEN).values_list("node", flat=True)
    refusal.extra["nodes"] = sorted(live)
    return refusal


def _event(run_id: UUID, *, by: Staff, request_id: str) -> Event | None:
    event = Event.objects.filter(run=run_id, request_id=request_id).first()
    if event is not None and event.actor_id != by.pk:
        raise RequestReused("这次提交的编号已被使用，请刷新页面后重试。")
    return event


def _earlier(
    run: Run, op: str, *, by: Staff, request_id: str, item: Item | None = None
) -> Outcome | None:
    event = _event(run.pk, by=by, request_id=request_id)
    if event is None:
        return None
    if event.op != op or (item is not None and event.detail.get("item_id") != str(item.pk)):
        raise RequestReused("这次提交的编号已用于另一操作，请刷新页面后重试。")
    return outcome_of(event, run, repeated=True)


def _finish(
    turn: _Turn,
    op: str,
    fact: Callable[..., Fact],
    request_id: str,
    opinion: str,
    **detail: Any,
) -> Outcome:
    step = turn.item.step
    return finish(
        turn.board,
        op,
        fact,
        request_id=request_id,
        item_id=turn.item.pk,
        node=step.node,
        step_name=step.name,
        opinion=opinion,
        **detail,
    )


def _need_reason(opinion: str, message: str) -> None:
    if not opinion.strip():
        raise ReasonRequired(message, by_field={"opinion": [message]})


def _check_text(opinion: str, request_id: str) -> None:
    if not 0 < len(request_id) <= LONGEST_REQUEST_ID:
        raise BadRequestId("提交缺少编号，请刷新页面后重试。")
    if len(opinion) > LONGEST_OPINION:
        message = f"意见最多 {LONGEST_OPINION} 字，请精简或以附件提交。"
        raise OpinionTooLong(message, by_field={"opinion": [message]})


def _plain_choice(chosen: Chosen | None) -> dict[str, list[str]]:
    """As the run keeps it; the same person once."""
    return {
        node: list(dict.fromkeys(str(one) for one in people))
        for node, people in (chosen or {}).items()
    }
