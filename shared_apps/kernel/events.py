"""Domain events: the only thing one app may know about another's past."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, Protocol
from uuid import UUID

Facts = dict[str, Any]
Handler = Callable[[Facts], None]


class Actor(Protocol):
    """Whoever did it. The record copies id and name, so that history survives people."""

    @property
    def pk(self) -> Any: ...

    @property
    def name(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact. Fields are ids and primitives only: it is stored as JSON and outlives the code."""

    name: ClassVar[str]
    known: ClassVar[dict[str, type["Event"]]] = {}
    subject_id: UUID

    def __init_subclass__(cls) -> None:
        twin = Event.known.setdefault(cls.name, cls)
        if (twin.__module__, twin.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"two events are called {cls.name}")

    def facts(self) -> Facts:
        return {one.name: _plain(getattr(self, one.name)) for one in fields(self)}


_subscribers: dict[str, dict[str, Handler]] = {}
_by_name: dict[str, Handler] = {}
_only_when: dict[str, Callable[[], bool]] = {}


def subscribe(
    event: type[Event], *, name: str, when: Callable[[], bool] | None = None
) -> Callable[[Handler], Handler]:
    """Call the handler once the fact is committed. `name` is stored on every dispatch.

    `when` is asked in the unit where the fact arises: where it says no, nothing is sent at all.
    """

    def register(handler: Handler) -> Handler:
        if when is not None:
            _only_when[name] = when
        _subscribers.setdefault(event.name, {})[name] = handler
        return answers(name)(handler)

    return register


def answers(name: str) -> Callable[[Handler], Handler]:
    """Register who answers to a subscriber name that is sent to directly, without an event."""

    def register(handler: Handler) -> Handler:
        _by_name[name] = handler
        return handler

    return register


def subscribers_of(event_name: str) -> Mapping[str, Handler]:
    return _subscribers.get(event_name, {})


def listeners_to(event_name: str) -> list[str]:
    """The subscribers that want it here and now."""
    return [
        name for name in subscribers_of(event_name) if name not in _only_when or _only_when[name]()
    ]


def handler_of(subscriber: str) -> Handler:
    return _by_name[subscriber]


def subscriber_names() -> set[str]:
    return set(_by_name)


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value
