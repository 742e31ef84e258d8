"""A step that waited for something beside it is completed by the system when that has come."""

from datetime import datetime
from uuid import UUID

from tenant_apps.workflow import engine
from tenant_apps.workflow.board import Board
from tenant_apps.workflow.events import StepConcluded
from tenant_apps.workflow.models import Item, Run
from tenant_apps.workflow.recording import Outcome, finish


def conclude(*, run_id: UUID, node: str, opinion: str, at: datetime) -> Outcome | None:
    """系统自动办结 of the step at this node; None where nothing waits there any more."""
    run = Run.objects.select_for_update(no_key=True).get(pk=run_id)
    if run.status != Run.Status.RUNNING:
        return None
    waiting = Item.objects.filter(run=run, step__node=node, status=Item.Status.OPEN)
    item = waiting.select_related("step").order_by("slot").first()
    if item is None:
        return None
    board = Board(run, by=None, at=at)
    seats = Item.objects.filter(step=item.step_id).select_related("step", "owner", "by")
    board.sit_down(item.step, seats)
    seat = next(one for one in board.items_of(item.step) if one.pk == item.pk)
    board.close_item(seat, Item.Action.AUTO, opinion=opinion)
    engine.settle(board, seat.step)
    return finish(
        board,
        "auto_done",
        StepConcluded,
        request_id=f"auto_done-{item.pk}",
        item_id=item.pk,
        node=node,
        step_name=item.step.name,
        opinion=opinion,
    )
