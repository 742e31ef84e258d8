"""回放: the runs that ended lately, walked through a new graph with the answers they had.

Compared are two drawings, today's people in both: what differs is then the drawing's doing, and
not that somebody has moved to another office since. Whoever draws flows need not read what ran on
them: of a run they may not see they learn the number and the way, not what or whose it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from shared_apps.kernel.errors import DomainError
from shared_apps.kernel.listing import listing
from tenant_apps.organization.models import Staff
from tenant_apps.organization.queries import staff_by_ids
from tenant_apps.workflow import graphs, selecting, simulating, supervising, wording
from tenant_apps.workflow.graphs import Chart, Node
from tenant_apps.workflow.models import Run

DAYS = 31
PAGE = 100
RECENT = ("-closed_at", "-id")


@dataclass(frozen=True)
class Difference:
    """One run that would have gone another way; without a title where it is not theirs to read."""

    run_id: UUID
    number: str
    title: str
    closed_at: datetime
    was: list[str]
    would: list[str]
    changes: list[str]


@dataclass(frozen=True)
class Replay:
    """One page of them. `unknown`: the new conditions ask what these runs never answered."""

    runs: int
    same: int
    different: list[Difference]
    unknown: int
    next: str | None
    total: int | None


def replay(
    key: str, body: Any, *, viewer: Staff, at: datetime, cursor: str | None = None
) -> Replay:
    new = graphs.check(body)
    ended = Run.objects.filter(
        definition__key=key,
        status__in=(Run.Status.DONE, Run.Status.REJECTED),
        closed_at__gt=at - timedelta(days=DAYS),
    )
    page = listing(ended, cursor, by=RECENT, size=PAGE)
    readable = supervising.may_read([run.pk for run in page.results], viewer=viewer)
    people = _People()
    different = []
    unknown = 0
    for run in page.results:
        unknown += any(field not in run.data for field in _asked(new))
        old = graphs.load(run.graph_id)
        found = _difference(run, old, new, people, told=run.pk in readable)
        if found is not None:
            different.append(found)
    runs = len(page.results)
    return Replay(runs, runs - len(different), different, unknown, page.next, page.total)


@dataclass
class _People:
    """Selectors answered once for all runs that ask the same; names likewise."""

    _found: dict[str, tuple[UUID, ...]] = field(default_factory=dict)
    _names: dict[UUID, str] = field(default_factory=dict)

    @cached_property
    def nameless(self) -> wording.Names:
        return wording.Names()

    def of(self, node: Node, run: Run) -> tuple[UUID, ...]:
        chosen = run.chosen.get(node.key, ()) if _picks(node) else ()
        about = run.starter_id if _is_personal(node) else ""
        named = [run.data.get(one["field"]) for one in node.who if "field" in one]
        asked = [sorted(one.items()) for one in node.who]
        key = f"{asked}|{about}|{chosen}|{named}|{node.starter}|{node.fallback}"
        if key not in self._found:
            self._found[key] = self._ask(node, run, chosen)
        return self._found[key]

    def called(self, ids: tuple[UUID, ...]) -> str:
        missing = [pk for pk in ids if pk not in self._names]
        if missing:
            self._names |= {pk: one.name for pk, one in staff_by_ids(missing).items()}
        return "、".join(self._names.get(pk, "已停用人员") for pk in ids) or "无人"

    def _ask(self, node: Node, run: Run, chosen: Any) -> tuple[UUID, ...]:
        asking = selecting.asking(
            node, starter=run.starter_id, sender=run.starter_id, chosen=chosen, data=run.data
        )
        try:
            return tuple(selecting.resolve(asking))
        except DomainError:
            return ()


def _picks(node: Node) -> bool:
    return any("chosen" in selector for selector in node.who)


def _is_personal(node: Node) -> bool:
    fixed = {"staff", "permission", "post", "head_of", "field"}
    return node.starter != "self" or any(set(selector) - fixed for selector in node.who)


def _difference(
    run: Run, old: Chart, new: Chart, people: _People, *, told: bool
) -> Difference | None:
    was = [step.node for step in simulating.walk(old, run.data, people.nameless)]
    would = [step.node for step in simulating.walk(new, run.data, people.nameless)]
    others = _other_people(was, would, run, people, told=told)
    changes = _changes(was, would) + _other_flows(was, would) + others
    if not changes:
        return None
    return Difference(
        run_id=run.pk,
        number=run.number,
        title=run.title if told else "",
        closed_at=run.closed_at or run.created_at,
        was=[node.name for node in was],
        would=[node.name for node in would],
        changes=changes,
    )


def _changes(was: list[Node], would: list[Node]) -> list[str]:
    before, after = [node.key for node in was], [node.key for node in would]
    found = [f"不再经过「{node.name}」" for node in was if node.key not in after]
    found += [f"多经过「{node.name}」" for node in would if node.key not in before]
    kept = [key for key in before if key in after]
    if kept != [key for key in after if key in before]:
        found.append("环节的先后不同")
    return found


def _other_people(
    was: list[Node], would: list[Node], run: Run, people: _People, *, told: bool
) -> list[str]:
    before: Mapping[str, Node] = {node.key: node for node in was}
    found = []
    for node in would:
        old = before.get(node.key)
        if old is None or _same_people(old, node):
            continue
        then, now = people.of(old, run), people.of(node, run)
        if set(then) == set(now):
            continue
        if not told and (_is_personal(old) or _is_personal(node)):
            found.append(f"「{node.name}」办理人不同")  # their names would tell who began it
        else:
            found.append(f"「{node.name}」{people.called(then)} → {people.called(now)}")
    return found


def _same_people(one: Node, other: Node) -> bool:
    return (one.who, one.starter, one.fallback) == (other.who, other.starter, other.fallback)


def _other_flows(was: list[Node], would: list[Node]) -> list[str]:
    before = {node.key: node.flow for node in was}
    found = [node for node in would if before.get(node.key, node.flow) != node.flow]
    return [f"「{node.name}」换成另一个子流程" for node in found]


def _asked(chart: Chart) -> set[str]:
    """The fields that conditions of this graph look at."""
    rules: list[Any] = [edge.when for node in chart.nodes.values() for edge in node.next]
    found: set[str] = set()
    while rules:
        rule = rules.pop()
        if isinstance(rule, list | tuple):
            rules.extend(rule)
        elif isinstance(rule, Mapping) and "field" in rule:
            found.add(str(rule["field"]))
        elif isinstance(rule, Mapping):
            rules.extend(rule.values())
    return found
