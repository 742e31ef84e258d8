"""发文: from 送核稿 to 核发. One verb = one function = one transaction (条例 18–25)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel import storage
from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError, Forbidden, Invalid
from tenant_apps.correspondence import desks, events, numbering, paper, rules, viewing
from tenant_apps.correspondence.layout import render_pdf
from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.correspondence.pages import count_pages
from tenant_apps.correspondence.queries import as_draft, find_outgoing
from tenant_apps.files.queries import attachments_of
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions as workflow
from tenant_apps.workflow import labels
from tenants.current import current_unit


class Incomplete(Invalid):
    code = "outgoing.incomplete"


class BreaksARule(DomainError):
    code = "outgoing.breaks_a_rule"


class Unprintable(Invalid):
    code = "outgoing.unprintable"


class TextChanged(DomainError):
    code = "outgoing.text_changed"


class NothingToWithdraw(DomainError):
    code = "outgoing.nothing_to_withdraw"


@transaction.atomic
def submit(
    *, document_id: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> OutgoingDocument:
    """送核稿: the draft is whole and breaks no hard rule."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "draft", by=by)
    recipients = list(document.addressees.all())
    draft = as_draft(document, recipients)
    if lacking := rules.missing(draft):
        raise Incomplete(f"还缺：{'、'.join(lacking)}。请补充后再送核稿。")
    _refuse_breaches(draft)
    if strange := viewing.draft_page(document, recipients).unprintable():
        raise Unprintable(f"文稿中有字库没有的字：{'、'.join(sorted(strange))}。请改用规范字。")
    workflow.approve(item_id=item.pk, by=by, at=at, request_id=request_id, opinion=opinion)
    _move(document, "review")
    record(events.OutgoingSubmitted(subject_id=document.pk, title=document.title), by=by, at=at)
    return document


@transaction.atomic
def review(
    *, document_id: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> OutgoingDocument:
    """核稿: the office answers for form and substance (条例 20) and sends it to the signatory."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "review", by=by)
    _refuse_breaches(as_draft(document, document.addressees.all()))
    workflow.approve(
        item_id=item.pk,
        by=by,
        at=at,
        request_id=request_id,
        opinion=opinion,
        chosen={"sign": [_signatory_of(document)]},
    )
    _move(document, "sign")
    record(
        events.OutgoingReviewed(subject_id=document.pk, title=document.title, opinion=opinion),
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
    if not by.holds("correspondence.outgoing.sign"):
        raise Forbidden("您没有签发职责，请转办给有签发职责的领导。")
    workflow.approve(
        item_id=item.pk, by=by, at=at, request_id=request_id, opinion=opinion or "同意。"
    )
    document.signatory, document.signed_at = by, at
    document.text_hash = _text_hash(document)
    _move(document, "register", "signatory", "signed_at", "text_hash")
    record(
        events.OutgoingSigned(
            subject_id=document.pk,
            title=document.title,
            opinion=opinion,
            text_hash=document.text_hash,
        ),
        by=by,
        at=at,
    )
    return document


@transaction.atomic
def register(
    *, document_id: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> OutgoingDocument:
    """登记编号: only now is the number born (条例 25 ②), for exactly the text that was signed."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "register", by=by)
    if _text_hash(document) != document.text_hash:
        raise TextChanged(
            "文稿与签发时不一致，不能编号。请退回签发人重新签发（条例第二十五条（一））。"
        )
    workflow.approve(item_id=item.pk, by=by, at=at, request_id=request_id, opinion=opinion)
    year = at.astimezone(ZONE).year
    document.number = numbering.take(prefix=document.prefix, year=year)
    document.registered_at = at
    _move(document, "release", "number", "registered_at")
    labels.relabel(document.run_id, number=document.number)
    record(
        events.OutgoingRegistered(
            subject_id=document.pk, title=document.title, number=document.number
        ),
        by=by,
        at=at,
    )
    return document


@transaction.atomic
def release(
    *, document_id: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> OutgoingDocument:
    """核发: print the final page; the post office carries a sealed copy to each recipient."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "release", by=by)
    workflow.approve(item_id=item.pk, by=by, at=at, request_id=request_id, opinion=opinion)
    recipients = list(document.addressees.all())
    names = [attachment.name for attachment in attachments_of("outgoing", document.pk)]
    head = numbering.letterhead(current_unit())
    page = paper.on_paper(
        document, head=head, recipients=recipients, attachments=names, printed_at=at
    )
    content = render_pdf(page)
    document.pdf_sha256, _ = storage.put(current_unit().schema_name, [content])
    document.page_count = count_pages(content)
    document.released_at = at
    _move(document, "released", "pdf_sha256", "page_count", "released_at")
    document.addressees.update(state="in_transit", sent_at=at)
    record(
        events.OutgoingReleased(
            subject_id=document.pk,
            title=document.title,
            number=document.number or "",
            pdf_sha256=document.pdf_sha256,
            units=[row.unit_code for row in recipients],
        ),
        by=by,
        at=at,
    )
    return document


@transaction.atomic
def send_back(
    *, document_id: UUID, to: str, by: Staff, at: datetime, request_id: str, opinion: str
) -> OutgoingDocument:
    """退回: with a reason (条例 21), to a step it has passed. A signature given before is void."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.any_item(document, by=by)
    if document.stage not in rules.OUTGOING_RETURNABLE:
        raise desks.NotAtThisStage("此件已编号，不能退回。", stage=document.stage)
    workflow.send_back(
        item_id=item.pk, to=to, by=by, at=at, request_id=request_id, opinion=opinion
    )
    document.signed_at, document.text_hash = None, ""
    _move(document, to, "signed_at", "text_hash")
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


@transaction.atomic
def withdraw(
    *, document_id: UUID, unit: str, reason: str, by: Staff, at: datetime, request_id: str
) -> OutgoingDocument:
    """撤回: asked before 签收; the recipient's own row decides, and its receipt says so."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if not by.holds("correspondence.outgoing.release"):
        raise Forbidden("由机要文书撤回已发出的公文。")
    row = document.addressees.filter(unit_code=unit).first()
    if row is None or row.state not in rules.ON_THE_WAY:
        said = row.get_state_display() if row else "没有发给该单位"
        raise NothingToWithdraw(f"不能撤回：{said}。", state=row.state if row else None)
    record(
        events.OutgoingWithdrawalAsked(
            subject_id=document.pk, title=document.title, unit=unit, reason=reason
        ),
        by=by,
        at=at,
    )
    return document


def _move(document: OutgoingDocument, stage: str, *changed: str) -> None:
    document.stage = stage
    document.save(update_fields=["stage", *changed])


def _signatory_of(document: OutgoingDocument) -> UUID:
    if document.signatory_id is None:
        raise Incomplete("还缺：签发人。请先选定签发人。")
    return document.signatory_id


def _refuse_breaches(draft: rules.Draft) -> None:
    if found := rules.breaches(draft):
        raise BreaksARule(found[0])


def _text_hash(document: OutgoingDocument) -> str:
    files = [one.sha256 for one in attachments_of("outgoing", document.pk)]
    return paper.text_hash(document, list(document.addressees.all()), files)
