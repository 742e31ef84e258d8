"""回执: a unit's answer about its copy moves the delivery, is kept, and travels to the sender.

Called in the recipient's unit, after its own transaction made the answer true. Each is idempotent:
the same answer again changes nothing.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.exchange.models import Delivery, Envelope, Receipt
from shared_apps.kernel.errors import DomainError, NotFound
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.sending import put
from tenants.current import current_unit, public_floor
from tenants.models import Unit

HEAR = "exchange.receipt"
State, Kind = Delivery.State, Receipt.Kind

# From which states an answer moves a copy. 退回 may follow 签收 too, after 初审.
MOVES: dict[str, tuple[str, ...]] = {
    Kind.DELIVERED: (State.IN_TRANSIT,),
    Kind.ACKNOWLEDGED: (State.DELIVERED,),
    Kind.RETURNED: (State.DELIVERED, State.ACKNOWLEDGED),
    Kind.WITHDRAWN: (State.IN_TRANSIT, State.DELIVERED),
}


class OutOfTurn(DomainError):
    """The copy is not where this answer could come from."""

    code = "exchange.out_of_turn"


def acknowledged(
    envelope_id: UUID | str, *, at: datetime, by_name: str, by_post: str = ""
) -> None:
    """签收 by the unit we are in."""
    receipt(
        envelope_id, current_unit(), Kind.ACKNOWLEDGED, at=at, by_name=by_name, by_post=by_post
    )


def returned(
    envelope_id: UUID | str, *, at: datetime, by_name: str, reason: str, by_post: str = ""
) -> None:
    """退回 by the unit we are in, always with a reason."""
    receipt(
        envelope_id,
        current_unit(),
        Kind.RETURNED,
        at=at,
        by_name=by_name,
        by_post=by_post,
        reason=reason,
    )


@transaction.atomic
def receipt(  # noqa: PLR0913  a receipt says who, what, when and why
    envelope_id: UUID | str,
    unit: Unit,
    kind: str,
    *,
    at: datetime,
    by_name: str = "",
    by_post: str = "",
    reason: str = "",
) -> None:
    with public_floor():
        delivery = locked(envelope_id=envelope_id, to_unit=unit)
        settle(
            delivery,
            Receipt(kind=kind, at=at, by_name=by_name, by_post=by_post, reason=reason),
        )


def locked(**which: object) -> Delivery:
    """The delivery with its envelope, held until the transaction ends. Stand on the city floor."""
    found = all_locked(**which)
    if not found:
        raise NotFound("没有这次投递。")
    return found[0]


def all_locked(**which: object) -> list[Delivery]:
    """In the order of their keys, so that no two transactions wait for each other."""
    rows = Delivery.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    return list(rows.select_related("envelope__from_unit", "to_unit").filter(**which))


def settle_delivered(deliveries: list[Delivery], *, at: datetime) -> None:
    """已送达, for many that were locked in transit: a handful of statements for all."""
    for attempts in {one.attempts for one in deliveries}:
        ids = [one.pk for one in deliveries if one.attempts == attempts]
        Delivery.objects.filter(pk__in=ids).update(
            state=State.DELIVERED, delivered_at=at, attempts=attempts
        )
    Receipt.objects.bulk_create(
        Receipt(delivery=one, kind=Kind.DELIVERED, at=at) for one in deliveries
    )
    by_envelope: dict[UUID, list[Delivery]] = {}
    for one in deliveries:
        by_envelope.setdefault(one.envelope_id, []).append(one)
    put(
        _news(same[0].envelope, same, Receipt(kind=Kind.DELIVERED, at=at))
        for same in by_envelope.values()
    )


def settle(delivery: Delivery, receipt: Receipt) -> bool:
    """Move the delivery, keep the receipt, tell the sender; False when it was all done before."""
    changed = _move(delivery, receipt)
    if not changed and receipt.kind != Kind.WITHDRAWAL_REFUSED:
        return False
    if receipt.kind == Kind.WITHDRAWAL_REFUSED and _is_kept(delivery, receipt):
        return False
    if changed:
        delivery.save(update_fields=changed)
    receipt.delivery = delivery
    receipt.save(force_insert=True)
    put([_news(delivery.envelope, [delivery], receipt)])
    return True


def _move(delivery: Delivery, receipt: Receipt) -> list[str]:
    """Change state and time in memory; returns the changed fields, none when already so."""
    if receipt.kind == Kind.WITHDRAWAL_REFUSED:
        return []
    time_field = f"{receipt.kind}_at"
    if getattr(delivery, time_field) is not None:
        return []
    # 签收 and 退回 are told by two dispatches, and the second may be the quicker.
    late = receipt.kind == Kind.ACKNOWLEDGED and delivery.state == State.RETURNED
    if not late and delivery.state not in MOVES[receipt.kind]:
        raise OutOfTurn(
            f"该件现为“{State(delivery.state).label}”，不能再记为“{Kind(receipt.kind).label}”。",
            state=delivery.state,
        )
    setattr(delivery, time_field, receipt.at)
    if late:
        return [time_field]
    delivery.state = receipt.kind
    return ["state", time_field, "attempts"]


def _is_kept(delivery: Delivery, receipt: Receipt) -> bool:
    return Receipt.objects.filter(delivery=delivery, kind=receipt.kind).exists()


def _news(envelope: Envelope, deliveries: list[Delivery], receipt: Receipt) -> Dispatch:
    """What the sender is told, once for all that happened in the same moment."""
    facts = {
        "entry_id": str(envelope.source_entry),
        "envelope_id": str(envelope.pk),
        "kind": envelope.kind,
        "subject_id": str(envelope.subject_id),
        "units": [one.to_unit.code for one in deliveries],
        "receipt": receipt.kind,
        "at": receipt.at.isoformat(),
        "by_name": receipt.by_name,
        "by_post": receipt.by_post,
        "reason": receipt.reason,
    }
    return Dispatch(
        unit=envelope.from_unit.schema_name,
        subscriber=HEAR,
        event=f"exchange.{receipt.kind}",
        facts=facts,
        created_at=receipt.at,
    )
