"""How some work likes to be carried, beside one by one in its unit.

Reports read how a thing stands when they run, so of many that wait for the same subject the last
says it all: `merges`. They also let the post go first. The post itself goes into many units
at once and enters each by itself: `takes_all`. What waits for somebody outside must hold no
lock of the unit's own work meanwhile: `goes_alone`. What takes a lock that people wait for lets
go of it before the next is carried: `goes_singly`. What works for seconds also keeps out of the
way of everything else: `takes_long`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared_apps.kernel.events import Facts


@dataclass(frozen=True)
class Errand:
    """One leased row, for those who take many at once."""

    id: UUID
    unit: str
    facts: Facts
    attempt: int


Failures = dict[UUID, Exception]
TakesAll = Callable[[Sequence[Errand], datetime], Failures]

_merging: set[str] = set()
_alone: set[str] = set()
_singly: set[str] = set()
_long: set[str] = set()
_taking_all: dict[str, TakesAll] = {}


def merges(subscriber: str) -> None:
    """Of several about one subject that are leased together, run the last only."""
    _merging.add(subscriber)


def goes_alone(subscriber: str) -> None:
    """Carry it in its unit, but apart from the unit's other work, and after it."""
    _alone.add(subscriber)


def takes_long(subscriber: str) -> None:
    """Carry it one by one in a lane of its own, so that the post never waits behind it."""
    goes_alone(subscriber)
    _long.add(subscriber)


def taking_long() -> set[str]:
    return _long


def is_alone(subscriber: str) -> bool:
    return subscriber in _alone


def goes_singly(subscriber: str) -> None:
    """Carry each in a transaction of its own, after the unit's other work."""
    _singly.add(subscriber)


def is_single(subscriber: str) -> bool:
    return subscriber in _singly


def takes_all(subscriber: str) -> Callable[[TakesAll], TakesAll]:
    """Call it on the city floor with all that were leased together.

    It keeps every errand in a savepoint of its own and returns those that failed.
    """

    def register(handler: TakesAll) -> TakesAll:
        _taking_all[subscriber] = handler
        return handler

    return register


def merging() -> set[str]:
    return _merging


def taking_all(subscriber: str) -> TakesAll | None:
    return _taking_all.get(subscriber)
