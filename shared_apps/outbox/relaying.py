"""Carry what waits in the outbox to its subscribers: each in its unit, each in its own savepoint.

At least once: a row is deleted in the very transaction in which its handler's work commits, so a
crash at any instant leaves either both or neither. Rows of one unit leased together share
a transaction; one that fails takes back its own work only.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from shared_apps.kernel.events import handler_of
from shared_apps.outbox import leasing, manners
from shared_apps.outbox.leasing import lease
from shared_apps.outbox.manners import Errand, Failures
from shared_apps.outbox.models import Dispatch
from tenants.crossing import in_unit
from tenants.current import public_floor
from tenants.models import Unit

BATCH = 100
Way = tuple[str, str]  # ("all", subscriber), or ("unit", "unit, alone", "unit, singly") and schema
logger = logging.getLogger(__name__)


class UnknownSubscriber(Exception):
    """Nobody here answers to this name: an older worker, or a name that was taken away."""


def carry_waiting(at: datetime, *, batch: int = BATCH) -> int:
    """Lease and carry one batch here and now; returns how many were handled, well or badly."""
    leased = lease(batch=batch, at=at)
    carry([one.id for one in leased], at=at)
    return len(leased)


def carry(ids: Iterable[UUID], *, at: datetime) -> int:
    """Carry leased rows; returns how many are done. Others' are passed over."""
    with public_floor():
        found = Dispatch.objects.filter(pk__in=list(ids), dead_at=None)
        rows = sorted(
            (_way(subscriber, unit), pk)
            for pk, unit, subscriber in found.values_list("pk", "unit", "subscriber")
        )
    return sum(
        _carry_along(way, load, at)
        for way, group in groupby(rows, key=lambda row: row[0])
        for load in _loads(way, [pk for _, pk in group])
    )


def _loads(way: Way, ids: list[UUID]) -> list[list[UUID]]:
    """What shares a transaction."""
    return [[one] for one in ids] if way[0] == "unit, singly" else [ids]


def _way(subscriber: str, unit: str) -> Way:
    """The post first: what it brings is what the units then report on."""
    if manners.taking_all(subscriber):
        return "all", subscriber
    if manners.is_single(subscriber):
        return "unit, singly", unit
    return ("unit, alone" if manners.is_alone(subscriber) else "unit"), unit


def _carry_along(way: Way, ids: list[UUID], at: datetime) -> int:
    """All that go one way in one transaction; if its commit is refused, one by one."""
    try:
        return _together(way, ids, at)
    except DatabaseError as error:
        if connection.in_atomic_block:  # a test's transaction, not ours to give up
            raise
        if len(ids) > 1:
            return sum(_carry_along(way, [one], at) for one in ids)
        with public_floor():
            for row in _locked(ids):
                _postpone(row, error, at)
        return 0


def _together(way: Way, ids: list[UUID], at: datetime) -> int:
    with public_floor():
        rows = _locked(ids)
        if not rows:
            return 0
        kind, name = way
        failures = _all_at_once(name, rows, at) if kind == "all" else _in_unit(name, rows, at)
        done = [row.pk for row in rows if row.pk not in failures]
        if done:
            Dispatch.objects.filter(pk__in=done).delete()
        for row in rows:
            if error := failures.get(row.pk):
                _postpone(row, error, at)
    return len(done)


def _locked(ids: list[UUID]) -> list[Dispatch]:
    """The rows that are still leased; one that somebody else is carrying is left to them."""
    found = Dispatch.objects.select_for_update(skip_locked=True).order_by("pk")
    return list(found.filter(pk__in=ids, leased_until__isnull=False, dead_at=None))


def _all_at_once(subscriber: str, rows: list[Dispatch], at: datetime) -> Failures:
    handler = manners.taking_all(subscriber)
    if handler is None:
        raise UnknownSubscriber(subscriber)
    return handler([Errand(row.pk, row.unit, row.facts, row.attempts) for row in rows], at)


def _in_unit(unit: str, rows: list[Dispatch], at: datetime) -> Failures:
    try:
        floor = _floor_of(unit)
    except Unit.DoesNotExist as error:
        return {row.pk: error for row in rows}
    last = _last_of_those_that_merge(rows)
    failures: Failures = {}
    with floor:
        for row in rows:
            is_told_by_another = last.get(row.pk, row.pk) != row.pk
            if not is_told_by_another and (failure := _failure_of(row, at)):
                failures[row.pk] = failure
    return failures | {pk: failures[end] for pk, end in last.items() if end in failures}


def _floor_of(unit: str) -> AbstractContextManager[object]:
    """We stand on the city floor already; a unit has to be entered."""
    return nullcontext() if unit == "public" else in_unit(Unit.objects.get(schema_name=unit))


def _last_of_those_that_merge(rows: list[Dispatch]) -> dict[UUID, UUID]:
    """For each row that says the same as a later one, that one; for the last itself."""
    ends: dict[tuple[str, str], UUID] = {}
    keys = {
        row.pk: (row.subscriber, str(row.facts.get("subject_id")))
        for row in rows
        if row.subscriber in manners.merging()
    }
    for pk, key in keys.items():
        ends[key] = pk
    return {pk: ends[key] for pk, key in keys.items()}


def _failure_of(row: Dispatch, at: datetime) -> Exception | None:
    """Run the handler; what it raises becomes the row's last error, and its work is taken back."""
    facts = {**row.facts, "carried_at": at.isoformat(), "attempt": row.attempts}
    try:
        with transaction.atomic():
            _handler(row.subscriber)(facts)
    except Exception as error:  # whatever a handler raises, the others go on
        logger.warning("%s failed, attempt %s", row, row.attempts, exc_info=True)
        return error
    return None


def _handler(subscriber: str) -> Callable[[dict[str, object]], None]:
    try:
        return handler_of(subscriber)
    except KeyError:
        raise UnknownSubscriber(subscriber) from None


def _postpone(row: Dispatch, error: Exception, at: datetime) -> None:
    row.leased_until = None
    row.last_error = f"{type(error).__name__}: {error}"[:2000]
    row.due_at = at + leasing.pause_after(row.attempts)
    if row.attempts >= leasing.MOST_ATTEMPTS:
        row.dead_at = at
    row.save(update_fields=["leased_until", "last_error", "due_at", "dead_at"])
