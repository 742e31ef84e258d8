"""收文 as people look at it: the list, one document with everything around it, 批示, 催办."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery

from shared_apps.kernel.errors import NotFound
from shared_apps.kernel.paging import page
from tenant_apps.correspondence import judging, rules, ruling
from tenant_apps.correspondence.kinds import CLOSED, Course, usual_course
from tenant_apps.correspondence.models import IncomingDocument, Origin, OutgoingDocument
from tenant_apps.correspondence.queries import (
    Opinion,
    Stage,
    desk_of,
    here_of,
    items_of,
    opinions_of,
    stages_of,
)
from tenant_apps.files.models import Attachment
from tenant_apps.files.queries import attachments_of
from tenant_apps.organization.models import Staff
from tenant_apps.organization.queries import holders_of
from tenant_apps.workflow import graphs, supervising
from tenant_apps.workflow.circulars import Notice
from tenant_apps.workflow.models import Event, Item, Run

NAMES = dict(IncomingDocument.Stage.choices)
INCOMING_STAGES = (
    "arrived",
    "register",
    "screen",
    "propose",
    "circulate",
    "instruct",
    "extra",
    "handle",
    "complete",
    "completed",
)
_OF_COURSE = {
    Course.NOTE: frozenset({"instruct", "handle", "complete"}),
    Course.HANDLE: frozenset({"circulate"}),
}
MOST_URGED = 200


@dataclass(frozen=True)
class Reading:
    """传阅中: how many of the readers of open rounds have read."""

    read: int
    total: int


@dataclass(frozen=True)
class IncomingPicture:
    """A document as its page shows it; what is not here is the document's own."""

    document: IncomingDocument
    stages: list[Stage]
    acts: list[rules.Act]
    opinions: list[Opinion]
    attachments: Sequence[Attachment]
    derived: list[Origin]
    integrity: dict[str, Any] | None  # none of a paper: nothing was sealed
    screening: list[dict[str, Any]]
    reading: Reading | None
    unread: list[str]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.document, name)


@dataclass(frozen=True)
class Instruction:
    """批示: the words of one leader on one document, and what has become of it."""

    item: Item
    document: IncomingDocument


@dataclass(frozen=True)
class InstructionPage:
    results: list[Instruction]
    next: str | None


@dataclass(frozen=True)
class Urged:
    """One document somebody answers for, where it lies, and when it was last urged."""

    document: IncomingDocument
    lying: supervising.Supervised
    urged_at: datetime | None


# ---- lists -----------------------------------------------------------------------------


def incoming_for(viewer: Staff, *, stage: str = "", q: str = "") -> QuerySet[IncomingDocument]:
    found = IncomingDocument.objects.visible_to(viewer)
    if stage == "open":
        found = found.exclude(stage__in=CLOSED)
    elif stage:
        found = found.filter(stage=stage)
    if q:
        found = found.filter(
            Q(title__icontains=q)
            | Q(number__icontains=q)
            | Q(from_short_name__icontains=q)
            | Q(register_number__icontains=q)
        )
    return found


def with_reading(rows: QuerySet[IncomingDocument]) -> QuerySet[IncomingDocument]:
    """Each with how far the rounds have come that are under way."""
    going = _in_open_rounds().filter(run=OuterRef("run")).order_by().values("run")

    def counted(which: QuerySet[Notice, Any]) -> Subquery:
        return Subquery(
            which.annotate(many=Count("pk")).values("many"), output_field=IntegerField()
        )

    return rows.annotate(
        readers=counted(going), readers_done=counted(going.filter(read_at__isnull=False))
    )


def instructions_for(viewer: Staff, *, q: str = "", cursor: str | None = None) -> InstructionPage:
    """批示 on every document this person may see, the newest first."""
    seen = IncomingDocument.objects.visible_to(viewer)
    if q:
        seen = seen.filter(Q(title__icontains=q) | Q(number__icontains=q))
    said = Item.objects.filter(
        run__in=seen.values("run"), step__node="instruct", action=Item.Action.APPROVE
    )
    found = page(said.select_related("by", "principal"), cursor)
    documents = IncomingDocument.objects.filter(run__in=[one.run_id for one in found.results])
    of_run = {one.run_id: one for one in documents.select_related("lead")}
    return InstructionPage(
        [Instruction(one, of_run[one.run_id]) for one in found.results], found.next
    )


def urged_by(urger: Staff, *, now: datetime) -> list[Urged]:
    """专人催办: what this person answers for, the nearest limit first, with hours at the desk."""
    open_ = IncomingDocument.objects.filter(urger=urger).exclude(stage__in=CLOSED)
    documents = list(open_.order_by("due_on", "pk")[:MOST_URGED])  # without a limit: last
    runs = Run.objects.filter(pk__in=[one.run_id for one in documents])
    lying = {
        one.run_id: one
        for one in supervising.rows_of(runs.select_related(*supervising.SHOWN), now=now)
    }
    last: dict[UUID, datetime] = {}
    urges = Event.objects.filter(run__in=lying, op="urge").order_by("seq")
    for run_id, at in urges.values_list("run", "at"):
        last[run_id] = at
    return [Urged(one, lying[one.run_id], last.get(one.run_id)) for one in documents if one.run_id]


# ---- one document ----------------------------------------------------------------------


def find_incoming(document_id: UUID, *, viewer: Staff) -> IncomingDocument:
    found = (
        IncomingDocument.objects.visible_to(viewer)
        .select_related("acknowledged_by", "lead", "urger", "run")
        .filter(pk=document_id)
        .first()
    )
    if found is None:
        raise NotFound("没有这份来文，或您无权查看。")
    return found


def incoming_picture(document: IncomingDocument, *, viewer: Staff) -> IncomingPicture:
    items = items_of(document.run_id) if document.run_id else []
    attachments = attachments_of("incoming", document.pk)
    in_rounds = _readers_of(document)
    left = [one.person.name for one in in_rounds if one.read_at is None]
    return IncomingPicture(
        document=document,
        stages=stages_of(
            road_of(document),
            here_of(document.stage, items),
            items,
            ended=document.closed_at is not None,
        ),
        acts=rules.incoming_acts(
            _view(document, items, viewer, left, _late(document, in_rounds, viewer))
        ),
        opinions=opinions_of(items),
        attachments=attachments,
        derived=list(
            document.derived.filter(document__in=OutgoingDocument.objects.visible_to(viewer))
            .select_related("document")
            .order_by("-pk")
        ),
        # Verified at delivery: a copy whose digest did not match was never let in.
        integrity={
            "ok": True,
            "digest": document.digest,
            "sealed_at": document.sealed_at,
            "files": len(attachments) + 1 + document.has_ofd,
        }
        if document.channel == "exchange"
        else None,
        screening=_screening(document),
        reading=Reading(len(in_rounds) - len(left), len(in_rounds)) if in_rounds else None,
        unread=left,
    )


def road_of(document: IncomingDocument) -> dict[str, str]:
    """The stages of this document, named: those of its course as its run is drawn."""
    if document.stage == "returned":
        return _named("arrived", "register", "screen", "returned")
    course = document.course or usual_course(document.doc_kind, is_copy=document.is_copy)
    left_out = _OF_COURSE[Course(course)]
    if document.run is None:
        return _named(*(key for key in INCOMING_STAGES if key not in left_out | {"extra"}))
    chart = graphs.load(document.run.graph_id)
    if "circulate" not in chart.nodes:  # an earlier drawing: everything is acted on
        course, left_out = Course.HANDLE, frozenset()
    onward = "circulate" if course == Course.NOTE else "handle"
    steps = {
        node.key: str(NAMES.get(node.key, node.name))
        for node in chart.tasks()
        if node.key not in left_out and (node.key in NAMES or chart.leads(node.key, onward))
    }
    return _named("arrived") | steps | _named("completed")


def _named(*stages: str) -> dict[str, str]:
    return {key: str(NAMES[key]) for key in stages}


def _view(
    document: IncomingDocument, items: list[Item], viewer: Staff, left: list[str], late: list[str]
) -> rules.IncomingView:
    at_the_door = viewer.holds("correspondence.incoming.acknowledge")
    keepers: Iterable[Staff] = ()
    if document.stage == "arrived" and not at_the_door:
        keepers = holders_of("correspondence.incoming.acknowledge")
    here = here_of(document.stage, items)
    name = road_of(document).get(here, document.get_stage_display())
    return rules.IncomingView(
        desk=desk_of(document.stage, name, items, viewer),
        at_the_door=at_the_door,
        door_keepers=tuple(one.name for one in keepers),
        may_draft=viewer.holds("correspondence.outgoing.draft"),
        standing=document.standing,
        usual_course=usual_course(document.doc_kind, is_copy=document.is_copy),
        may_circulate=viewer.holds("workflow.supervise")
        or document.acknowledged_by_id == viewer.pk
        or any(viewer.pk in (one.owner_id, one.by_id) for one in items),
        may_take_back=document.stage in ("instruct", "extra") and _proposed_last(items, viewer),
        is_urger=document.urger_id == viewer.pk,
        may_name_urger=may_name_urger(document, items, viewer),
        late=tuple(late),
        unread=tuple(left) if document.stage == "circulate" else (),
    )


def _proposed_last(items: Iterable[Item], viewer: Staff) -> bool:
    """The newest act is this viewer's 拟办."""
    acted = [(one.closed_at, one) for one in items if one.by_id and one.closed_at]
    last = max(acted, key=lambda one: one[0])[1] if acted else None
    return last is not None and (last.step.node, last.by_id) == ("propose", viewer.pk)


def may_name_urger(document: IncomingDocument, items: Iterable[Item], viewer: Staff) -> bool:
    """Who proposed it, who urges it now, who supervises."""
    proposed = any(one.step.node == "propose" and one.by_id == viewer.pk for one in items)
    return proposed or document.urger_id == viewer.pk or viewer.holds("workflow.supervise")


def _late(document: IncomingDocument, readers: Iterable[Notice], viewer: Staff) -> list[str]:
    """催阅: who has it to read and has not, of the rounds this viewer may urge; each once."""
    of_all = document.urger_id == viewer.pk or viewer.holds("workflow.supervise")
    late = {
        one.person_id: one.person.name
        for one in readers
        if one.arrived_at and not one.read_at and one.person_id != viewer.pk
        if of_all or one.sender_id == viewer.pk
    }
    return list(late.values())


def _screening(document: IncomingDocument) -> list[dict[str, Any]]:
    """初审: to be ticked at that stage, and afterwards what was ticked there."""
    if document.stage != "screen":
        ticked = document.screened.get("ticked", [])
        done = ruling.fill(()) if document.screened else ()
        return [vars(one) | {"ticked": one.key in ticked} for one in done]
    return [vars(one) | {"ticked": one.filled} for one in judging.screening_of(document)]


def _in_open_rounds() -> QuerySet[Notice]:
    return Notice.objects.filter(
        circulation__isnull=False, circulation__ended_at=None, withdrawn_at=None
    )


def _readers_of(document: IncomingDocument) -> list[Notice]:
    if document.run_id is None or document.stage == "register":
        return []
    found = _in_open_rounds().filter(run=document.run_id)
    return list(found.select_related("person").order_by("circulation", "position"))
