"""Answers that point at people, departments and files: they must be there, and be ours to use."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from tenant_apps.files.models import Attachment
from tenant_apps.forms.fields import Field, Shape
from tenant_apps.organization.models import Department
from tenant_apps.organization.queries import staff_by_ids

FOLDER = "form"  # the subject_kind of attachments; its subject is the folder they were laid into

Place = tuple[str, Field, list[str]]  # where the answer stands, its field, the ids it names


def faults(
    shape: Shape, answers: Mapping[str, Any], before: Mapping[str, Any], *, folder: UUID | None
) -> dict[str, str]:
    """At most one statement for each kind of thing; what stood there before is not asked again."""
    known = {one for _, _, ids in places(shape, before) for one in ids}
    asked = list(places(shape, answers))
    there = _there(asked, known, folder)
    return {
        place: WORDS[one.widget]
        for place, one, ids in asked
        if any(key not in known and key not in there[one.widget] for key in ids)
    }


WORDS = {
    "people": "所选人员已不在本单位或已停用，请重新选择。",
    "department": "所选部门已撤销，请重新选择。",
    "files": "附件没有上传成功，请重新上传。",
}


def _there(asked: list[Place], known: set[str], folder: UUID | None) -> dict[str, set[str]]:
    wanted: dict[str, set[UUID]] = {widget: set() for widget in WORDS}
    for _, one, ids in asked:
        wanted[one.widget] |= {UUID(key) for key in ids if key not in known}
    people = staff_by_ids(wanted["people"]) if wanted["people"] else {}
    rows: dict[str, Any] = {"people": people, "department": (), "files": ()}
    if wanted["department"]:
        standing = Department.objects.standing().filter(pk__in=wanted["department"])
        rows["department"] = standing.values_list("pk", flat=True)
    if wanted["files"] and folder:
        laid = Attachment.objects.of(FOLDER, folder).filter(pk__in=wanted["files"])
        rows["files"] = laid.values_list("pk", flat=True)
    return {widget: {str(pk) for pk in found} for widget, found in rows.items()}


def places(shape: Shape, answers: Mapping[str, Any]) -> Iterator[Place]:
    """Every answer that names something by id, those of table rows too."""
    for one in shape.answered:
        value = answers.get(one.name)
        if one.widget in WORDS and value:
            yield one.name, one, _ids(value)
        elif one.widget == "table" and isinstance(value, list):
            for number, row in enumerate(value):
                for column in one.columns:
                    if column.widget in WORDS and row.get(column.name):
                        yield (
                            f"{one.name}.{number}.{column.name}",
                            column,
                            _ids(row[column.name]),
                        )


def _ids(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
