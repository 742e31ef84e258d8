"""What the rules say of a draft: which article, how strictly, where, and the way out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

PRACTICE = "实务惯例"  # what offices do; the regulation does not say it


class Strength(StrEnum):
    """硬性: refused. 条件: goes on with a reason. 提示: said only."""

    HARD = "hard"
    CONDITIONAL = "conditional"
    HINT = "hint"


@dataclass(frozen=True)
class Place:
    """Where in the draft: `text` stands in `field` from `start`."""

    field: str  # title or body
    start: int
    text: str


@dataclass(frozen=True)
class Fix:
    """One click: these fields of the draft get these values."""

    label: str
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """One rule, answered. `who` can unblock it where the drafter cannot."""

    code: str
    title: str
    detail: str
    article: str
    strength: Strength
    places: tuple[Place, ...] = ()
    fixes: tuple[Fix, ...] = ()
    who: str = ""


@dataclass(frozen=True)
class Judged:
    """What no program can decide: a person ticks it (核稿)."""

    key: str
    text: str
    article: str


@dataclass(frozen=True)
class Verdict:
    """All findings on a draft, the strictest first."""

    findings: tuple[Finding, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)  # code → why it goes on all the same

    def of(self, strength: Strength) -> list[Finding]:
        return [one for one in self.findings if one.strength is strength]

    @property
    def refused(self) -> list[Finding]:
        return self.of(Strength.HARD)

    @property
    def unexplained(self) -> list[Finding]:
        return [one for one in self.of(Strength.CONDITIONAL) if not self.reasons.get(one.code)]


ORDER = list(Strength)


def by_strength(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: ORDER.index(one.strength)))
