"""加签 and 减签: asking further people before, after or beside me, and asking them no longer."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from shared_apps.kernel.errors import Invalid, NotFound
from tenant_apps.organization.models import Staff
from tenant_apps.organization.queries import staff_by_ids
from tenant_apps.workflow import allowances, engine, events, groups, rules, selecting, subjects
from tenant_apps.workflow.board import Board
from tenant_apps.workflow.models import Item
from tenant_apps.workflow.recording import Outcome
from tenant_apps.workflow.turns import (
    Chosen,
    Turn,
    check_text,
    earlier_outcome,
    finish_turn,
    for_whom,
    kept_answers,
    lock_of_item,
    need_reason,
    plain_choice,
    refuse_verb,
    take_seat,
)

PLACES = {"before": "前加签", "after": "后加签", "with": "并加签"}


class BadAddition(Invalid):
    code = "workflow.bad_addition"


def add(
    *,
    item_id: UUID,
    place: str,
    people: Iterable[UUID],
    by: Staff,
    at: datetime,
    request_id: str,
    method: str = "all",
    opinion: str = "",
    chosen: Chosen | None = None,
    answers: Mapping[str, Any] | None = None,
) -> Outcome:
    """加签. `before`: it waits for them and comes back; `after`: I agree, then they are asked;
    `with`: they sit down beside me. `chosen` and `answers`: as of an approval, with `after`."""
    if place not in PLACES or method not in groups.METHODS:
        raise BadAddition("加签方式不正确，请重新选择。")
    turn = take_seat(item_id, "add", by=by, at=at, request_id=request_id, opinion=opinion)
    if isinstance(turn, Outcome):
        return turn
    refuse_verb(turn, "add")
    board, item = turn.board, turn.item
    wanted = list(people)[: allowances.MOST_ADDED + 1]
    found = staff_by_ids(wanted)
    if len(found) < len(set(wanted)):
        raise NotFound("所选人员中有人不在本单位或账号已停用，请另选。")
    persons, seats = [found[pk] for pk in wanted], board.items_of(item.step)
    refusal = allowances.why_not_add(item, seats, place, persons)
    if subjects.kind_of(board.run).own_verbs:
        node = board.chart.nodes[item.step.node]
        refusal = refusal or allowances.why_not_add_to_document(node, seats, place)
    if refusal:
        raise refusal
    if place == "after":
        known = dict(kept_answers(turn, answers, by))
        board.learn(chosen=plain_choice(chosen), data=known)
    _sit_down(turn, place, persons, method, opinion)
    return finish_turn(
        turn,
        "add",
        events.SignersAdded,
        request_id,
        opinion,
        place=place,
        method=method,
        people=[str(person.pk) for person in persons],
        names=[person.name for person in persons],
    )


def _sit_down(turn: Turn, place: str, persons: list[Staff], method: str, opinion: str) -> None:
    board, item, step = turn.board, turn.item, turn.item.step
    ids = [person.pk for person in persons]
    if place == "before":
        board.close_item(item, Item.Action.ADDED, opinion=opinion)
        waiting = board.again(item, Item.Status.WAITING)
        board.add_seats(step, ids, kind=Item.Kind.BEFORE, parent=waiting, method=method)
    elif place == "after":
        board.close_item(item, Item.Action.ADDED, opinion=opinion)
        board.add_seats(step, ids, kind=Item.Kind.AFTER, parent=item, method=method)
        engine.settle(board, step)
    elif item.kind in groups.ADDED:
        beside = {"kind": item.kind, "parent_id": item.parent_id, "method": item.method}
        waits = item.method == "in_turn"
        status = Item.Status.WAITING if waits else Item.Status.OPEN
        board.add_seats(step, ids, **beside, status=status)
    else:
        node = board.chart.nodes[step.node]
        for person in persons:  # whoever decides with me must hold the step's right
            selecting.refuse_unfit(person, engine.asking_for(board, node))
        waits = node.mode == "in_turn"
        status = Item.Status.WAITING if waits else Item.Status.OPEN
        board.add_seats(step, ids, kind=Item.Kind.SIGN, parent=item, status=status)


def remove(*, item_id: UUID, by: Staff, at: datetime, request_id: str, opinion: str) -> Outcome:
    """减签: whom I had added need not act any more. `item_id` is theirs; the reason is told."""
    check_text(opinion, request_id)
    run, items, item = lock_of_item(item_id)
    if earlier := earlier_outcome(run, "remove", by=by, request_id=request_id, item=item):
        return earlier
    board = Board(run, by=by, at=at)
    board.sit_down(item.step, items)
    refusal = (
        rules.why_not_running(run)
        or allowances.why_not_remove(item, items, by)
        or allowances.why_not_verb(board.chart.nodes[item.step.node], item, items, "remove")
    )
    if refusal:
        raise for_whom(refusal, run, by)
    need_reason(opinion, "请写明减签的理由，对方会看到。")
    for one in groups.below(item, items):
        board.close_item(one, Item.Action.CLOSED)
    board.close_item(item, Item.Action.REMOVED, opinion=opinion)
    engine.settle(board, item.step)
    who = {"owner": item.owner_id, "owner_name": item.owner.name}
    turn = Turn(board, item)
    return finish_turn(turn, "remove", events.SignerRemoved, request_id, opinion, **who)
