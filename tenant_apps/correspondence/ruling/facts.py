"""What the rules look at: a draft with its bodies, read once; no rule reads anything else."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tenant_apps.correspondence.kinds import Kind
from tenant_apps.correspondence.ruling.bodies import DEPARTMENTS, Body, City, Standing
from tenant_apps.correspondence.ruling.findings import Place

UP, DOWN, ACROSS = "up", "down", "across"
UPWARD = frozenset({Kind.REQUEST, Kind.REPORT, Kind.MOTION})
SUPERIORS = frozenset({Standing.SUPERIOR, Standing.ABOVE})
_AGREED = re.compile(r"(经|已报经|业经)[^，。；\n]{0,20}(同意|批准|授权)")
_CONSULTED = re.compile(r"(经商|商)[^，。；\n]{1,30}(同意|一致)|会同|协商一致")


@dataclass(frozen=True)
class Limits:
    """减负 defaults of the unit; they are said, never enforced."""

    longest: int = 5000  # 综合性文稿
    longest_special: int = 4000  # 专项文稿
    issued: int = 0  # 发文 of this year so far
    issued_before: int = 0  # … of last year by the same day


@dataclass(frozen=True)
class Paper:
    """A draft, by whom, to whom."""

    kind: str
    title: str
    body: str
    author: Body
    city: City
    main: tuple[Body, ...] = ()
    copies: tuple[Body, ...] = ()
    partners: tuple[Body, ...] = ()  # 联署机关
    issuer: str = ""  # 署名 of its letterhead
    sections: frozenset[str] = frozenset()  # names of our 内设机构
    is_major: bool = False
    signer: str = ""
    signs_major: bool = True  # may the chosen signer sign what only the head signs?
    principals: tuple[tuple[str, str], ...] = ()  # 主要负责人: id and name
    cosigned: bool = False
    attachments: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)

    @property
    def label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def upward(self) -> bool:
        return self.kind in UPWARD

    @property
    def downward(self) -> bool:
        return any(self.standing(one) is Standing.SUBORDINATE for one in self.main)

    @property
    def by_department(self) -> bool:
        """A 部门 that is not its body's 办公厅（室）."""
        serves = self.city.principal(self.author)
        return self.author.kind in DEPARTMENTS and serves.code == self.author.code

    @property
    def agreed(self) -> bool:
        """Does the text say that it was agreed to or authorised?"""
        return bool(_AGREED.search(self.body))

    @property
    def consulted(self) -> bool:
        return self.cosigned or bool(_CONSULTED.search(self.body))

    def standing(self, other: Body) -> Standing:
        return self.city.standing(self.author, other)

    def those(self, bodies: Iterable[Body], *standings: Standing) -> list[Body]:
        return [one for one in bodies if self.standing(one) in standings]

    def find(self, pattern: "re.Pattern[str] | str") -> tuple[Place, ...]:
        """Every place of the text that matches, in reading order."""
        return tuple(
            Place(name, found.start(), found.group())
            for name, text in (("title", self.title), ("body", self.body))
            for found in re.finditer(pattern, text)
        )


def names(bodies: Iterable[Body]) -> str:
    return "、".join(one.short_name for one in bodies)


def codes(bodies: Iterable[Body]) -> list[str]:
    return [one.code for one in bodies]
