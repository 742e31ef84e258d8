"""What must hold at one step, written anew and from the rows alone: the engine is not asked."""

from typing import Any
from uuid import UUID

from tenant_apps.workflow.models import Item


def decided(node: dict[str, Any], turns: list[Item]) -> str:
    """The oracle: what the last turns of all seats must mean, written anew."""
    signing = [one for one in turns if one.kind == "sign" and one.action != "removed"]
    hosts = [one for one in turns if one.kind == "host"]
    yes = sum(one.status == "done" and one.action in ("approve", "added") for one in signing)
    no = sum(one.status == "done" and one.action == "reject" for one in signing)
    verdict = weighed(node, yes, no, len(signing))
    if node.get("reject") == "collect" and no:
        verdict = "open"
        if yes + no == len(signing) and hosts and hosts[0].status == "done":
            verdict = "done" if hosts[0].action == "approve" else "rejected"
    asked = any(one.kind in ("before", "after") and one.status in Item.LIVE for one in turns)
    return "open" if verdict == "done" and asked else verdict


def weighed(node: dict[str, Any], yes: int, no: int, size: int) -> str:
    mode = node.get("mode", "all")
    if mode == "any":
        return "done" if yes else "rejected" if no else "open"
    if mode in ("all", "in_turn"):
        return "rejected" if no else "done" if yes == size else "open"
    if yes * 100 >= node["percent"] * size:
        return "done"
    return "rejected" if (size - no) * 100 < node["percent"] * size else "open"


def heard(node: dict[str, Any], ended: list[str], size: int) -> str:
    """子流程: what those that were heard of must mean for the step that waits."""
    well, ill = ended.count("done"), len([one for one in ended if one != "done"])
    enough = {"all": size, "any": 1}.get(node["wait"]) or min(node["wait"], size)
    if well >= enough:
        return "done"
    return "rejected" if size - ill < enough else "open"


class Asked:
    """加签, looked at from the other side: who stands below whom, straight from the rows."""

    def __init__(self, items: list[Item]) -> None:
        self.items = {item.pk: item for item in items}
        self.last = {item.slot: item for item in sorted(items, key=lambda one: one.turn)}

    def asker(self, seat: Item) -> Item | None:
        return self.last[self.items[seat.parent_id].slot] if seat.parent_id else None

    def under(self, seat: Item) -> list[Item]:
        """Live seats that somebody asked for because this one was asked, at any depth."""
        found = []
        for other in self.last.values():
            place = self.asker(other) if other.kind != "sign" else None
            while place is not None and place.slot != seat.slot:
                place = self.asker(place) if place.kind != "sign" else None
            if place is not None and other.status in Item.LIVE:
                found.append(other)
        return found

    def groups(self) -> list[list[Item]]:
        together: dict[UUID, list[Item]] = {}
        for seat in self.last.values():
            if seat.kind in ("before", "after") and seat.parent_id:
                together.setdefault(seat.parent_id, []).append(seat)
        return [sorted(seats, key=lambda one: one.slot) for seats in together.values()]

    def check(self, *, open_: bool) -> None:
        for seat in self.last.values():
            if seat.status == "open":
                before = [one for one in self.under(seat) if one.kind == "before"]
                assert not before, "asked before, and not waited for"
        for seats in self.groups():
            self.check_group(seats, open_=open_)

    def check_group(self, seats: list[Item], *, open_: bool) -> None:
        busy = [seat for seat in seats if seat.status in Item.LIVE or self.under(seat)]
        spoke = [seat for seat in seats if seat.status == "done" and seat not in busy]
        if seats[0].method == "any":
            assert not (busy and spoke), "one has spoken for all, and the others go on"
        if seats[0].method == "in_turn" and busy:
            assert busy[0].status == "open" or self.under(busy[0]), "whose turn it is has none"
            for seat in busy[1:]:
                assert seat.status == "waiting", "two at once"
                assert not self.under(seat), "two at once"
        if seats[0].kind == "after" and not busy and open_:
            asker = self.asker(seats[0])
            if any(seat.action == "reject" for seat in spoke):
                assert asker is not None
                assert asker.pk != seats[0].parent_id, "a word against was overheard"
