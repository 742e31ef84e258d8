"""门户: what waits for this person, in as few looks as possible. Reads only; owns no tables."""

from dataclasses import asdict, dataclass
from datetime import datetime

from tenant_apps.correspondence.inbox import incoming_for
from tenant_apps.correspondence.models import IncomingDocument, OutgoingDocument
from tenant_apps.correspondence.queries import outgoing_for
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import boxes

TODO_SHOWN, DOOR_SHOWN, RECENT_SHOWN = 6, 4, 5


@dataclass(frozen=True)
class Counts(boxes.Counts):
    to_acknowledge: int


@dataclass(frozen=True)
class Portal:
    today: datetime
    counts: Counts
    todo: list[boxes.WorkItem]
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
        counts=Counts(**asdict(boxes.counts(viewer, at=at)), to_acknowledge=waiting),
        todo=boxes.todo(viewer, limit=TODO_SHOWN),
        to_acknowledge=at_the_door,
        recent_outgoing=list(outgoing_for(viewer).order_by("-pk")[:RECENT_SHOWN]),
    )
