"""代签: one item goes to the agent, one item comes home. Each call is one run and one act."""

from datetime import datetime
from uuid import UUID

from shared_apps.kernel.errors import DomainError, NotFound
from tenant_apps.organization.models import Mandate, Staff
from tenant_apps.workflow import events, mandates, rules
from tenant_apps.workflow.board import Board
from tenant_apps.workflow.models import Item, Run
from tenant_apps.workflow.recording import Outcome, finish
from tenant_apps.workflow.turns import check_text, earlier_outcome


class CannotRecall(DomainError):
    code = "workflow.cannot_recall"


def recall(*, item_id: UUID, by: Staff, at: datetime, request_id: str) -> Outcome:
    """收回, or 交回 by the agent: this one item comes home, at any moment before the act."""
    check_text("", request_id)
    run, item = _locked(item_id)
    if run is None or item is None or by.pk not in (item.principal_id, item.owner_id):
        raise NotFound("没有这件待办，或您无权查看。")
    if earlier := earlier_outcome(run, "recall", by=by, request_id=request_id, item=item):
        return earlier
    if item.status not in Item.LIVE:
        raise rules.already_handled(item, run, at)
    if item.owner_id == item.principal_id:
        raise CannotRecall("此件就在您自己手中，无需收回。")
    return _home(run, item, by=by, at=at, request_id=request_id)


def bring_home(*, item_id: UUID, by: Staff | None, at: datetime) -> Outcome | None:
    """收回 of a whole mandate, item by item. None when the agent was faster: done stays done."""
    run, item = _locked(item_id)
    if run is None or item is None or item.status not in Item.LIVE or item.mandate is None:
        return None
    if item.mandate.ended_at is None:
        return None
    return _home(run, item, by=by, at=at, request_id=f"home:{item.pk}")


def send_along(*, item_id: UUID, mandate_id: UUID, by: Staff, at: datetime) -> Outcome | None:
    """What already lay on the principal's desk goes along; None when it stays."""
    run, item = _locked(item_id)
    standing = Mandate.objects.active(at).select_related("agent").filter(pk=mandate_id)
    # The run first, then the mandate: the order of every act that opens a seat.
    mandate = standing.select_for_update(no_key=True, of=("self",)).first()
    if run is None or item is None or mandate is None or run.status not in Run.LIVE:
        return None
    own = item.owner_id == item.principal_id == mandate.principal_id
    if item.status != Item.Status.OPEN or not own:
        return None
    board = _board(run, item, by=by, at=at)
    node = board.chart.nodes[item.step.node]
    stays = mandates.why_it_stays(item, mandate, run, node, board.items_of(item.step))
    if stays or not mandates.covers(mandate, run):
        return None
    board.close_item(item, Item.Action.LENT)
    board.hand_over(item, mandate.principal_id)
    board.lend(board.opened()[-1], mandate.agent_id, mandate=mandate.pk)
    return finish(
        board,
        "lend",
        events.ItemLent,
        request_id=f"lend:{item.pk}",
        item_id=item.pk,
        node=item.step.node,
        step_name=item.step.name,
        to=mandate.agent_id,
        to_name=mandate.agent.name,
    )


def _home(run: Run, item: Item, *, by: Staff | None, at: datetime, request_id: str) -> Outcome:
    board = _board(run, item, by=by, at=at)
    board.bring_home(item)
    return finish(
        board,
        "recall",
        events.ItemRecalled,
        request_id=request_id,
        item_id=item.pk,
        node=item.step.node,
        step_name=item.step.name,
        to=item.principal_id,
        to_name=item.principal.name,
        taken_from=item.owner.name,
    )


def _board(run: Run, item: Item, *, by: Staff | None, at: datetime) -> Board:
    board = Board(run, by=by, at=at)
    board.lends = False  # who it goes to is decided here
    board.sit_down(item.step, Item.objects.filter(step=item.step).exclude(pk=item.pk))
    board.sit_down(item.step, [item])
    return board


def _locked(item_id: UUID) -> tuple[Run | None, Item | None]:
    of_item = Item.objects.filter(pk=item_id).values("run")[:1]
    run = Run.objects.select_for_update(no_key=True).filter(pk=of_item).first()
    rows = Item.objects.select_related("step", "owner", "principal", "mandate", "by")
    return run, rows.filter(pk=item_id).first() if run else None
