"""委派: a colleague looks at it for me, and it comes back. 收回 in the middle: lending.py."""

from datetime import datetime
from uuid import UUID

from shared_apps.kernel.errors import NotFound
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import allowances, engine, events, selecting
from tenant_apps.workflow.models import Item
from tenant_apps.workflow.recording import Outcome
from tenant_apps.workflow.turns import (
    Turn,
    finish_turn,
    need_reason,
    refuse_verb,
    take_seat,
)


def delegate(
    *,
    item_id: UUID,
    to: UUID,
    by: Staff,
    at: datetime,
    request_id: str,
    opinion: str = "",
    confirm: bool = True,
) -> Outcome:
    """委派. `confirm`: the other gives an opinion and I decide; else they decide in my name."""
    turn = take_seat(item_id, "delegate", by=by, at=at, request_id=request_id, opinion=opinion)
    if isinstance(turn, Outcome):
        return turn
    refuse_verb(turn, "delegate")
    board, item = turn.board, turn.item
    person = Staff.objects.in_service().filter(pk=to).first()
    if person is None:
        raise NotFound("没有这位同事，或其账号已停用。")
    if refusal := allowances.why_not_delegate(item, board.items_of(item.step), person):
        raise refusal
    if not confirm:
        node = board.chart.nodes[item.step.node]
        selecting.refuse_unfit(person, engine.asking_for(board, node))
    board.close_item(item, Item.Action.DELEGATE, opinion=opinion)
    board.hand_over(item, person.pk, principal_id=item.principal_id, confirm=confirm)
    facts = {"to": person.pk, "to_name": person.name, "confirm": confirm}
    return finish_turn(turn, "delegate", events.ItemDelegated, request_id, opinion, **facts)


def give_back(turn: Turn, *, request_id: str, opinion: str) -> Outcome:
    """委派已回: the opinion of who was asked; it lies with who asked again."""
    need_reason(opinion, f"请填写意见，交回{turn.item.principal.name}。")
    turn.board.close_item(turn.item, Item.Action.RETURNED, opinion=opinion)
    turn.board.hand_over(turn.item, turn.item.principal_id)
    return finish_turn(turn, "approve", events.DelegationAnswered, request_id, opinion)
