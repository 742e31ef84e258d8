"""委托 as its two people see it: what is lent, what is held for others, and what came of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from shared_apps.kernel.errors import Invalid, NotFound
from shared_apps.kernel.listing import listing
from tenant_apps.organization.models import Mandate, Staff
from tenant_apps.workflow.models import Definition, Item, Run

NEWEST = ("-created_at", "-id")
KEPT_KINDS = ("flow", "starter", "doc_kind", "run")
MOST_EXCLUDED = 100


class BadScope(Invalid):
    code = "mandate.bad_scope"


@dataclass(frozen=True)
class Named:
    """A word of a mandate's scope, with what people call it."""

    kind: str
    value: str
    label: str


@dataclass(frozen=True)
class Shown:
    mandate: Mandate
    state: str  # upcoming, active or over
    flows: list[Named]
    excluded: list[Named]
    open_items: int
    done_items: int


@dataclass(frozen=True)
class Standing:
    lent: list[Shown]
    held: list[Shown]


@dataclass(frozen=True)
class Page:
    results: list[Any]
    next: str | None
    total: int | None


def standing(viewer: Staff, *, at: datetime) -> Standing:
    """What is in force or to come, for the banner and the top of the page."""
    rows = Mandate.objects.standing().visible_to(viewer).filter(ends_at__gt=at)
    found = shown(list(_with_people(rows).order_by("starts_at", "pk")), at=at)
    return Standing(
        lent=[one for one in found if one.mandate.principal_id == viewer.pk],
        held=[one for one in found if one.mandate.agent_id == viewer.pk],
    )


def history(viewer: Staff, *, at: datetime, cursor: str | None) -> Page:
    """Every mandate given or received, the newest first."""
    rows = _with_people(Mandate.objects.visible_to(viewer))
    found = listing(rows, cursor, by=NEWEST)
    return Page(shown(found.results, at=at), found.next, found.total)


def one(mandate_id: UUID, *, at: datetime) -> Shown:
    """For whoever has just acted on it."""
    return shown([_with_people(Mandate.objects.all()).get(pk=mandate_id)], at=at)[0]


def items_of(mandate_id: UUID, *, viewer: Staff, cursor: str | None) -> Page:
    """What went by a mandate: still open, done in the principal's name, come home."""
    if not Mandate.objects.visible_to(viewer).filter(pk=mandate_id).exists():
        raise NotFound("没有这项委托，或您无权查看。")
    rows = Item.objects.filter(mandate=mandate_id).select_related("run", "step", "owner")
    found = listing(rows, cursor, by=("-opened_at", "-id"))
    return Page(found.results, found.next, found.total)


def shown(mandates: Sequence[Mandate], *, at: datetime) -> list[Shown]:
    """With counts and names: four statements, however many there are."""
    counts: dict[UUID | None, dict[str, Any]] = {
        row["mandate"]: dict(row)
        for row in Item.objects.filter(mandate__in=mandates)
        .order_by()
        .values("mandate")
        .annotate(
            live=Count("pk", filter=Q(status__in=Item.LIVE)),
            done=Count("pk", filter=Q(status=Item.Status.DONE, by=F("owner"))),
        )
    }
    names = _names(mandates)
    return [
        Shown(
            mandate=mandate,
            state=_state(mandate, at),
            flows=[Named("flow", key, names.get(("flow", key), key)) for key in mandate.flows],
            excluded=[
                Named(
                    said["kind"],
                    said["value"],
                    names.get((said["kind"], said["value"]), said["value"]),
                )
                for said in mandate.excluded
            ],
            open_items=counts.get(mandate.pk, {}).get("live", 0),
            done_items=counts.get(mandate.pk, {}).get("done", 0),
        )
        for mandate in mandates
    ]


def flows() -> list[Named]:
    """What a mandate may be limited to: every flow in force, by name."""
    active = Definition.objects.filter(is_active=True).order_by("name", "key")
    return [Named("flow", key, name) for key, name in active.values_list("key", "name")]


def check_scope(flows: Iterable[str], excluded: Iterable[dict[str, str]]) -> None:
    """Only what exists can be lent or kept back: a typing error must not lend everything."""
    kept = list(excluded)
    asked = {(one["kind"], one["value"]) for one in kept} | {("flow", key) for key in flows}
    if len(kept) > MOST_EXCLUDED:
        raise BadScope(f"除外事项最多 {MOST_EXCLUDED} 项，请改用“仅限这些流程”。")
    known = _called(asked)
    for kind, value in sorted(asked):
        if kind != "doc_kind" and (kind, value) not in known:
            what = {"flow": "流程", "starter": "发起人", "run": "事项"}.get(kind, "内容")
            message = f"委托范围中有不存在的{what}，请重新选择。"
            raise BadScope(message, by_field={"excluded": [message]})


def _names(mandates: Sequence[Mandate]) -> dict[tuple[str, str], str]:
    said = {(one["kind"], one["value"]) for mandate in mandates for one in mandate.excluded}
    return _called(said | {("flow", key) for mandate in mandates for key in mandate.flows})


def _called(asked: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    wanted: dict[str, set[str]] = {kind: set() for kind in KEPT_KINDS}
    for kind, value in asked:
        wanted[kind].add(value)
    found: dict[tuple[str, str], str] = {}
    if wanted["flow"]:
        active = Definition.objects.filter(is_active=True, key__in=wanted["flow"])
        found |= {("flow", key): name for key, name in active.values_list("key", "name")}
    if wanted["starter"]:
        people = Staff.objects.get_queryset().filter(pk__in=_ids(wanted["starter"]))
        found |= {("starter", str(pk)): name for pk, name in people.values_list("pk", "name")}
    if wanted["run"]:
        runs = Run.objects.filter(pk__in=_ids(wanted["run"]))
        found |= {("run", str(pk)): title for pk, title in runs.values_list("pk", "title")}
    return found


def _ids(values: Iterable[str]) -> list[UUID]:
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:  # then it is not found, and said so
            continue
    return found


def _state(mandate: Mandate, at: datetime) -> str:
    if mandate.ended_at is not None or mandate.ends_at <= at:
        return "over"
    return "active" if mandate.starts_at <= at else "upcoming"


def _with_people(rows: QuerySet[Mandate]) -> QuerySet[Mandate]:
    return rows.select_related("principal__department", "agent__department")
