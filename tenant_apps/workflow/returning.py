"""Where an act could lead: steps to return to, steps to choose people for, colleagues to ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from shared_apps.kernel.errors import DomainError
from tenant_apps.organization.models import Staff
from tenant_apps.organization.queries import holders_of
from tenant_apps.workflow import engine, graphs, rules
from tenant_apps.workflow.board import Board
from tenant_apps.workflow.choosing import Choice
from tenant_apps.workflow.models import Item, Run, Step

MOST = 200


@dataclass(frozen=True)
class Target:
    key: str
    name: str
    people: list[Staff]
    straight: bool = False  # may it come straight back from there?


def targets(item: Item) -> list[Target]:
    """退回: the steps passed on the way here, the nearest first, with who acted there."""
    board = Board(item.run, by=None, at=item.opened_at)
    chart = board.chart
    levels = engine.levels(board, item.step) if item.step.pk in board.open else []
    passed = Step.objects.filter(run=item.run, status=Step.Status.DONE).order_by("opened_seq")
    last = {step.node: step for step in passed}
    found = []
    for node in reversed(chart.tasks()):
        precedes = node.key in last and chart.leads(node.key, item.step.node)
        step = last.get(node.key)
        if step is None or rules.why_not_send_back(
            step, precedes=precedes, levels=levels, straight=False
        ):
            continue
        straight = not rules.why_not_send_back(
            step, precedes=precedes, levels=levels, straight=True
        )
        found.append((step, straight))
    people = _actors([step for step, _ in found])
    return [Target(one.node, one.name, people[one.pk], straight) for one, straight in found]


def _actors(steps: list[Step]) -> dict[UUID, list[Staff]]:
    found: dict[UUID, list[Staff]] = {step.pk: [] for step in steps}
    done = Item.objects.filter(step__in=steps, status=Item.Status.DONE, by__isnull=False)
    for item in done.select_related("by__department").order_by("slot", "turn"):
        if item.by and item.by not in found[item.step_id]:
            found[item.step_id].append(item.by)
    return found


def to_choose(asked: Iterable[Choice]) -> list[Target]:
    """下一步由办理人选: the next steps whose people the present handler names."""
    return [Target(one.key, one.name, _eligible(one.permission)) for one in asked]


def colleagues(item: Item, verb: str, *, q: str = "") -> list[Staff]:
    """Whom it could be given to: in service, not at the step yet, and with the step's right."""
    node = graphs.load(item.run.graph_id).nodes[item.step.node]
    here = Item.objects.filter(step=item.step_id, status__in=Item.LIVE).values("owner")
    rows = Staff.objects.in_service().exclude(pk__in=here)
    needed = [one["permission"] for one in node.who if "permission" in one]
    if needed and verb == "transfer":
        able = Q()
        for permission in needed:
            able |= Q(pk__in=holders_of(permission).order_by().values("pk"))
        rows = rows.filter(able)
    for word in q.lower().split():
        rows = rows.filter(
            Q(name__contains=word) | Q(pinyin__startswith=word) | Q(initials__startswith=word)
        )
    order = ("department__position", "position", "pinyin", "pk")
    return list(rows.select_related("department").order_by(*order)[:MOST])


def _eligible(permission: str) -> list[Staff]:
    if not permission:
        return []  # anybody: the page offers its search of people
    return list(holders_of(permission).select_related("department")[:MOST])


def why_not_take_back(run: Run, by: Staff) -> DomainError | None:
    """取回 of a whole step, as the act itself would answer."""
    opened, last, items = takeable(run)
    return rules.why_not_take_back(run, last, opened, items, by)


def takeable(run: Run) -> tuple[list[Step], Step | None, list[Item]]:
    """Open steps, the one done step all of them came from, and the items of both."""
    opened = list(Step.objects.filter(run=run, status=Step.Status.OPEN))
    before = [step.prev_id for step in opened if step.prev_id]
    done = list(Step.objects.filter(pk__in=before, status=Step.Status.DONE))
    items = list(Item.objects.filter(step__in=opened + done))
    return opened, done[0] if len(done) == 1 else None, items
