"""撤回: the sender asks, the recipient's own row decides.

What is still in transit is withdrawn on the spot. What has arrived belongs to the recipient: the
plea travels there, and whoever locks the recipient's row first, 签收 or 撤回, decides; the other
is refused.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.exchange.models import Delivery, Receipt
from shared_apps.exchange.receipts import locked, settle
from shared_apps.exchange.receiving import Plea, decider_of
from shared_apps.kernel.errors import NotFound
from shared_apps.kernel.events import Facts
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.sending import put
from tenants.current import current_unit, public_floor
from tenants.models import Unit

DECIDE = "exchange.withdraw"
State, Kind = Delivery.State, Receipt.Kind


@transaction.atomic
def ask(
    envelope_id: UUID | str,
    *,
    at: datetime,
    by_name: str,
    reason: str = "",
    units: Iterable[str] | None = None,
) -> int:
    """Ask all recipients, or those with these codes; called in the sender's unit."""
    sender = current_unit()
    with public_floor():
        deliveries = _asked(envelope_id, sender, units)
        for delivery in deliveries:
            if delivery.state == State.IN_TRANSIT:
                settle(delivery, _receipt(Kind.WITHDRAWN, at=at, by_name=by_name, reason=reason))
        facts = {"at": at.isoformat(), "by_name": by_name, "reason": reason}
        put(
            Dispatch(
                unit=delivery.to_unit.schema_name,
                subscriber=DECIDE,
                event="exchange.withdrawal_asked",
                facts={**facts, **_ids(delivery)},
                created_at=at,
            )
            for delivery in deliveries
            if delivery.state in (State.DELIVERED, State.ACKNOWLEDGED)
        )
    return len(deliveries)


@transaction.atomic
def decide(
    *, delivery_id: UUID, at: datetime, plea_at: datetime, by_name: str, reason: str
) -> None:
    """In the recipient's unit: its app says yes under the lock of its own row, or no."""
    unit = current_unit()
    with public_floor():
        delivery = locked(pk=delivery_id, to_unit=unit)
    if delivery.state not in (State.DELIVERED, State.ACKNOWLEDGED):
        return
    envelope = delivery.envelope
    plea = Plea(
        envelope_id=envelope.pk,
        kind=envelope.kind,
        from_unit=envelope.from_unit,
        at=plea_at,
        by_name=by_name,
        reason=reason,
    )
    granted = delivery.state == State.DELIVERED and decider_of(envelope.kind)(plea)
    if granted:
        receipt = _receipt(Kind.WITHDRAWN, at=at, by_name=by_name, reason=reason)
    else:
        receipt = _receipt(Kind.WITHDRAWAL_REFUSED, at=at, reason="收文单位已经签收或退回。")
    with public_floor():
        settle(delivery, receipt)


def _asked(envelope_id: UUID | str, sender: Unit, units: Iterable[str] | None) -> list[Delivery]:
    """Locked in the order of their keys, so that two pleas cannot wait for each other."""
    found = Delivery.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    found = found.select_related("envelope__from_unit", "to_unit").filter(
        envelope_id=envelope_id, envelope__from_unit=sender
    )
    if units is not None:
        found = found.filter(to_unit__code__in=list(units))
    deliveries = list(found)
    if not deliveries:
        raise NotFound("没有这件公文的投递记录，可能还没有投出。")
    return [one for one in deliveries if one.state not in (State.RETURNED, State.WITHDRAWN)]


def _receipt(kind: str, *, at: datetime, by_name: str = "", reason: str = "") -> Receipt:
    return Receipt(kind=kind, at=at, by_name=by_name, reason=reason)


def _ids(delivery: Delivery) -> Facts:
    return {
        "entry_id": str(delivery.envelope.source_entry),
        "envelope_id": str(delivery.envelope_id),
        "delivery_id": str(delivery.pk),
    }
