"""子流程: a step that waits for runs of other flows of the unit.

One transaction locks one run. Where the step opens, its children begin in the same act: nobody can
see them yet, so nothing is waited for. After that parent and children talk through the outbox
only: a child that ends sends word to its parent (CHILD_DONE), and a step that closes while some of
its children are still at it ends them (END_CHILD). What a step has heard are its run's own events,
so its verdict can be worked out again from them at any time.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from shared_apps.kernel.errors import DomainError
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.sending import put
from tenant_apps.workflow import definitions, formfields, graphs
from tenant_apps.workflow.board import Board
from tenant_apps.workflow.checking import Fault
from tenant_apps.workflow.graphs import Node
from tenant_apps.workflow.models import Definition, Event, Run, Step
from tenant_apps.workflow.verdicts import Verdict
from tenants.current import current_unit

CHILD_DONE, END_CHILD = "workflow.child_done", "workflow.end_child"
HEARD, ENDED = "child_done", "end_child"  # the operations these bring about
KIND = "sub"  # of subject: a child is about itself, and its record a chain of its own
DEEPEST = 8
LABELS = ("doc_kind", "number", "urgency", "from_unit")
LONGEST_TITLE = 200


class TooDeep(DomainError):
    """Two flows that were published at the same moment may call each other."""

    code = "workflow.subflows_too_deep"


def begin(board: Board, step: Step, node: Node, person: UUID) -> Board:
    """A child on a board of its own; it is written when the act of the parent is."""
    definition = definitions.active(node.flow)
    run = Run(
        definition=definition,
        graph_id=definition.graph_id,
        subject_kind=KIND,
        title=f"{board.run.title} · {definition.name}"[:LONGEST_TITLE],
        starter_id=person,
        parent=step,
        data={name: board.run.data[name] for name in node.hands if name in board.run.data},
        created_at=board.at,
        **{name: getattr(board.run, name) for name in LABELS},
    )
    run.subject_id = run.pk
    _refuse_deep(board.run)
    child = Board(run, by=board.by, at=board.at)
    child.lends = definition.lends  # type: ignore[attr-defined]  # read along by `active`
    child.lay_out()
    board.children.append(child)
    return child


def _refuse_deep(run: Run) -> None:
    deep, above = 1, run.parent
    while above is not None:
        deep, above = deep + 1, above.run.parent
    if deep > DEEPEST:
        raise TooDeep(f"子流程最多嵌套 {DEEPEST} 层，请系统管理员检查这些流程是否互相调用。")


# ---- how it stands ---------------------------------------------------------------------------


def is_sub(board: Board, step: Step) -> bool:
    node = board.chart.nodes.get(step.node)
    return node is not None and node.type == "sub"


def verdict(wait: str | int, ended: Collection[str], total: int) -> Verdict:
    """`ended`: how those ended that were heard of. Well is 办结; all else counts against."""
    well = sum(status == Run.Status.DONE for status in ended)
    needed = {"all": total, "any": 1}[wait] if isinstance(wait, str) else min(wait, total)
    if well >= needed:
        return Verdict.PASSED
    return Verdict.REFUSED if total - (len(ended) - well) < needed else Verdict.PENDING


def heard(step: Step, events: Iterable[Event] | None = None) -> dict[str, str]:
    """Which children this visit has heard of, and how they ended."""
    found = Event.objects.filter(run=step.run_id, op=HEARD) if events is None else events
    return {
        event.detail["child"]: event.detail["ended"]
        for event in found
        if event.op == HEARD and event.detail["step"] == str(step.pk)
    }


# ---- word between them -----------------------------------------------------------------------


def send_word(board: Board, op: str) -> None:
    """Ended, its parent is told; closed before they have ended, the children are."""
    if board.ended and board.run.parent_id and op != ENDED:
        _put(CHILD_DONE, [board.run.pk], board)
    closed = [row for row in board.closed() if isinstance(row, Step) and is_sub(board, row)]
    if closed:
        left = Run.objects.live().filter(parent__in=closed)
        _put(END_CHILD, left.values_list("pk", flat=True), board)


def _put(subscriber: str, children: Iterable[UUID], board: Board) -> None:
    unit = current_unit().schema_name
    put(
        Dispatch(
            unit=unit,
            subscriber=subscriber,
            event=subscriber,
            facts={"run_id": str(child)},
            created_at=board.at,
        )
        for child in children
    )


# ---- before it is published ------------------------------------------------------------------


def faults(key: str, body: Mapping[str, Any]) -> Iterator[Fault]:
    """Flows nobody knows, circles of flows, fields nobody has, and steps nobody can choose for."""
    chart = graphs.check(body)
    own = formfields.titles(key, body)
    for node in chart.nodes.values():
        if node.type != "sub":
            continue
        flow = Definition.objects.filter(key=node.flow, is_active=True).first()
        if flow is None and node.flow != key:
            said = f"子流程「{node.name}」调用的流程“{node.flow}”不存在或还没有发布。"
            yield Fault(node.key, "flow", said)
            continue
        if round_about := _circle(key, node.flow):
            names = "→".join(f"《{name}》" for name in round_about)
            said = f"子流程「{node.name}」会绕回本流程（{names}），不能循环调用。"
            yield Fault(node.key, "flow", said)
            continue
        yield from _unknown_fields(node, own, flow)
        yield from _unchosen(chart, node)


def _circle(key: str, first: str) -> list[str]:
    """The names of the flows by which a call leads back to `key`; empty when it does not."""
    seen: set[str] = set()
    waiting: list[tuple[str, list[str]]] = [(first, [])]
    while waiting:
        called, way = waiting.pop()
        if called == key:
            return [*way, "本流程"]
        flow = Definition.objects.filter(key=called, is_active=True).first()
        if flow is None or called in seen:
            continue
        seen.add(called)
        nodes = graphs.load(flow.graph_id).nodes.values()
        waiting += [(one.flow, [*way, flow.name]) for one in nodes if one.type == "sub"]
    return []


def _unknown_fields(
    node: Node, own: Mapping[str, str], flow: Definition | None
) -> Iterator[Fault]:
    """Where a flow has no form of ours, its answers are not ours to check."""
    theirs = formfields.titles(node.flow, flow.graph.body) if flow else {}
    for name, asked, known in (("hands", node.hands, own), ("brings", node.brings, theirs)):
        if known and (unknown := [one for one in asked if one not in known]):
            what = "带去" if name == "hands" else "带回"
            said = f"子流程「{node.name}」{what}的字段“{unknown[0]}”不在表单里。"
            yield Fault(node.key, name, said)


def _unchosen(chart: graphs.Chart, node: Node) -> Iterator[Fault]:
    """A sub-flow has no handler who could name the people of the step behind it."""
    for after in graphs.following(chart, node.key):
        if any(one.get("chosen") for one in after.who):
            said = f"「{after.name}」在子流程之后，没有前一办理人来选定办理人，请另行设置。"
            yield Fault(after.key, "who", said)
