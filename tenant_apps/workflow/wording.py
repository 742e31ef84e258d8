"""A flow's settings in the words of the office: for differences, simulations and prints."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tenant_apps.organization.models import Department, Post, Staff
from tenant_apps.workflow.models import Definition
from tenant_apps.workflow.selecting import LABELS

MODES = {"all": "会签（全部同意）", "any": "或签（一人即可）", "in_turn": "依次办理"}
COMPARISONS = {
    "==": "等于",
    "!=": "不等于",
    ">": "大于",
    ">=": "不小于",
    "<": "小于",
    "<=": "不大于",
    "in": "属于",
    "has": "包含",
}
EMPTY = {"refuse": "不能提交，提示联系谁", "skip": "略过本环节", "staff": "改由备选人员办理"}
STARTER = {"self": "本人照常办理", "skip": "略过", "head": "改由部门负责人办理"}
REJECT = {"veto": "一人不同意即不同意", "collect": "意见收齐后由主办决定"}
OVERDUE = {"remind": "提醒", "escalate": "提醒并报上级", "pass": "自动通过", "return": "自动退回"}
RIGHTS = {"hidden": "隐藏", "read": "只读", "edit": "可改", "required": "必填"}
ACTS = {
    "reject": "不同意",
    "send_back": "退回",
    "transfer": "转办",
    "delegate": "委派",
    "add": "加签",
    "remove": "减签",
    "take_back": "取回",
}
DAY, HOUR = 480, 60


@dataclass(frozen=True)
class Names:
    """What the ids of a graph are called here, and its form fields."""

    of: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    nodes: Mapping[str, str] = field(default_factory=dict)
    flows: Mapping[str, str] = field(default_factory=dict)

    def listed(self, ids: Iterable[Any]) -> str:
        return "、".join(self.of.get(str(one), "已不存在的人员") for one in ids)


def names_in(*bodies: Mapping[str, Any], fields: Mapping[str, str] | None = None) -> Names:
    """The people, departments and posts that graphs mention, in three statements."""
    wanted = {one for body in bodies for one in _ids(body)}
    found: dict[str, str] = {}
    for model in (Staff, Department, Post):
        rows = model._default_manager.filter(pk__in=wanted).values_list("pk", "name")
        found |= {str(pk): name for pk, name in rows}
    nodes = {
        key: str(facts.get("name", key))
        for body in bodies
        for key, facts in body.get("nodes", {}).items()
        if isinstance(facts, dict)
    }
    return Names(found, fields or {}, nodes, _flows_in(bodies))


def _flows_in(bodies: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """子流程 by name; no statement where none is called."""
    nodes = (one for body in bodies for one in body.get("nodes", {}).values())
    keys = {one["flow"] for one in nodes if isinstance(one, dict) and one.get("flow")}
    named = Definition.objects.filter(key__in=keys, is_active=True) if keys else ()
    return {flow.key: flow.name for flow in named}


def _ids(value: Any) -> Iterable[UUID]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _ids(one)
    elif isinstance(value, str) and len(value) == 36:
        try:
            yield UUID(value)
        except ValueError:
            return


def who(selectors: Any, names: Names) -> str:
    if not isinstance(selectors, list | tuple) or not selectors:
        return "未设置"
    return "；".join(one_selector(selector, names) for selector in selectors)


def one_selector(selector: Any, names: Names) -> str:
    if not isinstance(selector, Mapping):
        return "未设置"
    base = next((say for kind, say in SELECTORS.items() if kind in selector), None)
    said = base(selector, names) if base else ""
    if selector.get("chosen"):
        return f"由前一办理人在{said}中选定" if said else "由前一办理人选定"
    return said or "未设置"


def _superior(selector: Mapping[str, Any], names: Names) -> str:
    whom = "前一办理人" if selector["superior"] == "sender" else "发起人"
    levels = selector.get("levels", 1)
    return f"{whom}的上级负责人" if levels == 1 else f"{whom}的上 {levels} 级负责人"


SELECTORS: dict[str, Any] = {
    "staff": lambda one, names: names.listed(one["staff"]),
    "permission": lambda one, _: f"有“{LABELS.get(one['permission'], one['permission'])}”权限的人",
    "starter": lambda *_: "发起人本人",
    "department_head": lambda one, _: (
        ("前一办理人" if one["department_head"] == "sender" else "发起人") + "的部门负责人"
    ),
    "head_of": lambda one, names: f"{names.listed([one['head_of']])}负责人",
    "superior": _superior,
    "post": lambda one, names: f"岗位：{names.listed([one['post']])}",
    "actor_of": lambda one, names: (
        f"「{names.nodes.get(str(one['actor_of']), one['actor_of'])}」的办理人"
    ),
    "field": lambda one, names: (
        f"表单“{names.fields.get(str(one['field']), one['field'])}”中的人员"
    ),
}


def rule(one: Any, names: Names) -> str:
    """A condition as a sentence: 金额 大于 10000 且 类别 等于 采购."""
    if not isinstance(one, Mapping):
        return "无条件"
    if "not" in one:
        return f"不是（{rule(one['not'], names)}）"
    for word, joint in (("all", " 且 "), ("any", " 或 ")):
        if word in one and isinstance(one[word], list):
            parts = [rule(part, names) for part in one[word]]
            nested = [
                f"（{text}）" if isinstance(part, Mapping) and {"all", "any"} & set(part) else text
                for text, part in zip(parts, one[word], strict=True)
            ]
            return joint.join(nested) or "无条件"
    title = names.fields.get(str(one.get("field")), one.get("field"))
    if one.get("op") == "filled":
        return f"{title} {'已填写' if one.get('value') else '没有填写'}"
    return f"{title} {COMPARISONS.get(str(one.get('op')), '?')} {_value(one.get('value'))}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_value(one) for one in value)
    return str(value)


def due(minutes: Any) -> str:
    if not isinstance(minutes, int) or minutes <= 0:
        return "不限"
    if minutes % DAY == 0:
        return f"{minutes // DAY} 个工作日"
    if minutes % HOUR == 0:
        return f"{minutes // HOUR} 工作小时"
    return f"{minutes} 工作分钟"


def mode(name: Any, percent: Any) -> str:
    return f"票签（{percent}% 同意）" if name == "vote" else MODES.get(str(name), str(name))


def flow(key: Any, names: Names) -> str:
    return f"《{names.flows.get(str(key), str(key))}》" if key else "未选择"


def wait(how: Any) -> str:
    """How many runs of a sub-flow must end well."""
    return {"all": "全部办结", "any": "任一办结"}.get(str(how), f"{how} 个办结")
