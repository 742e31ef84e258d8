"""发文: from 复核 to 核发, after the signature. One verb, one transaction (条例 25)."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shared_apps.kernel import storage
from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError, Forbidden, Invalid
from tenant_apps.correspondence import (
    contents,
    desks,
    events,
    jointly,
    judging,
    numbering,
    paper,
    rules,
    seal_desk,
    sealings,
    standings,
    viewing,
)
from tenant_apps.correspondence.actions import drafting, joining, standing
from tenant_apps.correspondence.layout import render_pdf, seal_places
from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.correspondence.pages import count_pages
from tenant_apps.correspondence.queries import find_outgoing
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions as workflow
from tenant_apps.workflow import labels
from tenants.current import current_unit

OWN_COPIES = 2  # one to keep, one to file
PRINTED = (
    *("pdf_sha256", "printed_sha256", "page_count", "printed_at"),
    *("closing", "seal_places"),
)


class TextChanged(DomainError):
    code = "outgoing.text_changed"


class NothingAmended(Invalid):
    code = "outgoing.nothing_amended"


class NotSignedByAll(DomainError):
    code = "outgoing.not_signed_by_all"


class NothingToReprint(DomainError):
    code = "outgoing.nothing_to_reprint"


class NotSealed(DomainError):
    code = "outgoing.not_sealed"


class NotInForce(DomainError):
    code = "outgoing.source_not_in_force"


class NothingToWithdraw(DomainError):
    code = "outgoing.nothing_to_withdraw"


@transaction.atomic
def verify(
    *, document_id: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> OutgoingDocument:
    """复核: approvals, content, kind and form once more, of exactly the text that was signed."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "verify", by=by)
    _refuse_changed(document)
    if lacking := jointly.why_not_signed(document):
        raise NotSignedByAll(lacking)
    desks.refuse_breaches(document, document.addressees.all())
    outcome = workflow.approve(
        item_id=item.pk, by=by, at=at, request_id=request_id, opinion=opinion
    )
    desks.follow(document, outcome)
    record(
        events.OutgoingVerified(subject_id=document.pk, title=document.title, opinion=opinion),
        by=by,
        at=at,
    )
    return document


@transaction.atomic
def amend(
    *,
    document_id: UUID,
    version: int,
    content: dict[str, Any],
    reason: str,
    by: Staff,
    at: datetime,
    request_id: str,
) -> OutgoingDocument:
    """实质性修改: whatever the signature binds is changed only together with it. The changed text
    goes to who signed, and straight back here once signed again (条例 25 ①)."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "verify", by=by)
    drafting.refuse_stale(document, version)
    was = viewing.text_hash_of(document)
    contents.rewrite(document, content, by=by, at=at)
    if viewing.text_hash_of(document) == was:
        raise NothingAmended("文稿没有改动。无需修改请直接复核通过。")
    recipients = list(document.addressees.all())
    if refused := judging.verdict_on(document, recipients).refused:
        raise desks.BreaksARule(f"{refused[0].title}（{refused[0].article}）：{refused[0].detail}")
    outcome = workflow.send_back(
        item_id=item.pk,
        to="sign",
        by=by,
        at=at,
        request_id=request_id,
        opinion=reason,
        straight=True,
    )
    document.signed_at, document.text_hash = None, ""
    desks.follow(document, outcome, "signed_at", "text_hash")
    joining.ask(document, by=by, at=at)
    record(
        events.OutgoingAmended(
            subject_id=document.pk, title=document.title, changed=sorted(content), opinion=reason
        ),
        by=by,
        at=at,
    )
    return document


@transaction.atomic
def register(
    *,
    document_id: UUID,
    by: Staff,
    at: datetime,
    request_id: str,
    opinion: str = "",
    print_copies: int | None = None,
    reserved: UUID | None = None,
) -> OutgoingDocument:
    """登记: 发文字号, 分送范围 and 印制份数. Only now is the number born (条例 25 ②)."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "register", by=by)
    _refuse_changed(document)
    if lacking := jointly.why_not_signed(document):
        raise NotSignedByAll(lacking)
    _refuse_no_longer_in_force(document, at)  # or a number would be born for what is never sent
    outcome = workflow.approve(
        item_id=item.pk, by=by, at=at, request_id=request_id, opinion=opinion
    )
    given = numbering.give(
        prefix=document.prefix,
        document_id=document.pk,
        title=document.title,
        by=by,
        at=at,
        reserved=reserved,
    )
    document.number = given.number
    document.registered_at = at
    document.print_copies = print_copies or document.addressees.count() + OWN_COPIES
    desks.follow(document, outcome, "number", "registered_at", "print_copies")
    labels.relabel(document.run_id, number=document.number)
    record(
        events.OutgoingRegistered(
            subject_id=document.pk,
            title=document.title,
            number=document.number,
            print_copies=document.print_copies,
        ),
        by=by,
        at=at,
    )
    return document


@transaction.atomic
def print_(
    *, document_id: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> OutgoingDocument:
    """印制: the final page, kept by its SHA-256; what is sealed and sent is this file."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "print", by=by)
    _refuse_changed(document)
    outcome = workflow.approve(
        item_id=item.pk, by=by, at=at, request_id=request_id, opinion=opinion
    )
    _print(document, at=at)
    desks.follow(document, outcome, *PRINTED)
    seal_desk.ask_for_ours(document, by=by, at=at)
    record(_printed(document), by=by, at=at)
    return document


@transaction.atomic
def reprint(*, document_id: UUID, by: Staff, at: datetime) -> OutgoingDocument:
    """重新印制: what was printed before its seal was wanted is laid out again with room for it;
    form and print are checked before 核发 (条例 25 ④). The signed text and the number stay."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if not by.holds("correspondence.outgoing.print"):
        raise Forbidden("由印制人员重新印制。")
    if sealings.has_room(document):
        return document  # the same click again
    if not sealings.lacks_place(document):
        raise NothingToReprint(
            "此件不能重新印制：印制之后、用印之前，版面缺少印章位置的才重新印制。",
            stage=document.stage,
        )
    _refuse_changed(document)
    document.closing = ""
    _print(document, at=at)
    document.save(update_fields=PRINTED)
    seal_desk.ask_for_ours(document, by=by, at=at)
    record(_printed(document), by=by, at=at)
    return document


@transaction.atomic
def release(
    *, document_id: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> OutgoingDocument:
    """核发: words, form and print are right; the post office carries a sealed copy to each."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "release", by=by)
    if waits := viewing.waits_for_seal(document):
        raise NotSealed(waits)
    _refuse_no_longer_in_force(document, at)
    outcome = workflow.approve(
        item_id=item.pk, by=by, at=at, request_id=request_id, opinion=opinion
    )
    if not document.pdf_sha256:  # on its way since before there was an act of 印制
        _print(document, at=at)
    document.released_at = at
    desks.follow(document, outcome, "released_at", *PRINTED)
    document.addressees.update(state="in_transit", sent_at=at)
    record(
        events.OutgoingReleased(
            subject_id=document.pk,
            title=document.title,
            number=document.number or "",
            pdf_sha256=document.pdf_sha256,
            units=list(document.addressees.values_list("unit_code", flat=True)),
        ),
        by=by,
        at=at,
    )
    standing.take_place(document, by=by, at=at)
    return document


@transaction.atomic
def discard(
    *, document_id: UUID, reason: str, by: Staff, at: datetime, request_id: str
) -> OutgoingDocument:
    """作废: what is wrong after the number was born is not sent; the number stays in the ledger
    with the reason, and no other document gets it."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.any_item(document, by=by)
    if document.stage not in rules.DISCARDABLE:
        raise desks.NotAtThisStage(
            f"此件现在“{document.get_stage_display()}”环节，没有可作废的文号。",
            stage=document.stage,
        )
    workflow.reject(item_id=item.pk, by=by, at=at, request_id=request_id, opinion=reason)
    number = document.number or ""
    numbering.give_up(numbering.borne_by(document.pk), reason=reason, by=by, at=at)
    document.number = document.registered_at = document.signed_at = document.printed_at = None
    document.text_hash = document.pdf_sha256 = document.printed_sha256 = document.closing = ""
    document.ofd_sha256 = ""
    document.seal_places = []
    document.stage, document.void_reason = "void", f"{number}作废：{reason}"[:200]
    document.save()
    seal_desk.give_up(document, reason=document.void_reason, at=at)
    joining.recall(document, reason=document.void_reason, by=by, at=at)
    record(
        events.OutgoingDiscarded(
            subject_id=document.pk, title=document.title, number=number, reason=reason
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


def _print(document: OutgoingDocument, *, at: datetime) -> None:
    page = viewing.printed_page(document, at=at)
    content = render_pdf(page)
    if paper.takes_seal(document, numbering.of(document.prefix)):
        document.seal_places = [asdict(one) for one in seal_places(page)]
    document.closing = page.closing
    document.pdf_sha256, _ = storage.put(current_unit().schema_name, [content])
    document.printed_sha256 = document.pdf_sha256
    document.page_count, document.printed_at = count_pages(content), at


def _printed(document: OutgoingDocument) -> events.OutgoingPrinted:
    return events.OutgoingPrinted(
        subject_id=document.pk,
        title=document.title,
        pdf_sha256=document.pdf_sha256,
        page_count=document.page_count,
    )


def _refuse_no_longer_in_force(document: OutgoingDocument, at: datetime) -> None:
    if gone := standings.why_not_forward(document, on=at.astimezone(ZONE).date()):
        raise NotInForce(gone)


def _refuse_changed(document: OutgoingDocument) -> None:
    if viewing.text_hash_of(document) != document.text_hash:
        raise TextChanged(
            "文稿与签发时不一致，不能继续办理。请退回签发人重新签发（条例第二十五条（一））。"
        )
