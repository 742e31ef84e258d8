"""What the post office does when work of its own is carried into a unit."""

from datetime import datetime
from uuid import UUID

from shared_apps.exchange import delivering, withdrawing
from shared_apps.exchange.posting import DELIVER
from shared_apps.exchange.receipts import HEAR
from shared_apps.exchange.receiving import News, listener_of
from shared_apps.kernel.events import Facts, answers
from tenants.models import Unit


@answers(DELIVER)
def deliver(facts: Facts) -> None:
    delivering.deliver(
        delivery_id=UUID(facts["delivery_id"]),
        at=datetime.fromisoformat(facts["carried_at"]),
        attempt=facts["attempt"],
    )


@answers(withdrawing.DECIDE)
def withdraw(facts: Facts) -> None:
    withdrawing.decide(
        delivery_id=UUID(facts["delivery_id"]),
        at=datetime.fromisoformat(facts["carried_at"]),
        plea_at=datetime.fromisoformat(facts["at"]),
        by_name=facts["by_name"],
        reason=facts["reason"],
    )


@answers(HEAR)
def hear(facts: Facts) -> None:
    listener = listener_of(facts["kind"])
    if listener is None:
        return
    listener(
        News(
            envelope_id=UUID(facts["envelope_id"]),
            kind=facts["kind"],
            subject_id=UUID(facts["subject_id"]),
            source_entry=UUID(facts["entry_id"]),
            unit=Unit.objects.get(code=facts["unit"]),
            receipt=facts["receipt"],
            at=datetime.fromisoformat(facts["at"]),
            by_name=facts["by_name"],
            by_post=facts["by_post"],
            reason=facts["reason"],
        )
    )
