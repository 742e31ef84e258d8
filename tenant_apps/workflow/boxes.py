"""待办, 已办, 我发起的, 抄送·待阅: the lists of one person's work, page by page.

Each box is one index read in its own order; badges are counted from the same rows, never kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Exists, F, Model, OuterRef, Prefetch, Q, QuerySet

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.listing import listing
from tenant_apps.organization.models import Staff
from tenant_apps.workflow.circulars import Notice
from tenant_apps.workflow.models import Definition, Item, Run

ARRIVED = ("-opened_at", "-id")
HANDLED = ("-closed_at", "-id")
STARTED = ("-created_at", "-id")
TOLD = ("-arrived_at", "-id")
READ = ("-read_at", "-id")
COUNTED = 1000  # a list says "999+" beyond; counting all of a long one would cost more than it
OFFICE_CLOSES = time(18)

READ_OF_ITEM = (
    *("opened_at", "seen_at", "due_at", "closed_at", "action", "opinion"),
    *("owner", "principal", "sender", "step__node", "step__name", "run__definition"),
    *("run__subject_kind", "run__subject_id", "run__doc_kind", "run__title", "run__number"),
    *("run__urgency", "run__status", "run__from_unit", "run__awaits", "run__awaits_until"),
)

R = TypeVar("R", bound=Model)


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
    flow: str
    flow_name: str
    run_status: str
    step: str
    step_name: str
    from_name: str
    from_unit: str
    opened_at: datetime
    seen_at: datetime | None
    due_at: datetime | None
    closed_at: datetime | None
    action: str | None
    opinion: str
    acting_for: str  # 代 whom; empty when in one's own name
    note: str  # what the readers of a copy are asked
    awaits: str  # what it waits for beside its own steps, and until when
    awaits_until: datetime | None


@dataclass(frozen=True)
class WorkPage:
    results: list[WorkItem]
    next: str | None
    total: int | None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What of a box somebody wants to see; nothing set means all of it."""

    q: str = ""
    kind: str = ""  # of subject or of document
    flow: str = ""
    overdue: bool = False
    sender: UUID | None = None


@dataclass(frozen=True)
class Counts:
    todo: int
    due_today: int
    overdue: int
    read: int
    started: int


def counts(viewer: Staff, *, at: datetime) -> Counts:
    """The badges: three statements, each on the index of its box."""
    tonight = datetime.combine(at.astimezone(ZONE).date(), time.max, ZONE)
    mine = Item.objects.filter(owner=viewer, status=Item.Status.OPEN).aggregate(
        todo=Count("pk"),
        due_today=Count("pk", filter=Q(due_at__gte=at, due_at__lte=tonight)),
        overdue=Count("pk", filter=Q(due_at__lt=at)),
    )
    return Counts(
        **mine,
        read=Notice.objects.unread().filter(person=viewer).count(),
        started=Run.objects.live().filter(starter=viewer).count(),
    )


def todo(viewer: Staff, *, limit: int) -> list[WorkItem]:
    """The newest of what waits for this person."""
    return [as_work(item) for item in _todo(viewer).order_by(*ARRIVED)[:limit]]


def box(
    viewer: Staff, name: str, wanted: Wanted, *, at: datetime, cursor: str | None = None
) -> WorkPage:
    """todo, done, started, read or was_read, newest first."""
    if name == "started":
        return _started_box(viewer, wanted, at, cursor)
    if name in ("read", "was_read"):
        told = _told(viewer, name).filter(_notices_wanted(wanted, at))
        found = listing(told, cursor, by=TOLD if name == "read" else READ, most=COUNTED)
        return WorkPage([_as_reading(one) for one in found.results], found.next, found.total)
    rows = _todo(viewer) if name == "todo" else _done(viewer)
    rows = rows.filter(_items_wanted(wanted, name, at))
    order = ARRIVED if name == "todo" else HANDLED
    page = listing(rows, cursor, by=order, most=COUNTED)
    return WorkPage([as_work(item) for item in page.results], page.next, page.total)


# ---- rows of a box ----------------------------------------------------------------------


def _todo(viewer: Staff) -> QuerySet[Item]:
    return with_run(Item.objects.filter(owner=viewer, status=Item.Status.OPEN))


def _done(viewer: Staff) -> QuerySet[Item]:
    return with_run(Item.objects.filter(by=viewer, status=Item.Status.DONE))


def _told(viewer: Staff, name: str) -> QuerySet[Notice]:
    mine = Notice.objects.filter(person=viewer)
    rows = mine.unread() if name == "read" else mine.delivered().filter(read_at__isnull=False)
    return rows.select_related("run__definition", "run__starter", "sender", "circulation")


def with_run(items: QuerySet[Item]) -> QuerySet[Item]:
    """What `as_work` reads of an item: planning a join of six tables took ten times its run."""
    people = Staff.objects.only("name")
    return (
        items.select_related("run", "step")
        .only(*READ_OF_ITEM)
        .prefetch_related(
            Prefetch("run__definition", Definition.objects.only("key", "name")),
            Prefetch("sender", people),
            Prefetch("principal", people),
        )
    )


def _items_wanted(wanted: Wanted, name: str, at: datetime) -> Q:
    found = _runs_wanted(wanted, "run__", "sender__name")
    if wanted.overdue:
        found &= Q(due_at__lt=at) if name == "todo" else Q(due_at__lt=F("closed_at"))
    return found & Q(sender=wanted.sender) if wanted.sender else found


def _notices_wanted(wanted: Wanted, at: datetime) -> Q:
    found = _runs_wanted(wanted, "run__", "sender__name")
    if wanted.overdue:
        found &= Q(circulation__due_on__lt=at.astimezone(ZONE).date())
    return found & Q(sender=wanted.sender) if wanted.sender else found


def _runs_wanted(wanted: Wanted, run: str, who: str = "") -> Q:
    found = Q()
    if q := wanted.q.strip():
        named = [f"{run}title", f"{run}number", *([who] if who else [])]
        texts = Q()
        for name in named:
            texts |= Q(**{f"{name}__icontains": q})
        found &= texts
    if wanted.kind:
        found &= Q(**{f"{run}subject_kind": wanted.kind}) | Q(**{f"{run}doc_kind": wanted.kind})
    if wanted.flow:
        found &= Q(**{f"{run}definition__key": wanted.flow})
    return found


def _started_box(viewer: Staff, wanted: Wanted, at: datetime, cursor: str | None) -> WorkPage:
    rows = Run.objects.filter(_runs_wanted(wanted, ""), starter=viewer)
    if wanted.overdue:
        late = Item.objects.filter(run=OuterRef("pk"), status=Item.Status.OPEN, due_at__lt=at)
        rows = rows.filter(Exists(late))
    found = listing(rows.select_related("definition"), cursor, by=STARTED, most=COUNTED)
    places: dict[UUID, list[Item]] = {}
    open_ = Item.objects.filter(run__in=found.results, status=Item.Status.OPEN)
    for item in open_.select_related("step").order_by("step__opened_seq", "slot"):
        places.setdefault(item.run_id, []).append(item)
    results = [_as_started(run, places.get(run.pk, []), viewer) for run in found.results]
    return WorkPage(results, found.next, found.total)


# ---- what there is to choose from -------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    key: str
    name: str
    count: int


@dataclass(frozen=True)
class Choices:
    """What the filters of a box can offer: only what lies in it."""

    flows: list[Choice]
    senders: list[Choice]


OFFERED = 20


def choices(viewer: Staff, name: str) -> Choices:
    if name == "started":
        mine = Run.objects.filter(starter=viewer)
        return Choices(flows=_tally(mine, "definition__key", "definition__name"), senders=[])
    rows: QuerySet[Any]
    if name in ("read", "was_read"):
        rows = _told(viewer, name)
    else:
        rows = _todo(viewer) if name == "todo" else _done(viewer)
    rows = rows.select_related(None)
    return Choices(
        flows=_tally(rows, "run__definition__key", "run__definition__name"),
        senders=_tally(rows.filter(sender__isnull=False), "sender_id", "sender__name"),
    )


def _tally(rows: QuerySet[R], key: str, name: str) -> list[Choice]:
    """The most frequent first. Versions of one flow that were renamed count under each name."""
    counted = rows.order_by().values_list(key, name).annotate(n=Count("pk"))
    found: Iterable[Any] = counted.order_by("-n", name)[:OFFERED]
    return [Choice(str(one), label, n) for one, label, n in found]


# ---- lines ------------------------------------------------------------------------------


def as_work(item: Item) -> WorkItem:
    """For an item read through `with_run`."""
    return WorkItem(
        id=item.pk,
        step=item.step.node,
        step_name=item.step.name,
        from_name=item.sender.name if item.sender else "",
        opened_at=item.opened_at,
        seen_at=item.seen_at,
        due_at=item.due_at,
        closed_at=item.closed_at,
        action=item.action or None,
        opinion=item.opinion,
        acting_for=item.principal.name if item.principal_id != item.owner_id else "",
        note="",
        **_of_run(item.run),
    )


def _as_started(run: Run, open_items: list[Item], viewer: Staff) -> WorkItem:
    names = dict.fromkeys(item.step.name for item in open_items)
    due = [item.due_at for item in open_items if item.due_at]
    return WorkItem(
        id=run.pk,
        step=open_items[0].step.node if open_items else "",
        step_name="、".join(names) or run.get_status_display(),
        from_name=viewer.name,
        opened_at=run.created_at,
        seen_at=run.created_at,
        due_at=min(due, default=None),
        closed_at=run.closed_at,
        action=None if run.status in Run.LIVE else str(run.status),
        opinion="",
        acting_for="",
        note="",
        **_of_run(run),
    )


def _as_reading(notice: Notice) -> WorkItem:
    due_on = notice.circulation.due_on if notice.circulation else None
    return WorkItem(
        id=notice.pk,
        step=notice.kind,
        step_name=notice.get_kind_display(),
        from_name=notice.sender.name if notice.sender else "",
        opened_at=notice.arrived_at or notice.run.created_at,  # only what has arrived is listed
        seen_at=notice.read_at,
        due_at=datetime.combine(due_on, OFFICE_CLOSES, ZONE) if due_on else None,
        closed_at=notice.read_at,
        action="read" if notice.read_at else None,
        opinion=notice.opinion,
        acting_for="",
        note=f"【催阅】{notice.text}" if notice.is_late else notice.text,
        **_of_run(notice.run),
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
        "flow": run.definition.key,
        "flow_name": run.definition.name,
        "run_status": str(run.status),
        "from_unit": run.from_unit,
        "awaits": run.awaits,
        "awaits_until": run.awaits_until,
    }
