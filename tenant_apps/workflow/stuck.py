"""卡住的事项: matters that nobody will move unless somebody looks. Found at night, kept as a page.

What one scan found is kept until the next; a line whose run has moved on meanwhile is not shown.
Each reason says who can do what about it.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from shared_apps.kernel.errors import Forbidden
from tenant_apps.organization.models import Staff
from tenant_apps.organization.queries import holders_of
from tenant_apps.workflow import graphs, supervising
from tenant_apps.workflow.circulars import Notice
from tenant_apps.workflow.models import Item, Run, Step, StuckScan
from tenant_apps.workflow.selecting import LABELS

WHY = {
    "disabled": "办理人{name}已停用",
    "nobody": "没有办理人",
    "unheard": "子流程都已结束，但后面的环节无人可办",
    "ahead": "下一环节「{name}」无人可办：没有人具有“{label}”权限",
    "agent_gone": "委托已结束，仍在受托人{name}处",
    "reader_gone": "传阅给{name}，账号已停用，不会再阅",
}
WHAT_TO_DO = {
    "disabled": "请改派给在岗的同事。",
    "nobody": "请改派或跳转到能办理的环节。",
    "unheard": "请安排后面环节的办理人，或跳转到能办理的环节。",
    "ahead": "请安全管理员把该职责授予有关人员。",
    "agent_gone": "请改派给委托人或其他同事。",
    "reader_gone": "请发起传阅的人收回这一份；依次传阅的，收回后才传到下一位。",
}


@dataclass(frozen=True)
class StuckRow:
    run_id: str
    title: str
    step_name: str
    reason: str
    why: str
    what_to_do: str


@dataclass(frozen=True)
class StuckPage:
    scanned_at: datetime | None
    rows: list[StuckRow]


@transaction.atomic
def scan(*, at: datetime) -> list[StuckRow]:
    """Look through every live run of the unit; what is found takes the place of the last time."""
    found = {(row.run_id, row.step_name, row.why): row for row in _found()}
    rows = sorted(found.values(), key=lambda row: (row.reason, row.title, row.run_id))
    StuckScan.objects.all().delete()
    StuckScan.objects.create(scanned_at=at, rows=[asdict(row) for row in rows])
    return rows


def page(viewer: Staff) -> StuckPage:
    """For those who supervise; each sees what lies within reach."""
    reach = supervising.reach_of(viewer)
    if reach.departments is not None and not reach.departments:
        who = "、".join(supervising.supervisors()) or "流程督办人员"
        raise Forbidden(f"您没有督办的范围，不能查看卡住的事项，请联系{who}。")
    last = StuckScan.objects.order_by("-scanned_at").first()
    if last is None:
        return StuckPage(None, [])
    rows = [StuckRow(**row) for row in last.rows]
    runs = [UUID(row.run_id) for row in rows]
    # A run that something happened to since the scan is looked at again next time.
    live = supervising.in_scope(reach).filter(pk__in=runs, status__in=Run.LIVE)
    moved = Item.objects.filter(run=OuterRef("pk"), opened_at__gt=last.scanned_at)
    shown = {str(pk) for pk in live.filter(~Exists(moved)).values_list("pk", flat=True)}
    return StuckPage(last.scanned_at, [row for row in rows if row.run_id in shown])


def _found() -> Iterator[StuckRow]:
    yield from _on_wrong_desks()
    yield from _on_no_desk()
    yield from _before_a_closed_door()
    yield from _with_readers_gone()


def _on_wrong_desks() -> Iterator[StuckRow]:
    lying = Item.objects.filter(status=Item.Status.OPEN, run__status__in=Run.LIVE)
    lying = lying.select_related("run", "step", "owner")
    for item in lying.filter(owner__is_active=False):
        yield _row(item.run, item.step.name, "disabled", name=item.owner.name)
    ended = Q(mandate__ended_at__isnull=False)
    for item in lying.filter(ended, owner__is_active=True).exclude(owner=F("principal")):
        yield _row(item.run, item.step.name, "agent_gone", name=item.owner.name)


def _on_no_desk() -> Iterator[StuckRow]:
    """An open step of people without an open item, and a run without any."""
    acting = Item.objects.filter(step=OuterRef("pk"), status=Item.Status.OPEN)
    open_ = Step.objects.filter(status=Step.Status.OPEN, run__status__in=Run.LIVE)
    for step in open_.filter(~Exists(acting)).select_related("run"):
        node = graphs.load(step.run.graph_id).nodes.get(step.node)
        if node is None or node.type == "task":
            yield _row(step.run, step.name, "nobody")
        elif node.type == "sub" and not Run.objects.live().filter(parent=step).exists():
            yield _row(step.run, step.name, "unheard")
    any_item = Item.objects.filter(run=OuterRef("pk"), status=Item.Status.OPEN)
    waits = Step.objects.filter(run=OuterRef("pk"), status=Step.Status.OPEN)
    for run in Run.objects.live().filter(~Exists(any_item), ~Exists(waits)):
        yield _row(run, "", "nobody")


def _before_a_closed_door() -> Iterator[StuckRow]:
    """The step that follows asks for a right that nobody holds: the next act will be refused."""

    @lru_cache(None)
    def is_held(permission: str) -> bool:
        return holders_of(permission).exists()

    open_ = Step.objects.filter(status=Step.Status.OPEN, run__status__in=Run.LIVE)
    for step in open_.select_related("run"):
        chart = graphs.load(step.run.graph_id)
        for node in _next_tasks(chart, step.back_to or step.node):
            asked = [one.get("permission", "") for one in node.who]
            if node.empty == "refuse" and all(asked) and not any(map(is_held, asked)):
                label = LABELS.get(asked[0], asked[0])
                yield _row(step.run, step.name, "ahead", name=node.name, label=label)


def _with_readers_gone() -> Iterator[StuckRow]:
    """传阅: a round waits for somebody who will not come back to read."""
    waiting = Notice.objects.unread().filter(
        circulation__ended_at=None, person__is_active=False, run__status__in=Run.LIVE
    )
    for notice in waiting.filter(circulation__isnull=False).select_related("run", "person"):
        yield _row(notice.run, "传阅", "reader_gone", name=notice.person.name)


def _next_tasks(chart: graphs.Chart, key: str) -> list[graphs.Node]:
    """The steps that may come next, whatever the conditions say."""
    found: dict[str, graphs.Node] = {}
    waiting = [edge.to for edge in chart.nodes[key].next] if key in chart.nodes else []
    while waiting:
        node = chart.nodes[waiting.pop()]
        if node.type == "task":
            found[node.key] = node
        else:
            waiting.extend(edge.to for edge in node.next)
    return list(found.values())


def _row(run: Run, step_name: str, reason: str, **said: str) -> StuckRow:
    why = WHY[reason].format(**said)
    return StuckRow(str(run.pk), run.title, step_name, reason, why, WHAT_TO_DO[reason])
