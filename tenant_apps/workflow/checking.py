"""All faults of a drawn graph at once, each with the node and the setting it concerns.

`graphs.check` is the judge and stops at the first fault. Here every node is shown to it alone,
the others put in order, so that an author sees everything there is to mend.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tenant_apps.workflow import graphs

NEUTRAL = {"who": [{"starter": True}]}
BARE = {
    "task": NEUTRAL | {"name": "环节"},
    "sub": NEUTRAL | {"name": "子流程", "flow": "flow"},
}
# What the shape of the graph is made of; everything else is a setting of one node.
SHAPE = {"type", "name", "next"}
FORKS = ("xor", "split")
LEANED_ON = ("mode", "compulsory", "name")
Facts = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    node: str
    field: str
    message: str


def faults(body: Any, *, stock: Any = None, room: str = "") -> list[Fault]:
    """`stock`: the graph the flow was shipped with, where the unit may not change everything.
    `room`: the step of a document's flow before which it may draw in more."""
    found = list(_of_drawing(body))
    if not found and stock is not None:
        found = list(_of_stock(graphs.check(body), graphs.check(stock), room))
    return found


def _of_drawing(body: Any) -> Iterator[Fault]:
    nodes = body.get("nodes") if isinstance(body, dict) else None
    if not isinstance(nodes, dict) or not all(isinstance(one, dict) for one in nodes.values()):
        yield Fault("", "", "流程图格式不正确：缺少环节。")
        return
    yield from _open_doors(nodes)
    if (whole := _judged(body)) is None:
        return
    if shape := misshapen(body):
        yield shape
        return
    bare = _all_bare(body)
    single = [fault for key in nodes for fault in _of_node(bare, key, nodes[key])]
    yield from single or [whole]


def _open_doors(nodes: Mapping[str, Facts]) -> Iterator[Fault]:
    """A branch of a choice without a condition would always win: surely forgotten."""
    for key, facts in nodes.items():
        edges = facts.get("next")
        if facts.get("type") != "xor" or not isinstance(edges, list):
            continue
        for place, edge in enumerate(edges):
            if isinstance(edge, dict) and not edge.get("default") and edge.get("when") is None:
                yield Fault(key, f"next.{place}", f"第 {place + 1} 个分支还没有设置条件。")


def _judged(body: Facts) -> Fault | None:
    try:
        graphs.check(body)
    except graphs.BadGraph as refusal:
        return Fault(str(refusal.extra.get("node", "")), "", refusal.message)
    return None


def misshapen(body: Mapping[str, Any]) -> Fault | None:
    """What is wrong with the lines alone, whatever the nodes say."""
    return _judged(_all_bare(body))


def _all_bare(body: Mapping[str, Any]) -> Facts:
    return {**body, "nodes": {key: _bare(facts) for key, facts in body["nodes"].items()}}


def _bare(facts: Facts) -> Facts:
    """The node with its place in the drawing, and no setting that could be wrong."""
    left = {name: facts[name] for name in SHAPE if name in facts}
    left |= BARE.get(str(facts.get("type")), {})
    if facts.get("type") in FORKS and isinstance(left.get("next"), list):
        left["next"] = [
            {"to": edge["to"]} if isinstance(edge, dict) and "to" in edge else edge
            for edge in left["next"]
        ]
    return left


def _of_node(bare: Facts, key: str, facts: Facts) -> list[Fault]:
    """Take away one setting after the other: whose leaving changes the verdict was at fault."""
    bad = _settings_of(facts)
    found = []
    while fault := _alone(bare, key, bad):
        blamed = next((name for name in bad if _changes(bare, key, bad, name, fault)), "")
        found.append(Fault(key, blamed, fault.message))
        if not blamed:
            break
        del bad[blamed]
    return found


def _settings_of(facts: Facts) -> Facts:
    """What can be taken away one by one; what others lean on comes last."""
    rest = {name: value for name, value in facts.items() if name not in ("type", "next")}
    if facts["type"] in graphs.STOPS:
        rest.setdefault("who", [])
    if facts["type"] == "sub":
        rest.setdefault("flow", "")
    if facts["type"] in FORKS:
        rest |= {f"next.{place}": edge for place, edge in enumerate(facts["next"])}
    return dict(sorted(rest.items(), key=lambda pair: pair[0] in LEANED_ON))


def _alone(bare: Facts, key: str, settings: Facts) -> Fault | None:
    """The whole graph with this one node as drawn, and all others bare."""
    node = dict(bare["nodes"][key])
    if node["type"] in FORKS:
        ways = [settings.get(f"next.{at}", edge) for at, edge in enumerate(node["next"])]
        node["next"] = [*ways, {"to": ways[0]["to"]}]  # one that is always open
    own = {name: value for name, value in settings.items() if not name.startswith("next.")}
    return _judged({**bare, "nodes": bare["nodes"] | {key: node | own}})


def _changes(bare: Facts, key: str, settings: Facts, name: str, fault: Fault) -> bool:
    left = {one: value for one, value in settings.items() if one != name}
    return _alone(bare, key, left) != fault


def _of_stock(chart: graphs.Chart, stock: graphs.Chart, room: str) -> Iterator[Fault]:
    """公文流程: the office verbs belong to the app of the document, and none may be passed by."""
    order = [node for node in stock.tasks() if node.verb or _compulsory(node)]
    for node in order:
        if problem := _stock_fault(node, chart, stock):
            yield problem
    kept = [node for node in order if node.key in chart.nodes]
    for first, second in pairwise(kept):
        if stock.leads(first.key, second.key) and not chart.leads(first.key, second.key):
            yield Fault(second.key, "", f"「{second.name}」须在「{first.name}」之后。")
    if all(node.verb for node in stock.tasks()):
        added = [node for node in chart.stops() if node.key not in stock.nodes]
        judged = ((node, _why_not_added(node, chart, order[0], room)) for node in added)
        yield from (Fault(node.key, "", said) for node, said in judged if said)


def _why_not_added(node: graphs.Node, chart: graphs.Chart, first: graphs.Node, room: str) -> str:
    """A step that the document's app did not ship: it goes on to the next, and does no more."""
    if not room:
        return f"公文流程的环节由公文办理规定，不能增加「{node.name}」。"
    if node.type != "task" or node.verb:
        return f"公文流程里只能增加普通的办理环节，「{node.name}」不是。"
    if not chart.leads(first.key, node.key) or not chart.leads(node.key, room):
        where = f"「{first.name}」之后、「{chart.nodes[room].name}」之前"
        return f"「{node.name}」只能加在{where}，其余环节由公文办理规定。"
    if chart.nesting[node.key]:
        return f"「{node.name}」不能放进并行分支，请前后排列，或在一个环节里安排几个人。"
    return ""


def _stock_fault(node: graphs.Node, chart: graphs.Chart, stock: graphs.Chart) -> Fault | None:
    mine = chart.nodes.get(node.key)
    if mine is None or mine.type != "task" or mine.verb != node.verb:
        return Fault(node.key, "", f"「{node.name}」是规定环节，不能删除或改作他用。")
    if _compulsory(node) and not _compulsory(mine):
        return Fault(node.key, "compulsory", f"「{node.name}」是规定环节，不能改为可略过。")
    if _passed_by(chart, node.key) and not _passed_by(stock, node.key):
        return Fault(node.key, "", f"「{node.name}」是规定环节，不能放进可以绕过的分支。")
    return None


def _compulsory(node: graphs.Node) -> bool:
    return bool(getattr(node, "compulsory", False))


def _passed_by(chart: graphs.Chart, key: str) -> bool:
    """Is there a way from start to an end that does not touch the node?"""
    seen, waiting = {key}, [chart.start]
    while waiting:
        at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        if chart.nodes[at].type == "end":
            return True
        waiting.extend(edge.to for edge in chart.nodes[at].next)
    return False
