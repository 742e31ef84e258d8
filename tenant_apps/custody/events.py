"""Facts of custody. They name no document: there is none here."""

from dataclasses import dataclass
from typing import ClassVar

from shared_apps.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CustodyEvent(Event):
    name: ClassVar[str] = "custody"
    number: str


@dataclass(frozen=True, kw_only=True)
class PaperTakenIn(CustodyEvent):
    name: ClassVar[str] = "custody.paper.taken_in"
    holder: str
    place: str


@dataclass(frozen=True, kw_only=True)
class PaperHandedOver(CustodyEvent):
    name: ClassVar[str] = "custody.paper.handed_over"
    holder: str
    place: str


@dataclass(frozen=True, kw_only=True)
class PaperReturned(CustodyEvent):
    name: ClassVar[str] = "custody.paper.returned"
    approved_by: str


@dataclass(frozen=True, kw_only=True)
class PaperDestroyed(CustodyEvent):
    name: ClassVar[str] = "custody.paper.destroyed"
    approved_by: str
    witness: str
