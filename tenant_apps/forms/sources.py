"""选项来源: choices from the office's own lists (cars, rooms), named by the app that has them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class Source:
    key: str
    label: str
    options: Callable[[], list[Option]]


_known: dict[str, Source] = {}


def register(source: Source) -> None:
    """Called once from the ready() of the app that keeps the list."""
    _known[source.key] = source


def known(key: str) -> Source | None:
    return _known.get(key)


def every() -> list[Source]:
    return sorted(_known.values(), key=lambda one: one.key)
