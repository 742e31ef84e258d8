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
class KindOffered(Event):
    """市级模板有新版本: the city told us; the kind is the subject."""

    name: ClassVar[str] = "requests.kind.offered"
    key: str
    number: int
    note: str


@dataclass(frozen=True, kw_only=True)
class KindAdopted(Event):
    """采用市级模板: a kind the unit did not have."""

    name: ClassVar[str] = "requests.kind.adopted"
    key: str
    number: int


@dataclass(frozen=True, kw_only=True)
class UpdateBegun(Event):
    """采用新版本: what was taken of the city's became drafts; nothing is in force yet."""

    name: ClassVar[str] = "requests.update.begun"
    key: str
    number: int
    taken: list[str]  # places, as merging.Change names them
    kept: list[str]
    lost: list[str]  # steps that no way leads to any more


@dataclass(frozen=True, kw_only=True)
class UpdateFinished(Event):
    name: ClassVar[str] = "requests.update.finished"
    key: str
    number: int
    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class UpdateAbandoned(Event):
    name: ClassVar[str] = "requests.update.abandoned"
    key: str
    number: int


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
