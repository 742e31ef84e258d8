"""A graph as BPMN 2.0 with its drawing. Our own settings travel as extension elements."""

import json
import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tenant_apps.workflow import wording
from tenant_apps.workflow.bpmn import layout, shape
from tenant_apps.workflow.bpmn.reading import BPMN, HESHU
from tenant_apps.workflow.bpmn.shape import Nodes

SPACES = (
    f'xmlns="{BPMN}" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    f'xmlns:heshu="{HESHU}"'
)
PLAIN = re.compile(r"[A-Za-z0-9_]+")
Facts = Mapping[str, Any]


def export(*, key: str, name: str, graph: Mapping[str, Any]) -> str:
    """The file another tool opens; importing it again gives the same graph."""
    nodes: Nodes = graph["nodes"]
    page = layout.lay_out(nodes, shape.sequence(nodes))
    names = wording.names_in(graph)
    rest = {one: value for one, value in graph.items() if one != "nodes"}
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<definitions {SPACES} id="definitions" targetNamespace="{HESHU}" exporter="Heshu">',
        f'<process id={_id("process", key)} name={_name(name)} isExecutable="true">',
        _extension({"graph": rest}) if rest else "",
        *(_node(one, nodes, names) for one in nodes),
        *(_flow(one, at, nodes, names) for one, at in _edges(nodes)),
        "</process>",
        '<bpmndi:BPMNDiagram id="diagram">',
        f'<bpmndi:BPMNPlane id="plane" bpmnElement={_id("process", key)}>',
        *(_shape(one, box) for one, box in page.boxes.items()),
        *(_edge(one, at, nodes, page) for one, at in _edges(nodes)),
        "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _edges(nodes: Nodes) -> list[tuple[str, int]]:
    return [(key, at) for key, facts in nodes.items() for at in range(len(facts.get("next", ())))]


def _safe(key: str) -> str:
    return key if PLAIN.fullmatch(key) else "x" + key.encode().hex()


def _id(kind: str, key: str, at: int | None = None) -> str:
    return f'"{kind}_{_safe(key)}{"" if at is None else f"_{at}"}"'


def _name(text: Any) -> str:
    return quoteattr(str(text))


def _extension(said: Facts) -> str:
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    own = f"<heshu:node>{escape(text)}</heshu:node>"
    return f"<extensionElements>{own}</extensionElements>"


def _tag(key: str, nodes: Nodes) -> str:
    facts = nodes[key]
    if facts["type"] == "join":
        return _fork(_split_of(key, nodes))
    plain = {
        "start": "startEvent",
        "end": "endEvent",
        "task": "userTask",
        "sub": "callActivity",
        "xor": "exclusiveGateway",
    }
    return plain.get(facts["type"]) or _fork(facts)


def _fork(facts: Facts) -> str:
    """Every branch always: parallel. Those that apply: inclusive."""
    bound = any(edge.get("when") or edge.get("default") for edge in facts["next"])
    return "inclusiveGateway" if bound else "parallelGateway"


def _split_of(join: str, nodes: Nodes) -> Facts:
    waiting = shape.sequence(nodes)
    while waiting:
        item = waiting.pop()
        if item.join == join:
            return nodes[item.key]
        waiting += [one for branch in item.branches for one in branch]
    raise KeyError(join)


def _node(key: str, nodes: Nodes, names: wording.Names) -> str:
    facts = nodes[key]
    tag = _tag(key, nodes)
    own = {name: value for name, value in facts.items() if name != "next"}
    fallen = next((at for at, e in enumerate(facts.get("next", ())) if e.get("default")), None)
    default = "" if fallen is None else f" default={_id('flow', key, fallen)}"
    said = "" if facts["type"] == "join" else f" name={_name(facts.get('name', ''))}"
    ins = [
        f"<incoming>flow_{_safe(one)}_{at}</incoming>"
        for one, at in _edges(nodes)
        if nodes[one]["next"][at]["to"] == key
    ]
    outs = [
        f"<outgoing>flow_{_safe(key)}_{at}</outgoing>" for at in range(len(facts.get("next", ())))
    ]
    body = [
        _documented(facts, names),
        _extension({"key": key, "facts": own}),
        *ins,
        *outs,
        _together(facts),
    ]
    if facts["type"] == "sub":
        said += f" calledElement={_id('process', str(facts.get('flow', '')))}"
    return f"<{tag} id={_id('node', key)}{said}{default}>{''.join(body)}</{tag}>"


def _documented(facts: Facts, names: wording.Names) -> str:
    """For readers without our tools: who handles it."""
    if facts["type"] not in ("task", "sub"):
        return ""
    if facts["type"] == "sub":
        said = f"子流程{wording.flow(facts.get('flow'), names)}，发起人："
    else:
        said = "办理人："
    said += wording.who(facts.get("who"), names)
    return f"<documentation>{escape(said)}</documentation>"


def _together(facts: Facts) -> str:
    """会签, 或签, 票签, 依次, and how many sub-flows must end, as other engines write them."""
    if facts["type"] not in ("task", "sub"):
        return ""
    mode = facts.get("wait" if facts["type"] == "sub" else "mode", "all")
    said = _enough(mode, facts)
    done = (
        f'<completionCondition xsi:type="tFormalExpression">{said}</completionCondition>'
        if said
        else ""
    )
    turn = "true" if mode == "in_turn" else "false"
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{turn}">{done}'
        "</multiInstanceLoopCharacteristics>"
    )


def _enough(mode: str | int, facts: Facts) -> str:
    if mode == "vote":
        share = int(facts.get("percent", 100)) / 100
        return f"${{nrOfCompletedInstances / nrOfInstances &gt;= {share}}}"
    number = 1 if mode == "any" else mode
    return f"${{nrOfCompletedInstances &gt;= {number}}}" if isinstance(number, int) else ""


def _flow(key: str, at: int, nodes: Nodes, names: wording.Names) -> str:
    edge = nodes[key]["next"][at]
    own = {name: value for name, value in edge.items() if name != "to"}
    when = edge.get("when")
    label = edge.get("name") or (wording.rule(when, names) if when else "")
    said = f" name={_name(label)}" if label else ""
    condition = (
        f'<conditionExpression xsi:type="tFormalExpression">{escape(wording.rule(when, names))}'
        "</conditionExpression>"
        if when
        else ""
    )
    return (
        f"<sequenceFlow id={_id('flow', key, at)}{said} sourceRef={_id('node', key)} "
        f"targetRef={_id('node', edge['to'])}>{_extension({'edge': own, 'at': at})}{condition}"
        "</sequenceFlow>"
    )


def _shape(key: str, box: layout.Box) -> str:
    x, y, width, height = box
    return (
        f"<bpmndi:BPMNShape id={_id('shape', key)} bpmnElement={_id('node', key)}>"
        f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/></bpmndi:BPMNShape>'
    )


def _edge(key: str, at: int, nodes: Nodes, page: layout.Page) -> str:
    points = layout.way(page, key, at, nodes[key]["next"][at]["to"])
    line = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return (
        f"<bpmndi:BPMNEdge id={_id('edge', key, at)} bpmnElement={_id('flow', key, at)}>"
        f"{line}</bpmndi:BPMNEdge>"
    )
