"""Facts about requests that others may hear of."""

from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from shared_apps.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class RequestFiled(Event):
    name: ClassVar[str] = "requests.request.filed"
    kind: str
    title: str
    number: str
    form: UUID


@dataclass(frozen=True, kw_only=True)
class AnswersKept(Event):
    """A handler filled in or changed part of the form; old values stand in the earlier entries."""

    name: ClassVar[str] = "requests.request.answered"
    title: str
    changed: dict[str, list[object]] = field(default_factory=dict)  # field → [before, now]


@dataclass(frozen=True, kw_only=True)
class RequestGivenBack(Event):
    """销假、还车; `since` is empty where nothing of it was used."""

    name: ClassVar[str] = "requests.request.given_back"
    title: str
    since: str
    halves: int
    bookings: list[str]
    reason: str


@dataclass(frozen=True, kw_only=True)
class KindChanged(Event):
    name: ClassVar[str] = "requests.kind.changed"
    key: str
    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class KindsShipped(Event):
    """The stock kinds of a new unit; the subject is the first of them."""

    name: ClassVar[str] = "requests.kinds.shipped"
    keys: list[str]


@dataclass(frozen=True, kw_only=True)
class ResourceKept(Event):
    name: ClassVar[str] = "requests.resource.kept"
    kind: str
    title: str
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class BalanceGranted(Event):
    """核定额度; the subject is the person."""

    name: ClassVar[str] = "requests.balance.granted"
    account: str
    year: int
    halves: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class DraftSaved(Event):
    name: ClassVar[str] = "requests.draft.saved"
    kind: str


@dataclass(frozen=True, kw_only=True)
class DraftDropped(Event):
    name: ClassVar[str] = "requests.draft.dropped"
    kind: str
