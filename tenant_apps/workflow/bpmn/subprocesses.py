"""内嵌子流程: drawn into the flow around it, where what is inside makes a flow of its own.

The lines that led to the box lead to its first step, and those to its end lead on to what follows
the box. Whoever is not whole inside is refused with the id of the box.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from tenant_apps.workflow.bpmn.reading import Element

Fault = tuple[Element, str]  # the box, or an element in it, and why it cannot be drawn in
Judging = Callable[[Element], Iterator[Fault]]
LOOPS = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")
BOX = "subProcess"


def drawn_in(process: Element, judge: Judging) -> tuple[Element, list[Fault]]:
    """The process without its boxes, or with those that are at fault. `judge`: what is wrong
    with the elements inside a box, taken as a flow."""
    faults: list[Fault] = []
    for box in list(process.all(BOX)):
        whole, inside = drawn_in(box, judge)
        found = inside or [*_box_faults(whole, process), *judge(whole)]
        faults += found
        if not found:
            process = _without(box, whole, process)
    return process, faults


def _box_faults(box: Element, process: Element) -> Iterator[Fault]:
    if box.attributes.get("triggeredByEvent") == "true":
        yield box, "不支持由事件触发的子流程"
    if any(box.first(loop) is not None for loop in LOOPS):
        yield box, "不支持循环或多实例的子流程"
    if any(one.attributes.get("attachedToRef") == box.id for one in process.all("boundaryEvent")):
        yield box, "不支持子流程上的边界事件"
    out = [one for one in process.all("sequenceFlow") if one.attributes.get("sourceRef") == box.id]
    if len(out) != 1:
        yield box, "子流程须有且只有一条出口连线"


def _without(box: Element, whole: Element, process: Element) -> Element:
    """Everything of the box stands beside what was around it; its start and ends are gone."""
    start = next(whole.all("startEvent"))
    ends = {one.id for one in whole.all("endEvent")}
    outer, inner = list(process.all("sequenceFlow")), list(whole.all("sequenceFlow"))
    after = next(_target(one) for one in outer if one.attributes.get("sourceRef") == box.id)
    first = next(_target(one) for one in inner if one.attributes.get("sourceRef") == start.id)
    first = after if first in ends else first
    leads = {box.id: first} | dict.fromkeys(ends, after)
    gone = {box.id, start.id, *ends}
    kept = [one for one in process.children if one.id != box.id] + whole.children
    children = [
        _led(one, leads) if one.tag == "sequenceFlow" else one
        for one in kept
        if one.id not in gone and one.attributes.get("sourceRef") not in {box.id, start.id}
    ]
    return replace(process, children=_laned(children, box, whole))


def _target(flow: Element) -> str:
    return flow.attributes.get("targetRef", "")


def _led(flow: Element, leads: dict[str, str]) -> Element:
    target = leads.get(_target(flow), _target(flow))
    return replace(flow, attributes=flow.attributes | {"targetRef": target})


def _laned(children: list[Element], box: Element, whole: Element) -> list[Element]:
    """What stood in the box stands in its lane."""
    refs = [Element(box.space, "flowNodeRef", {}, one.id) for one in whole.children if one.id]

    def widened(one: Element) -> Element:
        below = [widened(child) for child in one.children]
        if one.tag == "lane" and any(
            child.tag == "flowNodeRef" and child.text.strip() == box.id for child in below
        ):
            below += refs
        return replace(one, children=below)

    return [widened(one) if one.tag == "laneSet" else one for one in children]
