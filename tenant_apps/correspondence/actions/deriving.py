"""收文转发文 and the formal answer: a draft that begins from what came in (条例 24 ⑦, 31)."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.errors import DomainError, Forbidden
from tenant_apps.correspondence import desks, events, rules
from tenant_apps.correspondence.actions.drafting import draft
from tenant_apps.correspondence.inbox import find_incoming
from tenant_apps.correspondence.kinds import UNREGISTERED, Kind
from tenant_apps.correspondence.models import IncomingDocument, Origin, OutgoingDocument
from tenant_apps.files import actions as files
from tenant_apps.files.queries import attachments_of
from tenant_apps.journal.recording import record, record_all
from tenant_apps.organization.models import Staff
from tenants.current import current_unit
from tenants.models import Unit

LONGEST_TITLE = 200
_ABOUT = re.compile(r"(.*关于.+?)的(请示|函|报告|来函)")


class NotRegistered(DomainError):
    code = "incoming.not_registered"


class NotInForce(DomainError):
    code = "incoming.not_in_force"


@transaction.atomic
def forward(*, document_id: UUID, by: Staff, at: datetime) -> OutgoingDocument:
    """转发: text and attachments go along into a new draft; begun twice it is the same one."""
    source = _registered(document_id, by=by)
    if gone := rules.why_not_forward(source.standing):
        raise NotInForce(gone, standing=source.standing)
    number = f"（{source.number}）" if source.number else ""
    body = (
        f"现将《{source.title}》{number}转发给你们，请结合实际认真贯彻执行。\n"
        f"附件\n{source.title}\n{source.body}"
    )
    content = {
        "doc_kind": Kind.NOTICE,
        "urgency": source.urgency,
        "title": f"关于转发《{source.title}》的通知"[:LONGEST_TITLE],
        "body": body,
    }
    document, is_new = _begun(source, Origin.How.FORWARD, content, by=by, at=at)
    if is_new:
        enclosed = [
            files.Sealed(one.name, one.sha256, one.size, one.content_type)
            for one in attachments_of("incoming", source.pk)
        ]
        kept = files.adopt(subject_kind="outgoing", subject_id=document.pk, files=enclosed, at=at)
        if kept:
            record_all(kept, by=by, at=at)
    return document


@transaction.atomic
def reply(*, document_id: UUID, by: Staff, at: datetime) -> OutgoingDocument:
    """起草批复 or 复函: to who asked; a 批复 only to a unit below ours (条例第八条)."""
    source = _registered(document_id, by=by)
    is_reply = source.doc_kind == Kind.REQUEST and _is_below(source.from_code)
    kind, word, end = (
        (Kind.REPLY, "批复", "此复。") if is_reply else (Kind.LETTER, "复函", "特此函复。")
    )
    about = _ABOUT.fullmatch(source.title)
    title = f"{about[1]}的{word}" if about else f"关于《{source.title}》的{word}"
    number = f"（{source.number}）" if source.number else ""
    said = "批复" if is_reply else "函复"
    content = {
        "doc_kind": kind,
        "urgency": source.urgency,
        "title": title[:LONGEST_TITLE],
        "body": f"《{source.title}》{number}收悉。经研究，现{said}如下：\n\n{end}",
        "addressees": [source.from_code] if source.from_code else [],
    }
    return _begun(source, Origin.How.REPLY, content, by=by, at=at)[0]


def _registered(document_id: UUID, *, by: Staff) -> IncomingDocument:
    """Locked, so that a second click finds the first one's draft."""
    document = desks.lock(find_incoming(document_id, viewer=by))
    if not by.holds("correspondence.outgoing.draft"):
        raise Forbidden("您没有拟稿的职责，请联系本单位安全管理员。")
    if document.stage in UNREGISTERED:
        raise NotRegistered("来文登记后才能转发或答复，请先办理登记。", stage=document.stage)
    return document


def _begun(
    source: IncomingDocument, how: Origin.How, content: dict[str, Any], *, by: Staff, at: datetime
) -> tuple[OutgoingDocument, bool]:
    mine = Origin.objects.filter(
        source=source, how=how, document__drafter=by, document__stage="draft"
    )
    if found := mine.select_related("document").first():
        return found.document, False
    document = draft(content=content, by=by, at=at)
    Origin.objects.create(document=document, source=source, how=how)
    said = events.IncomingDerived(
        subject_id=source.pk,
        envelope_id=source.envelope_id,
        title=source.title,
        how=how,
        document_id=document.pk,
    )
    record(said, by=by, at=at)
    return document, True


def _is_below(code: str) -> bool:
    """Is that unit anywhere under ours?"""
    own = current_unit().pk
    unit = Unit.objects.filter(code=code).select_related("parent__parent__parent").first()
    while unit is not None and unit.parent_id is not None:
        if unit.parent_id == own:
            return True
        unit = unit.parent
    return False
