"""Three-way comparison of things made of named parts: what two hands did to one beginning.

Everything compared is a mapping of items, each a mapping of settings. What an item is, and how it
is said to people, is the business of whoever asks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Items = Mapping[str, Mapping[str, Any]]
Side = Literal["city", "ours"]


@dataclass(frozen=True)
class Change:
    """One thing that is not alike everywhere. `setting` is empty where the whole item came or
    went on one side; a value of None: it is not there."""

    item: str
    setting: str
    base: Any
    city: Any
    ours: Any

    @property
    def place(self) -> str:
        return f"{self.item}/{self.setting}" if self.setting else self.item

    @property
    def is_conflict(self) -> bool:
        return self.base not in (self.city, self.ours)

    @property
    def by(self) -> Side | None:
        """Who changed it; None: both, each in their own way."""
        if self.is_conflict:
            return None
        return "city" if self.base == self.ours else "ours"


def changes(base: Items, city: Items, ours: Items) -> Iterator[Change]:
    """In the order of ours, then what only the others have. Alike on both sides: no question."""
    for name in {**ours, **city, **base}:
        sides = base.get(name), city.get(name), ours.get(name)
        if None in sides:
            if sides[1] != sides[2]:
                yield Change(name, "", *sides)
            continue
        yield from _of_item(name, *(side or {} for side in sides))


def _of_item(
    name: str, base: Mapping[str, Any], city: Mapping[str, Any], ours: Mapping[str, Any]
) -> Iterator[Change]:
    for setting in {**ours, **city, **base}:
        found = Change(name, setting, base.get(setting), city.get(setting), ours.get(setting))
        if found.city != found.ours:
            yield found


def undecided(found: list[Change], choices: Mapping[str, Side]) -> list[Change]:
    """Conflicts that nobody has settled; everything else has an answer that loses nothing."""
    return [one for one in found if one.is_conflict and one.place not in choices]


def merged(
    found: list[Change], ours: Items, choices: Mapping[str, Side]
) -> dict[str, dict[str, Any]]:
    """Ours, with what was taken of the city's: without a choice whatever only the city changed."""
    result = {name: dict(settings) for name, settings in ours.items()}
    for one in found:
        if choices.get(one.place, one.by) != "city":
            continue
        if one.setting:
            _put(result[one.item], one.setting, one.city)
        else:
            _put(result, one.item, None if one.city is None else dict(one.city))
    return result


def _put(where: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        where.pop(name, None)
    else:
        where[name] = value
