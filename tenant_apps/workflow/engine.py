"""The token game: how a run moves from step to step. Decides on a Board, writes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from tenant_apps.forms import conditions
from tenant_apps.organization.queries import staff_by_ids
from tenant_apps.workflow import groups, selecting, subflows
from tenant_apps.workflow.board import Board
from tenant_apps.workflow.graphs import Edge, Node
from tenant_apps.workflow.models import Item, Run, Step
from tenant_apps.workflow.verdicts import Mode, Verdict, decide, last_turns, next_in_turn


@dataclass(frozen=True)
class Token:
    """How a token arrives: inside which split's visit, and after which step."""

    scope: Step | None = None
    prev: Step | None = None
    back_to: str = ""  # 退回后直送
    people: tuple[UUID, ...] = ()  # who it is for, where that is known already


def enter(board: Board, key: str, token: Token) -> None:
    """A token arrives at a node."""
    node = board.chart.nodes[key]
    match node.type:
        case "task":
            _open_task(board, node, token)
        case "sub":
            _open_sub(board, node, token)
        case "split":
            _split(board, node, token)
        case "join":
            _join(board, node, token)
        case "end":
            board.close_run(Run.Status(node.result))
        case _:  # start and xor: one way on
            enter(board, open_ways(node, board.run.data)[0].to, token)


def settle(board: Board, step: Step) -> None:
    """After an act at a step: has it decided, and what follows?"""
    while asked := groups.moves(board.items_of(step)):
        for move in asked:
            _follow(board, move)
    seats = last_turns(board.items_of(step))
    verdict = verdict_of(board.chart.nodes[step.node], seats)
    if verdict is Verdict.COLLECTED and _ask_host(board, step):
        return
    if verdict is Verdict.PENDING:
        if following := next_in_turn(seats):
            board.open_seat(following)
        return
    conclude(board, step, passed=verdict is Verdict.PASSED)


def conclude(board: Board, step: Step, *, passed: bool) -> None:
    for seat in last_turns(board.items_of(step)):
        if seat.status in Item.LIVE:
            board.close_item(seat, Item.Action.SUPERSEDED if passed else Item.Action.CLOSED)
    board.close_step(step, Step.Status.DONE if passed else Step.Status.REJECTED)
    on_reject = board.chart.nodes[step.node].on_reject
    if passed:
        leave(board, step)
    elif on_reject:
        enter(board, on_reject, Token(_scope_of(board, step), step))
    else:
        end(board, Run.Status.REJECTED)


def verdict_of(node: Node, seats: Iterable[Item]) -> Verdict:
    """`seats` are last turns."""
    return decide(node.mode, seats, percent=node.percent, collect=node.reject == "collect")


def _follow(board: Board, move: groups.Move) -> None:
    match move.what:
        case groups.What.OPEN:
            board.open_seat(move.seat)
        case groups.What.CLOSE:
            board.close_item(move.seat, Item.Action.SUPERSEDED)
        case groups.What.AGAIN:
            board.again(move.seat)


def _ask_host(board: Board, step: Step) -> bool:
    """会签 without agreement: whoever sent it here weighs what was said. Has left: the starter."""
    first = min(board.items_of(step), key=lambda item: (item.slot, item.turn))
    wanted = [pk for pk in (first.sender_id, board.run.starter_id) if pk]
    serving = staff_by_ids(wanted)
    host = next((pk for pk in wanted if pk in serving), None)
    if host is not None:
        board.add_seats(step, [host], kind=Item.Kind.HOST)
    return host is not None


def leave(board: Board, step: Step) -> None:
    """On from a step that is done: straight back to who returned it, or the drawn way."""
    to = step.back_to or board.chart.nodes[step.node].next[0].to
    enter(board, to, Token(_scope_of(board, step), step))


def end(board: Board, status: Run.Status) -> None:
    """The whole run ends here, whatever is still open."""
    for step in list(board.open.values()):
        if step.scope_id is None:
            cancel(board, step, Step.Status.CANCELLED)
    board.close_run(status)


def send_back(board: Board, step: Step, target: Step, *, straight: bool) -> None:
    """退回: close everything up to the level of the target, and visit it again."""
    top = step
    while top.scope_id is not None and top.scope_id != target.scope_id:
        top = board.open[top.scope_id]
    cancel(board, top, Step.Status.RETURNED)
    back_to = step.node if straight else ""
    enter(board, target.node, Token(_scope_of(board, target), step, back_to))


def levels(board: Board, step: Step) -> list[UUID | None]:
    """The scopes a step stands in, innermost first; the last is the top level."""
    found = [step.scope_id]
    while found[-1] is not None:
        found.append(board.open[found[-1]].scope_id)
    return found


def cancel(board: Board, step: Step, status: Step.Status) -> None:
    """Close an open step with everything inside it."""
    inside = [one for one in board.open.values() if _stands_in(board, one, step)]
    board.read_items(inside)
    for one in inside:
        for item in board.items_of(one):
            if item.status in Item.LIVE:
                board.close_item(item, Item.Action.CLOSED)
    for one in inside:
        board.close_step(one, status if one.pk == step.pk else Step.Status.CANCELLED)


def _open_task(board: Board, node: Node, token: Token) -> None:
    step, found = _open_stop(board, node, token)
    if found:
        board.seat(step, found, one_by_one=node.mode is Mode.IN_TURN)


def _open_sub(board: Board, node: Node, token: Token) -> None:
    """子流程: the step stands open while each of these people has a run of the other flow."""
    step, found = _open_stop(board, node, token)
    for person in found:
        child = subflows.begin(board, step, node, person)
        enter(child, child.chart.start, Token())


def _open_stop(board: Board, node: Node, token: Token) -> tuple[Step, Sequence[UUID]]:
    """The visit, and who it is for; with nobody it is passed over at once, or the act refused."""
    asking = asking_for(board, node)
    named = selecting.named(asking) if not token.people else []
    found = token.people or selecting.fitted(named, asking)
    left_out = bool(named) and node.starter == "skip"  # only the starter was named
    if not found and not left_out and node.empty != "skip":
        raise selecting.nobody(asking)
    step = board.open_step(node, scope=token.scope, prev=token.prev, back_to=token.back_to)
    if not found:
        board.close_step(step, Step.Status.SKIPPED)
        leave(board, step)
    return step, found


def asking_for(board: Board, node: Node) -> selecting.Asking:
    wanted = [one["actor_of"] for one in node.who if "actor_of" in one]
    asking = selecting.asking(
        node,
        starter=board.run.starter_id,
        sender=board.by.pk if board.by else None,
        chosen=board.run.chosen.get(node.key, ()),
        data=board.run.data,
    )
    return replace(asking, acted={key: board.actors_at(key) for key in wanted})


def _split(board: Board, node: Node, token: Token) -> None:
    visit = board.open_step(node, scope=token.scope, prev=token.prev)
    # A branch that is skipped at once must not fire the join before its sisters exist.
    board.held[visit.pk] = ""
    for edge in open_ways(node, board.run.data):
        enter(board, edge.to, Token(visit, visit))
    if reached := board.held.pop(visit.pk):
        enter(board, reached, Token(visit, visit))


def _join(board: Board, node: Node, token: Token) -> None:
    """AND and OR alike: on when no other token is left in the scope."""
    visit = token.scope
    if visit is None:
        raise RuntimeError("A join without its split: graphs.check() should have refused it.")
    if visit.pk in board.held:
        board.held[visit.pk] = node.key
    elif not any(step.scope_id == visit.pk for step in board.open.values()):
        outer = _scope_of(board, visit)
        board.close_step(visit, Step.Status.DONE)
        enter(board, node.next[0].to, Token(outer, token.prev))


def open_ways(node: Node, data: Mapping[str, Any]) -> list[Edge]:
    """The branches that apply; the default ones only when no other does."""
    asked = [edge for edge in node.next if not edge.default]
    open_ = [edge for edge in asked if conditions.holds(edge.when, data)]
    return open_ or [edge for edge in node.next if edge.default]


def _stands_in(board: Board, step: Step, other: Step) -> bool:
    return step.pk == other.pk or other.pk in levels(board, step)


def _scope_of(board: Board, step: Step) -> Step | None:
    return board.open[step.scope_id] if step.scope_id else None
