"""Facts about seals. An impression's fact names the document it was put on."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shared_apps.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SealMade(Event):
    name: ClassVar[str] = "seals.made"
    seal: str
    kind: str
    serial: str
    image: str
    is_drawn: bool
    is_first: bool  # of its kind in this unit
    doc_kinds: list[str]
    keepers: list[str]


@dataclass(frozen=True, kw_only=True)
class SealChanged(Event):
    """换保管人, 改用途, 换印模."""

    name: ClassVar[str] = "seals.changed"
    seal: str
    doc_kinds: list[str]
    keepers: list[str]
    image: str


@dataclass(frozen=True, kw_only=True)
class SealSuspended(Event):
    name: ClassVar[str] = "seals.suspended"
    seal: str
    why: str


@dataclass(frozen=True, kw_only=True)
class SealResumed(Event):
    name: ClassVar[str] = "seals.resumed"
    seal: str
    why: str


@dataclass(frozen=True, kw_only=True)
class SealDestroyed(Event):
    name: ClassVar[str] = "seals.destroyed"
    seal: str
    why: str
    serial: str


@dataclass(frozen=True, kw_only=True)
class SealUsed(Event):
    """用印; the subject is the seal."""

    name: ClassVar[str] = "seals.used"
    seal: str
    number: int
    document_kind: str
    document_id: UUID
    title: str
    approved_hash: str
    sealed_sha256: str
    ofd_sha256: str
