"""What makes a good template, and how two differ: known upstairs, where templates are run.

The city's floor may not look into the units' apps, so whoever runs requests says it here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Fault:
    """`place` is a path into the file: flow.nodes.head.who."""

    place: str
    message: str


@dataclass(frozen=True)
class Difference:
    """`part`: card, form, flow or settings; `change`: added, removed, changed or moved."""

    part: str
    change: str
    name: str
    label: str
    was: str
    now: str


@dataclass(frozen=True)
class Craft:
    faults: Callable[[Any], list[Fault]]
    differences: Callable[[Body, Body], list[Difference]]


_known: list[Craft] = []


def use(craft: Craft) -> None:
    _known[:] = [craft]


def faults(body: Any) -> list[Fault]:
    return _known[0].faults(body)


def differences(was: Body, now: Body) -> list[Difference]:
    return _known[0].differences(was, now)
