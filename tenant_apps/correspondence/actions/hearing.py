"""What comes back to the sender: receipts from each recipient, and their answers."""

from uuid import UUID

from django.db import transaction

from shared_apps.exchange.receiving import Arrival, News
from tenant_apps.correspondence import desks, events, receipts, telling
from tenant_apps.correspondence.models import (
    Addressee,
    Answer,
    IncomingDocument,
    OutgoingDocument,
)
from tenant_apps.journal.recording import record, record_all


@transaction.atomic
def take_receipts(news: list[News]) -> None:
    """回执: mark where these recipients' copies are; who wrote what came back is told."""
    document = desks.lock(OutgoingDocument.objects.get(pk=news[0].subject_id))
    moved = receipts.mark(document.addressees.all(), news)
    if not moved:
        return
    said = [
        events.OutgoingReceiptArrived(
            subject_id=document.pk, title=document.title, unit=row.unit_code, state=row.state
        )
        for row, _ in moved
    ]
    record_all(said, by=None, at=news[0].at)
    for row, one in moved:
        if row.state == Addressee.State.RETURNED:
            telling.tell_return(document, unit=row.short_name, reason=row.reason, at=one.at)


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
