"""Every action ends here: one entry, and one dispatch per subscriber."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from shared_apps.kernel.events import Actor, Event, listeners_to
from shared_apps.kernel.ids import new_id
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.sending import put
from tenant_apps.journal.models import Entry
from tenant_apps.journal.sealing import seal
from tenants.current import current_unit

SYSTEM = "系统"


def record(event: Event, *, by: Actor | None, at: datetime) -> Entry:
    """Write the fact at the end of its subject's chain, and tell whoever subscribed.

    The caller has locked the subject's row, so nobody else is writing to this chain.
    Three statements, two where nobody subscribed.
    """
    return record_all([event], by=by, at=at)[0]


def record_all(
    events: Sequence[Event], *, by: Actor | None, at: datetime, opens: bool = False
) -> list[Entry]:
    """Facts of one subject that became true together: as many statements as for one.

    `opens`: the subject was made in this transaction, so there is no chain to look for.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A fact is recorded in the transaction that makes it true.")
    entries = _chained(events, by=by, at=at, opens=opens)
    Entry.objects.bulk_create(entries)
    unit = current_unit().schema_name
    put(
        Dispatch(
            unit=unit,
            subscriber=subscriber,
            event=entry.name,
            facts={
                **entry.facts,
                "entry_id": str(entry.id),
                "at": at.isoformat(),
                "by": entry.actor_name,
            },
            created_at=at,
        )
        for entry in entries
        for subscriber in listeners_to(entry.name)
    )
    return entries


def _end_of_chain(subject: UUID) -> tuple[int, str]:
    chain = Entry.objects.filter(subject_id=subject).order_by("-seq")
    return chain.values_list("seq", "hash").first() or (0, "")


def _chained(
    events: Sequence[Event], *, by: Actor | None, at: datetime, opens: bool
) -> list[Entry]:
    (subject,) = {event.subject_id for event in events}
    seq, previous = (0, "") if opens else _end_of_chain(subject)
    entries = []
    for event in events:
        seq += 1
        entry = Entry(
            id=new_id(),
            subject_id=subject,
            seq=seq,
            name=event.name,
            at=at,
            actor_id=by.pk if by else None,
            actor_name=by.name if by else SYSTEM,
            facts=event.facts(),
            previous=previous,
        )
        previous = entry.hash = seal(entry)
        entries.append(entry)
    return entries
