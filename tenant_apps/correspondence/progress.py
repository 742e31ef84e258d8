"""How our documents stand, told to the city: stages, desks, times; posts, never names."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared_apps.oversight.reporting import Report, report, withdraw_line
from tenant_apps.correspondence import jointly
from tenant_apps.correspondence.inbox import INCOMING_STAGES
from tenant_apps.correspondence.models import (
    Addressee,
    IncomingDocument,
    JointMatter,
    OutgoingDocument,
)
from tenant_apps.correspondence.queries import OUTGOING_STAGES
from tenant_apps.journal.models import Entry
from tenant_apps.workflow.models import Item, Step

Row = dict[str, Any]


def report_outgoing(document_id: UUID, *, at: datetime) -> None:
    document = OutgoingDocument.objects.select_related("run").get(pk=document_id)
    if document.stage in ("void", "declined"):
        withdraw_line(document.pk, at=at)
        return
    steps = _steps(document.run_id, document.seal_run_id)
    report(
        Report(
            subject_id=document.pk,
            seq=_seq(document.pk),
            flow="outgoing",
            doc_kind=document.doc_kind,
            title=document.title,
            number=document.number or "",
            urgency=document.urgency,
            stage=document.stage,
            stage_label=document.get_stage_display(),
            position=OUTGOING_STAGES.index(document.stage),
            entered_at=document.created_at,
            stage_since=_since(steps, document.released_at or document.created_at),
            closed_at=document.released_at,
            envelope_id=document.envelope_id,
            steps=steps,
            recipients=[_recipient(row) for row in document.addressees.all()]
            if document.released_at
            else [],
        ),
        at=at,
    )


def report_incoming(document_id: UUID, *, at: datetime) -> None:
    document = IncomingDocument.objects.get(pk=document_id)
    if document.stage in ("declined", "returned", "withdrawn"):
        withdraw_line(document.pk, at=at)
        return
    steps = _steps(document.run_id)
    report(
        Report(
            subject_id=document.pk,
            seq=_seq(document.pk),
            flow="incoming",
            doc_kind=document.doc_kind,
            title=document.title,
            number=document.number,
            urgency=document.urgency,
            stage=document.stage,
            stage_label=document.get_stage_display(),
            position=INCOMING_STAGES.index(document.stage),
            entered_at=document.received_at,
            stage_since=_since(steps, document.completed_at or document.received_at),
            due_at=jointly.limit_of(document.due_on),
            closed_at=document.completed_at,
            envelope_id=document.envelope_id,
            steps=steps,
        ),
        at=at,
    )


def report_joint(matter_id: UUID, *, at: datetime) -> None:
    """联署: the host reads here how long it lies on our desks, and nowhere else."""
    matter = JointMatter.objects.get(pk=matter_id)
    stages = [one for one, _ in JointMatter.Stage.choices]
    ends = {"signed": matter.signed_at, "sealed": matter.sealed_at, "issued": matter.sealed_at}
    closed = ends.get(matter.stage)
    if matter.stage in ("refused", "called_off"):
        withdraw_line(matter.pk, at=at)
        return
    steps = _steps(matter.run_id, matter.seal_run_id)
    report(
        Report(
            subject_id=matter.pk,
            seq=_seq(matter.pk),
            flow="joint",
            doc_kind=matter.doc_kind,
            title=matter.title,
            number=matter.number,
            urgency=matter.urgency,
            stage=matter.stage,
            stage_label=matter.get_stage_display(),
            position=stages.index(matter.stage),
            entered_at=matter.received_at,
            stage_since=_since(steps, closed or matter.received_at),
            due_at=jointly.limit_of(matter.due_on),
            closed_at=closed,
            envelope_id=matter.envelope_id,
            steps=steps,
        ),
        at=at,
    )


def _seq(subject_id: UUID) -> int:
    """Grows with every act on the document: the length of its journal."""
    last = Entry.objects.filter(subject_id=subject_id).order_by("-seq").first()
    return last.seq if last else 0


def _steps(*run_ids: UUID | None) -> list[Row]:
    """Every visit of a desk, in order, under the posts that sat there."""
    runs = [one for one in run_ids if one]
    posts: dict[UUID, list[str]] = {}
    items = Item.objects.filter(run__in=runs).exclude(status="cancelled")
    for item in items.select_related("owner__department").order_by("slot", "turn"):
        posts.setdefault(item.step_id, []).append(item.owner.title or item.owner.department.name)
    return [
        {
            "name": step.name,
            "post": "、".join(dict.fromkeys(posts.get(step.pk, []))),
            "opened_at": step.opened_at.isoformat(),
            "closed_at": step.closed_at.isoformat() if step.closed_at else None,
            "state": "now" if step.status == "open" else step.status,
        }
        for step in Step.objects.filter(run__in=runs).order_by("opened_at", "opened_seq")
    ]


def _since(steps: list[Row], ended: datetime) -> datetime:
    now = [step for step in steps if step["state"] == "now"]
    return datetime.fromisoformat(now[0]["opened_at"]) if now else ended


def _recipient(row: Addressee) -> Row:
    def told(moment: datetime | None) -> str | None:
        return moment.isoformat() if moment else None

    return {
        "code": row.unit_code,
        "short_name": row.short_name,
        "state": row.state,
        "sent_at": told(row.sent_at),
        "delivered_at": told(row.delivered_at),
        "settled_at": told(row.settled_at),
    }
