"""撤回干预: within half an hour a supervisor takes an intervention back, if nothing came after it.

No row is deleted. What the intervention opened is closed, and what it closed stands as before: a
seat that was handed on gets its former owner as its next turn.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model

from shared_apps.kernel.errors import DomainError, Forbidden, NotFound
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import interventions, supervising
from tenant_apps.workflow.board import BEFORE
from tenant_apps.workflow.models import Event, Item, Run, Step
from tenant_apps.workflow.recording import Outcome
from tenant_apps.workflow.supervisors import Charge, Hand, conclude, take_charge

WINDOW = timedelta(minutes=30)
UNDOABLE = {
    "reassign": "改派",
    "jump": "跳转",
    "force": "强制通过",
    "terminate": "终止",
    "edit": "改后续步骤",
}
# What moves nothing may have happened since.
HARMLESS = ("tell", "urge", "cc", "circulate", "seen")
MODELS: dict[str, type[Model]] = {"run": Run, "step": Step, "item": Item}


class CannotUndo(DomainError):
    code = "workflow.cannot_undo"


def undo(
    *, run_id: UUID, event_id: UUID, by: Staff, at: datetime, request_id: str, reason: str
) -> Outcome:
    """撤回干预: by whoever did it, or by a supervisor of the whole unit."""
    charge = take_charge(run_id, "undo", by=by, at=at, request_id=request_id, reason=reason)
    if isinstance(charge, Outcome):
        return charge
    history = list(Event.objects.filter(run=run_id).order_by("seq"))
    event = next((one for one in history if one.pk == event_id), None)
    if event is None:
        raise NotFound("没有这次操作。")
    if refusal := why_not_undo(event, history, charge.run, now=at):
        raise refusal
    if event.actor_id != by.pk and not supervising.reach_of(by).is_unit:
        raise Forbidden("只有操作人本人或全单位的流程督办人可以撤回这次干预。")
    earlier = folded(one for one in history if one.seq < event.seq)
    charge.heard |= _restore(charge, event.fx, earlier)
    return conclude(
        charge,
        "undo",
        interventions.InterventionUndone,
        request_id=request_id,
        said=f"{by.name}撤回了此前的{UNDOABLE[event.op]}，此件恢复到原来的状态。",
        detail={"undone": event.op, "undone_seq": event.seq},
    )


def why_not_undo(
    event: Event, history: list[Event], run: Run, *, now: datetime
) -> DomainError | None:
    """The same answer for the button and for the act."""
    if event.op not in UNDOABLE:
        return CannotUndo("只有改派、跳转、强制通过、终止和改后续步骤可以撤回。")
    if any(one.seq > event.seq and one.op not in HARMLESS for one in history):
        return CannotUndo("这次干预之后又有人办理，不能再撤回；需要时请重新改派或跳转。")
    touched = [pk for kind, pk, _ in event.fx if kind == "step"]
    if Run.objects.filter(parent__in=touched).exists():
        return CannotUndo("子流程已随这次干预发起或结束，不能再撤回；需要时请重新跳转。")
    if now - event.at > WINDOW:
        return CannotUndo("已超过 30 分钟，不能再撤回；需要时请重新改派或跳转。")
    if run.status in Run.LIVE:
        return None
    again = Run.objects.live().filter(subject_kind=run.subject_kind, subject_id=run.subject_id)
    if again.exclude(pk=run.pk).exists():
        return CannotUndo("此件已重新发起办理，不能再撤回。")
    if run.parent_id:
        return CannotUndo("此件是子流程，它的结束已回到主流程，不能再撤回。")
    return None


def folded(history: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """Every row as its events left it."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for event in history:
        for kind, pk, facts in event.fx:
            rows.setdefault((kind, pk), dict(BEFORE[kind])).update(facts)
    return rows


def _restore(
    charge: Charge, effects: list[Any], earlier: dict[tuple[str, str], dict[str, Any]]
) -> set[UUID]:
    """Close what came, then open what went; answers whose list of work changed."""
    board = charge.board
    rows = _rows(board, effects)
    new = [rows[kind, pk] for kind, pk, _ in effects if (kind, pk) not in earlier]
    for row in new:
        if isinstance(row, Item) and row.status in Item.LIVE:
            board.close_item(row, Item.Action.CLOSED)
    for row in new:
        if isinstance(row, Step) and row.status == Step.Status.OPEN:
            board.close_step(row, Step.Status.CANCELLED)
    for kind, pk, facts in effects:
        if (kind, pk) in earlier:
            row = rows[kind, pk]
            was = {name: _value(row, name, earlier[kind, pk][name]) for name in facts}
            if isinstance(row, Item) and was.get("status") in Item.LIVE:
                _reopen(board, row, was, new)
            else:
                board.reset(row, was)
    return {row.owner_id for row in rows.values() if isinstance(row, Item)}


def _reopen(board: Hand, item: Item, was: dict[str, Any], new: list[Any]) -> None:
    """In place, unless the seat has had another turn since: then its owner gets the next."""
    later = [
        one
        for one in new
        if isinstance(one, Item) and (one.step_id, one.slot) == (item.step_id, item.slot)
    ]
    if not later:
        board.reset(item, was)
        return
    board.give_back(max(later, key=lambda one: one.turn), item, was["status"])


def _rows(board: Hand, effects: list[Any]) -> dict[tuple[str, str], Any]:
    """The rows of an event, as they are on the board or in the database."""
    run = board.run
    at_hand: dict[tuple[str, str], Any] = {("run", str(run.pk)): run}
    at_hand |= {("step", str(pk)): step for pk, step in board.open.items()}
    steps = [pk for kind, pk, _ in effects if kind == "step" and (kind, pk) not in at_hand]
    at_hand |= {("step", str(one.pk)): one for one in Step.objects.filter(pk__in=steps)}
    items = [pk for kind, pk, _ in effects if kind == "item"]
    on_board = {
        str(item.pk): item for step in board.open.values() for item in board.items_of(step)
    }
    found = Item.objects.filter(pk__in=[pk for pk in items if pk not in on_board])
    for item in found.select_related("step"):
        known = at_hand.get(("step", str(item.step_id)))
        item.step = known or item.step
        on_board[str(item.pk)] = item
    return at_hand | {("item", pk): item for pk, item in on_board.items()}


def _value(row: Model, name: str, told: Any) -> Any:
    """A column's value from what its event keeps."""
    column = next(one for one in row._meta.concrete_fields if one.attname == name)
    return column.to_python(told)
