"""抄送, 传阅, 阅知: what follows from an act by rule, and how a round goes on."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from shared_apps.kernel.errors import NotFound
from shared_apps.outbox.live import tell
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import engine, selecting
from tenant_apps.workflow.board import Board
from tenant_apps.workflow.circulars import Circulation, Notice
from tenant_apps.workflow.models import Item, Run, Step
from tenants.current import current_unit

LONGEST_NOTE = 500
MISSED = (Item.Action.SUPERSEDED, Item.Action.CLOSED)  # others acted before they could


def copy_by_rule(board: Board) -> None:
    """抄送 by the rule `cc` of a step that is done. Whoever has a copy gets no second one."""
    for step in board.closed():
        if not isinstance(step, Step) or step.status != Step.Status.DONE:
            continue
        node = board.chart.nodes.get(step.node)
        if node is None or not node.cc:
            continue
        asking = replace(engine.asking_for(board, node), who=node.cc, fallback=())
        copy(
            board.run,
            selecting.expected(asking),
            sender=board.by,
            text=f"「{step.name}」已办，抄送您知悉",
            at=board.at,
        )


def copy(
    run: Run, people: Iterable[UUID], *, sender: Staff | None, text: str, at: datetime
) -> None:
    wanted = list(dict.fromkeys(people))
    if not wanted:
        return
    Notice.objects.bulk_create(
        (
            Notice(
                run=run,
                kind=Notice.Kind.CC,
                person_id=person,
                sender=sender,
                text=text,
                arrived_at=at,
            )
            for person in wanted
        ),
        ignore_conflicts=True,
    )
    call(run.pk, wanted)


def inform(run: Run, *, by: Staff | None, text: str, at: datetime) -> list[UUID]:
    """办理告知: everybody who had to do with it, but not who tells."""
    met = Item.objects.filter(run=run).exclude(action__in=MISSED)
    wanted = {run.starter_id, *met.values_list("owner", flat=True)}
    return give_news(run, wanted, by=by, text=text, at=at)


def give_news(
    run: Run, people: Iterable[UUID], *, by: Staff | None, text: str, at: datetime
) -> list[UUID]:
    """办理告知 to these of them who are still here, but not to who tells."""
    wanted = set(people) - ({by.pk} if by else set())
    here = list(Staff.objects.in_service().filter(pk__in=wanted).values_list("pk", flat=True))
    Notice.objects.bulk_create(
        Notice(
            run=run,
            kind=Notice.Kind.NEWS,
            person_id=one,
            sender=by,
            text=text[:LONGEST_NOTE],
            arrived_at=at,
        )
        for one in here
    )
    call(run.pk, here)
    return here


def call(run_id: UUID, people: Iterable[UUID]) -> None:
    """Their lists look different now."""
    tell("todo", run_id, current_unit().schema_name, list(people))


# ---- a round ---------------------------------------------------------------------------------


def go_on(circulation: Circulation, *, at: datetime, called_in: bool = False) -> list[UUID]:
    """Deliver to whom the round has come now, and end it when nobody is left to read.

    Under the round's own lock. Answers who got it.
    """
    readers = list(
        Notice.objects.filter(circulation=circulation, withdrawn_at=None).order_by("position")
    )
    left = [one for one in readers if one.read_at is None]
    if not left:
        read = bool(readers) and not called_in
        reason = Circulation.EndReason.READ if read else Circulation.EndReason.RECALLED
        circulation.ended_at, circulation.end_reason = at, reason
        circulation.save(update_fields=["ended_at", "end_reason"])
        return []
    waiting = [one for one in left if one.arrived_at is None]
    if circulation.serial:
        waiting = left[:1] if left[0].arrived_at is None else []
    Notice.objects.filter(pk__in=[one.pk for one in waiting]).update(arrived_at=at)
    return [one.person_id for one in waiting]


def locked_rounds(ids: Iterable[UUID]) -> list[Circulation]:
    """Rounds before their notices, and in one order: two readers never wait for each other."""
    rows = Circulation.objects.select_for_update(no_key=True).order_by("pk")
    return list(rows.filter(pk__in=set(ids)))


def colleagues(ids: Sequence[UUID]) -> list[Staff]:
    """Those named, in the order named; somebody who is not in service is refused."""
    wanted = list(dict.fromkeys(ids))
    found = Staff.objects.in_service().in_bulk(wanted)
    if len(found) < len(wanted):
        raise NotFound("所选人员中有人不在本单位或已停用，请重新选择。")
    return [found[pk] for pk in wanted]


def open_rounds(run_id: UUID | None) -> list[Circulation]:
    return list(Circulation.objects.filter(run=run_id, ended_at=None).order_by("pk"))


def readers_of(run: Run) -> list[Notice]:
    """Everybody a run was circulated to and not called in from, round by round."""
    told = Notice.objects.filter(run=run, circulation__isnull=False, withdrawn_at=None)
    return list(told.select_related("person").order_by("circulation", "position", "pk"))


def rounds_of(run: Run) -> list[Circulation]:
    """Every round of a run with its readers, the newest first."""
    rows = Circulation.objects.filter(run=run).select_related("sender").order_by("-pk")
    rounds = list(rows)
    readers: dict[UUID, list[Notice]] = {one.pk: [] for one in rounds}
    told = Notice.objects.filter(circulation__in=rounds).select_related("person__department")
    for notice in told.order_by("position", "pk"):
        if notice.circulation_id:
            readers[notice.circulation_id].append(notice)
    for one in rounds:
        one.in_order = readers[one.pk]  # type: ignore[attr-defined]
    return rounds
