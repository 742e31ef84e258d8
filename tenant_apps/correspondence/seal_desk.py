"""待用印: a paper that waits for our seal lies with the keepers of the seals that fit it.

One desk for our own papers and for those of others that we sign with. It is a run beside the
paper's road, for a keeper is none of its handlers; it ends with the seal, or with the paper.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel import clock
from tenant_apps.correspondence import desks, flows, jointly, matters, sealings, validity
from tenant_apps.correspondence.models import JointMatter, OutgoingDocument
from tenant_apps.organization.models import Staff
from tenant_apps.seals.queries import able_to_seal
from tenant_apps.workflow import actions as workflow
from tenant_apps.workflow import labels
from tenant_apps.workflow.models import Item, Run

OURS, THEIRS = "outgoing_seal", "joint_seal"
SEAL = "seal"
AWAITS = "待用印"
CUSTODY = "用印由印章保管人本人办理；需要换人的，请印章管理员变更保管人。"


def ask_for_ours(document: OutgoingDocument, *, by: Staff, at: datetime) -> None:
    """印制 is done: it goes to be sealed."""
    if document.seal_run_id or not sealings.waits(document):
        return
    document.seal_run = _start(
        document,
        labels={"number": document.number or ""},
        due_at=clock.add_working_minutes(at, flows.HALF_DAY),
        by=by,
        at=at,
    )
    document.save(update_fields=["seal_run"])
    labels.relabel(document.run_id, awaits=AWAITS)


def ask_for_theirs(matter: JointMatter, *, at: datetime) -> None:
    """送印: the paper has come. The caller saves the matter."""
    if matter.seal_run_id or matter.acknowledged_by is None:
        return
    matter.seal_run = _start(
        matter,
        labels={"number": matter.number, "from_unit": matter.from_short_name},
        due_at=jointly.limit_of(matter.due_on),
        by=matter.acknowledged_by,
        at=at,
    )


def clear(paper: OutgoingDocument | JointMatter, *, by: Staff, at: datetime) -> None:
    """Off everybody's list: done by who sealed; else, by a keeper appointed since, by itself."""
    if paper.seal_run_id is None:
        return
    mine = Item.objects.filter(run=paper.seal_run_id, owner=by, status=Item.Status.OPEN).first()
    if mine:
        workflow.approve(item_id=mine.pk, by=by, at=at, request_id=f"seal-{mine.pk}")
    else:
        workflow.conclude(run_id=paper.seal_run_id, node=SEAL, opinion=f"{by.name}已用印。", at=at)
    if isinstance(paper, OutgoingDocument):
        labels.relabel(paper.run_id, awaits="")


def give_up(document: OutgoingDocument, *, reason: str, at: datetime) -> None:
    """It is not to be sealed any more."""
    if document.seal_run_id:
        workflow.call_off(run_id=document.seal_run_id, at=at, reason=reason)
        labels.relabel(document.run_id, awaits="")


def waiting() -> Iterator[tuple[str, UUID]]:
    """Every paper that may wait for a seal of ours, by kind and id."""
    ours = OutgoingDocument.objects.filter(stage=sealings.SEALABLE)
    theirs = JointMatter.objects.filter(stage=JointMatter.Stage.SEAL)
    for kind, papers in ((OURS, ours), (THEIRS, theirs)):
        for pk in papers.order_by("pk").values_list("pk", flat=True):
            yield kind, pk


@transaction.atomic(savepoint=False)  # each is a dispatch of its own
def look_again(kind: str, paper_id: UUID, *, at: datetime) -> None:
    """A seal changed hands, was made, ended or ran out: it lies with who can seal it now."""
    paper = _our(paper_id, at=at) if kind == OURS else _theirs(paper_id, at=at)
    if paper is not None and (run := paper.seal_run) is not None:
        able = _able(paper, otherwise=run.starter, at=at)
        workflow.reseat(run_id=run.pk, node=SEAL, people=[one.pk for one in able], at=at)


def _our(document_id: UUID, *, at: datetime) -> OutgoingDocument | None:
    document = desks.lock(OutgoingDocument.objects.get(pk=document_id))
    if not sealings.waits(document):
        return None
    if document.seal_run_id is None:
        ask_for_ours(document, by=document.drafter, at=at)
    return document


def _theirs(matter_id: UUID, *, at: datetime) -> JointMatter | None:
    matter = desks.lock_matter(JointMatter.objects.get(pk=matter_id))
    if matter.stage != JointMatter.Stage.SEAL:
        return None
    if matter.seal_run_id is None:
        ask_for_theirs(matter, at=at)
        matter.save(update_fields=["seal_run"])
    return matter


def _start(
    paper: OutgoingDocument | JointMatter,
    *,
    labels: dict[str, str],
    due_at: datetime | None,
    by: Staff,
    at: datetime,
) -> Run:
    flows.ensure(flows.SEAL, at=at)
    return workflow.start(
        flow=flows.SEAL,
        subject_kind=THEIRS if isinstance(paper, JointMatter) else OURS,
        subject_id=paper.pk,
        title=_titled(paper),
        labels={"doc_kind": paper.doc_kind, "urgency": paper.urgency} | labels,
        due_at=due_at,
        chosen={SEAL: [one.pk for one in _able(paper, otherwise=by, at=at)]},
        by=by,
        at=at,
    )


def _titled(paper: OutgoingDocument | JointMatter) -> str:
    """As lists of work name it."""
    return matters.run_title(paper) if isinstance(paper, JointMatter) else validity.titled(paper)


def _able(paper: OutgoingDocument | JointMatter, *, otherwise: Staff, at: datetime) -> list[Staff]:
    return able_to_seal(doc_kind=paper.doc_kind, at=at) or [otherwise]
