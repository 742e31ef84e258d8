"""What follows from the answers: which fields are asked at all, and what the computed ones say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tenant_apps.forms import conditions, expressions
from tenant_apps.forms.fields import Field, Shape


@dataclass(frozen=True)
class Settled:
    values: dict[str, Any]
    hidden: frozenset[str]  # by their own rule, not by somebody's rights


def settle(shape: Shape, answers: Mapping[str, Any], spans: expressions.Spans) -> Settled:
    """In the order in which fields depend on each other; what is not asked is dropped."""
    values = {name: value for name, value in answers.items() if conditions.is_filled(value)}
    by_name = {one.name: one for one in shape.fields}
    hidden = set()
    for name in shape.order:
        one = by_name[name]
        if not conditions.holds(one.visible, values):
            hidden.add(name)
            values.pop(name, None)
        elif one.is_computed:
            _put(values, one, values, spans)
        elif one.widget == "table" and isinstance(values.get(name), list):
            values[name] = [_row(one, row, values, spans) for row in values[name]]
    return Settled(values, frozenset(hidden))


def _row(
    table: Field, row: Any, values: Mapping[str, Any], spans: expressions.Spans
) -> dict[str, Any]:
    found = dict(row) if isinstance(row, dict) else {}
    for column in table.columns:
        if column.is_computed:
            _put(found, column, {**values, **found}, spans)
    return {name: value for name, value in found.items() if conditions.is_filled(value)}


def _put(
    target: dict[str, Any], one: Field, known: Mapping[str, Any], spans: expressions.Spans
) -> None:
    value = expressions.evaluate(one.computed, known, spans)
    number = expressions.scaled(value)
    if number is not None:
        value = expressions.wire(expressions.rounded(number, one.places))
    if value is None or value == "" or isinstance(value, str) != (one.widget == "text"):
        target.pop(one.name, None)
    else:
        target[one.name] = value
