"""门户: what waits for this person, in as few looks as possible. Reads only; owns no tables."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count, Q

from shared_apps.kernel.clock import ZONE
from tenant_apps.correspondence.models import IncomingDocument, OutgoingDocument
from tenant_apps.correspondence.queries import incoming_for, outgoing_for
from tenant_apps.organization.models import Staff
from tenant_apps.workflow.models import Item, Run
from tenant_apps.workflow.queries import WorkItem, todo

TODO_SHOWN, DOOR_SHOWN, RECENT_SHOWN = 6, 4, 5


@dataclass(frozen=True)
class Counts:
    todo: int
    due_today: int
    overdue: int
    to_acknowledge: int
    started: int


@dataclass(frozen=True)
class Portal:
    today: datetime
    counts: Counts
    todo: list[WorkItem]
    to_acknowledge: list[IncomingDocument]
    recent_outgoing: list[OutgoingDocument]


def portal(viewer: Staff, *, at: datetime) -> Portal:
    at_the_door = []
    waiting = 0
    if viewer.holds("correspondence.incoming.acknowledge"):
        door = incoming_for(viewer, stage="arrived")
        at_the_door, waiting = list(door.order_by("-pk")[:DOOR_SHOWN]), door.count()
    return Portal(
        today=at,
        counts=_counts(viewer, waiting, at),
        todo=todo(viewer, limit=TODO_SHOWN),
        to_acknowledge=at_the_door,
        recent_outgoing=list(outgoing_for(viewer).order_by("-pk")[:RECENT_SHOWN]),
    )


def _counts(viewer: Staff, waiting: int, at: datetime) -> Counts:
    tonight = datetime.combine(at.astimezone(ZONE).date(), time.max, ZONE)
    mine = Item.objects.filter(owner=viewer, status=Item.Status.OPEN).aggregate(
        todo=Count("pk"),
        due_today=Count("pk", filter=Q(due_at__gte=at, due_at__lte=tonight)),
        overdue=Count("pk", filter=Q(due_at__lt=at)),
    )
    started = Run.objects.filter(starter=viewer, status=Run.Status.RUNNING).count()
    return Counts(**mine, to_acknowledge=waiting, started=started)
