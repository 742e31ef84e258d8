"""Who may do what waits: a lease on some rows. Whoever dies with one costs only its time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import F

from shared_apps.outbox import manners
from shared_apps.outbox.models import Dispatch
from tenants.current import public_floor

MOST_ATTEMPTS = 12
LONGEST_PAUSE = timedelta(minutes=10)
PATIENCE_OF_REPORTS = timedelta(seconds=3)

# What waits in a suspended unit keeps waiting.
# MATERIALIZED, or the planner may run the pick twice.
_LEASE = """
WITH picked AS MATERIALIZED (
    SELECT id FROM outbox_dispatch
    WHERE dead_at IS NULL
      AND attempts < %(most)s
      AND (due_at IS NULL OR due_at <= %(at)s)
      AND (leased_until IS NULL OR leased_until <= %(at)s)
      AND (%(lane)s IS NULL OR %(lane)s = (subscriber = ANY(%(long)s::text[])))
      AND (%(quiet)s OR subscriber <> ALL(%(later)s::text[]) OR created_at <= %(waited)s)
      AND NOT EXISTS (
        SELECT FROM tenants_unit
        WHERE schema_name = outbox_dispatch.unit AND status <> 'active')
    ORDER BY subscriber = ANY(%(later)s::text[]), id
    LIMIT %(batch)s
    FOR UPDATE SKIP LOCKED)
UPDATE outbox_dispatch
SET leased_until = %(until)s, attempts = attempts + 1
FROM picked
WHERE outbox_dispatch.id = picked.id
RETURNING outbox_dispatch.id, outbox_dispatch.unit,
    outbox_dispatch.subscriber = ANY(%(later)s::text[])
"""


@dataclass(frozen=True)
class Lease:
    id: UUID
    unit: str
    waits: bool  # it lets others go first


def lease(
    *, batch: int, at: datetime, quiet: bool = True, long: bool | None = None
) -> list[Lease]:
    """Take up to `batch` rows that are due, oldest first, reports last.

    While the post is under way (not `quiet`) reports are left, but never for long.
    `long` chooses a lane: what takes long, or all the rest. Two callers never get the same row.
    """
    facts: dict[str, Any] = {
        "most": MOST_ATTEMPTS,
        "at": at,
        "until": at + lease_time(),
        "later": sorted(manners.merging()),
        "quiet": quiet,
        "lane": long,
        "long": sorted(manners.taking_long()),
        "waited": at - PATIENCE_OF_REPORTS,
        "batch": batch,
    }
    with public_floor(), connection.cursor() as cursor:
        cursor.execute(_LEASE, facts)
        leased = [Lease(*row) for row in cursor.fetchall()]
    return sorted(leased, key=lambda one: (one.waits, one.id))


def give_back(ids: list[UUID]) -> None:
    """Leased, but nobody could be found to do it: as if it had not been leased."""
    with public_floor():
        Dispatch.objects.filter(pk__in=ids).update(leased_until=None, attempts=F("attempts") - 1)


def lease_time() -> timedelta:
    return timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


def outstanding(at: datetime) -> int:
    """How many rows are leased and not done yet, by anybody; what takes long is apart."""
    leased = Dispatch.objects.filter(dead_at=None, leased_until__gt=at)
    with public_floor():
        return leased.exclude(subscriber__in=manners.taking_long()).count()


def pause_after(attempts: int) -> timedelta:
    """2, 4, 8 … seconds, at most ten minutes."""
    return min(timedelta(seconds=2**attempts), LONGEST_PAUSE)


def bury_the_stuck(at: datetime) -> int:
    """A row that took its worker down every time has no failure to its name: it dies here."""
    stuck = Dispatch.objects.filter(
        dead_at=None, attempts__gte=MOST_ATTEMPTS, leased_until__lte=at
    )
    with public_floor():
        return stuck.update(dead_at=at, leased_until=None, last_error="每次办理都中断，没有办完。")
