"""加签: what the groups of added signers at one step ask for next. Pure, like verdicts.

A group is all seats added at one moment before or after one turn (`parent`) of another seat. What
its members say is for whoever added them: it never decides the step by itself.

- before (前加签): the parent's seat waits; when the group has finished it opens again.
- after (后加签): the parent has agreed; the step goes on when the group has finished; where one of
  its members disagreed, the parent's seat opens once more.

all: everybody says something; any: the first word closes the group; in_turn: one after another.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from tenant_apps.workflow.models import Item
from tenant_apps.workflow.verdicts import last_turns

DEEPEST = 3
METHODS = ("all", "any", "in_turn")
ADDED = ("before", "after")


class What(Enum):
    OPEN = "open"  # its turn has come, or comes again
    CLOSE = "close"  # somebody else of its group has spoken for all
    AGAIN = "again"  # a new turn of the seat: those asked after it disagreed


@dataclass(frozen=True)
class Move:
    what: What
    seat: Item


def moves(items: Iterable[Item]) -> list[Move]:
    """What must happen next; ask again when it is done. Empty: the groups are at rest."""
    table = _Table(list(items))
    for (slot, parent), members in sorted(table.groups.items(), key=lambda one: -one[0][0]):
        if found := _of_group(table, slot, parent, members):
            return found
    return []


def depth(item: Item, items: Iterable[Item]) -> int:
    """How many additions deep a seat stands."""
    turns = {one.pk: one for one in items}
    deep, place = 0, item.parent_id
    while place is not None:
        deep, place = deep + 1, turns[place].parent_id
    return deep


def below(item: Item, items: Iterable[Item]) -> list[Item]:
    """Live seats that were added before or after this one, at any depth; the deepest first."""
    table = _Table(list(items))
    return table.live_below(item.slot)


def engaged(items: Iterable[Item]) -> set[UUID]:
    """Who has a seat at the step now, or will have it back: nobody sits on two."""
    table = _Table(list(items))
    found: set[UUID] = set()
    for seat in table.seats.values():
        place = seat if _live(seat) else None
        while place is not None:
            found |= {place.owner_id, place.principal_id}
            parent = table.turns.get(place.parent_id) if place.parent_id else None
            place = table.seats[parent.slot] if parent else None
    return found


class _Table:
    def __init__(self, items: list[Item]) -> None:
        self.turns: Mapping[UUID, Item] = {one.pk: one for one in items}
        self.seats: dict[int, Item] = {one.slot: one for one in last_turns(items)}
        self.groups: dict[tuple[int, UUID], list[Item]] = defaultdict(list)
        for seat in self.seats.values():
            if seat.kind in ADDED and seat.parent_id is not None:
                self.groups[self.turns[seat.parent_id].slot, seat.parent_id].append(seat)

    def members_of(self, slot: int) -> list[Item]:
        """Seats added to a seat, in whichever of its turns."""
        return [one for (at, _), group in self.groups.items() if at == slot for one in group]

    def live_below(self, slot: int) -> list[Item]:
        found: list[Item] = []
        for member in self.members_of(slot):
            found += self.live_below(member.slot)
            if _live(member):
                found.append(member)
        return found

    def busy(self, seat: Item) -> bool:
        return _live(seat) or bool(self.live_below(seat.slot))


def _of_group(table: _Table, slot: int, parent: UUID, members: list[Item]) -> list[Move]:
    busy = [member for member in members if table.busy(member)]
    if not busy:
        return _finished(table, table.seats[slot], parent, members)
    method = members[0].method
    if method == "any" and any(_spoke(one) and not table.busy(one) for one in members):
        over = [seat for one in busy for seat in (*table.live_below(one.slot), one)]
        return [Move(What.CLOSE, seat) for seat in over if _live(seat)]
    if method == "in_turn":
        first = min(busy, key=lambda one: one.slot)
        if first.status == "waiting" and not table.live_below(first.slot):
            return [Move(What.OPEN, first)]
    return []


def _finished(table: _Table, asker: Item, parent: UUID, members: list[Item]) -> list[Move]:
    if members[0].kind == "before":
        at_rest = not any(table.busy(one) for one in table.members_of(asker.slot))
        return [Move(What.OPEN, asker)] if asker.status == "waiting" and at_rest else []
    disagreed = any(one.status == "done" and one.action == "reject" for one in members)
    return [Move(What.AGAIN, asker)] if disagreed and asker.pk == parent else []


def _spoke(seat: Item) -> bool:
    return seat.status == "done"


def _live(seat: Item) -> bool:
    return seat.status in ("open", "waiting")
