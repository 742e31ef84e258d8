"""收文: 签收 → 登记 → (初审) → 拟办 → 批示 → 承办 → 办结 and answer (条例 24).

初审 is in screening.py, 拟办 in proposing.py, 传阅 in circulating.py, 催办 in urging.py.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError, Forbidden, Invalid
from tenant_apps.correspondence import desks, events, numbering, rounds, rules, telling
from tenant_apps.correspondence.inbox import find_incoming
from tenant_apps.correspondence.kinds import Urgency
from tenant_apps.correspondence.models import IncomingDocument
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions as workflow

OFFICE_CLOSES = time(18)
AGREED = "同意。"


class NoLongerAtTheDoor(DomainError):
    code = "incoming.no_longer_at_the_door"


class DueInThePast(Invalid):
    code = "incoming.due_in_the_past"


class DueNeeded(Invalid):
    code = "incoming.due_needed"


class AnswerNeeded(Invalid):
    code = "incoming.answer_needed"


@transaction.atomic
def acknowledge(
    *, document_id: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> IncomingDocument:
    """签收: item by item, with the time; from here the sender can no longer take it back."""
    document = _at_the_door(document_id, by=by, done="register")
    if document.stage != "arrived":
        return document
    desks.sign_for(document, by=by, at=at)
    document.save(update_fields=["acknowledged_at", "acknowledged_by", "run", "stage"])
    record(events.IncomingAcknowledged(**desks.about(document), by_post=by.title), by=by, at=at)
    return document


@transaction.atomic
def decline(
    *, document_id: UUID, reason: str, by: Staff, at: datetime, request_id: str
) -> IncomingDocument:
    """退回来文单位: with the reason, before signing for it (条例 24 ③)."""
    document = _at_the_door(document_id, by=by, done="declined")
    if document.stage != "arrived":
        return document
    document.stage, document.closed_reason, document.closed_at = "declined", reason, at
    document.save(update_fields=["stage", "closed_reason", "closed_at"])
    said = events.IncomingDeclined(**desks.about(document), by_post=by.title, reason=reason)
    record(said, by=by, at=at)
    return document


@transaction.atomic
def register(
    *, document_id: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> IncomingDocument:
    """登记: the document enters this unit's register under a number of its own."""
    document = desks.lock(find_incoming(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "register", by=by)
    outcome = workflow.approve(
        item_id=item.pk, by=by, at=at, request_id=request_id, opinion=opinion
    )
    year = at.astimezone(ZONE).year
    document.register_number = numbering.take(prefix=numbering.INCOMING, year=year)
    document.registered_at = at
    desks.move(document, outcome, "register_number", "registered_at")
    said = events.IncomingRegistered(
        **desks.about(document), register_number=document.register_number
    )
    record(said, by=by, at=at)
    return document


@transaction.atomic
def instruct(
    *,
    document_id: UUID,
    opinion: str,
    handlers: Sequence[UUID],
    due_on: date | None,
    by: Staff,
    at: datetime,
    request_id: str,
) -> IncomingDocument:
    """批示: the leader instructs, names who handles it, and by when (条例 24 ④).

    The first of the handlers leads (主办), the others support (协办).
    """
    document = desks.lock(find_incoming(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "instruct", by=by)
    people = desks.fit(handlers, "correspondence.incoming.handle", "承办")
    _refuse_due(document, due_on, at)
    due_at = datetime.combine(due_on, OFFICE_CLOSES, ZONE) if due_on else None
    outcome = workflow.approve(
        item_id=item.pk,
        by=by,
        at=at,
        request_id=request_id,
        opinion=opinion,
        chosen={"handle": list(handlers)},
        due_at=due_at,
    )
    document.due_on, document.lead = due_on, people[handlers[0]]
    desks.move(document, outcome, "due_on", "lead")
    said = events.IncomingInstructed(
        **desks.about(document), opinion=opinion, handlers=[str(one) for one in handlers]
    )
    record(said, by=by, at=at)
    telling.tell_instruction(
        outcome.run, opinion=opinion, handlers=[people[one] for one in handlers], by=by, at=at
    )
    return document


@transaction.atomic
def agree(
    *, document_id: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> IncomingDocument:
    """阅批: whom the unit asks before somebody handles it; when all of them have, it goes on."""
    document = desks.lock(find_incoming(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "extra", by=by)
    step, said = item.step.name, opinion or AGREED
    outcome = workflow.approve(item_id=item.pk, by=by, at=at, request_id=request_id, opinion=said)
    desks.move(document, outcome)
    record(events.IncomingAgreed(**desks.about(document), step=step, opinion=said), by=by, at=at)
    return document


@transaction.atomic
def handle(
    *, document_id: UUID, result: str, by: Staff, at: datetime, request_id: str
) -> IncomingDocument:
    """承办: each handler reports; the step ends with the last of them."""
    document = desks.lock(find_incoming(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "handle", by=by)
    outcome = workflow.approve(
        item_id=item.pk, by=by, at=at, request_id=request_id, opinion=result
    )
    document.result = f"{document.result}\n{by.name}：{result}".strip()
    desks.move(document, outcome, "result")
    record(events.IncomingHandled(**desks.about(document), result=result), by=by, at=at)
    return document


@transaction.atomic
def complete(
    *, document_id: UUID, answer: str, by: Staff, at: datetime, request_id: str
) -> IncomingDocument:
    """办结: close the matter and answer the sender (条例 24 ⑦); a 请示 always is."""
    document = desks.lock(find_incoming(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "complete", by=by)
    asked = rules.needs_answer(
        document.doc_kind, is_copy=document.is_copy, standing=document.standing
    )
    if asked and not answer.strip():
        raise AnswerNeeded(
            "请示须答复来文单位，请填写答复内容。", by_field={"answer": ["请填写。"]}
        )
    workflow.approve(item_id=item.pk, by=by, at=at, request_id=request_id, opinion=answer)
    document.answer, document.completed_at, document.closed_at = answer, at, at
    document.stage = "completed"
    document.save(update_fields=["stage", "answer", "completed_at", "closed_at"])
    record(events.IncomingCompleted(**desks.about(document), answer=answer), by=by, at=at)
    return document


@transaction.atomic
def send_back(
    *, document_id: UUID, to: str, by: Staff, at: datetime, request_id: str, opinion: str
) -> IncomingDocument:
    """退回: to a step inside this unit that it has passed, with a reason."""
    document = desks.lock(find_incoming(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.any_item(document, by=by)
    if document.stage not in rules.INCOMING_RETURNABLE or to == "register":
        raise desks.NotAtThisStage("登记后不能退回登记环节。", stage=document.stage)
    outcome = workflow.send_back(
        item_id=item.pk, to=to, by=by, at=at, request_id=request_id, opinion=opinion
    )
    if document.stage == "circulate":
        rounds.call_in(document, by=by, at=at, request_id=request_id)
    desks.move(document, outcome)
    record(events.IncomingSentBack(**desks.about(document), to=to, opinion=opinion), by=by, at=at)
    return document


@transaction.atomic
def transfer(
    *, document_id: UUID, to: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> IncomingDocument:
    """转办: the seat passes to a colleague with the same right."""
    document = desks.lock(find_incoming(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.any_item(document, by=by)
    workflow.transfer(item_id=item.pk, to=to, by=by, at=at, request_id=request_id, opinion=opinion)
    record(
        events.IncomingTransferred(**desks.about(document), to_id=to, opinion=opinion),
        by=by,
        at=at,
    )
    return document


def _at_the_door(document_id: UUID, *, by: Staff, done: str) -> IncomingDocument:
    """Still unsigned; or already as wanted, and then the caller has nothing to do."""
    document = find_incoming(document_id, viewer=by)
    if not by.holds("correspondence.incoming.acknowledge"):
        raise Forbidden("由机要文书签收来文。")
    document = desks.lock(document)
    again = document.stage == done and document.acknowledged_by_id in (by.pk, None)
    if document.stage != "arrived" and not again:
        raise NoLongerAtTheDoor(
            f"此件已是“{document.get_stage_display()}”状态，请刷新查看。", stage=document.stage
        )
    return document


def _refuse_due(document: IncomingDocument, due_on: date | None, at: datetime) -> None:
    if due_on and due_on < at.astimezone(ZONE).date():
        raise DueInThePast("办理时限早于今天，请重选。", by_field={"due_on": ["请选今天或以后。"]})
    if due_on is None and document.urgency != Urgency.NONE:
        message = "紧急公文应当明确办理时限（条例第二十四条（四）），请选办结时限。"
        raise DueNeeded(message, by_field={"due_on": [message]})
