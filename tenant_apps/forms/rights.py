"""Per-step rights: what one sees of a form, what one may fill in, what one must."""

from collections.abc import Mapping
from typing import Literal

from tenant_apps.forms.fields import Shape
from tenant_apps.forms.models import FormVersion

Right = Literal["hidden", "read", "edit", "required"]
Rights = dict[str, Right]

WORDS: dict[str, Right] = {
    "hidden": "hidden",
    "read": "read",
    "edit": "edit",
    "required": "required",
}


def rights(
    form: FormVersion | Shape, node_fields: Mapping[str, str] | None, *, starting: bool = False
) -> Rights:
    """The right of every field at a step; `node_fields` is what the flow's node says of some.

    Not said: whoever starts fills in, everybody after reads. A field that must be answered must
    be answered wherever it may be edited. A word that nobody knows hides the field.
    """
    shape = form.shape if isinstance(form, FormVersion) else form
    said = node_fields or {}
    found: Rights = {}
    for one in shape.answered:
        right: Right = "edit" if starting else "read"
        if one.name in said:
            right = WORDS.get(said[one.name], "hidden")
        if one.is_computed and right != "hidden":
            right = "read"
        elif right == "edit" and one.required:
            right = "required"
        found[one.name] = right
    return found
