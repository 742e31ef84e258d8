"""Facts about what a unit rules for its own documents: letterheads, numbers, lengths, marks."""

from dataclasses import dataclass
from typing import ClassVar

from shared_apps.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class LetterheadChanged(Event):
    name: ClassVar[str] = "correspondence.letterhead.changed"
    prefix: str
    mark: str


@dataclass(frozen=True, kw_only=True)
class WritingLimitsSet(Event):
    name: ClassVar[str] = "correspondence.writing_limits.set"
    longest: int
    longest_special: int


@dataclass(frozen=True, kw_only=True)
class TracingRuleSet(Event):
    name: ClassVar[str] = "correspondence.tracing_rule.set"
    is_asked: bool
    drafter_may_stop: bool


@dataclass(frozen=True, kw_only=True)
class NumberReserved(Event):
    name: ClassVar[str] = "correspondence.number.reserved"
    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class NumberGivenUp(Event):
    name: ClassVar[str] = "correspondence.number.given_up"
    number: str
    reason: str
