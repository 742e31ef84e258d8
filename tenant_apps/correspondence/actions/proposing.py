"""拟办 (条例 24 ④): what is only to be read goes round, the rest goes to a leader."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.errors import DomainError, Invalid
from tenant_apps.correspondence import desks, events, rules, telling
from tenant_apps.correspondence.inbox import find_incoming
from tenant_apps.correspondence.kinds import Course, Urgency
from tenant_apps.correspondence.models import IncomingDocument
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.organization.queries import staff_by_ids
from tenant_apps.workflow import actions as workflow
from tenant_apps.workflow import graphs
from tenant_apps.workflow.actions import noticing


class ChooseWhom(Invalid):
    code = "incoming.choose_whom"


class MustBeHandled(DomainError):
    code = "incoming.must_be_handled"


class NoCirculation(DomainError):
    code = "incoming.no_circulation"


@transaction.atomic
def propose(
    *,
    document_id: UUID,
    opinion: str,
    by: Staff,
    at: datetime,
    request_id: str,
    course: str = "",
    leader: UUID | None = None,
    readers: Sequence[UUID] = (),
    serial: bool = False,
    is_major: bool = False,
    urger: UUID | None = None,
) -> IncomingDocument:
    """拟办: 阅知 among these readers, or 批办 by this leader; and who urges it."""
    document = desks.lock(find_incoming(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "propose", by=by)
    document.course = course or (Course.NOTE if readers and leader is None else Course.HANDLE)
    chosen = _chosen(document, leader, readers, keeper=item.principal_id)
    document.is_major, document.urger = is_major, _urger(document, urger, is_major, by)
    outcome = workflow.approve(
        item_id=item.pk,
        by=by,
        at=at,
        request_id=request_id,
        opinion=opinion,
        chosen=chosen,
        data={"course": document.course},
    )
    desks.move(document, outcome, "course", "is_major", "urger")
    said = events.IncomingProposed(
        **desks.about(document), opinion=opinion, course=document.course
    )
    record(said, by=by, at=at)
    if document.course == Course.NOTE:
        noticing.circulate(
            run_id=outcome.run.pk,
            people=list(readers),
            serial=serial,
            by=by,
            at=at,
            request_id=f"{request_id}.round",
            text=opinion[:500],
        )
    if document.urger:
        telling.tell_urger(outcome.run, document.urger, by=by, at=at)
    return document


@transaction.atomic
def take_back(
    *, document_id: UUID, by: Staff, at: datetime, request_id: str, reason: str = ""
) -> IncomingDocument:
    """取回改办: until somebody has acted on it, whoever proposed may propose anew."""
    document = desks.lock(find_incoming(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    if document.stage not in ("instruct", "extra") or document.run_id is None:
        raise desks.NotAtThisStage(
            f"此件现在“{document.get_stage_display()}”环节，领导批示前才能取回改办。",
            stage=document.stage,
        )
    outcome = workflow.take_back(run_id=document.run_id, by=by, at=at, request_id=request_id)
    desks.move(document, outcome)
    record(events.IncomingTakenBack(**desks.about(document), reason=reason), by=by, at=at)
    return document


def _chosen(
    document: IncomingDocument, leader: UUID | None, readers: Sequence[UUID], *, keeper: UUID
) -> dict[str, Any]:
    """Who has it next: the leader; or, while it goes round, whoever sent it round."""
    if document.course == Course.HANDLE:
        if leader is None:
            raise ChooseWhom("请选择批示的领导。", by_field={"leader": ["请选择。"]})
        desks.fit([leader], "correspondence.incoming.instruct", "批示")
        return {"instruct": [leader]}
    if rules.needs_answer(document.doc_kind, is_copy=document.is_copy, standing=document.standing):
        raise MustBeHandled("请示须答复来文单位，应当批办，不能只作阅知（条例第二十四条（七））。")
    if document.run and "circulate" not in graphs.load(document.run.graph_id).nodes:
        raise NoCirculation("此件的流程没有传阅环节，请选批办；办理中也可以传阅。")
    if not readers:
        raise ChooseWhom("请选择传阅给谁。", by_field={"readers": ["请选择。"]})
    return {"circulate": [keeper]}


def _urger(
    document: IncomingDocument, named: UUID | None, is_major: bool, by: Staff
) -> Staff | None:
    """紧急公文 and 重要公文 have a named urger (条例 24 ⑥): by default who proposes."""
    if named:
        found = staff_by_ids([named]).get(named)
        if found is None:
            raise ChooseWhom("所选催办人不在本单位或已停用，请另选。")
        return found
    pressing = is_major or document.urgency != Urgency.NONE
    return by if pressing and document.course == Course.HANDLE else None
