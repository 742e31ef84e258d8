"""Facts about ink. The subject is the document, so that its ink stands in its own story."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shared_apps.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class InkEvent(Event):
    """`sheet` names the pages it lies on, by the SHA-256 of their PDF."""

    name: ClassVar[str] = "ink.event"
    subject_kind: str
    layer_id: UUID
    sheet: str
    step: str
    step_name: str


@dataclass(frozen=True, kw_only=True)
class InkBegun(InkEvent):
    """The first stroke; those that follow are not facts until they are handed in."""

    name: ClassVar[str] = "ink.begun"


@dataclass(frozen=True, kw_only=True)
class InkHandedIn(InkEvent):
    """`digest` seals what was written: the journal's chain carries it."""

    name: ClassVar[str] = "ink.handed_in"
    strokes: int
    notes: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class InkSetAside(InkEvent):
    """Written too late, or at a turn that others ended; kept for its author alone."""

    name: ClassVar[str] = "ink.set_aside"
    marks: int
