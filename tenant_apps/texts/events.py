"""Facts about texts. The subject is the document, so that its text stands in its own story."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shared_apps.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class TextEvent(Event):
    name: ClassVar[str] = "texts.event"
    subject_kind: str


@dataclass(frozen=True, kw_only=True)
class TextSaved(TextEvent):
    """`lost` names what the saver was told would be lost, and let go."""

    name: ClassVar[str] = "texts.saved"
    number: int
    way: str
    form: str
    sha256: str
    lost: list[str]


@dataclass(frozen=True, kw_only=True)
class TextSetAside(TextEvent):
    """Too late to become the text; kept beside it."""

    name: ClassVar[str] = "texts.set_aside"
    number: int
    base: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class PenTakenOver(TextEvent):
    name: ClassVar[str] = "texts.pen_taken_over"
    from_id: UUID
    from_name: str
    way: str


@dataclass(frozen=True, kw_only=True)
class PassGiven(TextEvent):
    name: ClassVar[str] = "texts.pass_given"
    door: str
    may_write: bool
