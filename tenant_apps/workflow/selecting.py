"""Who handles a step: selectors, data and not code, answered through the organization.

    {"staff": [ids]}   {"permission": "…"}   {"starter": true}
    {"department_head": "starter" | "sender"}
    {"chosen": true, "permission": "…"}: an earlier handler picks, among those holding it

They are answered when the step opens and the answer is stored: no reorganisation moves open work.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared_apps.kernel.errors import DomainError
from tenant_apps.organization import queries as organization
from tenant_apps.organization.models import Department, Staff
from tenant_apps.organization.permissions import CATALOGUE, NAMES

Selector = Mapping[str, Any]
KINDS = ("staff", "permission", "starter", "department_head", "chosen")
LABELS = {item.name: item.label for module in CATALOGUE for item in module.items}
MOST = 200


class NobodyHandles(DomainError):
    """空办理人: the step would belong to nobody, so the act is refused and says who can help."""

    code = "workflow.nobody_handles"


class ChooseHandlers(DomainError):
    code = "workflow.choose_handlers"


class NotEligible(DomainError):
    code = "workflow.not_eligible"


@dataclass(frozen=True)
class Asking:
    """The step that needs somebody, and what is known when it does."""

    node: str
    name: str
    who: tuple[Selector, ...]
    starter: UUID
    sender: UUID | None
    chosen: Sequence[UUID] = ()


def resolve(asking: Asking) -> list[UUID]:
    """The people of the step, each once, in the order of its selectors; may be nobody."""
    found: list[UUID] = []
    for selector in asking.who:
        found += _answer(selector, asking)
    return list(dict.fromkeys(found))


def expected(asking: Asking) -> list[UUID]:
    """Who would get the step as things stand, for the page: nobody yet is an answer too."""
    try:
        return resolve(asking)
    except DomainError:
        return []


def _answer(selector: Selector, asking: Asking) -> list[UUID]:
    if selector.get("chosen"):
        return _picked(selector, asking)
    if "permission" in selector:
        return list(organization.holders_of(selector["permission"]).values_list("pk", flat=True))
    if "department_head" in selector:
        person = asking.sender if selector["department_head"] == "sender" else asking.starter
        head = _head_over(person) if person else None
        return [head] if head else []
    wanted = (
        [asking.starter] if "starter" in selector else [UUID(one) for one in selector["staff"]]
    )
    serving = organization.staff_by_ids(wanted)
    return [pk for pk in wanted if pk in serving]


def _picked(selector: Selector, asking: Asking) -> list[UUID]:
    if not asking.chosen:
        raise ChooseHandlers(f"请选择「{asking.name}」环节的办理人。", step=asking.node)
    serving = organization.staff_by_ids(asking.chosen)
    for pk in asking.chosen:
        if pk not in serving:
            raise NotEligible("所选办理人不在本单位或已停用，请另选。", step=asking.node)
        _refuse_unfit(serving[pk], [selector], asking)
    return list(asking.chosen)


def refuse_unfit(person: Staff, asking: Asking) -> None:
    """转办 and 加签: whoever takes a seat must hold the step's right, as its first owner did."""
    _refuse_unfit(person, asking.who, asking)


def _refuse_unfit(person: Staff, who: Iterable[Selector], asking: Asking) -> None:
    needed = [selector["permission"] for selector in who if "permission" in selector]
    if needed and not any(person.holds(permission) for permission in needed):
        labels = "、".join(LABELS.get(one, one) for one in needed)
        raise NotEligible(
            f"{person.name}没有“{labels}”权限，不能办理「{asking.name}」环节，请另选。",
            step=asking.node,
        )


def _head_over(staff_id: UUID) -> UUID | None:
    """The nearest serving head above a person; nobody heads themselves."""
    place: UUID | None = Staff.objects.values_list("department_id", flat=True).get(pk=staff_id)
    departments = Department.objects.select_related("head").in_bulk()
    while place is not None:
        department = departments[place]
        head = department.head
        if head is not None and head.is_active and head.pk != staff_id:
            return head.pk
        place = department.parent_id
    return None


def nobody(asking: Asking) -> NobodyHandles:
    """The refusal, with the reason and the names of those who can put it right."""
    reason, permission = "设定的办理人已停用", "workflow.supervise"
    for selector in asking.who:
        if "permission" in selector:
            label = LABELS.get(selector["permission"], selector["permission"])
            reason, permission = f"没有人具有“{label}”权限", "organization.duties.manage"
        elif "department_head" in selector:
            reason, permission = "所在部门未设负责人", "organization.departments.manage"
    helpers = [person.name for person in organization.holders_of(permission)]
    whom = "、".join(helpers) or f"具有“{LABELS[permission]}”权限的人员"
    return NobodyHandles(
        f"「{asking.name}」环节无人办理：{reason}。请联系{whom}处理后再提交。",
        step=asking.node,
        who=helpers,
    )


def fault(who: Any) -> str | None:
    """What is wrong with a step's selectors, in words for its author; None when they are sound."""
    if not isinstance(who, tuple) or not who:
        return "没有设置办理人"
    for selector in who:
        kinds = set(selector) if isinstance(selector, dict) else set()
        allowed = {"chosen", "permission"} if "chosen" in kinds else set(KINDS)
        if not kinds <= allowed or len(kinds - {"chosen"}) > 1 or not kinds:
            return "的办理人设置不正确"
        if problem := _selector_fault(selector):
            return problem
    return None


def _selector_fault(selector: Selector) -> str | None:
    if "permission" in selector and selector["permission"] not in NAMES:
        return f"要求的权限“{selector['permission']}”不存在"
    if "department_head" in selector and selector["department_head"] not in ("starter", "sender"):
        return "的部门负责人设置不正确"
    if any(name in selector and selector[name] is not True for name in ("starter", "chosen")):
        return "的办理人设置不正确"
    return _staff_fault(selector["staff"]) if "staff" in selector else None


def _staff_fault(ids: Any) -> str | None:
    if not isinstance(ids, list) or not 0 < len(ids) <= MOST:
        return f"指定的办理人须在 1 至 {MOST} 人之间"
    try:
        for one in ids:
            UUID(one)
    except (TypeError, ValueError, AttributeError):
        return "指定的办理人不正确"
    return None
