"""Fields as the author drew them, read into a shape; drafting.py says what is not right yet."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from tenant_apps.forms import conditions, expressions

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")

WIDGETS = {
    "text": "单行文字",
    "textarea": "多行文字",
    "phone": "手机号",
    "number": "数字",
    "money": "金额",
    "date": "日期",
    "datetime": "日期时间",
    "range": "起止时间",
    "radio": "单选",
    "select": "下拉",
    "checkboxes": "多选",
    "switch": "开关",
    "people": "人员",
    "department": "部门",
    "files": "附件",
    "table": "明细表",
    "note": "说明文字",
    "heading": "小标题",
}
LAYOUT = {"note", "heading"}
TEXTS = {"text", "textarea", "phone"}
NUMBERS = {"number", "money"}
CHOICES = {"radio", "select", "checkboxes"}
COLUMNS = TEXTS - {"textarea"} | NUMBERS | {"date", "select", "people", "switch"}
COMPUTABLE = NUMBERS | {"text"}
WIDTHS = {"full", "half", "third"}
PRECISIONS = {"date", "half", "minute"}


@dataclass(frozen=True)
class Field:
    """字段: one question of a form, or one column of its 明细表."""

    name: str
    widget: str
    label: str = ""
    help: str = ""
    placeholder: str = ""
    suffix: str = ""
    text: str = ""
    width: str = "full"
    required: bool = False
    required_when: conditions.Rule | None = None
    visible: conditions.Rule | None = None
    computed: expressions.Expression = None
    default: Any = None
    options: tuple[Mapping[str, str], ...] = ()
    source: str = ""
    multiple: bool = False
    most: int = 0
    max_length: int = 0
    min: float | None = None
    max: float | None = None
    decimals: int | None = None
    precision: str = "minute"
    columns: tuple["Field", ...] = ()
    sums: tuple[str, ...] = field(default=())

    @property
    def is_answered(self) -> bool:
        return self.widget not in LAYOUT

    @property
    def is_computed(self) -> bool:
        return self.computed is not None

    @property
    def places(self) -> int:
        """Decimals that an answer may have."""
        if self.widget == "money":
            return 2
        return 6 if self.decimals is None else self.decimals


SETTINGS = frozenset(one.name for one in fields(Field))


@dataclass(frozen=True)
class Shape:
    """A whole form, checked."""

    title: str
    fields: tuple[Field, ...]
    order: tuple[str, ...]  # every field after all that its rule or its computation asks for

    @property
    def answered(self) -> Iterator[Field]:
        return (one for one in self.fields if one.is_answered)

    def field(self, name: str) -> Field | None:
        return next((one for one in self.answered if one.name == name), None)


def shape(ui: Mapping[str, Any]) -> Shape:
    """Read a form that has no faults."""
    found = tuple(read(one) for one in ui["fields"])
    order = in_order({one.name: asked_by(one) for one in found})
    if order is None:
        raise ValueError("fields ask for each other in a circle")
    return Shape(ui.get("title", ""), found, tuple(order))


def read(facts: Mapping[str, Any]) -> Field:
    known: dict[str, Any] = {key: facts[key] for key in facts if key in SETTINGS}
    for several in ("options", "sums"):
        known[several] = tuple(known.get(several) or ())
    known["columns"] = tuple(read(one) for one in known.get("columns") or ())
    return Field(**known)


def asked_by(one: Field) -> set[str]:
    """The names of the form's fields that decide about this one."""
    found = {leaf["field"] for leaf in _leaves(one)}
    for name, _ in references_of(one):
        found.add(name.partition(".")[0])
    own = {column.name for column in one.columns}
    for column in one.columns:
        found |= {name.partition(".")[0] for name, _ in references_of(column)} - own
    return found - {one.name}


def _leaves(one: Field) -> Iterator[conditions.Rule]:
    if one.visible is not None:
        yield from conditions.leaves(one.visible)


def references_of(one: Field) -> Iterator[tuple[str, str]]:
    if one.is_computed:
        yield from expressions.references(one.computed)


def in_order(asked: Mapping[str, set[str]]) -> list[str] | None:
    """Each after all it asks for, otherwise as drawn; None when they ask in a circle."""
    done: list[str] = []
    waiting = list(asked)
    while waiting:
        ready = next((one for one in waiting if asked[one] & asked.keys() <= set(done)), None)
        if ready is None:
            return None
        waiting.remove(ready)
        done.append(ready)
    return done
