"""What a supervisor may overrule, and what nobody may: pure answers over a graph and its tokens.

Compulsory steps (审核, 签发, 复核) are never jumped over, forced through or edited away.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared_apps.kernel.errors import DomainError
from tenant_apps.workflow.graphs import Chart, Node

FORKS = ("xor", "split")
# What an edit may change of a step that was visited already: where it leads, and how it is shown.
FREE = {"next", "name", "due"}


class CannotJump(DomainError):
    code = "workflow.cannot_jump"


class CannotForce(DomainError):
    code = "workflow.cannot_force"


class CompulsoryStep(DomainError):
    code = "workflow.compulsory_step"


class CannotEdit(DomainError):
    code = "workflow.cannot_edit"


def why_not_jump(
    chart: Chart, leaving: Collection[str], to: str, *, locked: Collection[str] = ()
) -> DomainError | None:
    """`leaving`: the steps that would be left open-ended by the jump. `locked`: compulsory too."""
    target = chart.nodes.get(to)
    if target is None or target.type != "task":
        return CannotJump("没有这个环节，请刷新后重新选择。")
    if to in leaving:
        return CannotJump(f"此件已在「{target.name}」环节；要换人办理请用“改派”。")
    if passed := passed_over(chart, leaving, to, locked=locked):
        names = "、".join(f"「{node.name}」" for node in passed)
        return CompulsoryStep(
            f"不能越过规定环节{names}。请跳转到该环节或其之前的环节。",
            nodes=[node.key for node in passed],
        )
    return None


def passed_over(
    chart: Chart, leaving: Iterable[str], to: str, *, locked: Collection[str] = ()
) -> list[Node]:
    """Compulsory steps that were still to come, or are open, and would no longer be."""
    before: set[str] = set()
    for key in leaving:
        before |= {key} | chart.ahead_of(key)
    lost = before - chart.ahead_of(to) - {to}
    ahead = [node for node in chart.stops() if node.key in lost]
    return [node for node in ahead if node.compulsory or node.key in locked]


def why_not_force(node: Node) -> DomainError | None:
    if node.compulsory:
        return CompulsoryStep(
            f"「{node.name}」是规定环节，必须由办理人亲自办理；可以改派给别人。", nodes=[node.key]
        )
    return None


@dataclass(frozen=True)
class Redrawing:
    """Two drawings of one run's way: each as it was drawn (nodes by key) and as it was read."""

    was: Chart
    now: Chart
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    standing: Sequence[str]  # nodes of open visits, splits included
    visited: Collection[str]
    returning: Collection[str] = ()  # where 直送 leads back to
    locked: Collection[str] = ()  # compulsory too

    def why_not(self) -> DomainError | None:
        for key in dict.fromkeys([*self.standing, *self.visited, *self.returning]):
            if why := self._touched(key):
                name = self.was.nodes[key].name if key in self.was.nodes else key
                return CannotEdit(f"「{name}」已经办到或办过，{why}。", node=key)
        return self._compulsory_touched()

    def _touched(self, key: str) -> str:
        """What is behind us stays as it was, and so does where we stand."""
        was, now = self.was.nodes.get(key), self.now.nodes.get(key)
        if was is None or now is None or was.type != now.type:
            return "只能改它之后的环节"
        if self.was.nesting[key] != self.now.nesting[key]:
            return "不能移进或移出分支"
        if _settings(self.before[key]) != _settings(self.after[key]):
            return "不能改它的设置；换人办理请用“改派”"
        return ""

    def _compulsory_touched(self) -> DomainError | None:
        """Every compulsory step ahead stays as it is, stays unavoidable, and in its order."""
        ahead = {key for start in self.standing for key in self.was.ahead_of(start)}
        kept = [
            node
            for node in self.was.stops()
            if node.key in ahead and (node.compulsory or node.key in self.locked)
        ]
        for node in kept:
            if why := self._loosened(node, ahead) or self._reordered(node, kept):
                return CompulsoryStep(f"「{node.name}」是规定环节，{why}。", nodes=[node.key])
        return None

    def _loosened(self, node: Node, ahead: Collection[str]) -> str:
        key = node.key
        if {**self.before[key], "next": 0} != {**self.after.get(key, {}), "next": 0}:
            return "不能删除或改动"
        gates = [
            gate.key
            for gate in self.was.nodes.values()
            if gate.type in FORKS
            and gate.key in {*ahead, *self.standing}
            and self.was.leads(gate.key, key)
        ]
        if not all(self._same_gate(gate, key) for gate in gates):
            return "通往它的分支条件不能改动"
        if any(self._newly_avoidable(one) for one in (*gates, key)):
            return "不能被绕过"
        return ""

    def _reordered(self, node: Node, kept: Sequence[Node]) -> str:
        for first in kept:
            if self.was.leads(first.key, node.key) and not self.now.leads(first.key, node.key):
                return f"须在「{first.name}」之后"
        return ""

    def _same_gate(self, gate: str, key: str) -> bool:
        """The same doors with the same conditions, and behind each the step or not, as before."""
        was, now = self.was.nodes[gate], self.now.nodes.get(gate)
        if now is None or now.type != was.type or len(now.next) != len(was.next):
            return False
        return all(
            (old.when, old.default) == (new.when, new.default)
            and _reaches(self.was, old.to, key) == _reaches(self.now, new.to, key)
            for old, new in zip(was.next, now.next, strict=True)
        )

    def _newly_avoidable(self, key: str) -> bool:
        """From where the run stands: could it end without this node, and could it not before?"""
        tokens = [one for one in self.standing if self.was.nodes[one].type not in FORKS]
        return all(avoidable(self.now, one, key) for one in tokens) and not all(
            avoidable(self.was, one, key) for one in tokens
        )


def _settings(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in FREE}


def _reaches(chart: Chart, start: str, key: str) -> bool:
    return start == key or chart.leads(start, key)


def avoidable(chart: Chart, start: str, key: str) -> bool:
    """Is there a way from a node to an end that does not touch another?"""
    known: dict[str, bool] = {}

    def avoids(at: str) -> bool:
        if at not in known:
            known[at] = at != key and _way_on(at)
        return known[at]

    def _way_on(at: str) -> bool:
        node = chart.nodes[at]
        if node.type == "end":
            return True
        always = [edge for edge in node.next if edge.when is None and not edge.default]
        if node.type == "split" and always:
            return all(avoids(edge.to) for edge in always)
        return any(avoids(edge.to) for edge in node.next)

    return any(avoids(edge.to) for edge in chart.nodes[start].next)
