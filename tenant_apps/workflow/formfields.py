"""The fields a flow may ask about: those of its form, and what its subject says of itself.

The form is the one that the graph names as `form`, else the one that carries the flow's own key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tenant_apps.forms.models import Form


@dataclass(frozen=True)
class FormField:
    name: str
    title: str
    type: str  # the widget
    suffix: str = ""
    options: list[dict[str, str]] = field(default_factory=list)  # value and label
    is_fact: bool = False  # in no form: the subject's own app answers it


CHOSEN = "chosen"  # of a fact: whether somebody was chosen
_facts: dict[str, list[FormField]] = {}


def tell(key: str, facts: list[FormField]) -> None:
    """From an app's `ready()`: what the conditions of its flow ask about, in words."""
    _facts[key] = facts


def of_flow(key: str, body: Mapping[str, Any]) -> list[FormField]:
    """Only what was told where the flow has no form of ours, or none that is published yet."""
    told = _facts.get(key, [])
    named = body.get("form") or key
    form = Form.objects.select_related("current").filter(key=str(named)).first()
    if form is None or form.current is None:
        return told
    return told + [
        FormField(
            name=one.name,
            title=one.label or one.name,
            type=one.widget,
            suffix=one.suffix,
            options=[{"value": o["value"], "label": o["label"]} for o in one.options],
        )
        for one in form.current.shape.fields
        if one.is_answered
    ]


def titles(key: str, body: Mapping[str, Any]) -> dict[str, str]:
    return {one.name: one.title for one in of_flow(key, body)}
