"""代签 inside the flows: which seats open for an agent, and what the principal reads afterwards.

One level only: what went to an agent is never passed on by the agent's own mandate. A mandate
lends the principal's work, never a right: without the step's right an agent does not get the seat.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared_apps.kernel.errors import DomainError
from tenant_apps.organization.models import Mandate, Staff
from tenant_apps.workflow import graphs, selecting, subjects
from tenant_apps.workflow.board import NOT_ACTED, Board
from tenant_apps.workflow.circulars import Notice
from tenant_apps.workflow.models import Item, Run

MOST_SHOWN = 100


class MandateOver(DomainError):
    code = "workflow.mandate_over"


class LentOut(DomainError):
    code = "workflow.lent_out"


def why_not_in_their_name(item: Item, *, now: datetime) -> DomainError | None:
    """The agent acts only while the mandate stands, however long the page was open."""
    mandate = item.mandate
    if mandate is None or (mandate.ended_at is None and mandate.ends_at > now):
        return None
    name = item.principal.name
    how = "已到期" if mandate.ended_at is None else f"已结束（{mandate.get_end_reason_display()}）"
    return MandateOver(f"{name}对您的委托{how}，此件由{name}本人办理。", who=[name])


def why_not_while_lent(item: Item, by: Staff) -> DomainError | None:
    """The principal sees it, but only the owner acts."""
    if item.mandate_id is None or item.principal_id != by.pk or item.status not in Item.LIVE:
        return None
    name = item.owner.name
    return LentOut(f"此件您已委托{name}代办；如需亲自办理，请先收回。", who=[name])


def covers(mandate: Mandate, run: Run) -> bool:
    """Does the mandate's scope hold this run, and no exclusion keep it?"""
    if mandate.flows and run.definition.key not in mandate.flows:
        return False
    said = {
        "flow": run.definition.key,
        "starter": str(run.starter_id),
        "doc_kind": run.doc_kind,
        "run": str(run.pk),
    }
    return not any(said.get(one["kind"]) == one["value"] for one in mandate.excluded)


def why_it_stays(
    item: Item, mandate: Mandate, run: Run, node: graphs.Node, seats: Iterable[Item]
) -> str | None:
    """What was asked of the principal is asked again of the agent."""
    agent = mandate.agent
    if custody := subjects.kind_of(run).stays_with:
        return custody.split("；")[0]
    if agent.pk == run.starter_id != item.principal_id:
        return f"{agent.name}是此件的发起人，不能代为审批"
    for seat in seats:
        if seat.action == Item.Action.RECALL and seat.mandate_id == mandate.pk:
            return "您已从受托人处收回此件"
        if seat.pk == item.pk or seat.action == Item.Action.RECALL:
            continue
        if agent.pk in (seat.owner_id, seat.principal_id):
            return f"{agent.name}本人也在「{node.name}」环节办理"
    try:
        selecting.refuse_unfit(agent, selecting.asking(node, starter=run.starter_id, sender=None))
    except selecting.NotEligible as unfit:
        return unfit.message.split("，")[0]
    return None


# ---- hooks of every act (recording.finish) ---------------------------------------------------


def lend(board: Board) -> None:
    """Seats that open for somebody who lends their work open for the agent.

    The mandates are locked in one order, so that ending one and opening a seat under it come one
    after the other: nothing is ever opened under a mandate that has ended.
    """
    seats = [item for item in board.opened() if item.owner_id == item.principal_id]
    if board.lends is False or not seats:
        return
    standing = Mandate.objects.active(board.at).filter(
        principal__in={item.principal_id for item in seats}, agent__is_active=True
    )
    locked = standing.select_for_update(no_key=True, of=("self",)).select_related("agent")
    found = list(locked.order_by("pk"))
    for item in seats:
        node = board.chart.nodes[item.step.node]
        for mandate in found:
            others = board.items_of(item.step)
            if (
                mandate.principal_id == item.principal_id
                and covers(mandate, board.run)
                and not why_it_stays(item, mandate, board.run, node, others)
            ):
                board.lend(item, mandate.agent_id, mandate=mandate.pk)
                break


def tell_principals(board: Board) -> None:
    """事后阅知: what an agent did in somebody's name lies on that person's table to read."""
    acted = [
        row
        for row in board.closed()
        if isinstance(row, Item)
        and row.mandate_id
        and row.action not in NOT_ACTED
        and row.by_id == row.owner_id
    ]
    if not acted:
        return
    Notice.objects.bulk_create(
        Notice(
            run=board.run,
            item=item,
            kind=Notice.Kind.DONE_FOR,
            person_id=item.principal_id,
            sender_id=item.owner_id,
            text=f"「{item.step.name}」已代您办理：{Item.Action(item.action).label}",
            arrived_at=board.at,
        )
        for item in acted
    )


# ---- what the page shows ---------------------------------------------------------------------


@dataclass(frozen=True)
class Moves:
    """One open item of the principal, and whether it would go along."""

    item: Item
    why_not: str | None


def preview(mandate: Mandate) -> list[Moves]:
    """Which of the principal's open items would move now; `mandate` need not be saved."""
    mine = Item.objects.filter(
        owner=mandate.principal_id, principal=mandate.principal_id, status=Item.Status.OPEN
    )
    rows = list(
        mine.select_related("run__definition", "step").order_by("-opened_at", "-id")[:MOST_SHOWN]
    )
    seats: dict[UUID, list[Item]] = {}
    for seat in Item.objects.filter(step__in={row.step_id for row in rows}):
        seats.setdefault(seat.step_id, []).append(seat)
    return [Moves(row, _why_not_along(row, mandate, seats[row.step_id])) for row in rows]


def _why_not_along(item: Item, mandate: Mandate, seats: list[Item]) -> str | None:
    if not covers(mandate, item.run):
        return "不在委托范围内"
    node = graphs.load(item.run.graph_id).nodes[item.step.node]
    return why_it_stays(item, mandate, item.run, node, seats)
