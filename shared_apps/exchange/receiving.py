"""The two ends of the road inside units: who opens what arrives, and who hears what became of it.

@receives("document")
def arrive(arrival: Arrival) -> None: ...  # in the recipient's unit, with the delivery

@hears_back("document")
def heard(news: News) -> None: ...  # in the sender's unit, once for each receipt

@withdraws("document")
def withdraw(plea: Plea) -> bool: ...  # in the recipient's unit: lock your row, decide
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from shared_apps.exchange.sealing import FileRef
from tenants.models import Unit


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """到件: a copy that has been checked against its seal; its files lie in this unit's folder."""

    envelope_id: UUID
    kind: str
    from_unit: Unit
    subject_id: UUID  # the matter at the sender's
    title: str
    number: str
    doc_kind: str
    urgency: str
    content: dict[str, Any]
    files: list[FileRef]
    digest: str
    sealed_at: datetime
    at: datetime


@dataclass(frozen=True, kw_only=True)
class News:
    """回执: what one recipient did with its copy, told to the sender."""

    envelope_id: UUID
    kind: str  # of the envelope
    subject_id: UUID
    source_entry: UUID
    unit: Unit  # the recipient
    receipt: str  # delivered, acknowledged, returned, withdrawn, withdrawal_refused
    at: datetime
    by_name: str
    by_post: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Plea:
    """撤回请求: the sender asks for its copy back; it gets it unless it was acknowledged."""

    envelope_id: UUID
    kind: str
    from_unit: Unit
    at: datetime
    by_name: str
    reason: str


Receiver = Callable[[Arrival], None]
Listener = Callable[[list[News]], None]
Decider = Callable[[Plea], bool]
F = TypeVar("F", bound=Callable[..., Any])

_receivers: dict[str, Receiver] = {}
_listeners: dict[str, Listener] = {}
_deciders: dict[str, Decider] = {}


class NobodyReceives(Exception):
    """No app of this house opens envelopes of this kind."""


def receives(kind: str) -> Callable[[Receiver], Receiver]:
    return _registrar(_receivers, kind)


def hears_back(kind: str) -> Callable[[Listener], Listener]:
    return _registrar(_listeners, kind)


def withdraws(kind: str) -> Callable[[Decider], Decider]:
    return _registrar(_deciders, kind)


def receiver_of(kind: str) -> Receiver:
    return _found(_receivers, kind)


def listener_of(kind: str) -> Listener | None:
    """Not every sender cares what became of its letter."""
    return _listeners.get(kind)


def decider_of(kind: str) -> Decider:
    return _found(_deciders, kind)


def _registrar(register: dict[str, F], kind: str) -> Callable[[F], F]:
    def put(function: F) -> F:
        register[kind] = function
        return function

    return put


def _found(register: dict[str, F], kind: str) -> F:
    try:
        return register[kind]
    except KeyError:
        raise NobodyReceives(kind) from None
