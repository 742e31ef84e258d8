"""投递: copies into units, each opened in its own unit and savepoint; then a receipt for each.

Copies that were leased together share their locks, their bookkeeping and their commit. One that
cannot be opened stays in transit and is tried again; the others do not notice.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shared_apps.exchange import carrier, sealing
from shared_apps.exchange.models import Delivery
from shared_apps.exchange.receipts import all_locked, settle_delivered
from shared_apps.exchange.receiving import Arrival, receiver_of
from shared_apps.outbox.manners import Errand, Failures
from tenants.crossing import in_unit

logger = logging.getLogger(__name__)


def deliver(errands: Sequence[Errand], at: datetime) -> Failures:
    """Stand on the city floor. A copy that is not in transit any more leaves nothing to do."""
    wanted = {errand.id: UUID(errand.facts["delivery_id"]) for errand in errands}
    deliveries = {one.pk: one for one in all_locked(pk__in=set(wanted.values()))}
    failures: Failures = {}
    opened: dict[UUID, Delivery] = {}
    intact: set[UUID] = set()
    for errand in errands:
        delivery = deliveries[wanted[errand.id]]
        if delivery.state != Delivery.State.IN_TRANSIT or delivery.pk in opened:
            continue
        delivery.attempts = errand.attempt
        if error := _failure_to_open(delivery, intact, at):
            failures[errand.id] = error
        else:
            opened[delivery.pk] = delivery
    settle_delivered(list(opened.values()), at=at)
    return failures


def _failure_to_open(delivery: Delivery, intact: set[UUID], at: datetime) -> Exception | None:
    try:
        _open(delivery, intact, at)
    except Exception as error:  # whatever a receiver raises, the others get theirs
        logger.warning("%s failed, attempt %s", delivery, delivery.attempts, exc_info=True)
        return error
    return None


def _open(delivery: Delivery, intact: set[UUID], at: datetime) -> None:
    """In the recipient's unit, with its rights; what fails here is taken back here."""
    if delivery.envelope_id not in intact:
        sealing.check(delivery.envelope)
        intact.add(delivery.envelope_id)
    files = sealing.files_of(delivery.envelope)
    with in_unit(delivery.to_unit):
        carrier.hand_out(delivery.to_unit.schema_name, files)
        receiver_of(delivery.envelope.kind)(_arrival(delivery, at))


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
