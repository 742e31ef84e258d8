"""流转记录: every step of a run in reading order, who said what, and who comes next."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tenant_apps.organization.models import Staff
from tenant_apps.organization.queries import staff_by_ids
from tenant_apps.workflow import graphs, selecting, supervising
from tenant_apps.workflow.models import Item, Run, Step


@dataclass(frozen=True)
class Said:
    """One turn of one seat."""

    id: UUID
    owner: str
    acts_for: str  # 代 whom; empty in one's own name
    title: str
    department: str
    status: str
    action: str | None
    opinion: str
    opened_at: datetime
    closed_at: datetime | None
    sent_to: str | None


@dataclass(frozen=True)
class Visit:
    opened_at: datetime
    closed_at: datetime | None
    status: str
    items: list[Said]


@dataclass(frozen=True)
class Child:
    """子流程: a run that a step waits or waited for. `readable`: may the reader open it?"""

    run_id: UUID
    title: str
    flow_name: str
    status: str
    starter: str
    desk: list[str]
    closed_at: datetime | None
    readable: bool


@dataclass(frozen=True)
class Place:
    """A step of the flow: passed, now, still to come, or left out."""

    key: str
    name: str
    state: str
    mode: str
    visits: list[Visit]
    handlers: list[str]
    children: list[Child] = field(default_factory=list)


@dataclass(frozen=True)
class Above:
    """主流程: the run that waits for this one."""

    run_id: UUID
    title: str
    step_name: str
    readable: bool


@dataclass(frozen=True)
class Timeline:
    id: UUID
    title: str
    status: str
    nodes: list[Place]
    parent: Above | None = None


def timeline(run_id: UUID, *, viewer: Staff) -> Timeline:
    run = supervising.readable(run_id, viewer=viewer)
    chart = graphs.load(run.graph_id)
    steps: dict[str, list[Step]] = defaultdict(list)
    for step in Step.objects.filter(run=run).order_by("opened_seq"):
        steps[step.node].append(step)
    items: dict[UUID, list[Item]] = defaultdict(list)
    for item in Item.objects.filter(run=run).select_related("owner__department", "principal"):
        items[item.step_id].append(item)
    _keep_blind(chart, steps, items, viewer)
    states = _states(run, chart, steps)
    handlers = _handlers(run, chart, states, steps, items)
    children = _children(steps, viewer) if _calls(chart) else {}
    nodes = [
        Place(
            key=node.key,
            name=node.name,
            state=states[node.key],
            mode=node.mode.value,
            visits=[_visit(step, items[step.pk]) for step in steps[node.key]],
            handlers=handlers.get(node.key, []),
            children=children.get(node.key, []),
        )
        for node in chart.stops()
    ]
    return Timeline(run.pk, run.title, str(run.status), nodes, above(run, viewer=viewer))


def above(run: Run, *, viewer: Staff) -> Above | None:
    if run.parent is None:
        return None
    parent = run.parent.run
    readable = supervising.may_read([parent.pk], viewer=viewer)
    return Above(parent.pk, parent.title, run.parent.name, bool(readable))


def children_of(run: Run, *, viewer: Staff) -> list[Child]:
    """All of them, in the order they began."""
    if not _calls(graphs.load(run.graph_id)):
        return []
    steps = {"": list(Step.objects.filter(run=run))}
    return _children(steps, viewer).get("", [])


def _calls(chart: graphs.Chart) -> bool:
    return any(node.type == "sub" for node in chart.nodes.values())


def _children(steps: dict[str, list[Step]], viewer: Staff) -> dict[str, list[Child]]:
    """Of every visit of a step, with whose desk each lies on."""
    visits = {step.pk: key for key, visits in steps.items() for step in visits}
    rows = Run.objects.filter(parent__in=visits).select_related("definition", "starter")
    runs = list(rows.order_by("created_at", "pk"))
    readable = supervising.may_read([run.pk for run in runs], viewer=viewer)
    desks: dict[UUID, list[str]] = defaultdict(list)
    lying = Item.objects.filter(run__in=runs, status=Item.Status.OPEN).select_related("owner")
    for item in lying.order_by("slot"):
        desks[item.run_id].append(item.owner.name)
    found: dict[str, list[Child]] = defaultdict(list)
    for run in runs:
        if run.parent_id is not None:
            found[visits[run.parent_id]].append(
                Child(
                    run.pk,
                    run.title,
                    run.definition.name,
                    str(run.status),
                    run.starter.name,
                    list(dict.fromkeys(desks[run.pk])),
                    run.closed_at,
                    run.pk in readable,
                )
            )
    return found


def _keep_blind(
    chart: graphs.Chart,
    steps: dict[str, list[Step]],
    items: dict[UUID, list[Item]],
    viewer: Staff,
) -> None:
    """背对背会签: who has still to sign does not read what the others said."""
    for key, visits in list(steps.items()):
        node = chart.nodes.get(key)
        for step in visits:
            seats = items[step.pk]
            to_sign = any(viewer.pk == one.owner_id and one.status in Item.LIVE for one in seats)
            if node and node.blind and to_sign:
                for item in seats:
                    if item.owner_id != viewer.pk and item.kind == Item.Kind.SIGN:
                        item.opinion, item.action = "", ""


def _states(run: Run, chart: graphs.Chart, steps: dict[str, list[Step]]) -> dict[str, str]:
    open_ = [step for visits in list(steps.values()) for step in visits if step.status == "open"]
    ahead: set[str] = set()
    for step in open_:
        # Returned straight, the steps between are not gone through again.
        begins = step.back_to or step.node
        ahead |= chart.ahead_of(begins) | ({begins} - {step.node})
    now = {step.node for step in open_}
    return {node.key: _state(node.key, now, ahead, steps) for node in chart.stops()}


def _state(key: str, now: set[str], ahead: set[str], steps: dict[str, list[Step]]) -> str:
    if key in now:
        return "now"
    if key in ahead:
        return "next"
    passed = any(step.status in (Step.Status.DONE, Step.Status.REJECTED) for step in steps[key])
    return "done" if passed else "skipped"


def _handlers(
    run: Run,
    chart: graphs.Chart,
    states: dict[str, str],
    steps: dict[str, list[Step]],
    items: dict[UUID, list[Item]],
) -> dict[str, list[str]]:
    """Who has it now, and who is expected next."""
    expected = {
        node.key: selecting.expected(
            selecting.Asking(
                node=node.key,
                name=node.name,
                who=node.who,
                starter=run.starter_id,
                sender=None,
                chosen=[UUID(one) for one in run.chosen.get(node.key, ())],
            )
        )
        for node in chart.stops()
        if states[node.key] == "next"
    }
    people = staff_by_ids({pk for ids in expected.values() for pk in ids})
    found = {key: [people[pk].name for pk in ids] for key, ids in expected.items()}
    for key in (key for key, state in states.items() if state == "now"):
        seated = [item for item in items[steps[key][-1].pk] if item.status in Item.LIVE]
        found[key] = [item.owner.name for item in sorted(seated, key=lambda one: one.slot)]
    return found


def _visit(step: Step, items: list[Item]) -> Visit:
    turns = sorted(items, key=lambda item: (item.slot, item.turn))
    following = {(item.slot, item.turn - 1): item.owner.name for item in turns if item.turn}
    said = [_said(item, following.get((item.slot, item.turn))) for item in turns]
    return Visit(step.opened_at, step.closed_at, str(step.status), said)


def _said(item: Item, sent_to: str | None) -> Said:
    return Said(
        id=item.pk,
        owner=item.owner.name,
        acts_for=item.principal.name if item.principal_id != item.owner_id else "",
        title=item.owner.title,
        department=item.owner.department.name,
        status=str(item.status),
        action=item.action or None,
        opinion=item.opinion,
        opened_at=item.opened_at,
        closed_at=item.closed_at,
        sent_to=sent_to,
    )
