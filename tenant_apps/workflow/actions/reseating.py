"""Who can act at a step that waits has changed by what is kept outside the flow."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from tenant_apps.workflow.board import Board
from tenant_apps.workflow.events import StepReseated
from tenant_apps.workflow.models import Item, Run
from tenant_apps.workflow.recording import Outcome, finish


def reseat(*, run_id: UUID, node: str, people: Iterable[UUID], at: datetime) -> Outcome | None:
    """系统调整办理人: whoever can no longer is rid of it, whoever can now has it; None where those
    who have it are those who can. Who keeps it keeps the seat, and the time it has been there."""
    run = Run.objects.select_for_update(no_key=True).get(pk=run_id)
    seats = list(Item.objects.filter(run=run, step__node=node, step__status="open"))
    if run.status != Run.Status.RUNNING or not seats:
        return None
    wanted = list(dict.fromkeys(people))
    live = [seat for seat in seats if seat.status in Item.LIVE]
    gone = [seat for seat in live if seat.owner_id not in wanted]
    come = [one for one in wanted if one not in {seat.owner_id for seat in live}]
    if not gone and not come:
        return None
    step = live[0].step if live else seats[0].step
    board = Board(run, by=None, at=at)
    board.sit_down(step, seats)
    for seat in gone:
        board.close_item(seat, Item.Action.REASSIGNED)
    board.add_seats(step, come)
    return finish(
        board,
        "auto_reseat",
        StepReseated,
        request_id=f"auto_reseat-{run.seq + 1}",
        node=node,
        step_name=step.name,
        gone=[str(seat.owner_id) for seat in gone],
        come=[str(one) for one in come],
    )
