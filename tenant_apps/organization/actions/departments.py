"""部门: the tree of a unit. Every edit locks the root first, so two edits cannot make a circle."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.errors import DomainError, Forbidden, NotFound
from tenant_apps.journal.recording import record
from tenant_apps.organization import events
from tenant_apps.organization.changes import apply
from tenant_apps.organization.models import Department, Post, Staff
from tenant_apps.organization.rules import makes_a_circle


class DepartmentNameTaken(DomainError):
    code = "department.name_taken"


class DepartmentCircle(DomainError):
    code = "department.circle"


class DepartmentIsRoot(DomainError):
    code = "department.is_root"


class DepartmentNotEmpty(DomainError):
    code = "department.not_empty"


class PostNameTaken(DomainError):
    code = "post.name_taken"


@transaction.atomic
def open_department(*, facts: Mapping[str, Any], by: Staff, at: datetime) -> Department:
    """设立部门."""
    tree = _locked_tree()
    _refuse_strangers(by)
    parent = _standing(tree, facts["parent_id"])
    _refuse_twin(tree, name=facts["name"], parent_id=parent.pk)
    _refuse_absent_head(facts.get("head_id"))

    department = Department.objects.create(**facts)
    record(
        events.DepartmentOpened(
            subject_id=department.pk, called=department.name, parent=parent.name
        ),
        by=by,
        at=at,
    )
    return department


@transaction.atomic
def change_department(
    *, department_id: UUID, wanted: Mapping[str, Any], by: Staff, at: datetime
) -> Department:
    """调整部门: its name, place, order or head."""
    tree = _locked_tree()
    department = _standing(tree, department_id)
    _refuse_strangers(by)
    values = dict(wanted)
    if "parent_id" in values:
        _refuse_move(tree, department, values["parent_id"])
    _refuse_absent_head(values.get("head_id"))
    _refuse_twin(
        tree,
        name=values.get("name", department.name),
        parent_id=values.get("parent_id", department.parent_id),
        but=department,
    )

    if changes := apply(department, values):
        department.save(update_fields=list(changes))
        record(events.DepartmentChanged(subject_id=department.pk, changes=changes), by=by, at=at)
    return department


@transaction.atomic
def close_department(*, department_id: UUID, by: Staff, at: datetime) -> Department:
    """撤销部门: only when nobody sits in it and nothing hangs below it."""
    tree = _locked_tree()
    department = _standing(tree, department_id)
    _refuse_strangers(by)
    if department.parent_id is None:
        raise DepartmentIsRoot("单位本身不能撤销。")
    # Whoever is just sitting down holds this row: wait for them, then count.
    Department.objects.select_for_update(no_key=True).get(pk=department.pk)
    below = [one.name for one in tree.values() if one.parent_id == department.pk]
    people = department.staff.in_service().count()
    if below or people:
        reason = f"还有 {people} 人" if people else f"还有下级部门：{'、'.join(below)}"
        raise DepartmentNotEmpty(
            f"{department.name}{reason}，请先调走再撤销。", staff_count=people
        )

    department.closed_at = at
    department.head = None
    department.save(update_fields=["closed_at", "head"])
    record(events.DepartmentClosed(subject_id=department.pk, called=department.name), by=by, at=at)
    return department


@transaction.atomic
def open_post(*, name: str, department_id: UUID, by: Staff, at: datetime) -> Post:
    """设立岗位."""
    department = _standing(_locked_tree(), department_id)
    _refuse_strangers(by)
    if department.posts.filter(name=name).exists():
        raise PostNameTaken(
            f"{department.name}已有岗位“{name}”。", by_field={"name": ["名称重复。"]}
        )
    post = Post.objects.create(name=name, department=department)
    record(
        events.PostOpened(subject_id=post.pk, called=name, department=department.name),
        by=by,
        at=at,
    )
    return post


def _locked_tree() -> dict[UUID, Department]:
    """The root is locked first and alone; what is read afterwards stays true."""
    Department.objects.select_for_update(no_key=True).get(parent=None)
    return Department.objects.standing().in_bulk()


def _standing(tree: Mapping[UUID, Department], department_id: UUID) -> Department:
    if department_id not in tree:
        raise NotFound("没有这个部门，或已撤销。")
    return tree[department_id]


def _refuse_strangers(by: Staff) -> None:
    if not by.holds("organization.departments.manage"):
        raise Forbidden("只有系统管理员可以维护部门和岗位。")


def _refuse_twin(
    tree: Mapping[UUID, Department],
    *,
    name: str,
    parent_id: UUID | None,
    but: Department | None = None,
) -> None:
    for one in tree.values():
        if one.name == name and one.parent_id == parent_id and one != but:
            message = f"同级已有“{name}”，请换一个名称。"
            raise DepartmentNameTaken(message, by_field={"name": [message]})


def _refuse_move(tree: Mapping[UUID, Department], moved: Department, under: UUID | None) -> None:
    if moved.parent_id == under:
        return
    if moved.parent_id is None or under is None:
        raise DepartmentIsRoot("单位本身必须是最上一级，且只有一个。")
    _standing(tree, under)
    parents = {pk: one.parent_id for pk, one in tree.items()}
    if makes_a_circle(parents, moved=moved.pk, under=under):
        raise DepartmentCircle(f"不能把{moved.name}移到它自己的下级部门之下。")


def _refuse_absent_head(staff_id: UUID | None) -> None:
    if staff_id and not Staff.objects.in_service().filter(pk=staff_id).exists():
        raise NotFound("没有这位人员，或其账号已停用。")
