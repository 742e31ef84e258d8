"""The JSON Schema 2020-12 of a form's answers, for other programs; checking.py asks for more."""

from collections.abc import Callable
from typing import Any

from tenant_apps.forms import conditions
from tenant_apps.forms.fields import Field, Shape

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ID = {"type": "string", "format": "uuid"}
PLAIN: dict[str, dict[str, Any]] = {
    "phone": {"type": "string", "pattern": "^1[3-9][0-9]{9}$"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "switch": {"type": "boolean"},
    "department": ID,
}


def of(shape: Shape) -> dict[str, Any]:
    asked = [one for one in shape.answered if one.required and one.visible is None]
    return {
        "$schema": DIALECT,
        "title": shape.title,
        "type": "object",
        "properties": {one.name: _property(one) for one in shape.answered},
        "required": [one.name for one in asked if not one.is_computed],
        "additionalProperties": False,
    }


def _property(one: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"title": one.label, **_type(one)}
    if one.help:
        found["description"] = one.help
    if one.is_computed:
        found["readOnly"] = True
    if conditions.is_filled(one.default):
        found["default"] = one.default
    return found


def _type(one: Field) -> dict[str, Any]:
    if one.widget in PLAIN:
        return dict(PLAIN[one.widget])
    return KINDS[one.widget](one)


def _text(one: Field) -> dict[str, Any]:
    return {"type": "string", "maxLength": text_limit(one)}


def text_limit(one: Field) -> int:
    return one.max_length or (2000 if one.widget == "textarea" else 200)


def list_limit(one: Field) -> int:
    if one.widget == "people" and not one.multiple:
        return 1
    return one.most or (200 if one.widget == "table" else 50)


def _number(one: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "integer" if one.places == 0 else "number"}
    if one.min is not None:
        found["minimum"] = one.min
    if one.max is not None:
        found["maximum"] = one.max
    return found


def _range(one: Field) -> dict[str, Any]:
    moment = {"type": "string", "format": "date" if one.precision == "date" else "date-time"}
    return {
        "type": "object",
        "properties": {"start": moment, "end": moment},
        "required": ["start", "end"],
        "additionalProperties": False,
    }


def _choice(one: Field) -> dict[str, Any]:
    single: dict[str, Any] = {"type": "string"}
    if not one.source:
        single["enum"] = [option["value"] for option in one.options]
    return _several(one, single) if one.widget == "checkboxes" else single


def _several(one: Field, single: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "array",
        "items": dict(single),
        "uniqueItems": True,
        "maxItems": 200 if one.widget == "checkboxes" else list_limit(one),
    }


def _table(one: Field) -> dict[str, Any]:
    row = {
        "type": "object",
        "properties": {column.name: _property(column) for column in one.columns},
        "required": [
            column.name for column in one.columns if column.required and not column.is_computed
        ],
        "additionalProperties": False,
    }
    return {"type": "array", "items": row, "maxItems": list_limit(one)}


def _ids(one: Field) -> dict[str, Any]:
    return _several(one, ID)


KINDS: dict[str, Callable[[Field], dict[str, Any]]] = {
    "text": _text,
    "textarea": _text,
    "number": _number,
    "money": _number,
    "range": _range,
    "radio": _choice,
    "select": _choice,
    "checkboxes": _choice,
    "people": _ids,
    "files": _ids,
    "table": _table,
}
