"""初审 (条例 24 ③): the clerk looks at what was registered; it goes on, or back to its sender."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.errors import Invalid
from tenant_apps.correspondence import desks, events, judging, ruling
from tenant_apps.correspondence.inbox import find_incoming
from tenant_apps.correspondence.models import IncomingDocument
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions as workflow

PASSED = "经初审，符合规定。"
LONGEST_REASON = 200  # as the sender's own row keeps it


class DoubtsLeft(Invalid):
    code = "incoming.doubts_left"


class GroundsNeeded(Invalid):
    code = "incoming.grounds_needed"


@transaction.atomic
def screen(
    *,
    document_id: UUID,
    by: Staff,
    at: datetime,
    request_id: str,
    opinion: str = "",
    ticked: Sequence[str] | None = None,
) -> IncomingDocument:
    """初审通过: every line the rules doubt is ticked by a person, or its passing is explained."""
    document = desks.lock(find_incoming(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "screen", by=by)
    lines = judging.screening_of(document)
    settled = [one.key for one in lines if (one.filled if ticked is None else one.key in ticked)]
    doubted = [one for one in lines if one.doubts and one.key not in settled]
    if doubted and not opinion.strip():
        open_ = "；".join(f"{one.text}：{one.doubts[0].title}" for one in doubted)
        raise DoubtsLeft(f"{open_}。请核对后勾选，或写明通过的理由，或退回来文单位。")
    said = opinion or PASSED
    outcome = workflow.approve(item_id=item.pk, by=by, at=at, request_id=request_id, opinion=said)
    found = [finding.code for one in lines for finding in one.findings]
    document.screened = {
        "ticked": settled,
        "found": found,
        "by": by.name,
        "at": at.isoformat(),
    }
    desks.move(document, outcome, "screened")
    fact = events.IncomingScreened(
        **desks.about(document), ticked=settled, found=found, opinion=said
    )
    record(fact, by=by, at=at)
    return document


@transaction.atomic
def return_to_sender(
    *,
    document_id: UUID,
    grounds: Sequence[str],
    reason: str,
    by: Staff,
    at: datetime,
    request_id: str,
) -> IncomingDocument:
    """初审退回来文单位: with the articles it does not meet, and the reason."""
    document = desks.lock(find_incoming(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "screen", by=by)
    articles = ruling.cited(judging.screening_of(document), grounds)
    if not articles:
        message = "请选择退回的依据。"
        raise GroundsNeeded(message, by_field={"grounds": [message]})
    full = f"不符合{'、'.join(articles)}：{reason}"
    if len(full) > LONGEST_REASON:
        message = f"退回的依据和理由合计最多 {LONGEST_REASON} 字，请精简。"
        raise GroundsNeeded(message, by_field={"reason": [message]})
    workflow.reject(item_id=item.pk, by=by, at=at, request_id=request_id, opinion=full)
    document.stage, document.closed_reason, document.closed_at = "returned", full, at
    document.save(update_fields=["stage", "closed_reason", "closed_at"])
    said = events.IncomingReturned(
        **desks.about(document), by_post=by.title, reason=full, articles=articles
    )
    record(said, by=by, at=at)
    return document
