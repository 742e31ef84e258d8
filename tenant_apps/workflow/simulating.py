"""模拟运行: the way a matter would take, by whom and why. Asks, walks, and writes nothing.

Everybody is taken to agree: what a refusal or a return would do is decided by people.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from shared_apps.kernel.errors import DomainError, Invalid
from tenant_apps.forms import conditions
from tenant_apps.organization.models import Staff
from tenant_apps.organization.queries import staff_by_ids
from tenant_apps.workflow import graphs, selecting, wording
from tenant_apps.workflow.graphs import Chart, Edge, Node


class UnknownStarter(Invalid):
    code = "workflow.unknown_starter"


@dataclass(frozen=True)
class Stop:
    """A step on the way. `ways`: the branches that were taken to come here, as sentences."""

    node: str
    name: str
    people: list[str]
    ids: list[UUID]
    why: str
    mode: str
    ways: list[str] = field(default_factory=list)
    problem: str = ""


@dataclass(frozen=True)
class Case:
    """Who starts it with what answers; `chosen` are the persons picked for later steps."""

    starter: Staff
    data: Mapping[str, Any]
    chosen: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Walked:
    """A step the token comes to, and the conditions that brought it there."""

    node: Node
    ways: tuple[str, ...]


def walk(chart: Chart, data: Mapping[str, Any], names: wording.Names) -> list[Walked]:
    """The steps in the order a reader meets them; parallel branches one after the other."""
    return list(_from(chart, chart.start, data, names))


def simulate(body: Any, case: Case, *, fields: Mapping[str, str] | None = None) -> list[Stop]:
    chart = graphs.check(body)
    names = wording.names_in(body, fields=fields)
    passed: dict[str, list[UUID]] = {}
    sender: UUID | None = case.starter.pk
    stops = []
    for walked in walk(chart, case.data, names):
        stop = _stop(walked, case, names, _Before(sender, passed))
        passed[stop.node] = stop.ids
        sender = stop.ids[0] if stop.ids else sender
        stops.append(stop)
    return stops


def starter_of(staff_id: UUID) -> Staff:
    found = staff_by_ids([staff_id]).get(staff_id)
    if found is None:
        raise UnknownStarter("所选发起人不在本单位或已停用，请另选。")
    return found


def open_ways(node: Node, data: Mapping[str, Any]) -> list[Edge]:
    """As the engine decides: those whose condition holds, else the default; one for a choice."""
    asked = [edge for edge in node.next if not edge.default]
    found = [edge for edge in asked if conditions.holds(edge.when, data)]
    found = found or [edge for edge in node.next if edge.default]
    return found if node.type == "split" else found[:1]


def _from(
    chart: Chart, key: str, data: Mapping[str, Any], names: wording.Names
) -> Iterator[Walked]:
    """On from a node to the end, or to the join of the split around it."""
    ways: tuple[str, ...] = ()
    while (node := chart.nodes[key]).type not in ("end", "join"):
        if node.type in ("xor", "split"):
            taken = open_ways(node, data)
            if node.type == "split":
                yield from _branches(chart, taken, data, names)
                key = chart.nodes[_join_of(chart, key)].next[0].to
                continue
            ways += _said(taken[0], names)
            key = taken[0].to
            continue
        if node.type != "start":
            yield Walked(node, ways)
            ways = ()
        key = node.next[0].to


def _branches(
    chart: Chart, taken: list[Edge], data: Mapping[str, Any], names: wording.Names
) -> Iterator[Walked]:
    for edge in taken:
        inside = _from(chart, edge.to, data, names)
        first = next(inside, None)
        if first is not None:
            yield Walked(first.node, (*_said(edge, names), *first.ways))
            yield from inside


def _join_of(chart: Chart, split: str) -> str:
    """Of the joins ahead on the split's own level, the one all others come after."""
    level = chart.nesting[split]
    joins = [
        key
        for key in chart.ahead_of(split)
        if chart.nodes[key].type == "join" and chart.nesting[key] == level
    ]
    return max(joins, key=lambda key: len(chart.ahead_of(key)))


def _said(edge: Edge, names: wording.Names) -> tuple[str, ...]:
    if edge.default:
        return ("其他情况",)
    return (wording.rule(edge.when, names),) if edge.when is not None else ()


@dataclass(frozen=True)
class _Before:
    sender: UUID | None
    passed: Mapping[str, list[UUID]]


def _stop(walked: Walked, case: Case, names: wording.Names, before: _Before) -> Stop:
    node = walked.node
    found, problem = _resolved(node, case, before)
    people = staff_by_ids(found)
    return Stop(
        node=node.key,
        name=node.name,
        people=[people[pk].name for pk in found if pk in people],
        ids=[pk for pk in found if pk in people],
        why=wording.who(node.who, names),
        mode=_how(node, names),
        ways=list(walked.ways),
        problem=problem,
    )


def _how(node: Node, names: wording.Names) -> str:
    if node.type == "sub":
        return f"子流程{wording.flow(node.flow, names)}，{wording.wait(node.wait)}"
    return wording.mode(node.mode.value, node.percent)


def _resolved(node: Node, case: Case, before: _Before) -> tuple[list[UUID], str]:
    """The people as the engine would find them, and what is to be said about them."""
    asking = replace(
        selecting.asking(
            node,
            starter=case.starter.pk,
            sender=before.sender,
            chosen=case.chosen.get(node.key, ()),
            data=case.data,
        ),
        acted=before.passed,
    )
    try:
        named = selecting.named(asking)
        found = selecting.fitted(named, asking)
    except selecting.ChooseHandlers:
        return [], "届时由前一办理人选定"
    except DomainError as refusal:
        return [], refusal.message
    if found:
        return found, ""
    if named and node.starter == "skip":
        return [], "发起人就是办理人，略过本环节"
    return [], "无人办理，略过本环节" if node.empty == "skip" else selecting.nobody(asking).message
