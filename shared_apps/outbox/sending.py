"""Put work into the outbox, in the transaction that makes it necessary."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from shared_apps.kernel import rows
from shared_apps.kernel.events import Facts
from shared_apps.outbox.models import Dispatch


def send(*, unit: str, subscriber: str, event: str, facts: Facts, at: datetime) -> None:
    send_all(unit=unit, subscribers=[subscriber], event=event, facts=facts, at=at)


def send_all(
    *, unit: str, subscribers: Iterable[str], event: str, facts: Facts, at: datetime
) -> None:
    """The same facts to several subscribers of one unit."""
    put(
        Dispatch(unit=unit, subscriber=name, event=event, facts=facts, created_at=at)
        for name in subscribers
    )


def put(waiting: Iterable[Dispatch], *, along: rows.Batch | None = None) -> None:
    """One INSERT for all, or none of its own with a batch that the caller sends; units may add to
    this table but never read it."""
    if not connection.in_atomic_block:
        raise RuntimeError("Work is sent in the transaction that makes it necessary.")
    if along is not None:
        along.insert(list(waiting))
    else:
        rows.insert(list(waiting))
