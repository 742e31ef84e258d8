"""机关 and how they stand to each other: 隶属关系 of the city's own register (条例 14).

An 办公厅（室） stands where its body stands: it writes and is written to in the body's stead.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

DEPARTMENTS = frozenset({"bureau", "party_department", "vertical", "association"})
GOVERNMENTS = frozenset({"government", "town", "subdistrict"})
HIGHEST = frozenset({"government", "party_committee", "congress", "consultative"})
COMMITTEES = frozenset({"party_committee"})


@dataclass(frozen=True)
class Body:
    code: str
    name: str
    short_name: str
    kind: str
    parent: str = ""  # code


class Standing(StrEnum):
    """How another body stands to ours."""

    SUPERIOR = "superior"  # 直接上级
    ABOVE = "above"  # 上级 beyond the direct one: 越级
    SUBORDINATE = "subordinate"
    PEER = "peer"
    UNRELATED = "unrelated"  # 不相隶属
    SELF = "self"
    UNKNOWN = "unknown"  # the register does not say where one of the two belongs


class City:
    """All bodies, and the questions the rules ask about two of them."""

    def __init__(self, bodies: Iterable[Body]) -> None:
        self.bodies: Mapping[str, Body] = {one.code: one for one in bodies}

    def parents(self, body: Body) -> list[Body]:
        """直接上级 first."""
        found: list[Body] = []
        while (above := self.bodies.get(body.parent)) and above not in found:
            found.append(above)
            body = above
        return found

    def principal(self, body: Body) -> Body:
        """For an 办公厅（室） the body it serves; any other body itself."""
        above = self.bodies.get(body.parent)
        return above if above and is_office_of(body, above) else body

    def standing(self, ours: Body, other: Body) -> Standing:
        mine, theirs = self.principal(ours), self.principal(other)
        if ours.code == other.code:
            return Standing.SELF
        if mine.code == theirs.code:  # an office and its body
            return Standing.SUPERIOR if mine.code == other.code else Standing.SUBORDINATE
        if not (_placed(mine) and _placed(theirs)):
            return Standing.UNKNOWN
        above = [one.code for one in self.parents(mine)]
        if theirs.code in above:
            return Standing.SUPERIOR if above[0] == theirs.code else Standing.ABOVE
        if theirs.kind in COMMITTEES and not theirs.parent:
            return Standing.SUPERIOR  # 党委 of the same level leads
        if mine.code in [one.code for one in self.parents(theirs)]:
            return Standing.SUBORDINATE
        same = mine.parent == theirs.parent
        return Standing.PEER if same and mine.kind == theirs.kind else Standing.UNRELATED

    def unplaced(self, bodies: Iterable[Body]) -> list[Body]:
        """Those of them whose 上级 the register does not name."""
        return [one for one in bodies if not _placed(self.principal(one))]

    def skipped(self, ours: Body, other: Body) -> list[Body]:
        """The bodies between ours and one further up."""
        theirs = self.principal(other)
        found: list[Body] = []
        for one in self.parents(self.principal(ours)):
            if one.code == theirs.code:
                return found
            found.append(one)
        return []


def _placed(body: Body) -> bool:
    return bool(body.parent) or body.kind in HIGHEST


def is_office_of(body: Body, above: Body) -> bool:
    return body.name == f"{above.name}办公室" or body.short_name == f"{above.short_name}办公室"
