"""Where runs stand, and whose desk they lie on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from shared_apps.kernel.errors import NotFound
from shared_apps.kernel.listing import listing
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import rules
from tenant_apps.workflow.models import Item, Run, Step


def live_items(run: Run) -> QuerySet[Item]:
    """All open and waiting items with their owners and steps: what `rules.why_not_at` asks for."""
    live = Item.objects.filter(run=run, status__in=Item.LIVE)
    return live.select_related("owner", "step").order_by("step__opened_seq", "slot")


def open_item(*, run_id: UUID, node: str, by: Staff) -> Item:
    """The caller's own open item at a node; else a refusal: where it is, and who has it."""
    run = Run.objects.visible_to(by).filter(pk=run_id).first()
    if run is None:
        raise NotFound("没有这件办理事项，或您无权查看。")
    return seat_of(run, node=node, by=by)


def seat_of(run: Run, *, node: str, by: Staff) -> Item:
    """The same for a run the caller has already been let see."""
    live = list(live_items(run))
    if refusal := rules.why_not_at(live, run, node, by):
        raise refusal
    return next(
        item
        for item in live
        if (item.step.node, item.owner_id, item.status) == (node, by.pk, Item.Status.OPEN)
    )


def current_nodes(run_id: UUID) -> list[str]:
    """The steps where somebody has to act now."""
    open_ = Step.objects.filter(run=run_id, status=Step.Status.OPEN, items__status="open")
    return list(open_.order_by("opened_seq").values_list("node", flat=True).distinct())


# ---- boxes: 待办, 已办, 我发起的 ----------------------------------------------------------

ARRIVED = ("-opened_at", "-id")
HANDLED = ("-closed_at", "-id")
STARTED = ("-created_at", "-id")


@dataclass(frozen=True)
class WorkItem:
    """One line of a list of work."""

    id: UUID
    run_id: UUID
    subject_kind: str
    subject_id: UUID
    doc_kind: str
    title: str
    number: str | None
    urgency: str
    step: str
    step_name: str
    from_name: str
    from_unit: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    action: str | None
    opinion: str


@dataclass(frozen=True)
class WorkPage:
    results: list[WorkItem]
    next: str | None
    total: int | None


def todo(viewer: Staff, *, limit: int) -> list[WorkItem]:
    """The newest of what waits for this person."""
    return [_as_work(item) for item in _todo(viewer).order_by(*ARRIVED)[:limit]]


def box(
    viewer: Staff, name: str, *, q: str = "", kind: str = "", cursor: str | None = None
) -> WorkPage:
    """todo, done or started, newest first. `kind` is a kind of subject or of document."""
    if name == "started":
        return _started_box(viewer, q=q, kind=kind, cursor=cursor)
    rows = _todo(viewer) if name == "todo" else _done(viewer)
    rows = rows.filter(_matching("run__", q, kind))
    found = listing(rows, cursor, by=ARRIVED if name == "todo" else HANDLED)
    return WorkPage([_as_work(item) for item in found.results], found.next, found.total)


def _todo(viewer: Staff) -> QuerySet[Item]:
    return _with_run(Item.objects.filter(owner=viewer, status=Item.Status.OPEN))


def _done(viewer: Staff) -> QuerySet[Item]:
    return _with_run(Item.objects.filter(by=viewer, status=Item.Status.DONE))


def _with_run(items: QuerySet[Item]) -> QuerySet[Item]:
    return items.select_related("run", "step", "sender")


def _matching(prefix: str, q: str, kind: str) -> Q:
    wanted = Q()
    if q := q.strip():
        wanted &= Q(**{f"{prefix}title__icontains": q}) | Q(**{f"{prefix}number__icontains": q})
    if kind:
        wanted &= Q(**{f"{prefix}subject_kind": kind}) | Q(**{f"{prefix}doc_kind": kind})
    return wanted


def _as_work(item: Item) -> WorkItem:
    return WorkItem(
        id=item.pk,
        step=item.step.node,
        step_name=item.step.name,
        from_name=item.sender.name if item.sender else "",
        opened_at=item.opened_at,
        due_at=item.due_at,
        closed_at=item.closed_at,
        action=item.action or None,
        opinion=item.opinion,
        **_of_run(item.run),
    )


def _started_box(viewer: Staff, *, q: str, kind: str, cursor: str | None) -> WorkPage:
    rows = Run.objects.filter(_matching("", q, kind), starter=viewer)
    found = listing(rows, cursor, by=STARTED)
    places: dict[UUID, list[Item]] = {}
    open_ = Item.objects.filter(run__in=found.results, status=Item.Status.OPEN)
    for item in open_.select_related("step").order_by("step__opened_seq", "slot"):
        places.setdefault(item.run_id, []).append(item)
    results = [_as_started(run, places.get(run.pk, []), viewer) for run in found.results]
    return WorkPage(results, found.next, found.total)


def _as_started(run: Run, open_items: list[Item], viewer: Staff) -> WorkItem:
    names = dict.fromkeys(item.step.name for item in open_items)
    due = [item.due_at for item in open_items if item.due_at]
    return WorkItem(
        id=run.pk,
        step=open_items[0].step.node if open_items else "",
        step_name="、".join(names) or run.get_status_display(),
        from_name=viewer.name,
        opened_at=run.created_at,
        due_at=min(due, default=None),
        closed_at=run.closed_at,
        action=None if run.status in Run.LIVE else str(run.status),
        opinion="",
        **_of_run(run),
    )


def _of_run(run: Run) -> dict[str, Any]:
    return {
        "run_id": run.pk,
        "subject_kind": run.subject_kind,
        "subject_id": run.subject_id,
        "doc_kind": run.doc_kind,
        "title": run.title,
        "number": run.number or None,
        "urgency": run.urgency,
        "from_unit": run.from_unit,
    }
