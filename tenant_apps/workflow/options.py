"""Settings of a step: what its handlers may do, and what happens when things go otherwise.

All are optional. A step that says nothing behaves as steps always did.
"""

from collections.abc import Mapping
from typing import Any

OPINION_KINDS = {
    "": "意见",
    "review": "审核意见",
    "cosign": "会签意见",
    "sign": "签发意见",
    "propose": "拟办意见",
    "instruct": "批示",
    "result": "承办结果",
    "read": "阅",
}
# What a handler may do beside agreeing; a step's `allow` names those it keeps.
ACTS = ("reject", "send_back", "transfer", "delegate", "add", "remove", "take_back")
# 流程调度: of what a supervisor may do, what a step's `grants` give to its own handlers as well.
GRANTS = {"jump": "流程转向", "edit": "改后续步骤"}
RIGHTS = ("hidden", "read", "edit", "required")
WORDS: Mapping[str, tuple[str, ...]] = {
    "reject": ("veto", "collect"),
    "starter": ("self", "skip", "head"),
    "empty": ("refuse", "skip", "staff"),
    "overdue": ("remind", "escalate", "pass", "return"),
    "opinion_kind": tuple(OPINION_KINDS),
}
FLAGS = ("compulsory", "blind", "free")
LISTS = ("allow", "grants", "fallback", "cc", "hands", "brings")
SETTINGS = (*WORDS, *FLAGS, *LISTS, "fields")

NAMES = {
    "reject": "不同意的处理",
    "starter": "发起人即办理人时的处理",
    "empty": "无人办理时的处理",
    "overdue": "超时的处理",
    "opinion_kind": "意见类型",
    "compulsory": "规定环节",
    "blind": "背对背会签",
    "free": "自由选择下一环节",
    "allow": "允许的操作",
    "grants": "流程调度",
    "fallback": "替补办理人",
    "cc": "抄送",
    "fields": "表单字段权限",
    "hands": "带去的字段",
    "brings": "带回的字段",
}


def read(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Lists become tuples: a checked graph is shared by everybody and never changes."""
    found = {name: facts[name] for name in SETTINGS if name in facts}
    for name in LISTS:
        if isinstance(found.get(name), list):
            found[name] = tuple(found[name])
    return found


def fault(node: Any) -> str | None:
    """What is wrong with a step's settings, in words for its author; None when they are sound."""
    for name, words in WORDS.items():
        if getattr(node, name) not in words:
            return f"的“{NAMES[name]}”设置不正确"
    for name in FLAGS:
        if not isinstance(getattr(node, name), bool):
            return f"的“{NAMES[name]}”设置不正确"
    return _lists_fault(node) or _together(node)


def _lists_fault(node: Any) -> str | None:
    allow = node.allow
    if allow is not None and not (isinstance(allow, tuple) and set(allow) <= set(ACTS)):
        return f"的“{NAMES['allow']}”设置不正确"
    if not (isinstance(node.grants, tuple) and set(node.grants) <= set(GRANTS)):
        return f"的“{NAMES['grants']}”设置不正确"
    if not isinstance(node.fields, dict) or not set(node.fields.values()) <= set(RIGHTS):
        return f"的“{NAMES['fields']}”设置不正确"
    for name in LISTS[1:]:
        if not isinstance(getattr(node, name), tuple):
            return f"的“{NAMES[name]}”设置不正确"
    return None


def _together(node: Any) -> str | None:
    """Settings that are sound alone and not together."""
    if node.empty == "staff" and not node.fallback:
        return "设为无人办理时由替补办理，请指定替补办理人"
    if node.reject == "collect" and node.mode != "all":
        return "只有会签可以先收齐全部意见再定"
    if not node.compulsory:
        return None
    if node.empty == "skip" or node.starter == "skip":
        return "是规定环节，不能自动略过"
    if node.overdue in ("pass", "return"):
        return "是规定环节，超时只能提醒或上报，不能由系统办理"
    return "是规定环节，不能用或签" if node.opinion_kind == "sign" and node.mode == "any" else None
