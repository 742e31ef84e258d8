"""Who handles a step: selectors, data and not code, answered through the organization.

    {"staff": [ids]}   {"permission": "…"}   {"starter": true}
    {"department_head": "starter" | "sender"}   {"head_of": department id}   {"post": post id}
    {"superior": "starter" | "sender", "levels": n}: the n-th head above; the highest if fewer
    {"actor_of": node}: who acted there   {"field": name}: the people a field of the form names
    {"chosen": true, "permission": "…"}: an earlier handler picks, among those holding it

They are answered when the step opens and the answer is stored: no reorganisation moves open work.
Whoever is not in service is nobody: then the step's rule for an empty step holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from shared_apps.kernel.errors import DomainError
from tenant_apps.organization import queries as organization
from tenant_apps.organization.models import Department, Staff
from tenant_apps.organization.permissions import CATALOGUE, NAMES

Selector = Mapping[str, Any]
PEOPLE = ("starter", "sender")
KINDS = (
    "staff",
    "permission",
    "starter",
    "department_head",
    "head_of",
    "superior",
    "post",
    "actor_of",
    "field",
    "chosen",
)
HIGHEST = 9
LABELS = {item.name: item.label for module in CATALOGUE for item in module.items}
MOST = 200


class NobodyHandles(DomainError):
    """空办理人: the step would belong to nobody, so the act is refused and says who can help."""

    code = "workflow.nobody_handles"


class ChooseHandlers(DomainError):
    code = "workflow.choose_handlers"


class NotEligible(DomainError):
    code = "workflow.not_eligible"


class Settings(Protocol):
    """What of a step's settings decides who handles it; `graphs.Node` says it."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def who(self) -> tuple[Selector, ...]: ...
    @property
    def starter(self) -> str: ...
    @property
    def empty(self) -> str: ...
    @property
    def fallback(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Asking:
    """The step that needs somebody, and what is known when it does."""

    node: str
    name: str
    who: tuple[Selector, ...]
    starter: UUID
    sender: UUID | None
    chosen: Sequence[UUID] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    acted: Mapping[str, Sequence[UUID]] = field(default_factory=dict)  # node → who acted there
    starter_rule: str = "self"
    fallback: tuple[UUID, ...] = ()


def asking(
    node: Settings,
    *,
    starter: UUID,
    sender: UUID | None,
    chosen: Iterable[Any] = (),
    data: Mapping[str, Any] | None = None,
) -> Asking:
    """The question a step asks, with the rules that it sets. Who acted where, a run adds."""
    return Asking(
        node=node.key,
        name=node.name,
        who=node.who,
        starter=starter,
        sender=sender,
        chosen=[UUID(str(one)) for one in chosen],
        data=data or {},
        starter_rule=node.starter,
        fallback=tuple(map(UUID, node.fallback)) if node.empty == "staff" else (),
    )


def resolve(asking: Asking) -> list[UUID]:
    """The people of the step, each once, in the order of its selectors; may be nobody."""
    return fitted(named(asking), asking)


def named(asking: Asking) -> list[UUID]:
    """Whom the selectors name."""
    found: list[UUID] = []
    for selector in asking.who:
        found += _answer(selector, asking)
    return list(dict.fromkeys(found))


def fitted(people: Iterable[UUID], asking: Asking) -> list[UUID]:
    """发起人=办理人 and 空办理人: the step's rules over those who were named."""
    found = list(people)
    if asking.starter in found and asking.starter_rule != "self":
        place = found.index(asking.starter)
        head = heads_over(asking.starter)[:1] if asking.starter_rule == "head" else []
        found[place : place + 1] = head
        found = list(dict.fromkeys(found))
        if not found and asking.starter_rule == "skip":
            return []
    if not found and asking.fallback:
        serving = organization.staff_by_ids(asking.fallback)
        found = [pk for pk in asking.fallback if pk in serving]
    return found


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
        return heads_over(_person(selector["department_head"], asking))[:1]
    if "superior" in selector:
        return heads_over(_person(selector["superior"], asking))[: selector.get("levels", 1)][-1:]
    if "head_of" in selector:
        return heads_above(UUID(selector["head_of"]))[:1]
    if "post" in selector:
        at_post = Staff.objects.in_service().filter(post=selector["post"])
        return list(at_post.order_by("position", "pinyin", "pk").values_list("pk", flat=True))
    wanted = _wanted(selector, asking)
    serving = organization.staff_by_ids(wanted)
    return [pk for pk in wanted if pk in serving]


def _wanted(selector: Selector, asking: Asking) -> Sequence[UUID]:
    if "starter" in selector:
        return [asking.starter]
    if "actor_of" in selector:
        return asking.acted.get(selector["actor_of"], ())
    if "field" in selector:
        return people_in(asking.data.get(selector["field"]))
    return [UUID(one) for one in selector["staff"]]


def _person(which: str, asking: Asking) -> UUID:
    """Nobody sent it where the clock did: then the starter is asked for."""
    return (asking.sender if which == "sender" else None) or asking.starter


def people_in(value: Any) -> list[UUID]:
    """The ids a field of persons holds, whatever else a hand has written there."""
    found = []
    for one in value if isinstance(value, list) else [value]:
        try:
            found.append(UUID(one["id"] if isinstance(one, dict) else one))
        except (TypeError, ValueError, AttributeError, KeyError):
            continue
    return found[:MOST]


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


def heads_over(staff_id: UUID) -> list[UUID]:
    """The serving heads above a person, the nearest first; nobody heads themselves."""
    place = Staff.objects.values_list("department_id", flat=True).get(pk=staff_id)
    return [head for head in heads_above(place) if head != staff_id]


def heads_above(department_id: UUID) -> list[UUID]:
    """The serving heads of a department and of those above it, each once."""
    departments = Department.objects.select_related("head").in_bulk()
    found: list[UUID] = []
    place: UUID | None = department_id
    while place is not None and place in departments:
        department = departments[place]
        head = department.head
        if head is not None and head.is_active:
            found.append(head.pk)
        place = department.parent_id
    return list(dict.fromkeys(found))


def nobody(asking: Asking) -> NobodyHandles:
    """The refusal, with the reason and the names of those who can put it right."""
    reason, permission = "设定的办理人已停用", "workflow.supervise"
    for selector in asking.who:
        if "permission" in selector:
            label = LABELS.get(selector["permission"], selector["permission"])
            reason, permission = f"没有人具有“{label}”权限", "organization.duties.manage"
        elif {"department_head", "superior", "head_of"} & set(selector):
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
        named = kinds - {"levels"} if "superior" in kinds else kinds
        if not named <= allowed or len(named - {"chosen"}) > 1 or not named:
            return "的办理人设置不正确"
        if problem := _selector_fault(selector):
            return problem
    return None


def _selector_fault(selector: Selector) -> str | None:
    if "permission" in selector and selector["permission"] not in NAMES:
        return f"要求的权限“{selector['permission']}”不存在"
    if selector.get("department_head", "starter") not in PEOPLE:
        return "的部门负责人设置不正确"
    levels = selector.get("levels", 1)
    if selector.get("superior", "starter") not in PEOPLE or type(levels) is not int:
        return "的上级设置不正确"
    if not 0 < levels <= HIGHEST:
        return f"的上级层数须在 1 至 {HIGHEST} 之间"
    if any(name in selector and selector[name] is not True for name in ("starter", "chosen")):
        return "的办理人设置不正确"
    if any(not _is_text(selector.get(name, "x")) for name in ("actor_of", "field")):
        return "的办理人设置不正确"
    if any(name in selector and staff_fault([selector[name]]) for name in ("head_of", "post")):
        return "指定的部门或岗位不正确"
    return staff_fault(selector["staff"]) if "staff" in selector else None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 64


def staff_fault(ids: Any) -> str | None:
    if not isinstance(ids, list) or not 0 < len(ids) <= MOST:
        return f"指定的办理人须在 1 至 {MOST} 人之间"
    try:
        for one in ids:
            UUID(one)
    except (TypeError, ValueError, AttributeError):
        return "指定的办理人不正确"
    return None
