"""A flow taken apart for a three-way comparison, and put together again so that it can be drawn.

Steps are items. Rights of fields are compared field by field, for a new field and a changed right
of another are no conflict; a rule of agreement and its share are one setting.
"""

from collections.abc import Mapping
from typing import Any

from shared_apps.kernel.merging import Items
from tenant_apps.workflow import checking
from tenant_apps.workflow.bpmn import shape
from tenant_apps.workflow.comparing import SETTINGS
from tenant_apps.workflow.wording import RIGHTS, Names, rule

Body = Mapping[str, Any]
Facts = Mapping[str, Any]
AROUND = ""  # the item that is the graph itself, beside its nodes
RIGHT = "fields."
LABELS = {
    "name": "名称",
    "type": "类型",
    "who": "办理人",
    "mode": "办理方式",
    "on_reject": "不同意时",
    "reject": "会签规则",
    "due": "办理时限",
    "overdue": "到期处理",
    "empty": "无人办理时",
    "fallback": "备选人员",
    "starter": "发起人即办理人时",
    "compulsory": "规定环节",
    "blind": "互不可见",
    "free": "自由选择后续",
    "allow": "可用操作",
    "grants": "流程调度",
    "opinion_kind": "意见名称",
    "cc": "抄送",
    "flow": "子流程",
    "wait": "等待",
    "hands": "带去",
    "brings": "带回",
}
ENDS = {"start": "开始", "end": "结束", "join": "汇合"}


def items(body: Body) -> dict[str, dict[str, Any]]:
    found = {AROUND: {name: value for name, value in body.items() if name != "nodes"}}
    return found | {key: _settings(facts) for key, facts in body["nodes"].items()}


def _settings(facts: Facts) -> dict[str, Any]:
    found = {name: value for name, value in facts.items() if name != "fields"}
    if "mode" in found:
        found["mode"] = {name: found.pop(name) for name in ("mode", "percent") if name in found}
    return found | {RIGHT + name: right for name, right in (facts.get("fields") or {}).items()}


def together(merged: Items, *others: Body) -> tuple[dict[str, Any], list[str]]:
    """The graph, and the names of steps that no way leads to any more: these are left out.

    Where a way led to a step that is gone, it leads on to what followed that step in `others`.
    """
    nodes = {key: _facts(settings) for key, settings in merged.items() if key != AROUND}
    followed = {key: facts for body in others for key, facts in body["nodes"].items()}
    for facts in nodes.values():
        if "next" in facts:
            facts["next"] = [
                {**edge, "to": _on(edge["to"], nodes, followed)} for edge in facts["next"]
            ]
    reached = _reached(nodes)
    lost = [named(facts) for key, facts in nodes.items() if key not in reached]
    kept = {key: facts for key, facts in nodes.items() if key in reached}
    return {**merged[AROUND], "nodes": kept}, lost


def _facts(settings: Facts) -> dict[str, Any]:
    facts = {name: value for name, value in settings.items() if not name.startswith(RIGHT)}
    if isinstance(facts.get("mode"), Mapping):
        facts |= facts.pop("mode")
    rights = {
        name.removeprefix(RIGHT): value
        for name, value in settings.items()
        if name.startswith(RIGHT)
    }
    return facts | ({"fields": rights} if rights else {})


def _on(key: str, nodes: Mapping[str, Facts], followed: Mapping[str, Facts]) -> str:
    seen: set[str] = set()
    while key not in nodes and key in followed and key not in seen:
        seen.add(key)
        edges = followed[key].get("next") or ()
        last = next((edge for edge in edges if edge.get("default")), next(iter(edges), None))
        key = str(last["to"]) if last else key
    return key


def _reached(nodes: Mapping[str, Facts]) -> set[str]:
    waiting = [key for key, facts in nodes.items() if facts["type"] == "start"]
    found: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key in nodes and key not in found:
            found.add(key)
            waiting.extend(edge["to"] for edge in nodes[key].get("next", ()))
    return found


def misdrawn(body: Body) -> str:
    """Why this is no flow at all, whatever its steps say; empty when it can be drawn."""
    if fault := checking.misshapen(body):
        return fault.message
    try:
        shape.sequence(body["nodes"])
    except shape.NotNested as crossing:
        return f"「{named(body['nodes'][crossing.key])}」前面的分支相互交叉，没有先汇合。"
    return ""


# ---- in words ----------------------------------------------------------------------------


def named(facts: Facts) -> str:
    return str(facts.get("name") or ENDS.get(str(facts.get("type")), "分支"))


def titles(*bodies: Body) -> dict[str, str]:
    """What every node is called where a way leads to it; later bodies have the last word."""
    return {key: named(facts) for body in bodies for key, facts in body["nodes"].items()}


def label(setting: str, names: Names) -> str:
    if setting.startswith(RIGHT):
        field = setting.removeprefix(RIGHT)
        return f"字段权限·{names.fields.get(field, field)}"
    return {"next": "走向"}.get(setting) or LABELS.get(setting, setting)


def said(setting: str, value: Any, kind: str, names: Names) -> str:
    """A setting of a step as a sentence; what is not said means the usual."""
    if setting.startswith(RIGHT):
        return RIGHTS.get(value, str(value)) if value else "默认"
    if setting == "next":
        return "；".join(_way(edge, names) for edge in value or ())
    saying = SETTINGS.get(LABELS.get(setting, ""))
    if saying is None:
        return "" if value is None else str(value)
    facts = dict(value or {}) if setting == "mode" else {} if value is None else {setting: value}
    return saying({"type": kind, **facts}, names)


def _way(edge: Facts, names: Names) -> str:
    to = f"到「{names.nodes.get(edge['to'], edge['to'])}」"
    if edge.get("default"):
        return f"其他情况{to}"
    return f"{rule(edge['when'], names)} 时{to}" if edge.get("when") else to
