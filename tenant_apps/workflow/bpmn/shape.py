"""The nesting of a graph as a reader draws it: sequences, and branches side by side."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Nodes = Mapping[str, Mapping[str, Any]]
FORKS = ("xor", "split")


class NotNested(Exception):
    """Branches cross each other: `key` is reached from two that have not met."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass
class Item:
    """One node of a sequence, with its branches where it forks and the join that closes them."""

    key: str
    branches: list[list["Item"]] = field(default_factory=list)
    join: str = ""


def sequence(nodes: Nodes) -> list[Item]:
    start = next(key for key, facts in nodes.items() if facts["type"] == "start")
    return _Walk(nodes).until(start, None)


class _Walk:
    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self.order = {key: at for at, key in enumerate(in_order(nodes))}
        self.seen: set[str] = set()

    def until(self, key: str | None, stop: str | None) -> list[Item]:
        found: list[Item] = []
        while key is not None and key != stop:
            if key in self.seen:
                raise NotNested(key)
            self.seen.add(key)
            item = Item(key)
            found.append(item)
            if self.nodes[key]["type"] in FORKS:
                key = self._fork(item)
            else:
                key = next(iter(_next(self.nodes, key)), None)
        return found

    def _fork(self, item: Item) -> str | None:
        ways = _next(self.nodes, item.key)
        meeting = self._meeting(ways)
        item.branches = [self.until(way, meeting) for way in ways]
        if meeting is None or self.nodes[meeting]["type"] != "join":
            return meeting
        if self.nodes[item.key]["type"] == "xor":
            return meeting  # the join of the split around
        item.join = meeting
        self.seen.add(meeting)
        return next(iter(_next(self.nodes, meeting)), None)

    def _meeting(self, ways: list[str]) -> str | None:
        """The first node that two of the branches lead to."""
        reached: dict[str, int] = {}
        for way in ways:
            for key in _reachable(self.nodes, way):
                reached[key] = reached.get(key, 0) + 1
        common = [key for key, times in reached.items() if times > 1]
        return min(common, key=self.order.__getitem__) if common else None


def _next(nodes: Nodes, key: str) -> list[str]:
    return [str(edge["to"]) for edge in nodes[key].get("next", ())]


def _reachable(nodes: Nodes, start: str) -> set[str]:
    found, waiting = set(), [start]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(_next(nodes, key))
    return found


def in_order(nodes: Nodes) -> list[str]:
    """Every node after all that lead to it."""
    leading = dict.fromkeys(nodes, 0)
    for key in nodes:
        for to in _next(nodes, key):
            leading[to] += 1
    ready = [key for key, count in leading.items() if count == 0]
    found = []
    while ready:
        key = ready.pop(0)
        found.append(key)
        for to in _next(nodes, key):
            leading[to] -= 1
            if leading[to] == 0:
                ready.append(to)
    return found
