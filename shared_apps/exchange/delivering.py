"""投递: one copy into one unit, in one transaction of that unit: checked, opened, receipted."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.exchange import carrier, sealing
from shared_apps.exchange.models import Delivery, Receipt
from shared_apps.exchange.receipts import locked, settle
from shared_apps.exchange.receiving import Arrival, receiver_of
from tenants.current import current_unit, public_floor


@transaction.atomic
def deliver(*, delivery_id: UUID, at: datetime, attempt: int) -> None:
    """A second delivery, or one whose sender withdrew it meanwhile, finds nothing left to do."""
    unit = current_unit()
    with public_floor():
        delivery = locked(pk=delivery_id, to_unit=unit)
    if delivery.state != Delivery.State.IN_TRANSIT:
        return
    sealing.check(delivery.envelope)
    carrier.hand_out(unit.schema_name, sealing.files_of(delivery.envelope))
    receiver_of(delivery.envelope.kind)(_arrival(delivery, at))
    delivery.attempts = attempt
    with public_floor():
        settle(delivery, Receipt(kind=Receipt.Kind.DELIVERED, at=at))


def _arrival(delivery: Delivery, at: datetime) -> Arrival:
    envelope = delivery.envelope
    return Arrival(
        envelope_id=envelope.pk,
        kind=envelope.kind,
        from_unit=envelope.from_unit,
        subject_id=envelope.subject_id,
        title=envelope.title,
        number=envelope.number,
        doc_kind=envelope.doc_kind,
        urgency=envelope.urgency,
        content=envelope.content,
        files=sealing.files_of(envelope),
        digest=envelope.digest,
        sealed_at=envelope.sealed_at,
        at=at,
    )
