"""超时: what happens to work that lies too long. Remind, then tell the head above, then act.

The ladder counts office time after the limit: at once its owner is reminded; after a working day
the head above hears of it; after two a step whose flow says so is passed or returned, labelled
系统自动. Never a compulsory step, never a signature, never a document with verbs of its own; and
while a run is suspended its clock stands still. Each run is pressed under its own lock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction

from shared_apps.kernel import clock
from shared_apps.kernel.errors import DomainError
from shared_apps.kernel.events import Event as Fact
from shared_apps.outbox.live import tell
from tenant_apps.journal.recording import record
from tenant_apps.workflow import engine, graphs, rules, selecting, subjects
from tenant_apps.workflow.board import Board
from tenant_apps.workflow.circulars import Notice
from tenant_apps.workflow.events import OnStep
from tenant_apps.workflow.models import Item, Run, Step
from tenant_apps.workflow.recording import finish
from tenants.current import current_unit

ESCALATES_AFTER = clock.MINUTES_A_DAY
ACTS_AFTER = 2 * clock.MINUTES_A_DAY
AT_ONCE = 500  # runs a visit of the timetable, the oldest limits first
BY_ITSELF = "系统自动"
SIGNING = ("sign",)  # 签发 is a person's, whatever the flow says


@dataclass(frozen=True, kw_only=True)
class ItemReminded(Fact):
    name: ClassVar[str] = "workflow.item.reminded"
    run_id: UUID
    item_id: UUID
    step_name: str
    owner: UUID


@dataclass(frozen=True, kw_only=True)
class ItemEscalated(Fact):
    """超时上报: the head above was told. Nobody above is nobody told, and is written too."""

    name: ClassVar[str] = "workflow.item.escalated"
    run_id: UUID
    item_id: UUID
    step_name: str
    owner: UUID
    told: list[UUID]


@dataclass(frozen=True, kw_only=True)
class StepAutoPassed(OnStep, Fact):
    name: ClassVar[str] = "workflow.step.auto_passed"


@dataclass(frozen=True, kw_only=True)
class StepAutoReturned(OnStep, Fact):
    name: ClassVar[str] = "workflow.step.auto_returned"
    to: str


def waiting(*, at: datetime) -> list[UUID]:
    """Runs where a rung of the ladder is due: their ids only, nothing is locked."""
    late = Item.objects.filter(
        status=Item.Status.OPEN, due_at__lt=at, run__status=Run.Status.RUNNING
    )
    late = late.select_related("run", "step").only(
        "due_at", "reminded_at", "escalated_at", "run__graph", "run__subject_kind", "step__node"
    )
    found: dict[UUID, None] = {}
    for item in late.order_by("due_at").iterator():
        if len(found) < AT_ONCE and _rungs(item, at):
            found[item.run_id] = None
    return list(found)


def press(*, run_id: UUID, at: datetime) -> list[str]:
    """Whatever is due for this run now; returns what was done. Doing it twice does it once."""
    run = Run.objects.select_for_update(no_key=True).get(pk=run_id)
    if run.status != Run.Status.RUNNING:
        return []
    done = []
    for item in _open_items(run):
        rungs = _rungs(item, at)
        if "remind" in rungs:
            _remind(item, at)
        if "escalate" in rungs:
            _escalate(item, at)
        done += [rung for rung in rungs if rung in ("remind", "escalate")]
    return done + _act_where_due(run, at)


def _open_items(run: Run) -> list[Item]:
    live = Item.objects.filter(run=run, status=Item.Status.OPEN)
    return list(live.select_related("run", "step").order_by("due_at", "pk"))


def _rungs(item: Item, at: datetime) -> list[str]:
    """The rungs of the ladder that are due and not yet taken."""
    if item.due_at is None or item.due_at > at:
        return []
    node = graphs.load(item.run.graph_id).nodes.get(item.step.node)
    wanted = node.overdue if node else "remind"
    late = clock.working_minutes(item.due_at, at)
    found = []
    if item.reminded_at is None or item.reminded_at < item.due_at:
        found.append("remind")
    if wanted != "remind" and late >= ESCALATES_AFTER and item.escalated_at is None:
        found.append("escalate")
    if wanted in ("pass", "return") and late >= ACTS_AFTER and node and may_act_on(node, item.run):
        found.append(wanted)
    return found


def may_act_on(node: graphs.Node, run: Run) -> bool:
    """Is this a step that anything but a person may complete?"""
    is_signature = node.verb in SIGNING or node.opinion_kind in SIGNING
    return not (node.compulsory or is_signature or subjects.kind_of(run).own_verbs)


# ---- the rungs ---------------------------------------------------------------------------------


def _remind(item: Item, at: datetime) -> None:
    text = f"「{item.step.name}」已到办理时限，请尽快办理。（{BY_ITSELF}催办）"
    _give_to_read(item.run, [item.owner_id], text, at)
    fact = ItemReminded(owner=item.owner_id, **_about(item))
    record(fact, by=None, at=at)
    Item.objects.filter(pk=item.pk).update(reminded_at=at)


def _escalate(item: Item, at: datetime) -> None:
    """The nearest head above who is not the handler."""
    heads = selecting.heads_over(item.owner_id)[:1]
    name = item.owner.name
    text = f"{name}办理的「{item.step.name}」已超过时限一个工作日。（{BY_ITSELF}上报）"
    _give_to_read(item.run, heads, text, at)
    fact = ItemEscalated(owner=item.owner_id, told=heads, **_about(item))
    record(fact, by=None, at=at)
    Item.objects.filter(pk=item.pk).update(escalated_at=at)


def _act_where_due(run: Run, at: datetime) -> list[str]:
    """One act after another, each on the board as the one before left it."""
    done: list[str] = []
    refused: set[UUID] = set()
    while found := _next_act(run, refused, at):
        item, rung = found
        try:
            with transaction.atomic():
                _pass_on(item, at) if rung == "pass" else _return(item, at)
            done.append(rung)
        except DomainError:  # nobody to take it on: the scan of stuck desks shows it (stuck.py)
            refused.add(item.pk)
        run = Run.objects.get(pk=run.pk)
        if run.status != Run.Status.RUNNING:
            break
    return done


def _next_act(run: Run, refused: set[UUID], at: datetime) -> tuple[Item, str] | None:
    for item in _open_items(run):
        for rung in _rungs(item, at):
            if rung in ("pass", "return") and item.pk not in refused:
                return item, rung
    return None


def _pass_on(item: Item, at: datetime) -> None:
    board = _sit_down(item, at)
    seat = next(one for one in board.items_of(item.step) if one.pk == item.pk)
    board.close_item(seat, Item.Action.AUTO, opinion=f"{BY_ITSELF}：超过时限，视为同意。")
    engine.settle(board, seat.step)
    _finish(board, seat, "auto_pass", StepAutoPassed)


def _return(item: Item, at: datetime) -> None:
    """Back to the step it came from, to be gone through again from there."""
    board = _sit_down(item, at)
    step = item.step
    passed = Step.objects.filter(run=board.run, status=Step.Status.DONE)
    target = passed.filter(pk=step.prev_id).first() if step.prev_id else None
    refusal = rules.why_not_send_back(
        target,
        precedes=target is not None and board.chart.leads(target.node, step.node),
        levels=engine.levels(board, step),
        straight=False,
    )
    if refusal or target is None:
        raise refusal or rules.CannotSendBack("没有可以退回的环节。")
    seat = next(one for one in board.items_of(step) if one.pk == item.pk)
    board.close_item(seat, Item.Action.AUTO, opinion=f"{BY_ITSELF}：超过时限，退回。")
    engine.send_back(board, step, target, straight=False)
    _finish(board, seat, "auto_return", StepAutoReturned, to=target.node)


def _sit_down(item: Item, at: datetime) -> Board:
    board = Board(item.run, by=None, at=at)
    items = Item.objects.filter(step=item.step_id).select_related("step", "owner", "by")
    board.sit_down(item.step, items)
    return board


def _finish(board: Board, item: Item, op: str, fact: type[Fact], **detail: str) -> None:
    finish(
        board,
        op,
        fact,
        request_id=f"{op}-{item.pk}",
        item_id=item.pk,
        node=item.step.node,
        step_name=item.step.name,
        opinion=item.opinion,
        **detail,
    )


def _about(item: Item) -> dict[str, Any]:
    return {
        "subject_id": item.run.subject_id,
        "run_id": item.run_id,
        "item_id": item.pk,
        "step_name": item.step.name,
    }


def _give_to_read(run: Run, people: Iterable[UUID], text: str, at: datetime) -> None:
    asked = list(people)
    Notice.objects.bulk_create(
        Notice(run=run, person_id=one, kind=Notice.Kind.TOLD, text=text, arrived_at=at)
        for one in asked
    )
    if asked:
        tell("todo", run.pk, current_unit().schema_name, asked)
