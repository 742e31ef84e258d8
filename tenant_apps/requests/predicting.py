"""提交后的流程: the way a request would go, with the people who would get it, by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tenant_apps.forms import conditions
from tenant_apps.organization.models import Staff
from tenant_apps.organization.queries import staff_by_ids
from tenant_apps.requests.sheets import SUBMIT
from tenant_apps.workflow import choosing, graphs, selecting
from tenant_apps.workflow.graphs import Chart, Node

NAMED_LATER = "由上一环节办理人选定"
OPERATORS = {
    ">": "超过",
    ">=": "不少于",
    "<": "少于",
    "<=": "不超过",
    "==": "为",
    "!=": "不为",
}


@dataclass(frozen=True)
class Stop:
    """One step ahead. `why`: the condition that leads there, in words."""

    node: str
    name: str
    people: list[str]
    why: str = ""
    mode: str = "all"
    due_minutes: int | None = None
    fault: str = ""  # nobody would get it: who can help
    later: str = ""  # nobody yet, and nothing is wrong with that: who will say
    permission: str | None = None  # of whom the applicant names here; None: named by no applicant


@dataclass
class _Walk:
    chart: Chart
    data: Mapping[str, Any]
    titles: Mapping[str, str]
    seen: set[str] = field(default_factory=set)

    def stops(self, key: str, why: str = "") -> Iterator[tuple[Node, str]]:
        node = self.chart.nodes[key]
        if key in self.seen:
            return
        self.seen.add(key)
        if node.type == "task":
            yield node, why
            why = ""
        for edge in self._ways(node):
            reason = in_words(edge.when, self.titles) if edge.when else why
            yield from self.stops(edge.to, reason)

    def _ways(self, node: Node) -> list[graphs.Edge]:
        asked = [edge for edge in node.next if not edge.default]
        open_ = [edge for edge in asked if conditions.holds(edge.when, self.data)]
        found = open_ or [edge for edge in node.next if edge.default]
        return found[:1] if node.type == "xor" else found


def path(
    graph_id: str, *, starter: Staff, data: Mapping[str, Any], titles: Mapping[str, str]
) -> list[Stop]:
    """`titles`: what the form calls its fields, to say conditions in words."""
    chart = graphs.load(graph_id)
    met = list(_Walk(chart, data, titles).stops(chart.start))
    first = next((node.key for node, _ in met if node.verb == SUBMIT), chart.start)
    ahead = choosing.following(chart, first, data)
    named = {key: choosing.permission_of(chart.nodes[key]) for key in ahead}
    asked = {node.key: _asking(node, starter, data) for node, _ in met}
    expected = {key: selecting.expected(one) for key, one in asked.items()}
    people = staff_by_ids({pk for ids in expected.values() for pk in ids})
    found = []
    for node, why in met:
        names = [_with_title(people[pk]) for pk in expected[node.key] if pk in people]
        if not names and node.empty == "skip":
            continue
        permission = named.get(node.key)
        lacks = not names and permission is None
        later = NAMED_LATER if lacks and choosing.permission_of(node) is not None else ""
        fault = selecting.nobody(asked[node.key]).message if lacks and not later else ""
        facts = (node.mode.value, node.due, fault, later, permission)
        found.append(Stop(node.key, node.name, names, why, *facts))
    return found


def in_words(rule: Any, titles: Mapping[str, str]) -> str:
    """行程超过 60; empty where a rule is too deep for one line."""
    if "field" in rule:
        value = rule["value"]
        said = "、".join(map(str, value)) if isinstance(value, list) else value
        sign = OPERATORS.get(rule["op"], "为")
        return f"{titles.get(rule['field'], rule['field'])}{sign} {said}"
    parts = rule.get("all") or rule.get("any") or []
    joined = "且" if "all" in rule else "或"
    said_parts = [in_words(one, titles) for one in parts]
    return joined.join(said_parts) if all(said_parts) else ""


def _asking(node: Node, starter: Staff, data: Mapping[str, Any]) -> selecting.Asking:
    return selecting.asking(node, starter=starter.pk, sender=starter.pk, data=data)


def _with_title(person: Staff) -> str:
    return f"{person.name} {person.title}".strip()
