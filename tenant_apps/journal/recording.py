"""Every action ends here: one entry, and one dispatch per subscriber."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat

from shared_apps.kernel import rows
from shared_apps.kernel.events import Actor, Event, listeners_to
from shared_apps.kernel.ids import new_id
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.sending import put
from tenant_apps.journal.models import Entry
from tenant_apps.journal.sealing import seal
from tenants.current import current_unit

SYSTEM = "系统"

_last_of = rows.Prepared(
    lambda subject: (
        Entry.objects.filter(subject_id=subject).only("seq", "hash").order_by("-seq")[:1]
    )
)


def record(
    event: Event,
    *,
    by: Actor | None,
    at: datetime,
    along: rows.Batch | None = None,
    end: str | None = None,
) -> Entry:
    """Write the fact at the end of its subject's chain, and tell whoever subscribed.

    The caller has locked the subject's row, so nobody else is writing to this chain.
    Three statements, two where nobody subscribed. `along`: all is written with that batch, which
    the caller sends. `end`: where the chain ends, for a caller that read it under its lock
    (`end_of`) and wrote nothing since.
    """
    return record_all([event], by=by, at=at, along=along, end=end)[0]


def record_all(
    events: Sequence[Event],
    *,
    by: Actor | None,
    at: datetime,
    along: rows.Batch | None = None,
    end: str | None = None,
) -> list[Entry]:
    """Facts of one subject that became true together: as many statements as for one.

    `end`: as with `record`; empty where the subject was made in this transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A fact is recorded in the transaction that makes it true.")
    entries = _chained(events, by=by, at=at, end=end)
    if along is not None:
        along.insert(entries)
    else:
        rows.insert(entries)
    unit = current_unit().schema_name
    put(
        (
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
        ),
        along=along,
    )
    return entries


def end_of(subject: OuterRef) -> Subquery:
    """Where a subject's chain ends, to be read along with what is read under its lock anyway."""
    chain = Entry.objects.filter(subject_id=subject).order_by("-seq")
    said = Concat(Cast("seq", TextField()), Value(" "), "hash", output_field=TextField())
    return Subquery(chain.annotate(end=said).values("end")[:1])


def _end_of_chain(subject: UUID, known: str | None) -> tuple[int, str]:
    if known is not None:
        seq, _, hash_ = known.partition(" ")
        return int(seq or 0), hash_
    last = _last_of.first(subject=subject)
    return (last.seq, last.hash) if last else (0, "")


def _chained(
    events: Sequence[Event], *, by: Actor | None, at: datetime, end: str | None
) -> list[Entry]:
    (subject,) = {event.subject_id for event in events}
    seq, previous = _end_of_chain(subject, end)
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
