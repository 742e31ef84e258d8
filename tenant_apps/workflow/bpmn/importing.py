"""BPMN 2.0 to a graph of ours: what runs here, or a refusal naming every other element."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from shared_apps.kernel.errors import Invalid
from tenant_apps.workflow import graphs
from tenant_apps.workflow.bpmn import lanes, shape, subprocesses, tasks
from tenant_apps.workflow.bpmn.expressions import Unreadable, rule
from tenant_apps.workflow.bpmn.reading import BPMN, HESHU, Element

TASKS = {"task", "userTask", "manualTask"}
GATEWAYS = {"exclusiveGateway": "xor", "parallelGateway": "split", "inclusiveGateway": "split"}
# Drawn, but without a part in the run.
SILENT = {
    "extensionElements", "documentation", "laneSet", "sequenceFlow", "textAnnotation",
    "association", "group", "dataObject", "dataObjectReference", "dataStoreReference",
    "ioSpecification", "property", "artifact", "auditing", "monitoring", "supports",
    "correlationSubscription", "resourceRole", "performer", "potentialOwner", "humanPerformer",
}  # fmt: skip
KINDS = {
    "scriptTask": "脚本任务", "serviceTask": "服务任务", "sendTask": "发送任务",
    "receiveTask": "接收任务", "businessRuleTask": "规则任务", "subProcess": "内嵌子流程",
    "adHocSubProcess": "临时子流程", "transaction": "事务子流程", "callActivity": "调用活动",
    "boundaryEvent": "边界事件", "intermediateCatchEvent": "中间捕获事件",
    "intermediateThrowEvent": "中间抛出事件", "eventBasedGateway": "事件网关",
    "complexGateway": "复杂网关", "startEvent": "开始事件", "endEvent": "结束事件",
}  # fmt: skip
EVENTS = ("startEvent", "endEvent")
TERMINATES = "terminateEventDefinition"


@dataclass(frozen=True)
class Wrong:
    """An element that cannot run here, and why."""

    id: str
    name: str
    why: str


class NotExecutable(Invalid):
    code = "workflow.bpmn_not_executable"


@dataclass
class Drawing:
    """What was read of one process so far."""

    process: Element
    elements: dict[str, Element] = field(default_factory=dict)
    flows: dict[str, list[Element]] = field(default_factory=dict)  # by source
    arriving: dict[str, int] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    boxes: set[str] = field(default_factory=set)  # 子流程 that are at fault: said already

    def refuse(self, one: Element, why: str) -> None:
        self.wrong.append(Wrong(one.id, one.name, why))

    def out(self, key: str) -> list[Element]:
        return self.flows.get(key, [])


def graph_of(root: Element) -> tuple[str, dict[str, Any]]:
    """Name and graph; refuses with all the elements that do not run here."""
    name, body, _ = graph_and_lanes_of(root)
    return name, body


def graph_and_lanes_of(root: Element) -> tuple[str, dict[str, Any], dict[str, str]]:
    """Name, graph, and the lane that each node stands in."""
    process, faults = subprocesses.drawn_in(_process(root), _inside)
    drawing = Drawing(process, wrong=[Wrong(one.id, one.name, why) for one, why in faults])
    drawing.boxes = {one.id for one in process.all(subprocesses.BOX)} if faults else set()
    body, keys = _graph(drawing)
    stands = lanes.names_of(process)
    return process.name, body, {keys[one]: lane for one, lane in stands.items() if one in keys}


def _graph(drawing: Drawing) -> tuple[dict[str, Any], dict[str, str]]:
    """The graph, and what its elements are called in it."""
    _read(drawing)
    _refuse_shapes(drawing)
    _stop_if_wrong(drawing)
    keys = {one: _key(element) for one, element in drawing.elements.items()}
    kept = {one for one in drawing.elements if not _only_merges(drawing, one)}
    nodes: dict[str, Any] = {}
    for one in kept_in_order(drawing, kept):
        nodes[keys[one]] = _facts(drawing, one, keys)
    _stop_if_wrong(drawing)
    body = {"nodes": nodes} | _own(drawing.process).get("graph", {})
    _judge(body, drawing, {keys[one]: drawing.elements[one] for one in kept})
    return body, keys


def _inside(box: Element) -> Iterator[subprocesses.Fault]:
    """What is wrong with a box taken as a flow: what does not run is named itself, and a shape
    that is not whole is the box's."""
    try:
        _graph(Drawing(box))
    except NotExecutable as refusal:
        known = {one.id: one for one in box.children}
        for said in refusal.extra["elements"]:  # type: ignore[attr-defined]  # _refusal's own
            at = known.get(said["id"], box)
            if at is not box and at.tag in KINDS and at.tag not in EVENTS:
                yield at, said["why"]
            else:
                yield box, f"子流程不是完整嵌套的：{said['name'] or said['id']}{said['why']}"


def kept_in_order(drawing: Drawing, kept: set[str]) -> list[str]:
    return [one for one in drawing.elements if one in kept]


def _process(root: Element) -> Element:
    found = [
        one
        for one in root.all("process")
        if any(child.tag in TASKS | set(GATEWAYS) | set(KINDS) for child in one.children)
    ]
    if not found:
        raise NotExecutable("文件里没有可以导入的流程（process）。", elements=[])
    if len(found) > 1:
        raise _refusal([Wrong(one.id, one.name, "一个文件只能导入一个流程") for one in found])
    return found[0]


def _read(drawing: Drawing) -> None:
    for one in drawing.process.children:
        if one.space != BPMN or one.tag in SILENT or tasks.is_deadline(one, drawing.process):
            continue
        if one.id not in drawing.boxes and (problem := _unknown(one)):
            drawing.refuse(one, problem)
        drawing.elements[one.id] = one
    for flow in drawing.process.all("sequenceFlow"):
        source, target = flow.attributes.get("sourceRef", ""), flow.attributes.get("targetRef", "")
        if source not in drawing.elements or target not in drawing.elements:
            drawing.refuse(flow, "连线的一端不在流程里")
            continue
        drawing.flows.setdefault(source, []).append(flow)
        drawing.arriving[target] = drawing.arriving.get(target, 0) + 1
    for flows in drawing.flows.values():
        flows.sort(key=lambda one: int(_own(one).get("at", 0)))


def _unknown(one: Element) -> str:
    events = [child.tag for child in one.children if child.tag.endswith("EventDefinition")]
    if not one.id:
        return "没有编号（id）"
    if one.tag == "startEvent" and events:
        return "只支持由人发起的开始事件"
    if one.tag == "endEvent" and set(events) - {TERMINATES}:
        return "只支持普通结束和终止结束"
    if one.tag in TASKS | set(GATEWAYS) | {"startEvent", "endEvent"}:
        return tasks.loop_fault(one)
    if one.tag == "callActivity":
        return "" if _own(one).get("facts") else tasks.call_fault(one)
    return f"不支持{KINDS.get(one.tag, one.tag)}"


def _refuse_shapes(drawing: Drawing) -> None:
    starts = [one for one in drawing.elements.values() if one.tag == "startEvent"]
    for extra in starts[1:]:
        drawing.refuse(extra, "流程只能有一个开始")
    if not starts:
        drawing.refuse(drawing.process, "流程没有开始事件")
    for key, one in drawing.elements.items():
        out, arriving = len(drawing.out(key)), drawing.arriving.get(key, 0)
        if problem := _exit_fault(one, out, arriving):
            drawing.refuse(one, problem)
        if one.tag != "startEvent" and arriving == 0:
            drawing.refuse(one, "没有连线到达")


def _exit_fault(one: Element, out: int, arriving: int) -> str:
    if one.tag == "endEvent":
        return "结束之后还有连线" if out else ""
    if out == 0:
        return "没有出口连线"
    if one.tag not in GATEWAYS:
        return "" if out == 1 else "有几条出口连线，请用网关分支"
    if out > 1 and arriving > 1 and one.tag != "exclusiveGateway":
        return "同时用作汇合与分支，请拆成两个网关"
    return ""


def _only_merges(drawing: Drawing, key: str) -> bool:
    """Branches of a choice simply meet: no node is needed for that. Nor for a fork of one way."""
    one = drawing.elements[key]
    if one.tag not in GATEWAYS or len(drawing.out(key)) > 1:
        return False
    return one.tag == "exclusiveGateway" or drawing.arriving.get(key, 0) < 2


def _facts(drawing: Drawing, key: str, keys: dict[str, str]) -> dict[str, Any]:
    one = drawing.elements[key]
    facts: dict[str, Any] = {"type": _type(drawing, key)}
    if own := _own(one).get("facts"):
        facts = {**own, **facts}
    else:
        facts |= _read_off(one, drawing, facts["type"])
    if one.tag != "endEvent":
        facts["next"] = [
            _edge(drawing, one, flow) | {"to": keys[_target(drawing, flow)]}
            for flow in drawing.out(key)
        ]
    return facts


def _read_off(one: Element, drawing: Drawing, kind: str) -> dict[str, Any]:
    """What another tool said about a node."""
    found: dict[str, Any] = {"name": one.name[:40]} if one.name else {}
    if kind == "task":
        found = {"name": "环节"} | found | tasks.settings(one, drawing.process)
    if kind == "sub":
        found = {"name": "子流程"} | found | tasks.call(one)
    return found


def _type(drawing: Drawing, key: str) -> str:
    one = drawing.elements[key]
    if one.tag in TASKS:
        return "task"
    if one.tag in GATEWAYS:
        return GATEWAYS[one.tag] if len(drawing.out(key)) > 1 else "join"
    return {"startEvent": "start", "endEvent": "end"}.get(one.tag, "sub")


def _target(drawing: Drawing, flow: Element) -> str:
    """Where a line leads once the mere meetings of branches are taken out."""
    seen: set[str] = set()
    at = flow.attributes["targetRef"]
    while _only_merges(drawing, at) and at not in seen:
        seen.add(at)
        at = drawing.out(at)[0].attributes["targetRef"]
    return at


def _edge(drawing: Drawing, one: Element, flow: Element) -> dict[str, Any]:
    own = _own(flow).get("edge")
    if isinstance(own, dict):
        return dict(own)
    if one.tag not in GATEWAYS or len(drawing.out(one.id)) < 2:
        return {}
    named = {"name": flow.name[:40]} if flow.name else {}
    if one.attributes.get("default") == flow.id:
        return named | {"default": True}
    condition = flow.first("conditionExpression")
    if condition is None or not condition.text.strip():
        if one.tag == "parallelGateway":
            return named
        bare = [
            other
            for other in drawing.out(one.id)
            if other.first("conditionExpression") is None
            and one.attributes.get("default") != other.id
        ]
        # One way without a condition beside others that have one is what is left over.
        if len(bare) == 1 and "default" not in one.attributes:
            return named | {"default": True}
        return named
    try:
        return named | {"when": rule(condition.text)}
    except Unreadable:
        drawing.refuse(flow, "条件不是简单的比较，请改写为 ${字段 >= 数值} 的形式")
        return {}


def _own(one: Element) -> dict[str, Any]:
    """What we wrote there ourselves when it was exported."""
    box = one.first("extensionElements")
    mine = box.first("node", HESHU) if box else None
    if mine is None:
        return {}
    try:
        said = json.loads(mine.text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _key(one: Element) -> str:
    own = _own(one).get("key")
    return own if isinstance(own, str) and 0 < len(own) <= 40 else one.id[-40:]


def _judge(body: dict[str, Any], drawing: Drawing, elements: dict[str, Element]) -> None:
    """Shape only: people and conditions are completed in the designer."""
    bare = {key: _without_settings(facts) for key, facts in body["nodes"].items()}
    try:
        graphs.check({"nodes": bare})
        shape.sequence(bare)
    except graphs.BadGraph as refusal:
        at = elements.get(str(refusal.extra.get("node", "")), drawing.process)
        raise _refusal([Wrong(at.id, at.name, refusal.message.rstrip("。"))]) from None
    except shape.NotNested as crossing:
        at = elements[crossing.key]
        raise _refusal([Wrong(at.id, at.name, "分支相互交叉，没有先汇合")]) from None


def _without_settings(facts: dict[str, Any]) -> dict[str, Any]:
    left = {"type": "task" if facts["type"] == "sub" else facts["type"]}
    if left["type"] == "task":
        left |= {"name": "环节", "who": [{"starter": True}]}
    if "next" in facts:
        left["next"] = [{"to": edge["to"]} for edge in facts["next"]]
    return left


def _stop_if_wrong(drawing: Drawing) -> None:
    if drawing.wrong:
        raise _refusal(drawing.wrong)


def _refusal(wrong: list[Wrong]) -> NotExecutable:
    said = "；".join(_sentences(wrong))
    more = f"（共 {len(wrong)} 处）" if len(wrong) > 3 else ""
    return NotExecutable(
        f"这个流程不能直接运行{more}：{said}。请在原工具里修改后再导入。",
        elements=[{"id": one.id, "name": one.name, "why": one.why} for one in wrong],
    )


def _sentences(wrong: list[Wrong]) -> Iterator[str]:
    for one in wrong[:3]:
        called = f"「{one.name}」" if one.name else ""
        yield f"{called}（{one.id}）{one.why}"
