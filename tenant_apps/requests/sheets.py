"""A version of a form beside the answers to it: as far as given, and as one reader sees them."""

from collections.abc import Iterable, Mapping
from typing import Any

from tenant_apps.forms import checking, settling, spans, viewing
from tenant_apps.forms.models import FormVersion
from tenant_apps.forms.rights import Rights, rights

SUBMIT = "submit"  # the verb of the step at which the applicant fills in the form


def settled(sheet: FormVersion, data: Mapping[str, Any]) -> dict[str, Any]:
    """What half a form says: wrong answers are left out, computed ones are computed."""
    kept = {}
    for one in sheet.shape.answered:
        if one.name in data and not one.is_computed:
            value, wrong = checking.taken(one, data[one.name])
            if value is not None and not wrong:
                kept[one.name] = value
    return settling.settle(sheet.shape, kept, spans.span).values


def labels(sheet: FormVersion) -> dict[str, str]:
    return {one.name: one.label for one in sheet.shape.answered}


def reading(sheet: FormVersion, hidden: Iterable[str]) -> Rights:
    """Nothing to fill in."""
    unseen = set(hidden)
    return {one.name: "hidden" if one.name in unseen else "read" for one in sheet.shape.answered}


def at_step(sheet: FormVersion, said: Mapping[str, str], *, starting: bool = False) -> Rights:
    return rights(sheet, said, starting=starting)


def part(sheet: FormVersion, answers: Mapping[str, Any], given: Rights) -> dict[str, Any]:
    """Hidden fields are in no part of it: what is not sent cannot be looked up."""
    seen = viewing.view(sheet, answers, given)
    properties = sheet.schema.get("properties", {})
    kept = {name: rule for name, rule in properties.items() if name in seen["rights"]}
    return {**seen, "schema": {"type": "object", "properties": kept}}


def on_wire(part: Mapping[str, Any]) -> dict[str, Any]:
    """DRF owns the name `data` on an answer."""
    shown = {name: part[name] for name in ("schema", "ui", "rights", "names")}
    return shown | {"answers": part["data"]}
