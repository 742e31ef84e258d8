"""取回 inside a countersign: my own piece, while the step is still open. Nobody else's moves."""

from datetime import datetime
from uuid import UUID

from tenant_apps.organization.models import Staff
from tenant_apps.workflow import allowances, events, rules
from tenant_apps.workflow.board import Board
from tenant_apps.workflow.models import Item
from tenant_apps.workflow.recording import Outcome
from tenant_apps.workflow.turns import (
    Turn,
    check_text,
    earlier_outcome,
    finish_turn,
    for_whom,
    lock_of_item,
)


def retract(*, item_id: UUID, by: Staff, at: datetime, request_id: str) -> Outcome:
    """取回自己的意见: what I said stands no longer, and my seat has its next turn."""
    check_text("", request_id)
    run, items, item = lock_of_item(item_id)
    if earlier := earlier_outcome(run, "take_back", by=by, request_id=request_id, item=item):
        return earlier
    board = Board(run, by=by, at=at)
    board.sit_down(item.step, items)
    refusal = rules.why_not_running(run) or allowances.why_not_retract(
        board.chart.nodes[item.step.node], item, items, by
    )
    if refusal:
        raise for_whom(refusal, run, by)
    board.take_out(item, Item.Action.RECALL)
    # What an agent said goes back to the principal, in whose name it was.
    if item.mandate_id is None:
        board.again(item)
    else:
        board.hand_over(item, item.principal_id)
    return finish_turn(Turn(board, item), "take_back", events.StepTakenBack, request_id, "")
