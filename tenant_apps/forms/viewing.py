"""A filled-in form as one person may see it, with the names of what its answers point at."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tenant_apps.files.models import Attachment
from tenant_apps.forms.fields import Shape
from tenant_apps.forms.models import FormVersion
from tenant_apps.forms.references import places
from tenant_apps.forms.rights import Rights
from tenant_apps.forms.values import options_of
from tenant_apps.organization.models import Department, Staff

Names = dict[str, dict[str, Any]]


def view(form: FormVersion, answers: Mapping[str, Any], rights: Rights) -> dict[str, Any]:
    """Everything <OaForm> needs; what is hidden from this person is absent."""
    seen = {name for name, right in rights.items() if right != "hidden"}
    data = {name: value for name, value in answers.items() if name in seen}
    drawn = [one for one in form.ui["fields"] if rights.get(one["name"]) != "hidden"]
    return {
        "key": form.form.key,
        "version": form.number,
        "name": form.name,
        "schema": _schema(form.schema, seen),
        "ui": {**form.ui, "fields": drawn},
        "data": data,
        "rights": {name: right for name, right in rights.items() if name in seen},
        "names": names(form.shape, data),
    }


def _schema(schema: Mapping[str, Any], seen: set[str]) -> dict[str, Any]:
    asked = {name: said for name, said in schema["properties"].items() if name in seen}
    required = [name for name in schema["required"] if name in seen]
    return {**schema, "properties": asked, "required": required}


def names(shape: Shape, answers: Mapping[str, Any]) -> Names:
    """Id → {label, note}: at most one statement for each kind of thing."""
    wanted: dict[str, set[UUID]] = {"people": set(), "department": set(), "files": set()}
    for _, one, ids in places(shape, answers):
        wanted[one.widget] |= {UUID(key) for key in ids}
    return (
        _people(wanted["people"])
        | _departments(wanted["department"])
        | _files(wanted["files"])
        | _options(shape, answers)
    )


def _people(ids: set[UUID]) -> Names:
    if not ids:
        return {}
    rows = Staff.objects.filter(pk__in=ids).select_related("department")
    return {
        str(one.pk): {"label": one.name, "note": f"{one.department.name} {one.title}".strip()}
        for one in rows
    }


def _departments(ids: set[UUID]) -> Names:
    if not ids:
        return {}
    return {str(one.pk): {"label": one.name} for one in Department.objects.filter(pk__in=ids)}


def _files(ids: set[UUID]) -> Names:
    if not ids:
        return {}
    rows = Attachment.objects.filter(pk__in=ids).select_related("latest")
    return {str(one.pk): named(one) for one in rows}


def _options(shape: Shape, answers: Mapping[str, Any]) -> Names:
    found: Names = {}
    for one in shape.answered:
        value = answers.get(one.name)
        if one.source and value:
            known = options_of(one)
            keys = value if isinstance(value, list) else [value]
            found |= {key: {"label": known[key]} for key in keys if key in known}
    return found


def named(file: Attachment) -> dict[str, Any]:
    return {
        "label": file.name,
        "size": file.size,
        "address": f"/api/forms/attachments/{file.pk}",
        "folder": str(file.subject_id),
    }
