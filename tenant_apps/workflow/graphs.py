"""A flow drawn as data: read, checked once, and addressed by its hash.

    {"nodes": {"s": {"type": "start", "next": [{"to": "draft"}]},
               "draft": {"type": "task", "name": "起草", "verb": "submit",
                         "who": [{"starter": true}], "next": [{"to": "end"}]},
               "end": {"type": "end"}}}

Types: start, task, sub (a run of another flow for each of `who`), xor (one branch), split (every
branch that applies), join, end. Returning is an act of a person, never a drawn edge: a graph has
no cycles; every split is closed by its own join.
"""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from shared_apps.kernel.errors import Invalid
from tenant_apps.forms import conditions
from tenant_apps.workflow import options, selecting
from tenant_apps.workflow.models import Graph
from tenant_apps.workflow.verdicts import Mode

TYPES = {"start", "task", "sub", "xor", "split", "join", "end"}
STOPS = ("task", "sub")  # where a matter stays for a while
LARGEST = 200


class BadGraph(Invalid):
    code = "workflow.bad_graph"


@dataclass(frozen=True)
class Edge:
    to: str
    when: conditions.Rule | None = None
    default: bool = False


@dataclass(frozen=True)
class Node:
    """环节 or fork of a flow. `verb` is the office verb that completes the step, e.g. "sign"."""

    key: str
    type: str
    name: str
    next: tuple[Edge, ...]
    verb: str = ""
    who: tuple[selecting.Selector, ...] = ()
    mode: Mode = Mode.ALL
    percent: int = 100
    due: int | None = None  # working minutes
    on_reject: str = ""  # the passed step that a refusal leads back to; empty: the run ends
    empty: str = "refuse"  # nobody to handle it: refuse (say who can help), skip, or `fallback`
    result: str = "done"
    compulsory: bool = False  # 审核, 签发, 复核: never passed over, by nobody
    blind: bool = False  # 背对背: who has not signed yet does not read what the others said
    reject: str = "veto"  # 会签: the first refusal decides, or "collect" all and ask the host
    starter: str = "self"  # 发起人即办理人: handles it, is left out, or the head does
    fallback: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)  # the form's fields → rights
    free: bool = False  # 自由流: the handler may say who comes next
    allow: tuple[str, ...] | None = None  # what one may do beside agreeing; None: everything
    grants: tuple[str, ...] = ()  # how its handlers may lead the matter on by another way
    overdue: str = "remind"
    cc: tuple[selecting.Selector, ...] = ()
    opinion_kind: str = ""
    flow: str = ""  # 子流程: which one
    wait: str | int = "all"  # how many of its runs must end well: all, any, or a number
    hands: tuple[str, ...] = ()  # the answers it is handed
    brings: tuple[str, ...] = ()  # and those it brings back

    def lets(self, verb: str) -> bool:
        return self.allow is None or verb in self.allow


@dataclass(frozen=True)
class Chart:
    """A checked graph."""

    nodes: dict[str, Node]
    start: str
    nesting: dict[str, tuple[str, ...]]  # node → the splits it stands inside

    def tasks(self) -> list[Node]:
        """Steps in the order a reader meets them."""
        return [self.nodes[key] for key in self._order if self.nodes[key].type == "task"]

    def stops(self) -> list[Node]:
        """Steps and sub-flows, in the same order."""
        return [self.nodes[key] for key in self._order if self.nodes[key].type in STOPS]

    def leads(self, start: str, end: str) -> bool:
        """Does a way forward lead from one node to another?"""
        return end in self.ahead_of(start)

    def ahead_of(self, start: str) -> set[str]:
        found: set[str] = set()
        waiting = [edge.to for edge in self.nodes[start].next]
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting.extend(edge.to for edge in self.nodes[key].next)
        return found

    @cached_property
    def _order(self) -> tuple[str, ...]:
        """Every node after all that lead to it; branches in the order they were drawn."""
        done: set[str] = set()
        order: list[str] = []
        waiting = [(self.start, iter(self.nodes[self.start].next))]
        while waiting:
            key, edges = waiting[-1]
            edge = next(edges, None)
            if edge is None:
                waiting.pop()
                done.add(key)
                order.append(key)
            elif edge.to not in done:
                waiting.append((edge.to, iter(reversed(self.nodes[edge.to].next))))
        return tuple(reversed(order))


def store(body: Any) -> str:
    """Keep a graph under its hash; the same graph is kept once."""
    check(body)
    text = _canonical(body)
    sha = hashlib.sha256(text.encode()).hexdigest()
    Graph.objects.bulk_create([Graph(sha=sha, body=json.loads(text))], ignore_conflicts=True)
    return sha


@lru_cache(1024)
def load(sha: str) -> Chart:
    """A name made of the content is never stale, in whatever unit it was read first."""
    return check(Graph.objects.values_list("body", flat=True).get(pk=sha))


def check(body: Any) -> Chart:
    """Read a graph, or refuse it with the name of the node at fault."""
    if not isinstance(body, dict) or not isinstance(body.get("nodes"), dict):
        raise BadGraph("流程图格式不正确：缺少环节。")
    if not 2 <= len(body["nodes"]) <= LARGEST:
        raise BadGraph(f"流程图的环节数须在 2 至 {LARGEST} 之间。")
    nodes = {key: _read(key, facts) for key, facts in body["nodes"].items()}
    starts = [key for key, node in nodes.items() if node.type == "start"]
    if len(starts) != 1:
        raise BadGraph("流程图须有且只有一个开始。")
    for node in nodes.values():
        _check_exits(node, nodes)
    _refuse_circles(nodes, starts[0])
    nesting = _nested(nodes, starts[0])
    chart = Chart(nodes, starts[0], nesting)
    for node in nodes.values():
        _check_way_back(chart, node)
    return chart


def following(chart: Chart, key: str) -> list[Node]:
    """The steps that may come next, through whatever forks lie between."""
    found: list[Node] = []
    waiting, seen = [edge.to for edge in chart.nodes[key].next], set()
    while waiting:
        node = chart.nodes[waiting.pop(0)]
        if node.key in seen:
            continue
        seen.add(node.key)
        if node.type in STOPS:
            found.append(node)
        else:
            waiting += [edge.to for edge in node.next]
    return found


def _read(key: str, facts: Any) -> Node:
    if not isinstance(facts, dict) or facts.get("type") not in TYPES or len(key) > 40:
        raise BadGraph(f"环节「{key}」的类型不正确。", node=key)
    try:
        edges = tuple(
            Edge(edge["to"], edge.get("when"), bool(edge.get("default")))
            for edge in facts.get("next", [])
        )
        rest = {name: facts[name] for name in SETTINGS if name in facts}
        if "mode" in rest:
            rest["mode"] = Mode(rest["mode"])
        node = Node(
            key,
            facts["type"],
            str(facts.get("name", key)),
            edges,
            who=tuple(facts.get("who", ())),
            **rest,
            **options.read(facts),
        )
    except (TypeError, ValueError, KeyError, AttributeError):
        raise BadGraph(f"环节「{key}」的设置不正确。", node=key) from None
    if problem := _fault(node):
        raise BadGraph(f"环节「{node.name}」{problem}。", node=key)
    return node


SETTINGS = ("verb", "mode", "percent", "due", "on_reject", "result", "flow", "wait")


def _fault(node: Node) -> str | None:
    if len(node.name) > 40:
        return "的名称过长"
    if not (type(node.percent) is int and 1 <= node.percent <= 100):
        return "的票签比例须在 1 至 100 之间"
    if node.due is not None and not (type(node.due) is int and 0 < node.due <= 480 * 250):
        return "的办理时限须是一年以内的工作分钟数"
    if not isinstance(node.verb, str) or not isinstance(node.on_reject, str):
        return "的设置不正确"
    if node.result not in ("done", "rejected"):
        return "的设置不正确"
    return options.fault(node) or _ways_fault(node) or _people_fault(node) or _sub_fault(node)


def _ways_fault(node: Node) -> str | None:
    for edge in node.next:
        if edge.when is not None and (problem := conditions.fault(edge.when)):
            return f"的{problem}"
    return None


def _sub_fault(node: Node) -> str | None:
    if node.type != "sub":
        return None
    if not isinstance(node.flow, str) or not 0 < len(node.flow) <= 64:
        return "没有选择子流程"
    if node.wait not in ("all", "any") and not (type(node.wait) is int and 0 < node.wait <= 200):
        return "的等待方式须是全部、任一或 1 至 200 之间的个数"
    if not all(isinstance(name, str) for name in (*node.hands, *node.brings)):
        return "带去或带回的字段不正确"
    return None


def _people_fault(node: Node) -> str | None:
    if node.type not in STOPS:
        return None
    if problem := selecting.fault(node.who):
        return problem
    if node.fallback and (problem := selecting.staff_fault(list(node.fallback))):
        return f"的替补办理人有误：{problem}"
    return f"的抄送有误：{problem}" if node.cc and (problem := selecting.fault(node.cc)) else None


def _check_exits(node: Node, nodes: dict[str, Node]) -> None:
    for edge in node.next:
        if edge.to not in nodes:
            raise BadGraph(f"环节「{node.name}」指向不存在的环节「{edge.to}」。", node=node.key)
    if node.type == "end":
        wrong = bool(node.next)
    elif node.type in ("xor", "split"):
        # Without a default branch a matter may find every door shut: refused, not guessed.
        always = any(edge.default or edge.when is None for edge in node.next)
        wrong = len(node.next) < 2 or not always
    else:
        wrong = len(node.next) != 1 or node.next[0].when is not None
    if wrong:
        raise BadGraph(f"环节「{node.name}」的出口不正确，分支须有默认出口。", node=node.key)


def _refuse_circles(nodes: dict[str, Node], start: str) -> None:
    on_way: set[str] = set()
    finished: set[str] = set()
    waiting = [(start, False)]
    while waiting:
        key, leaving = waiting.pop()
        if leaving:
            on_way.discard(key)
            finished.add(key)
        elif key in on_way:
            raise BadGraph(f"环节「{nodes[key].name}」绕回自身；退回无需画线。", node=key)
        elif key not in finished:
            on_way.add(key)
            waiting.append((key, True))
            waiting.extend((edge.to, False) for edge in nodes[key].next)


def _nested(nodes: dict[str, Node], start: str) -> dict[str, tuple[str, ...]]:
    """The splits around each node; refuses branches that are not closed by their own join."""
    found: dict[str, tuple[str, ...]] = {}
    joined: dict[str, str] = {}
    waiting: list[tuple[str, tuple[str, ...]]] = [(start, ())]
    while waiting:
        key, around = waiting.pop()
        node = nodes[key]
        if node.type == "join":
            if not around or joined.setdefault(around[-1], key) != key:
                raise BadGraph(f"汇合「{node.name}」不是前面分支唯一的汇合处。", node=key)
            around = around[:-1]
        if key in found:
            if found[key] != around:
                raise BadGraph(f"环节「{node.name}」既在分支内又在分支外。", node=key)
            continue
        found[key] = around
        if node.type == "end" and around:
            raise BadGraph(f"结束「{node.name}」画在分支里面，请先汇合。", node=key)
        inside = (*around, key) if node.type == "split" else around
        waiting.extend((edge.to, inside) for edge in node.next)
    if lost := sorted(set(nodes) - set(found)):
        raise BadGraph(f"环节「{nodes[lost[0]].name}」从开始走不到。", node=lost[0])
    return found


def _check_way_back(chart: Chart, node: Node) -> None:
    if not node.on_reject:
        return
    target = chart.nodes.get(node.on_reject)
    if (
        target is None
        or target.type != "task"
        or chart.nesting[target.key] != chart.nesting[node.key]
        or not chart.leads(target.key, node.key)
    ):
        raise BadGraph(f"环节「{node.name}」不同意时只能回到同一层的前面环节。", node=node.key)


def _canonical(body: Any) -> str:
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
