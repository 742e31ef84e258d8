"""传阅 (条例 24 ⑤): who has it is always known; it ends by itself, or with a word."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tenant_apps.correspondence import desks, events, rounds
from tenant_apps.correspondence.inbox import find_incoming
from tenant_apps.correspondence.kinds import UNSCREENED
from tenant_apps.correspondence.models import IncomingDocument
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.organization.queries import staff_by_ids
from tenant_apps.workflow import actions as workflow
from tenant_apps.workflow.actions import noticing

READ_BY_ALL = "传阅完毕，全部阅毕。"


@transaction.atomic
def circulate(
    *,
    document_id: UUID,
    people: Sequence[UUID],
    by: Staff,
    at: datetime,
    request_id: str,
    serial: bool = False,
    due_on: date | None = None,
    text: str = "",
) -> IncomingDocument:
    """传阅: one more round, beside whatever is being done with it."""
    document = desks.lock(find_incoming(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    if document.run_id is None or document.stage in UNSCREENED:
        raise desks.NotAtThisStage("来文经初审后才能传阅。", stage=document.stage)
    noticing.circulate(
        run_id=document.run_id,
        people=people,
        serial=serial,
        by=by,
        at=at,
        request_id=request_id,
        due_on=due_on,
        text=text,
    )
    names = [one.name for one in staff_by_ids(people).values()]
    record(events.IncomingCirculated(**desks.about(document), names=names), by=by, at=at)
    return document


@transaction.atomic
def end_reading(
    *, document_id: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> IncomingDocument:
    """结束传阅: the clerk ends it; whoever had not read is named in the record."""
    document = desks.lock(find_incoming(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    item = desks.item_at(document, "circulate", by=by)
    unread = rounds.call_in(document, by=by, at=at, request_id=request_id)
    left = f"结束传阅，尚未阅：{'、'.join(unread)}。" if unread else READ_BY_ALL
    workflow.approve(
        item_id=item.pk, by=by, at=at, request_id=request_id, opinion=f"{left}{opinion}"
    )
    return _over(document, unread, by=by, at=at)


@transaction.atomic
def finish_reading(*, document_id: UUID, at: datetime) -> None:
    """阅毕: all have read, and the document needs nobody any more. Twice is once."""
    document = desks.lock(IncomingDocument.objects.get(pk=document_id))
    if document.stage != "circulate" or not document.run_id or not rounds.all_have_read(document):
        return
    workflow.conclude(run_id=document.run_id, node="circulate", opinion=READ_BY_ALL, at=at)
    _over(document, [], by=None, at=at)


def _over(
    document: IncomingDocument, unread: list[str], *, by: Staff | None, at: datetime
) -> IncomingDocument:
    document.stage, document.completed_at, document.closed_at = "completed", at, at
    document.save(update_fields=["stage", "completed_at", "closed_at"])
    record(events.IncomingReadingEnded(**desks.about(document), unread=unread), by=by, at=at)
    return document
