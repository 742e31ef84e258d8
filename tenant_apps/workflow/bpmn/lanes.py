"""泳道: whom a lane names, as far as this unit knows them by that name.

A post, a duty (its holders today) or a department (its head) of the very name of the lane; words
like 申请人 mean whoever starts. What is not found stays open: publishing refuses it by the step.
"""

from collections.abc import Mapping
from typing import Any

from tenant_apps.organization.models import Department, DutyHolder, Post, Staff
from tenant_apps.workflow.bpmn.reading import Element

STARTERS = {"申请人", "发起人", "经办人", "拟稿人", "员工", "starter", "initiator"}
HEADS = {"部门负责人", "科室负责人", "科长", "负责人"}
Who = list[dict[str, Any]]


def names_of(process: Element) -> dict[str, str]:
    """Element → the name of the innermost lane it stands in."""
    found: dict[str, str] = {}
    for lanes in process.all("laneSet"):
        _collect(lanes, found)
    return found


def _collect(lanes: Element, found: dict[str, str]) -> None:
    for lane in lanes.all("lane"):
        for ref in lane.all("flowNodeRef"):
            if lane.name:
                found[ref.text.strip()] = lane.name
        for inner in lane.all("childLaneSet"):
            _collect(inner, found)


def staffed(nodes: Mapping[str, dict[str, Any]], lanes: Mapping[str, str]) -> None:
    """Give every open step the people of its lane. `lanes`: node → name of the lane."""
    open_ = {
        key: lanes[key]
        for key, facts in nodes.items()
        if facts["type"] == "task" and not facts.get("who") and key in lanes
    }
    people = {name: _people(name) for name in set(open_.values())}
    for key, name in open_.items():
        if people[name]:
            nodes[key]["who"] = people[name]


def _people(name: str) -> Who:
    if name.casefold() in STARTERS:
        return [{"starter": True}]
    if name in HEADS:
        return [{"department_head": "starter"}]
    return next((who for who in (_post(name), _duty(name), _head(name)) if who), [])


def _post(name: str) -> Who:
    """One post alone may be meant: two of the same name stay open."""
    found = list(Post.objects.filter(name=name).values_list("pk", flat=True)[:2])
    return [{"post": str(found[0])}] if len(found) == 1 else []


def _duty(name: str) -> Who:
    held = DutyHolder.objects.filter(duty__name=name).values("staff")
    serving = Staff.objects.in_service().filter(pk__in=held)
    ids = serving.order_by("position", "pinyin", "pk").values_list("pk", flat=True)
    return [{"staff": [str(pk) for pk in ids]}] if ids else []


def _head(name: str) -> Who:
    found = list(Department.objects.standing().filter(name=name).values_list("pk", flat=True)[:2])
    return [{"head_of": str(found[0])}] if len(found) == 1 else []
