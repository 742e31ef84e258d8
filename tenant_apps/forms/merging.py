"""A drawn form taken apart for a three-way comparison, and put together again."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared_apps.kernel.merging import Items

Ui = Mapping[str, Any]
WHOLE = ""  # the item that is the form itself: its title, and the order of what stands everywhere


def items(ui: Ui, common: Sequence[str]) -> dict[str, dict[str, Any]]:
    """`common`: the fields that stand in all versions compared; only these can change places."""
    found: dict[str, dict[str, Any]] = {
        WHOLE: {
            "title": ui.get("title", ""),
            "order": [one["name"] for one in ui["fields"] if one["name"] in common],
        }
    }
    return found | {one["name"]: dict(one) for one in ui["fields"]}


def common_fields(*versions: Ui) -> list[str]:
    named = [{one["name"] for one in ui["fields"]} for ui in versions]
    shared = set.intersection(*named)
    return [one["name"] for one in versions[0]["fields"] if one["name"] in shared]


def together(merged: Items, *, ours: Ui, city: Ui) -> dict[str, Any]:
    """The form that was chosen: what is new stands behind what it stood behind."""
    order = list(merged[WHOLE]["order"])
    for source in (ours, city):
        before = ""
        for one in source["fields"]:
            name = one["name"]
            if name in merged and name not in order:
                order.insert(order.index(before) + 1 if before else 0, name)
            if name in order:
                before = name
    fields = [dict(merged[name]) for name in order if name in merged]
    return {"title": merged[WHOLE]["title"], "fields": fields}
