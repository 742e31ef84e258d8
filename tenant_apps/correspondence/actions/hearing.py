"""What comes back to the sender: receipts from each recipient, and their answers."""

from django.db import transaction

from shared_apps.exchange.receiving import Arrival, News
from tenant_apps.correspondence import desks, events
from tenant_apps.correspondence.models import Addressee, Answer, OutgoingDocument
from tenant_apps.journal.recording import record

SETTLED = ("acknowledged", "returned", "withdrawn")


@transaction.atomic
def take_receipt(news: News) -> None:
    """回执: mark where this recipient's copy is. Receipts may come twice and out of order."""
    document = desks.lock(OutgoingDocument.objects.get(pk=news.subject_id))
    row = document.addressees.get(unit_code=news.unit.code)
    if row.state in SETTLED:
        return
    if news.receipt == "delivered":
        changed = row.delivered_at is None
        row.state, row.delivered_at = Addressee.State.DELIVERED, row.delivered_at or news.at
    elif news.receipt in SETTLED:
        changed = True
        row.state, row.settled_at = news.receipt, news.at
        row.settled_by = " ".join(part for part in (news.by_post, news.by_name) if part)
        row.reason = news.reason[:200]
        row.delivered_at = row.delivered_at or news.at
    else:  # withdrawal_refused: they had signed for it; their own receipt tells so
        return
    if not changed:
        return
    row.save(update_fields=["state", "delivered_at", "settled_at", "settled_by", "reason"])
    said = events.OutgoingReceiptArrived(
        subject_id=document.pk, title=document.title, unit=news.unit.code, state=row.state
    )
    record(said, by=None, at=news.at)


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
