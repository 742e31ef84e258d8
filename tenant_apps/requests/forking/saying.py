"""Parts of a kind in words, for whoever decides between two versions of them."""

import json
from collections.abc import Mapping
from typing import Any

from tenant_apps.forms.comparing import WORDS
from tenant_apps.forms.fields import WIDGETS
from tenant_apps.workflow.wording import Names, rule

CARD = {"name": "名称", "icon": "图标", "group": "分组", "hint": "说明"}
SETTINGS = {
    "series": "编号字头",
    "title": "标题样式",
    "later": "办理中填写的字段",
    "confirm": "确认资源的环节",
    "columns": "导出的列",
    "resource": "占用的资源",
    "balance": "额度",
}
LONGEST = 160


def of_field(facts: Mapping[str, Any] | None) -> str:
    """A field as one line: 金额“总价”（必填）."""
    if facts is None:
        return ""
    widget = WIDGETS.get(str(facts.get("widget")), "字段")
    must = "（必填）" if facts.get("required") else ""
    return f"{widget}“{facts.get('label') or facts.get('text') or facts.get('name')}”{must}"[:80]


def of_setting(setting: str, value: Any, names: Names) -> str:
    if value in (None, "", []):
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if setting == "widget":
        return WIDGETS.get(str(value), str(value))
    if setting in ("visible", "required_when"):
        return rule(value, names)
    if isinstance(value, list):
        return "、".join(_one_of(one, names) for one in value)[:LONGEST]
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False)[:LONGEST]
    return str(value)[:LONGEST]


def _one_of(one: Any, names: Names) -> str:
    """A name of a field, an option, a column of a table."""
    if not isinstance(one, Mapping):
        return names.fields.get(str(one), str(one))
    return str(one["label"]) if "value" in one else of_field(one)


def label_of(setting: str) -> str:
    return {"title": "表单标题", "order": "字段顺序"}.get(setting) or WORDS.get(setting, setting)
