"""投寄: seal a copy and put one delivery for each recipient on its way."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shared_apps.exchange import addressing, carrier, signing
from shared_apps.exchange.models import Delivery, Envelope
from shared_apps.exchange.sealing import FileRef, digest_of, manifest_of
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.sending import put
from tenants.current import public_floor
from tenants.models import Unit

DELIVER = "exchange.deliver"


@transaction.atomic
def post(  # noqa: PLR0913  everything that is written on an envelope, word by word
    *,
    source_entry: UUID | str,
    kind: str,
    from_unit: Unit,
    to_units: Iterable[str | Unit],
    subject_id: UUID | str,
    title: str,
    content: dict[str, Any],
    at: datetime,
    number: str = "",
    doc_kind: str = "",
    urgency: str = "",
    files: Sequence[FileRef] = (),
) -> Envelope:
    """Post once for each journal entry: the same entry again returns the envelope under way.

    Recipients are units, or their codes or schema names; the sender stands in its own unit.
    """
    to = addressing.recipients(to_units, of=from_unit)
    envelope = Envelope(
        kind=kind,
        from_unit=from_unit,
        source_entry=UUID(str(source_entry)),
        subject_id=UUID(str(subject_id)),
        title=title,
        number=number,
        doc_kind=doc_kind,
        urgency=urgency,
        content=json.loads(json.dumps(content)),  # as the database will give it back
        size=sum(file.size for file in files),
        sealed_at=at,
    )
    envelope.manifest = manifest_of(envelope, files)
    envelope.digest = digest_of(envelope.manifest)
    if signed := signing.sign(envelope.digest, at=at):
        envelope.signature, envelope.certificate = signed.value, signed.certificate
    with public_floor():
        posted = Envelope.objects.filter(source_entry=envelope.source_entry).first()
        if posted is not None:
            return posted
        carrier.take_in(from_unit.schema_name, list(files))
        envelope.save(force_insert=True)
        _send_out(envelope, to, at)
    return envelope


def posted_for(subject_id: UUID, *, by: Unit) -> list[Envelope]:
    """What that unit has posted in one matter of its own, oldest first."""
    with public_floor():
        return list(Envelope.objects.filter(from_unit=by, subject_id=subject_id).order_by("pk"))


def _send_out(envelope: Envelope, to: list[Unit], at: datetime) -> None:
    deliveries = [Delivery(envelope=envelope, to_unit=unit, posted_at=at) for unit in to]
    Delivery.objects.bulk_create(deliveries)
    facts = {"entry_id": str(envelope.source_entry), "envelope_id": str(envelope.pk)}
    put(
        Dispatch(
            id=delivery.pk,
            unit=delivery.to_unit.schema_name,
            subscriber=DELIVER,
            event="exchange.posted",
            facts={**facts, "delivery_id": str(delivery.pk)},
            created_at=at,
        )
        for delivery in deliveries
    )
