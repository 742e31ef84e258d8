"""Timed jobs: who wants to be called when. A slot that is due becomes dispatches like any work.

So a job runs in the right unit, is retried, can die visibly, and runs once whoever else ticks.
Apps register theirs in `jobs.py`:

    @timed("journal.root", "30 0 * * *", where=EACH_UNIT)
    def root(at: datetime) -> None: ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.db import transaction

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.events import Facts, answers
from shared_apps.outbox.models import Dispatch, Timing
from tenants.current import public_floor
from tenants.models import Unit

CITY, EACH_UNIT = "city", "each_unit"
LOOKS_BACK = timedelta(days=2)  # a worker that was away longer does not catch up what it missed

Job = Callable[[datetime], None]


@dataclass(frozen=True)
class Timed:
    name: str
    cron: str
    where: str


_jobs: dict[str, Timed] = {}


def timed(name: str, cron: str, *, where: str = CITY) -> Callable[[Job], Job]:
    """Call job(at=slot) by cron (minute hour day month weekday, 0 = Sunday; Shanghai time)."""
    _fields(cron)

    def register(job: Job) -> Job:
        _jobs[name] = Timed(name, cron, where)

        @answers(name)
        def run(facts: Facts) -> None:
            job(datetime.fromisoformat(facts["slot"]))

        return job

    return register


def tick(at: datetime) -> int:
    """Put every job whose slot has come into the outbox, once; returns the number of rows."""
    made = 0
    for job in list(_jobs.values()):
        slot = last_slot(job.cron, at)
        if slot is not None:
            with public_floor():
                made += _claim(job, slot, at)
    return made


def last_slot(cron: str, at: datetime) -> datetime | None:
    """The latest minute, not after `at`, that the cron line names."""
    moment = at.astimezone(ZONE).replace(second=0, microsecond=0)
    earliest = moment - LOOKS_BACK
    while moment >= earliest:
        if _names(cron, moment):
            return moment
        moment -= timedelta(minutes=1)
    return None


def _claim(job: Timed, slot: datetime, at: datetime) -> int:
    """Whoever moves the job's slot forward sends it; a job never seen before waits."""
    with transaction.atomic():
        _, is_new = Timing.objects.get_or_create(job=job.name, defaults={"slot": slot})
        moved = Timing.objects.filter(pk=job.name, slot__lt=slot).update(slot=slot)
        if is_new or not moved:
            return 0
        facts = {"slot": slot.isoformat()}
        rows = [
            Dispatch(unit=unit, subscriber=job.name, event="timed", facts=facts, created_at=at)
            for unit in _places(job.where)
        ]
        return len(Dispatch.objects.bulk_create(rows))


def _places(where: str) -> list[str]:
    if where == CITY:
        return ["public"]
    return list(Unit.objects.in_service().values_list("schema_name", flat=True))


def _names(cron: str, moment: datetime) -> bool:
    minutes, hours, days, months, weekdays = _fields(cron)
    return (
        moment.minute in minutes
        and moment.hour in hours
        and moment.day in days
        and moment.month in months
        and moment.isoweekday() % 7 in weekdays
    )


@lru_cache(256)
def _fields(cron: str) -> tuple[frozenset[int], ...]:
    ranges = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
    parts = cron.split()
    if len(parts) != len(ranges):
        raise ValueError(f"not a cron line: {cron!r}")
    return tuple(
        frozenset(_numbers(part, *range_)) for part, range_ in zip(parts, ranges, strict=True)
    )


def _numbers(part: str, low: int, high: int) -> set[int]:
    """`*`, `*/15`, `8-18`, `0,30`."""
    found: set[int] = set()
    for piece in part.split(","):
        span, _, step = piece.partition("/")
        first, _, last = span.partition("-")
        if span == "*":
            first, last = str(low), str(high)
        found |= set(range(int(first), int(last or first) + 1, int(step or 1)))
    if not found or min(found) < low or max(found) > high:
        raise ValueError(f"not a cron field: {part!r}")
    return found
