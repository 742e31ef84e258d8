"""Every action ends here: one entry, and one dispatch per subscriber."""

from datetime import datetime

from django.db import connection

from shared_apps.kernel.events import Actor, Event, subscribers_of
from shared_apps.kernel.ids import new_id
from shared_apps.outbox.sending import send_all
from tenant_apps.journal.models import Entry
from tenant_apps.journal.sealing import seal
from tenants.current import current_unit

SYSTEM = "系统"


def record(event: Event, *, by: Actor | None, at: datetime) -> Entry:
    """Write the fact at the end of its subject's chain, and tell whoever subscribed.

    The caller has locked the subject's row, so nobody else is writing to this chain.
    Three statements, two where nobody subscribed.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A fact is recorded in the transaction that makes it true.")
    chain = Entry.objects.filter(subject_id=event.subject_id).order_by("-seq")
    seq, previous = chain.values_list("seq", "hash").first() or (0, "")
    entry = Entry(
        id=new_id(),
        subject_id=event.subject_id,
        seq=seq + 1,
        name=event.name,
        at=at,
        actor_id=by.pk if by else None,
        actor_name=by.name if by else SYSTEM,
        facts=event.facts(),
        previous=previous,
    )
    entry.hash = seal(entry)
    entry.save(force_insert=True)
    facts = {
        **entry.facts,
        "entry_id": str(entry.id),
        "at": at.isoformat(),
        "by": entry.actor_name,
    }
    send_all(
        unit=current_unit().schema_name,
        subscribers=subscribers_of(event.name),
        event=event.name,
        facts=facts,
        at=at,
    )
    return entry
