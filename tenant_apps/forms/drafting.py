"""What keeps a drawn form from being published, each fault at its field."""

import json
from collections.abc import Iterator
from typing import Any

from tenant_apps.forms import conditions, expressions, fields, sources
from tenant_apps.forms.fields import (
    CHOICES,
    COLUMNS,
    COMPUTABLE,
    LAYOUT,
    NAME,
    NUMBERS,
    SETTINGS,
    WIDGETS,
    Field,
)

MOST_FIELDS = 120
MOST_COLUMNS = 20
MOST_OPTIONS = 200
LARGEST = 200_000  # characters of JSON

TEXTS = {
    "label": 40,
    "help": 200,
    "placeholder": 60,
    "suffix": 10,
    "text": 2000,
    "source": 40,
}
CHOSEN = {"width": fields.WIDTHS, "precision": fields.PRECISIONS}
WHOLE = {"most": 500, "max_length": 20_000, "decimals": 6}

Fault = tuple[str, str]  # name of the field (table.column inside a table), sentence


def is_drawing(ui: Any) -> bool:
    """May it be kept as a draft? It may be unfinished, but it must be a form, and of sane size."""
    return (
        isinstance(ui, dict)
        and set(ui) <= {"title", "fields"}
        and isinstance(ui.get("title", ""), str)
        and isinstance(ui.get("fields"), list)
        and len(ui["fields"]) <= MOST_FIELDS
        and all(isinstance(one, dict) and isinstance(one.get("name"), str) for one in ui["fields"])
        and len(json.dumps(ui, ensure_ascii=False)) <= LARGEST
    )


def faults(ui: Any) -> list[Fault]:
    """Everything that is not right yet; empty when the form may be published."""
    if not is_drawing(ui):
        return [("", "表单格式不正确，或内容过多。")]
    if not any(one.get("widget") not in LAYOUT for one in ui["fields"]):
        return [("", "表单还没有要填写的字段，请从左边添加。")]
    found = list(_list_faults(ui["fields"], ""))
    if found:
        return found  # what follows asks sound fields only
    drawn = [fields.read(one) for one in ui["fields"]]
    found = [(one.name, said) for one in drawn for said in _reference_faults(one, drawn)]
    for table in drawn:
        for column in table.columns:
            said = _reference_faults(column, [*table.columns, *drawn])
            found += [(f"{table.name}.{column.name}", one) for one in said]
    if not found and fields.in_order({one.name: fields.asked_by(one) for one in drawn}) is None:
        found = [(drawn[0].name, "有字段互相依赖：显示条件或计算式绕成了圈，请改一处。")]
    return found


def _list_faults(drawn: list[Any], inside: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for facts in drawn:
        name = facts.get("name") if isinstance(facts, dict) else None
        if not isinstance(name, str) or not NAME.fullmatch(name):
            yield inside or str(name)[:40], "字段名只能用小写字母、数字和下划线，以字母开头。"
            continue
        place = f"{inside}.{name}" if inside else name
        if name in seen:
            yield place, "字段名重复，请换一个。"
        seen.add(name)
        problem = _field_fault(facts, bool(inside))
        if problem:
            yield place, problem
        elif facts["widget"] == "table":
            yield from _list_faults(facts["columns"], name)


def _field_fault(facts: dict[str, Any], is_column: bool) -> str:
    widget = facts.get("widget")
    if not isinstance(widget, str) or widget not in WIDGETS:
        return "没有这种控件。"
    if strange := sorted(set(facts) - SETTINGS):
        return f"有不认识的设置“{strange[0]}”。"
    if is_column and widget not in COLUMNS:
        return f"明细表里不能放“{WIDGETS[widget]}”。"
    if is_column and ("visible" in facts or "required_when" in facts):
        return "明细表的列不能设显示条件。"
    for problem in (_setting_fault(facts), _rules_fault(facts), _own_fault(facts)):
        if problem:
            return problem
    return ""


def _setting_fault(facts: dict[str, Any]) -> str:
    if not facts.get("label") and facts["widget"] != "note":
        return "请写名称。"
    for name in ("required", "multiple"):
        if not isinstance(facts.get(name, False), bool):
            return "设置不正确，请重新选择。"
    return _word_fault(facts) or _limit_fault(facts)


def _word_fault(facts: dict[str, Any]) -> str:
    for name, longest in TEXTS.items():
        value = facts.get(name, "")
        if not isinstance(value, str) or len(value) > longest:
            return f"文字过长（最多 {longest} 字）。"
    for name, known in CHOSEN.items():
        if name in facts and (not isinstance(facts[name], str) or facts[name] not in known):
            return "设置不正确，请重新选择。"
    return ""


def _limit_fault(facts: dict[str, Any]) -> str:
    for name, most in WHOLE.items():
        if name in facts and not (type(facts[name]) is int and 0 <= facts[name] <= most):
            return f"上限须是 0 至 {most} 的整数。"
    for name in ("min", "max"):
        if facts.get(name) is not None and expressions.scaled(facts[name]) is None:
            return "最小值、最大值须是数字。"
    if None not in (facts.get("min"), facts.get("max")) and facts["min"] > facts["max"]:
        return "最小值比最大值还大。"
    return ""


def _rules_fault(facts: dict[str, Any]) -> str:
    for name in ("visible", "required_when"):
        if facts.get(name) is not None and (problem := conditions.fault(facts[name])):
            return f"{problem}。"
    if facts.get("computed") is None:
        return ""
    if facts["widget"] not in COMPUTABLE:
        return "只有数字、金额和单行文字可以自动计算。"
    problem = expressions.fault(facts["computed"])
    return f"{problem}。" if problem else ""


def _own_fault(facts: dict[str, Any]) -> str:
    if facts["widget"] in CHOICES:
        return _options_fault(facts)
    if facts["widget"] == "table":
        return _table_fault(facts)
    return ""


def _options_fault(facts: dict[str, Any]) -> str:
    if source := facts.get("source"):
        return "" if sources.known(source) else "选项的来源已不存在，请重新选择。"
    options = facts.get("options")
    if not isinstance(options, list) or not 1 <= len(options) <= MOST_OPTIONS:
        return "请至少写一个选项。"
    for one in options:
        if not isinstance(one, dict) or set(one) != {"value", "label"}:
            return "选项格式不正确。"
        if not all(isinstance(said, str) and 0 < len(said.strip()) <= 60 for said in one.values()):
            return "选项不能空着，也不能超过 60 字。"
    if len({one["value"] for one in options}) < len(options):
        return "选项重复。"
    return ""


def _table_fault(facts: dict[str, Any]) -> str:
    columns = facts.get("columns")
    if not isinstance(columns, list) or not 1 <= len(columns) <= MOST_COLUMNS:
        return f"明细表须有 1 至 {MOST_COLUMNS} 列。"
    numbers = {
        one.get("name")
        for one in columns
        if isinstance(one, dict) and one.get("widget") in ("number", "money")
    }
    sums = facts.get("sums", [])
    if not isinstance(sums, list) or not all(
        isinstance(one, str) and one in numbers for one in sums
    ):
        return "只有数字和金额列可以合计。"
    return ""


def _reference_faults(one: Field, near: list[Field]) -> Iterator[str]:
    by_name = {other.name: other for other in reversed(near) if other.is_answered}
    rules = [rule for rule in (one.visible, one.required_when) if rule is not None]
    for name in [leaf["field"] for rule in rules for leaf in conditions.leaves(rule)]:
        if name == one.name:
            yield "条件里不能用字段自己。"
        elif name not in by_name:
            yield f"条件用到的字段“{name}”已不存在，请重新选择。"
    for name, role in fields.references_of(one):
        table, _, column = name.partition(".")
        target = by_name.get(table)
        if target is None or target == one:
            yield f"计算式用到的字段“{name}”不存在，或就是自己。"
        elif not _serves(target, role, column):
            yield f"计算式里“{target.label}”不能这样用。"


def _serves(target: Field, role: str, column: str) -> bool:
    if role == "column":
        there = {one.name: one for one in target.columns}
        return column in there
    if role == "time":
        return target.widget in ("range", "date", "datetime")
    if role == "rows":
        return target.widget in ("table", "checkboxes", "people", "files")
    return role == "rule" or target.widget in NUMBERS | {"text", "select", "radio"}
