"""What the post office does when work of its own is carried into a unit."""

from datetime import datetime
from uuid import UUID

from shared_apps.exchange import delivering, withdrawing
from shared_apps.exchange.posting import DELIVER
from shared_apps.exchange.receipts import HEAR
from shared_apps.exchange.receiving import News, listener_of
from shared_apps.kernel.events import Facts, answers
from shared_apps.outbox.manners import takes_all
from tenants.models import Unit

takes_all(DELIVER)(delivering.deliver)


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
    """One telling may be about many recipients, in the order they were written."""
    listener = listener_of(facts["kind"])
    if listener is None:
        return
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=facts["units"])}
    listener([_news(facts, units[code]) for code in facts["units"]])


def _news(facts: Facts, unit: Unit) -> News:
    return News(
        envelope_id=UUID(facts["envelope_id"]),
        kind=facts["kind"],
        subject_id=UUID(facts["subject_id"]),
        source_entry=UUID(facts["entry_id"]),
        unit=unit,
        receipt=facts["receipt"],
        at=datetime.fromisoformat(facts["at"]),
        by_name=facts["by_name"],
        by_post=facts["by_post"],
        reason=facts["reason"],
    )
