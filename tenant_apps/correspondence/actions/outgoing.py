"""发文: from 送审 to 签发. One verb = one function = one transaction (条例 18–22)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.errors import Forbidden, Invalid
from tenant_apps.correspondence import desks, events, rules, ruling, viewing
from tenant_apps.correspondence.actions import joining
from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.correspondence.models.outgoing import SIGNED
from tenant_apps.correspondence.queries import as_draft, find_outgoing, signing_of
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Department, Staff
from tenant_apps.workflow import actions as workflow
from tenant_apps.workflow import graphs

AGREED = "同意。"
MARKED = "（圈阅）"  # 圈阅或者签名的，视为同意 (条例 22)


class Incomplete(Invalid):
    code = "outgoing.incomplete"


class Unprintable(Invalid):
    code = "outgoing.unprintable"


class CannotCosign(Invalid):
    code = "outgoing.cannot_cosign"


class NotYoursToSign(Forbidden):
    code = "outgoing.not_yours_to_sign"


@transaction.atomic
def submit(
    *, document_id: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> OutgoingDocument:
    """送审: the draft is whole and breaks no hard rule."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "draft", by=by)
    recipients = list(document.addressees.all())
    if lacking := rules.missing(as_draft(document, recipients)):
        raise Incomplete(f"还缺：{'、'.join(lacking)}。请补充后再送审。")
    desks.refuse_breaches(document, recipients)
    if strange := viewing.draft_page(document, recipients).unprintable():
        raise Unprintable(f"文稿中有字库没有的字：{'、'.join(sorted(strange))}。请改用规范字。")
    outcome = workflow.approve(
        item_id=item.pk, by=by, at=at, request_id=request_id, opinion=opinion
    )
    desks.follow(document, outcome)
    record(events.OutgoingSubmitted(subject_id=document.pk, title=document.title), by=by, at=at)
    return document


@transaction.atomic
def review(
    *,
    document_id: UUID,
    by: Staff,
    at: datetime,
    request_id: str,
    opinion: str = "",
    departments: Sequence[UUID] = (),
    ticked: Sequence[str] = (),
) -> OutgoingDocument:
    """审核: the office answers for form and substance (条例 20) and sends it to the signatory, or
    first to the heads of the `departments` it concerns for 会签."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "review", by=by)
    recipients = list(document.addressees.all())
    verdict = desks.refuse_breaches(document, recipients)
    heads = _heads_of(document, departments)
    outcome = workflow.approve(
        item_id=item.pk,
        by=by,
        at=at,
        request_id=request_id,
        opinion=opinion,
        chosen={"sign": [_signatory_of(document)]} | ({"cosign": heads} if heads else {}),
        data={"cosign": bool(heads)},
    )
    document.checked = {
        "ticked": [one.key for one in ruling.CHECKLIST if one.key in ticked],
        "found": [one.code for one in verdict.findings],
        "by": by.name,
        "at": at.isoformat(),
    }
    desks.follow(document, outcome, "checked")
    joining.ask(document, by=by, at=at)
    record(
        events.OutgoingReviewed(subject_id=document.pk, title=document.title, opinion=opinion),
        by=by,
        at=at,
    )
    return document


@transaction.atomic
def agree(
    *, document_id: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> OutgoingDocument:
    """审签: who was drawn in before the signature agrees; when all of them have, it goes on."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "extra", by=by)
    step, said = item.step.name, opinion or AGREED
    outcome = workflow.approve(item_id=item.pk, by=by, at=at, request_id=request_id, opinion=said)
    desks.follow(document, outcome)
    agreed = events.OutgoingAgreed(
        subject_id=document.pk, title=document.title, step=step, opinion=said
    )
    record(agreed, by=by, at=at)
    return document


@transaction.atomic
def cosign(
    *, document_id: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> OutgoingDocument:
    """会签: a department it concerns agrees; when the last of them has, it goes to be signed."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "cosign", by=by)
    said = opinion or AGREED
    outcome = workflow.approve(item_id=item.pk, by=by, at=at, request_id=request_id, opinion=said)
    desks.follow(document, outcome)
    record(
        events.OutgoingCosigned(subject_id=document.pk, title=document.title, opinion=said),
        by=by,
        at=at,
    )
    return document


@transaction.atomic
def sign(
    *, document_id: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> OutgoingDocument:
    """签发: opinion, name and full date (条例 22); from here the text is frozen by its hash."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "sign", by=by)
    if reason := rules.why_not_sign(signing_of(document, by)):
        raise NotYoursToSign(reason)
    said = opinion or MARKED
    outcome = workflow.approve(item_id=item.pk, by=by, at=at, request_id=request_id, opinion=said)
    document.signatory, document.signed_at = by, at
    document.text_hash = viewing.text_hash_of(document)
    desks.follow(document, outcome, "signatory", "signed_at", "text_hash")
    record(
        events.OutgoingSigned(
            subject_id=document.pk,
            title=document.title,
            opinion=said,
            text_hash=document.text_hash,
        ),
        by=by,
        at=at,
    )
    return document


@transaction.atomic
def refuse(
    *, document_id: UUID, reason: str, by: Staff, at: datetime, request_id: str
) -> OutgoingDocument:
    """不予发文: not fit to be issued, and why (条例 21). It ends here and stays readable."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.any_item(document, by=by)
    if document.stage not in rules.REFUSABLE:
        raise desks.NotAtThisStage(
            f"此件现在“{document.get_stage_display()}”环节，不予发文只在审核和签发时决定。",
            stage=document.stage,
        )
    workflow.reject(item_id=item.pk, by=by, at=at, request_id=request_id, opinion=reason)
    document.stage, document.void_reason = "declined", reason
    document.save(update_fields=["stage", "void_reason"])
    joining.recall(document, reason=reason, by=by, at=at)
    record(
        events.OutgoingDeclined(subject_id=document.pk, title=document.title, reason=reason),
        by=by,
        at=at,
    )
    return document


@transaction.atomic
def send_back(
    *, document_id: UUID, to: str, by: Staff, at: datetime, request_id: str, opinion: str
) -> OutgoingDocument:
    """退回: with a reason (条例 21), to a step it has passed; behind the signature, it is void."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.any_item(document, by=by)
    if document.stage not in rules.OUTGOING_RETURNABLE:
        raise desks.NotAtThisStage("此件已编号，不能退回。", stage=document.stage)
    outcome = workflow.send_back(
        item_id=item.pk, to=to, by=by, at=at, request_id=request_id, opinion=opinion
    )
    if document.signed_at and to not in SIGNED:
        document.signed_at, document.text_hash = None, ""
    desks.follow(document, outcome, "signed_at", "text_hash")
    if to in rules.EDITABLE:
        joining.recall(document, reason=opinion, by=by, at=at)
    record(
        events.OutgoingSentBack(
            subject_id=document.pk, title=document.title, to=to, opinion=opinion
        ),
        by=by,
        at=at,
    )
    return document


@transaction.atomic
def transfer(
    *, document_id: UUID, to: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> OutgoingDocument:
    """转办: another holder of the same right takes the seat; the chain stays visible."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.any_item(document, by=by)
    workflow.transfer(item_id=item.pk, to=to, by=by, at=at, request_id=request_id, opinion=opinion)
    record(
        events.OutgoingTransferred(
            subject_id=document.pk, title=document.title, to_id=to, opinion=opinion
        ),
        by=by,
        at=at,
    )
    return document


def _heads_of(document: OutgoingDocument, departments: Sequence[UUID]) -> list[UUID]:
    """会签 is signed by the head of each department asked, once."""
    if not departments:
        return []
    if document.run and "cosign" not in graphs.load(document.run.graph_id).nodes:
        raise CannotCosign("此件按旧流程办理，没有会签环节。需要会签请退回后重新起草。")
    rows = Department.objects.standing().filter(pk__in=departments).select_related("head")
    found = {row.pk: row for row in rows}
    for pk in departments:
        row = found.get(pk)
        if row is None:
            raise CannotCosign("没有这个部门，或已撤销，请另选。")
        if row.head is None or not row.head.is_active:
            raise CannotCosign(f"{row.name}还没有负责人，不能会签。请系统管理员维护部门负责人。")
    return list(dict.fromkeys(row.head_id for row in found.values() if row.head_id))


def _signatory_of(document: OutgoingDocument) -> UUID:
    if document.signatory_id is None:
        raise Incomplete("还缺：签发人。请先选定签发人。")
    return document.signatory_id
