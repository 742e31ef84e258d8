"""What differs between two versions of a form, field by field, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WORDS = {
    "widget": "控件",
    "label": "名称",
    "help": "说明",
    "placeholder": "提示文字",
    "suffix": "单位",
    "text": "说明文字",
    "width": "宽度",
    "required": "是否必填",
    "required_when": "必填条件",
    "visible": "显示条件",
    "computed": "计算式",
    "default": "默认值",
    "options": "选项",
    "source": "选项来源",
    "multiple": "可否多选",
    "most": "数量上限",
    "max_length": "字数上限",
    "min": "最小值",
    "max": "最大值",
    "decimals": "小数位数",
    "precision": "精确到",
    "columns": "列",
    "sums": "合计列",
}


@dataclass(frozen=True)
class Difference:
    """`change`: added, removed, changed or moved; `what` names the settings that differ."""

    field: str
    label: str
    change: str
    what: list[str]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """In the order of the newer form; what is gone comes last."""
    old = {one["name"]: one for one in before["fields"]}
    new = {one["name"]: one for one in after["fields"]}
    found = []
    if before.get("title", "") != after.get("title", ""):
        found.append(Difference("", after.get("title", ""), "changed", ["表单标题"]))
    moved = _moved([name for name in old if name in new], [name for name in new if name in old])
    for name, one in new.items():
        if name not in old:
            found.append(Difference(name, _label(one), "added", []))
        elif what := _settings(old[name], one):
            found.append(Difference(name, _label(one), "changed", what))
        elif name in moved:
            found.append(Difference(name, _label(one), "moved", []))
    gone = [one for name, one in old.items() if name not in new]
    return found + [Difference(one["name"], _label(one), "removed", []) for one in gone]


def _label(one: Mapping[str, Any]) -> str:
    return str(one.get("label") or one["name"])


def _settings(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    keys = [key for key in WORDS if old.get(key) != new.get(key)]
    return [WORDS[key] for key in keys if _is_said(old.get(key)) or _is_said(new.get(key))]


def _is_said(value: Any) -> bool:
    return value not in (None, "", False, [])


def _moved(old: list[str], new: list[str]) -> set[str]:
    """Those outside the longest run that kept its order: the fewest that were carried."""
    place = {name: at for at, name in enumerate(old)}
    best: list[list[str]] = []
    for name in new:
        before = [one for one in best if place[one[-1]] < place[name]]
        best.append([*_longest(before), name])
    return set(new) - set(_longest(best))


def _longest(runs: list[list[str]]) -> list[str]:
    return max(runs, key=lambda run: len(run), default=[])
