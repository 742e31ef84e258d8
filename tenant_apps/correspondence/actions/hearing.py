"""What comes back to the sender: receipts from each recipient, and their answers."""

from typing import Any
from uuid import UUID

from django.db import transaction

from shared_apps.exchange.receiving import Arrival, News
from tenant_apps.correspondence import desks, events, telling
from tenant_apps.correspondence.models import (
    Addressee,
    Answer,
    IncomingDocument,
    OutgoingDocument,
)
from tenant_apps.journal.recording import record, record_all

SETTLED = ("acknowledged", "returned", "withdrawn")
TOLD = ("state", "delivered_at", "settled_at", "settled_by", "reason")


@transaction.atomic
def take_receipts(news: list[News]) -> None:
    """回执: mark where these recipients' copies are. Receipts may come twice and out of order."""
    document = desks.lock(OutgoingDocument.objects.get(pk=news[0].subject_id))
    codes = [one.unit.code for one in news]
    rows = {row.unit_code: row for row in document.addressees.filter(unit_code__in=codes)}
    moved = [one for one in news if _mark(rows[one.unit.code], one)]
    if not moved:
        return
    _keep([rows[one.unit.code] for one in moved])
    said = [
        events.OutgoingReceiptArrived(
            subject_id=document.pk,
            title=document.title,
            unit=one.unit.code,
            state=rows[one.unit.code].state,
        )
        for one in moved
    ]
    record_all(said, by=None, at=news[0].at)
    for one in moved:
        row = rows[one.unit.code]
        if row.state == Addressee.State.RETURNED:
            telling.tell_return(document, unit=row.short_name, reason=row.reason, at=one.at)


def _mark(row: Addressee, news: News) -> bool:
    """Change the row in memory; False when this says nothing new. 退回 may follow 签收 (初审)."""
    sent_back = (row.state, news.receipt) == ("acknowledged", "returned")
    if row.state in SETTLED and not sent_back:
        return False
    if news.receipt == "delivered":
        is_new = row.delivered_at is None
        row.state, row.delivered_at = Addressee.State.DELIVERED, row.delivered_at or news.at
        return is_new
    if news.receipt not in SETTLED:
        return False  # withdrawal_refused: they had signed for it; their own receipt tells so
    row.state, row.settled_at = news.receipt, news.at
    row.settled_by = " ".join(part for part in (news.by_post, news.by_name) if part)
    row.reason = news.reason[:200]
    row.delivered_at = row.delivered_at or news.at
    return True


def _keep(rows: list[Addressee]) -> None:
    """A telling is about one moment at many doors: most of them read the same afterwards."""
    alike: dict[tuple[Any, ...], list[UUID]] = {}
    for row in rows:
        alike.setdefault(tuple(getattr(row, name) for name in TOLD), []).append(row.pk)
    for values, ids in alike.items():
        Addressee.objects.filter(pk__in=ids).update(**dict(zip(TOLD, values, strict=True)))


@transaction.atomic
def take_answer(arrival: Arrival) -> None:
    """答复: the result of what we sent. Keyed by its envelope, so it arrives once."""
    document = desks.lock(OutgoingDocument.objects.get(pk=arrival.content["document"]))
    document.addressees.get(unit_code=arrival.from_unit.code)  # only who was asked may answer
    _, created = Answer.objects.get_or_create(
        pk=arrival.envelope_id,
        defaults={
            "document": document,
            "unit_code": arrival.from_unit.code,
            "short_name": arrival.from_unit.short_name,
            "text": arrival.content["text"],
            "number": arrival.number,
            "by_name": arrival.content["by"],
            "at": arrival.sealed_at,
        },
    )
    if created:
        said = events.OutgoingAnswered(
            subject_id=document.pk,
            title=document.title,
            unit=arrival.from_unit.code,
            envelope_id=arrival.envelope_id,
        )
        record(said, by=None, at=arrival.at)


@transaction.atomic
def take_reply(arrival: Arrival, incoming: IncomingDocument, document_id: UUID) -> None:
    """批复, 复函: it lies at the door like any document, and is linked to what it answers.

    Only who was sent a document may answer it: a link from anybody else is left out.
    """
    addressed = OutgoingDocument.objects.filter(
        pk=document_id, addressees__unit_code=arrival.from_unit.code
    )
    found = addressed.first()
    if found is None:
        return
    document = desks.lock(found)
    Answer.objects.create(
        pk=arrival.envelope_id,
        document=document,
        unit_code=arrival.from_unit.code,
        short_name=arrival.from_unit.short_name,
        incoming=incoming,
        text=f"《{incoming.title}》",
        number=arrival.number,
        by_name=arrival.content.get("signatory", ""),
        at=arrival.sealed_at,
    )
    said = events.OutgoingReplied(
        subject_id=document.pk,
        title=document.title,
        unit=arrival.from_unit.code,
        incoming_id=incoming.pk,
    )
    record(said, by=None, at=arrival.at)
