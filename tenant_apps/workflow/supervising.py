"""督办: the runs a supervisor answers for, how long they have been under way, where they lie.

The head of a department sees what his people (the departments below included) have started or
have on their desks; the unit's leader and whoever holds workflow.supervise for the unit see all.
Times are office time and exclude what was suspended. Nothing here is counted by person.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from shared_apps.kernel import clock
from shared_apps.kernel.errors import NotFound
from shared_apps.kernel.listing import listing
from tenant_apps.organization.models import Department, Staff
from tenant_apps.organization.queries import departments_within, holders_of
from tenant_apps.workflow.models import Event, Item, Run, Step

SUPERVISE = "workflow.supervise"
OLDEST = ("created_at", "id")
CLOSED = ("-closed_at", "-id")
DAY = clock.MINUTES_A_DAY
AGES = {"day": DAY, "three_days": 3 * DAY, "week": 5 * DAY}  # office minutes, at least
SHOWN = ("definition", "starter__department", "parent__run")
NAMED = 5  # of those who can help, at most


@dataclass(frozen=True)
class Reach:
    """Whose matters somebody supervises; None is the whole unit."""

    departments: frozenset[UUID] | None

    @property
    def is_unit(self) -> bool:
        return self.departments is None

    def covers(self, person: Staff) -> bool:
        return self.departments is None or person.department_id in self.departments


@dataclass(frozen=True)
class Desk:
    """Who has it now, under the post."""

    name: str
    post: str


@dataclass(frozen=True)
class Supervised:
    """One run in the list of a supervisor."""

    run_id: UUID
    title: str
    parent_title: str  # 主流程, where it is a sub-flow
    flow_name: str
    subject_kind: str
    starter: str
    department: str
    status: str
    step_name: str
    desk: list[Desk]
    created_at: datetime
    entered_at: datetime | None
    stage_hours: float
    age_hours: float
    due_at: datetime | None
    closed_at: datetime | None
    overdue: bool
    suspended: bool
    resume_at: datetime | None
    awaits: str  # what others owe it, outside this unit, and until when
    awaits_until: datetime | None


@dataclass(frozen=True)
class Wanted:
    """What of the list is asked for."""

    scope: str = "all"  # all, started, desk
    state: str = "open"  # open, overdue, suspended, closed
    age: str = ""  # at least: a key of AGES
    q: str = ""


@dataclass(frozen=True)
class SupervisedPage:
    results: list[Supervised]
    next: str | None
    total: int | None


def reach_of(viewer: Staff) -> Reach:
    """By duty (as far as its scope reaches) and by heading departments, whatever is wider."""
    by_duty = departments_within(viewer, SUPERVISE)
    if by_duty is None:
        return Reach(None)
    tree = list(Department.objects.values_list("pk", "parent_id", "head_id"))
    led = {pk for pk, _, head in tree if head == viewer.pk}
    if any(parent is None and pk in led for pk, parent, _ in tree):
        return Reach(None)
    return Reach(frozenset(by_duty | _below(led, tree)))


def _below(roots: set[UUID], tree: Sequence[tuple[UUID, UUID | None, UUID | None]]) -> set[UUID]:
    children: dict[UUID | None, list[UUID]] = defaultdict(list)
    for pk, parent, _ in tree:
        children[parent].append(pk)
    found: set[UUID] = set()
    waiting = list(roots)
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting.extend(children[pk])
    return found


def in_scope(reach: Reach, *, part: str = "all") -> QuerySet[Run]:
    """`part`: what our people started, what lies with them now ("desk"), or all of it."""
    rows = Run.objects.all()
    if reach.departments is None:
        return rows
    started = Q(starter__department__in=reach.departments)
    lying = Exists(
        Item.objects.filter(
            run=OuterRef("pk"),
            status=Item.Status.OPEN,
            owner__department__in=reach.departments,
        )
    )
    return rows.filter({"started": started, "desk": Q(lying)}.get(part, started | Q(lying)))


def readable(run_id: UUID, *, viewer: Staff) -> Run:
    """A run one has to do with, follows, or supervises, or that such a one waits for; else 404."""
    wanted = Run.objects.select_related("definition", "starter__department").filter(pk=run_id)
    if run := wanted.visible_to(viewer).first():
        return run
    if may_read([run_id], viewer=viewer):
        return wanted.get()
    raise NotFound("没有这件办理事项，或您无权查看。")


def may_read(runs: Iterable[UUID], *, viewer: Staff) -> set[UUID]:
    """Those of them that `readable` would answer."""
    asked = set(runs)
    found = set(Run.objects.visible_to(viewer).filter(pk__in=asked).values_list("pk", flat=True))
    if asked - found:
        scope = in_scope(reach_of(viewer)).filter(pk__in=asked - found)
        found |= set(scope.values_list("pk", flat=True))
    if left := asked - found:
        below = dict(
            Run.objects.filter(pk__in=left, parent__isnull=False).values_list("pk", "parent__run")
        )
        above = may_read(below.values(), viewer=viewer) if below else set()
        found |= {run for run, parent in below.items() if parent in above}
    return found


def supervises(viewer: Staff, run_id: UUID) -> bool:
    return in_scope(reach_of(viewer)).filter(pk=run_id).exists()


def supervisors() -> list[str]:
    """Who supervises the whole unit, by name: for a refusal that says whom to ask."""
    return [person.name for person in holders_of(SUPERVISE)[:NAMED]]


def page(
    viewer: Staff, wanted: Wanted, *, now: datetime, cursor: str | None = None
) -> SupervisedPage:
    """The oldest first; what is over, the latest first."""
    rows = in_scope(reach_of(viewer), part=wanted.scope).filter(_matching(wanted, now))
    found = listing(
        rows.select_related(*SHOWN),
        cursor,
        by=CLOSED if wanted.state == "closed" else OLDEST,
    )
    return SupervisedPage(rows_of(found.results, now=now), found.next, found.total)


def _matching(wanted: Wanted, now: datetime) -> Q:
    late = Item.objects.filter(run=OuterRef("pk"), status=Item.Status.OPEN, due_at__lt=now)
    states = {
        "suspended": Q(status=Run.Status.SUSPENDED),
        "overdue": Q(status=Run.Status.RUNNING) & (Q(Exists(late)) | Q(awaits_until__lt=now)),
        "closed": ~Q(status__in=Run.LIVE),
    }
    asked = states.get(wanted.state, Q(status__in=Run.LIVE))
    if wanted.age:
        asked &= Q(created_at__lte=since(now, AGES[wanted.age]))
    if q := wanted.q.strip():
        asked &= Q(title__icontains=q) | Q(number__icontains=q) | Q(starter__name__icontains=q)
    return asked


def since(now: datetime, minutes: int) -> datetime:
    """The last instant from which so many office minutes have passed."""
    late, early = now, now - timedelta(days=1)
    while clock.working_minutes(early, now) < minutes:
        late, early = early, early - timedelta(days=4)
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) / 2
        if clock.working_minutes(middle, now) < minutes:
            late = middle
        else:
            early = middle
    return early


def rows_of(runs: Iterable[Run], *, now: datetime) -> list[Supervised]:
    """Two statements for any number of runs, that come with SHOWN; a third for those that wait."""
    everything = list(runs)
    open_: dict[UUID, list[Item]] = defaultdict(list)
    items = Item.objects.filter(run__in=everything, status=Item.Status.OPEN)
    for item in items.select_related("owner", "step").order_by("step__opened_seq", "slot"):
        open_[item.run_id].append(item)
    pauses = pauses_of(everything)
    waits = _waiting([run for run in everything if run.status in Run.LIVE and not open_[run.pk]])
    return [_row(run, open_[run.pk], waits[run.pk], pauses[run.pk], now) for run in everything]


def _waiting(runs: list[Run]) -> dict[UUID, list[Step]]:
    """子流程: the steps that wait for other runs."""
    found: dict[UUID, list[Step]] = defaultdict(list)
    if runs:
        steps = Step.objects.filter(run__in=runs, status=Step.Status.OPEN)
        for step in steps.filter(Exists(Run.objects.filter(parent=OuterRef("pk")))):
            found[step.run_id].append(step)
    return found


def pauses_of(runs: Iterable[Run]) -> dict[UUID, list[clock.Span]]:
    """When each run stood still, the present suspension not included."""
    found: dict[UUID, list[clock.Span]] = defaultdict(list)
    resumed = Event.objects.filter(run__in=list(runs), op="resume").order_by("seq")
    for run_id, at, detail in resumed.values_list("run", "at", "detail"):
        found[run_id].append((datetime.fromisoformat(detail["since"]), at))
    return found


def _row(
    run: Run, items: list[Item], waits: list[Step], pauses: list[clock.Span], now: datetime
) -> Supervised:
    steps = [item.step for item in items] + waits
    entered = min((step.opened_at for step in steps), default=None)
    due = min((item.due_at for item in items if item.due_at), default=None)
    is_late = any(one is not None and one < now for one in (due, run.awaits_until))
    until = run.closed_at or run.suspended_at or now
    suspended = run.status == Run.Status.SUSPENDED
    desks = dict.fromkeys((item.owner.name, item.owner.title) for item in items)
    return Supervised(
        run_id=run.pk,
        title=run.title,
        parent_title=run.parent.run.title if run.parent else "",
        flow_name=run.definition.name,
        subject_kind=run.subject_kind,
        starter=run.starter.name,
        department=run.starter.department.name,
        status=str(run.status),
        step_name="、".join(dict.fromkeys(step.name for step in steps))
        or run.get_status_display(),
        desk=[Desk(name, post) for name, post in desks],
        created_at=run.created_at,
        entered_at=entered,
        stage_hours=_hours(entered, until, pauses) if entered else 0.0,
        age_hours=_hours(run.created_at, until, pauses),
        due_at=due,
        closed_at=run.closed_at,
        overdue=is_late and not suspended,
        suspended=suspended,
        resume_at=run.resume_at,
        awaits=run.awaits,
        awaits_until=run.awaits_until,
    )


def _hours(start: datetime, end: datetime, pauses: list[clock.Span]) -> float:
    stood = sum(
        clock.working_minutes(max(begins, start), min(ends, end)) for begins, ends in pauses
    )
    return round((clock.working_minutes(start, end) - stood) / 60, 1)
