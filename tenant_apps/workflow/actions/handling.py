"""Start, approve, refuse, return, hand on, take back, call off: what moves a run day by day."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shared_apps.kernel.errors import DomainError, NotFound
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import definitions, engine, events, rules, selecting
from tenant_apps.workflow.actions.delegating import give_back
from tenant_apps.workflow.actions.freeing import Following, lead_on
from tenant_apps.workflow.board import Board
from tenant_apps.workflow.models import Item, Run, Step
from tenant_apps.workflow.recording import Outcome, finish, outcome_of
from tenant_apps.workflow.turns import (
    Chosen,
    check_text,
    earlier_outcome,
    event_of,
    finish_turn,
    kept_answers,
    lock_run,
    need_reason,
    plain_choice,
    refuse_verb,
    take_seat,
)


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
    due_at: datetime | None = None,
) -> Run:
    """发起: put a subject on its way along the active version of a flow.

    `labels`: doc_kind, number, urgency, from_unit, as lists of work show them. `due_at`: by when
    all of it has to be over; no desk is given longer.
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
        chosen=plain_choice(chosen),
        created_at=at,
        due_at=due_at,
        **dict(labels or {}),
    )
    board = Board(run, by=by, at=at)
    board.lends = definition.lends  # type: ignore[attr-defined]  # read along by `active`
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
    answers: Mapping[str, Any] | None = None,
    then: Sequence[Following] = (),
    due_at: datetime | None = None,
) -> Outcome:
    """同意 / 办理: my seat has acted. `chosen`, `data` and `due_at` serve what opens next.

    `answers` are what I filled in of the form: its app keeps them, and says what conditions ask.
    `then`: the next steps, where the present one is free (自由流).
    """
    turn = take_seat(item_id, "approve", by=by, at=at, request_id=request_id, opinion=opinion)
    if isinstance(turn, Outcome):
        return turn
    if turn.item.confirm:
        return give_back(turn, request_id=request_id, opinion=opinion)
    known = dict(data or {}) | dict(kept_answers(turn, answers, by))
    turn.board.learn(chosen=plain_choice(chosen), data=known)
    turn.board.due_at = due_at
    drawn = lead_on(turn, then) if then else {}
    turn.board.close_item(turn.item, Item.Action.APPROVE, opinion=opinion)
    engine.settle(turn.board, turn.item.step)
    return finish_turn(turn, "approve", events.StepApproved, request_id, opinion, **drawn)


def reject(*, item_id: UUID, by: Staff, at: datetime, request_id: str, opinion: str) -> Outcome:
    """不同意: with a reason (条例 21)."""
    turn = take_seat(item_id, "reject", by=by, at=at, request_id=request_id, opinion=opinion)
    if isinstance(turn, Outcome):
        return turn
    refuse_verb(turn, "reject")
    need_reason(opinion, "请写明不同意的理由。")
    turn.board.close_item(turn.item, Item.Action.REJECT, opinion=opinion)
    engine.settle(turn.board, turn.item.step)
    return finish_turn(turn, "reject", events.StepRejected, request_id, opinion)


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
    turn = take_seat(item_id, "send_back", by=by, at=at, request_id=request_id, opinion=opinion)
    if isinstance(turn, Outcome):
        return turn
    refuse_verb(turn, "send_back")
    need_reason(opinion, "请写明退回的理由。")
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
    return finish_turn(
        turn, "send_back", events.StepSentBack, request_id, opinion, to=to, straight=straight
    )


def transfer(
    *, item_id: UUID, to: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> Outcome:
    """转办: my seat goes to a colleague who holds the step's right, and the decision with it."""
    turn = take_seat(item_id, "transfer", by=by, at=at, request_id=request_id, opinion=opinion)
    if isinstance(turn, Outcome):
        return turn
    refuse_verb(turn, "transfer")
    board, step = turn.board, turn.item.step
    person = Staff.objects.in_service().filter(pk=to).first()
    if person is None:
        raise NotFound("没有这位同事，或其账号已停用。")
    if refusal := rules.why_not_transfer(turn.item, board.items_of(step), person):
        raise refusal
    selecting.refuse_unfit(person, engine.asking_for(board, board.chart.nodes[step.node]))
    board.close_item(turn.item, Item.Action.TRANSFER, opinion=opinion)
    board.hand_over(turn.item, person.pk)
    return finish_turn(
        turn, "transfer", events.ItemTransferred, request_id, opinion, to=to, to_name=person.name
    )


def take_back(*, run_id: UUID, by: Staff, at: datetime, request_id: str) -> Outcome:
    """取回: undo my own last step while nobody after me has acted; it lies with me again."""
    run = lock_run(run_id, by=by)
    if earlier := earlier_outcome(run, "take_back", by=by, request_id=request_id):
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
    # What an agent did goes back to the seat of the principal, and on to the agent by the mandate.
    mine = [item for item in items if item.step_id == last.pk and item.by_id == by.pk]
    people = tuple(dict.fromkeys(item.principal_id for item in mine))
    if people == (by.pk,):
        board.lends = False  # it lies with me again, whoever acts for me
    engine.enter(board, last.node, engine.Token(scope, last, last.back_to, people))
    facts = {"node": last.node, "step_name": last.name}
    return finish(board, "take_back", events.StepTakenBack, request_id=request_id, **facts)


def withdraw(
    *, run_id: UUID, by: Staff, at: datetime, request_id: str, reason: str = ""
) -> Outcome:
    """撤销: the starter ends the whole run."""
    run = lock_run(run_id, by=by)
    if earlier := earlier_outcome(run, "withdraw", by=by, request_id=request_id):
        return earlier
    check_text(reason, request_id)
    items = Item.objects.filter(run=run).select_related("owner")
    if refusal := rules.why_not_withdraw(run, items, by):
        raise refusal
    board = Board(run, by=by, at=at)
    engine.end(board, Run.Status.WITHDRAWN)
    return finish(board, "withdraw", events.RunWithdrawn, request_id=request_id, reason=reason)


def call_off(*, run_id: UUID, at: datetime, reason: str) -> Outcome:
    """收回: whoever put the subject before us took it back, and nothing is left to do here; in the
    name of who set it on its way, whoever has acted since."""
    run = Run.objects.select_for_update(no_key=True).select_related("starter").get(pk=run_id)
    if run.status not in Run.LIVE:
        return Outcome(run, str(run.status), (), ())
    board = Board(run, by=run.starter, at=at)
    engine.end(board, Run.Status.WITHDRAWN)
    request_id = f"call-off-{run.seq}"
    return finish(board, "withdraw", events.RunWithdrawn, request_id=request_id, reason=reason)


def answered(*, run_id: UUID, by: Staff, request_id: str) -> Outcome | None:
    """The outcome of a request already carried out: the caller then changes nothing of its own."""
    event = event_of(run_id, by=by, request_id=request_id)
    if event is None:
        return None
    return outcome_of(event, Run.objects.get(pk=run_id), repeated=True)
