"""Facts about 效力: what was revoked, repealed or corrected, here and at who holds a copy."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shared_apps.kernel.events import Event
from tenant_apps.correspondence.events import IncomingEvent, OutgoingEvent


@dataclass(frozen=True, kw_only=True)
class OutgoingStandingChanged(OutgoingEvent):
    """撤销, 废止, 更正: every holder of a copy is to be told."""

    name: ClassVar[str] = "correspondence.outgoing.standing_changed"
    change_id: UUID
    what: str
    reason: str
    decided_by: str


@dataclass(frozen=True, kw_only=True)
class OutgoingStandingTold(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.standing_told"
    unit: str
    state: str


@dataclass(frozen=True, kw_only=True)
class OutgoingCorrectionBegun(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.correction_begun"
    document_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class IncomingStandingChanged(IncomingEvent):
    name: ClassVar[str] = "correspondence.incoming.standing_changed"
    what: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class IncomingAnnulled(IncomingEvent):
    """撤销 by us, the superior: the unit that issued it is told."""

    name: ClassVar[str] = "correspondence.incoming.annulled"
    reason: str
    by_post: str


@dataclass(frozen=True, kw_only=True)
class StandingEvent(Event):
    """效力告知 as it lies at our door; the subject is the telling, not the document."""

    name: ClassVar[str] = "correspondence.standing"
    envelope_id: UUID
    title: str


@dataclass(frozen=True, kw_only=True)
class StandingHeard(StandingEvent):
    name: ClassVar[str] = "correspondence.standing.heard"
    what: str


@dataclass(frozen=True, kw_only=True)
class StandingAcknowledged(StandingEvent):
    name: ClassVar[str] = "correspondence.standing.acknowledged"
    by_post: str


@dataclass(frozen=True, kw_only=True)
class StandingNotKept(StandingEvent):
    name: ClassVar[str] = "correspondence.standing.not_kept"
    reason: str
