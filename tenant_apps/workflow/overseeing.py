"""One run before its supervisor: what may be done with it now, else why not and who can.

And for everybody who may see the run: what was changed on its way, by whom, and why.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from shared_apps.kernel import clock
from shared_apps.kernel.errors import DomainError, NotFound
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import (
    comparing,
    formfields,
    graphs,
    overruling,
    rules,
    subjects,
    supervising,
    timeline,
    wording,
)
from tenant_apps.workflow.actions import intervening, undoing
from tenant_apps.workflow.models import Event, Graph, Item, Run
from tenant_apps.workflow.selecting import LABELS as LABELS_OF_PERMISSIONS
from tenant_apps.workflow.supervisors import Charge, Hand, in_hand, items_on, why_not_intervene

LABELS = {
    "reassign": "改派",
    "jump": "跳转",
    "force": "强制通过",
    "edit": "改后续步骤",
    "suspend": "挂起",
    "resume": "恢复",
    "terminate": "终止",
    "tell": "反馈",
    "undo": "撤回干预",
}
ACT_LABELS = LABELS | {"urge": "催办"}
# What the clock and the calendar did (overdue.py, deadlines.py): read, and done by nobody.
BY_ITSELF = {
    "deadline": "时限调整",
    "auto_pass": "系统自动通过",
    "auto_return": "系统自动退回",
    "auto_done": "系统自动办结",
    "auto_reseat": "系统调整办理人",
}
CHANGED = LABELS | BY_ITSELF
DANGEROUS = ("force", "terminate")


@dataclass(frozen=True)
class Act:
    verb: str
    label: str
    allowed: bool
    reason: str
    who_can: list[str]
    danger: bool


@dataclass(frozen=True)
class Seat:
    """A place somebody holds now: what 改派 can hand on."""

    id: UUID
    node: str
    step_name: str
    name: str
    post: str
    status: str


@dataclass(frozen=True)
class Target:
    """A step a jump could lead to; `reason` says why it cannot."""

    key: str
    name: str
    compulsory: bool
    allowed: bool
    reason: str


@dataclass(frozen=True)
class Change:
    """One intervention, as everybody who may see the run reads it."""

    id: UUID
    op: str
    label: str
    by: str
    at: datetime
    reason: str
    text: str
    rows: list[comparing.Row] = field(default_factory=list)
    was: list[str] = field(default_factory=list)  # of an edit: the steps in order, before
    now: list[str] = field(default_factory=list)  # and after
    undo: bool = False
    undo_until: datetime | None = None
    why_not_undo: str = ""


@dataclass(frozen=True)
class Overseen:
    row: supervising.Supervised
    url: str
    parent: timeline.Above | None
    children: list[timeline.Child]
    acts: list[Act]
    seats: list[Seat]
    targets: list[Target]
    changes: list[Change]


def overseen(run_id: UUID, *, viewer: Staff, now: datetime) -> Overseen:
    reach = supervising.reach_of(viewer)
    run = _find(run_id, reach=reach, viewer=viewer)
    (row,) = supervising.rows_of([run], now=now)
    board = Hand(run, by=viewer, at=now)
    charge = Charge(board, "", items_on(board))
    targets = [_target(charge, node.key) for node in board.chart.tasks()]
    return Overseen(
        row=row,
        url=subjects.page_of(run),
        parent=timeline.above(run, viewer=viewer),
        children=timeline.children_of(run, viewer=viewer),
        acts=_acts(charge, targets, reach, viewer),
        seats=[_seat(item) for item in charge.live],
        targets=targets,
        changes=changes(run_id, viewer=viewer, now=now),
    )


def _find(run_id: UUID, *, reach: supervising.Reach, viewer: Staff) -> Run:
    found = Run.objects.select_related(*supervising.SHOWN).filter(pk=run_id).first()
    if found is None or not in_hand(found, reach=reach, by=viewer):
        raise NotFound("没有这件办理事项，或不在您的督办范围内。")
    return found


def _seat(item: Item) -> Seat:
    owner, step = item.owner, item.step
    return Seat(item.pk, step.node, step.name, owner.name, owner.title, str(item.status))


def _target(charge: Charge, key: str) -> Target:
    node, reason = charge.board.chart.nodes[key], ""
    try:
        intervening.departure(charge, key)
    except DomainError as refusal:
        reason = refusal.message
    return Target(key, node.name, node.compulsory, not reason, reason)


def _acts(
    charge: Charge, targets: list[Target], reach: supervising.Reach, viewer: Staff
) -> list[Act]:
    pause = "resume" if charge.run.status == Run.Status.SUSPENDED else "suspend"
    ops = ("reassign", "jump", "force", "edit", pause, "urge", "tell", "terminate")
    return [_act(op, charge, targets, reach, viewer) for op in ops]


def _act(
    op: str, charge: Charge, targets: list[Target], reach: supervising.Reach, viewer: Staff
) -> Act:
    run = charge.run
    refusal = None if run.status in Run.LIVE else rules.why_not_running(run)
    refusal = refusal or why_not_intervene(run, charge.live, op, reach=reach, by=viewer)
    refusal = refusal or _why_not(op, charge, targets)
    found = refusal.extra.get("who", []) if refusal else []
    return Act(
        verb=op,
        label=ACT_LABELS[op],
        allowed=refusal is None,
        reason=refusal.message if refusal else "",
        who_can=list(found) if isinstance(found, list) else [],
        danger=op in DANGEROUS,
    )


def _why_not(op: str, charge: Charge, targets: list[Target]) -> DomainError | None:
    """What this one verb cannot do here."""
    if op in ("jump", "force", "edit"):
        force = op == "force"
        refuse = intervening.refuse_unmovable if force else intervening.refuse_unturnable
        if refusal := _refused(lambda: refuse(charge.run)):
            return refusal
    if op == "jump" and not any(target.allowed for target in targets):
        return overruling.CannotJump("没有可以跳转到的环节。")
    if op == "force":
        nodes = [charge.board.chart.nodes[step.node] for step in charge.steps()]
        refusals = [overruling.why_not_force(node) for node in nodes]
        return refusals[0] if refusals and all(refusals) else None
    if op in ("suspend", "urge"):
        return rules.why_not_running(charge.run)
    return intervening.why_not_end(charge.run) if op == "terminate" else None


def _refused(act: Callable[[], None]) -> DomainError | None:
    try:
        act()
    except DomainError as refusal:
        return refusal
    return None


# ---- what was changed ------------------------------------------------------------------------


def changes(run_id: UUID, *, viewer: Staff, now: datetime) -> list[Change]:
    """The newest first. A word to the handler is read by those it was for, and by supervisors."""
    run = supervising.readable(run_id, viewer=viewer)
    history = list(Event.objects.filter(run=run).order_by("seq").select_related("actor"))
    found = [event for event in reversed(history) if event.op in CHANGED]
    if not found:
        return []
    mine = supervising.supervises(viewer, run_id)
    return [
        _change(event, why_not=undoing.why_not_undo(event, history, run, now=now), mine=mine)
        for event in found
        if event.op != "tell" or mine or str(viewer.pk) in event.detail.get("told", [])
    ]


def _change(event: Event, *, why_not: DomainError | None, mine: bool) -> Change:
    """`mine`: the reader supervises this run, and so is offered to take it back."""
    undoable = mine and event.op in undoing.UNDOABLE
    return Change(
        id=event.pk,
        op=event.op,
        label=CHANGED[event.op],
        by=event.actor.name if event.actor else "系统",
        at=event.at,
        reason=event.detail.get("reason", ""),
        text=_said(event),
        **_compared(event),
        undo=undoable and why_not is None,
        undo_until=event.at + undoing.WINDOW if undoable else None,
        why_not_undo=why_not.message if undoable and why_not else "",
    )


def _said(event: Event) -> str:
    facts = event.detail
    match event.op:
        case "reassign":
            return f"「{facts['step_name']}」由{facts['from_name']}改派给{facts['to_name']}"
        case "jump":
            left = "、".join(f"「{name}」" for name in facts["left"])
            return f"由{left}跳转到「{facts['step_name']}」"
        case "force":
            return f"「{facts['step_name']}」未经全部办理，按通过处理"
        case "resume":
            return f"停办 {facts['minutes'] / 60:.1f} 工时，办理时限顺延"
        case "deadline":
            moved = [datetime.fromisoformat(one["now"]) for one in facts["moved"]]
            when = min(moved).astimezone(clock.ZONE)
            return f"办理时限改为 {when.month}月{when.day}日 {when:%H:%M}"
        case "undo":
            return f"撤回了{LABELS[facts['undone']]}，恢复到原来的状态"
        case _:
            return SENTENCES[event.op]


SENTENCES = {
    "edit": "调整了后续步骤",
    "suspend": "暂停办理，期间不计时限",
    "terminate": "办理到此结束",
    "tell": "向当前办理人反馈",
    "auto_pass": "超过办理时限，按同意处理",
    "auto_return": "超过办理时限，退回上一环节",
    "auto_done": "所等的事已经完成",
    "auto_reseat": "能办此环节的人有变动",
}


def _compared(event: Event) -> dict[str, Any]:
    """The two graphs of an edit side by side."""
    if event.op != "edit":
        return {}
    pair = event.detail["before"], event.detail["graph"]
    bodies: dict[str, Any] = dict(Graph.objects.filter(pk__in=pair).values_list("pk", "body"))
    was, now = ([node.name for node in graphs.load(sha).stops()] for sha in pair)
    rows = comparing.compare(bodies[pair[0]], bodies[pair[1]])
    return {"rows": rows, "was": was, "now": now}


# ---- the way of one run ------------------------------------------------------------------------


@dataclass(frozen=True)
class PlaceState:
    state: str
    people: list[str]
    at: datetime | None
    opinion: str
    children: list[timeline.Child]


@dataclass(frozen=True)
class Way:
    """This run's own graph, and how far it has come: what the tree draws."""

    run_id: UUID
    title: str
    status: str
    nodes: dict[str, Any]
    states: dict[str, PlaceState]
    edited: bool
    # Of the people, departments, posts and flows it mentions; of permissions.
    names: dict[str, str]
    form_fields: list[formfields.FormField]  # what its conditions ask about
    parent: timeline.Above | None


def way(run_id: UUID, *, viewer: Staff) -> Way:
    found = timeline.timeline(run_id, viewer=viewer)
    run = Run.objects.select_related("graph", "definition").get(pk=run_id)
    names = wording.names_in(run.graph.body)
    return Way(
        run_id=run.pk,
        title=run.title,
        status=str(run.status),
        nodes=run.graph.body["nodes"],
        states={place.key: _state(place) for place in found.nodes},
        edited=run.graph_id != run.definition.graph_id,
        names={**LABELS_OF_PERMISSIONS, **names.of, **names.flows},
        form_fields=formfields.of_flow(run.definition.key, run.graph.body),
        parent=found.parent,
    )


def _state(place: timeline.Place) -> PlaceState:
    last = place.visits[-1] if place.visits else None
    said = [one for one in last.items if one.opinion] if last else []
    people = place.handlers or ([one.owner for one in last.items] if last else [])
    return PlaceState(
        state=place.state,
        people=list(dict.fromkeys(people)),
        at=(last.closed_at or last.opened_at) if last else None,
        opinion=said[-1].opinion if said else "",
        children=place.children,
    )
