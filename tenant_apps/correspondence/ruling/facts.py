"""What the rules look at: a draft with its bodies, read once; no rule reads anything else."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tenant_apps.correspondence.kinds import Kind, goes_up
from tenant_apps.correspondence.ruling.bodies import DEPARTMENTS, Body, City, Standing
from tenant_apps.correspondence.ruling.findings import Place

UP, DOWN, ACROSS = "up", "down", "across"
SUPERIORS = frozenset({Standing.SUPERIOR, Standing.ABOVE})
# Said of this very document; 未经批准不得… and 经批准后方可… are said of others.
_AGREED = (
    r"(?:(?:已|业|已报|已呈)经|(?:^|[，。；：\n])\s*(?:现|并|报|并报|并已)?(?:经|根据|受))"
    r"[^，。；\n]{{0,6}}?(?:{who})[^，。；\n]{{0,14}}(?:同意|批准|授权|委托|通过)(?!后(?!，?(?:现|印发)))"
)
_BODIES = ("政府", "党委", "党工委", "区委", "县委", "市委", "镇委", "常委会", "常务会")
_CONSULTED = re.compile(
    r"(?:经商|已商|商得|会商|经与|已与)[^，。；\n]{1,30}(?:同意|一致)"
    r"|(?:(?<=[经已，])|(?<=研究)|(?<![应须需可])与[^，。；\n未不须需应]{1,20})协商一致(?!后)"
    r"|会同[^，。；\n]{1,30}(?:制定|研究|起草|拟定|拟订|提出)了?"
)
# As the layout divides them: a line that says only 附件 or 附件1 begins an annex.
_ANNEXED = re.compile(r"^[^\S\n]*附件\s*(?:\d{1,2})?\s*[：:]?[^\S\n]*$", re.MULTILINE)


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
    left_out: tuple[str, ...] = ()  # of the Word file: what the layout will not print
    limits: Limits = field(default_factory=Limits)

    @property
    def label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def upward(self) -> bool:
        """上行文 by its kind; an 意见 by where it goes."""
        asks = self.kind == Kind.OPINION and self.those(self.main, *SUPERIORS)
        return goes_up(self.kind) or bool(asks)

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
        own = [
            name for one in self.city.parents(self.author) for name in (one.name, one.short_name)
        ]
        who = "|".join(re.escape(name) for name in (*own, *_BODIES))
        return bool(re.search(_AGREED.format(who=who), self.text))

    @property
    def consulted(self) -> bool:
        return self.cosigned or bool(_CONSULTED.search(self.text))

    @property
    def text(self) -> str:
        """正文 without its annexes: what another said (转发, 印发) is not this document's word."""
        return self.body[: self._end]

    @property
    def annexed(self) -> str:
        return self.body[self._end :]

    @property
    def _end(self) -> int:
        found = _ANNEXED.search(self.body)
        return found.start() if found else len(self.body)

    def ending(self, words: str) -> str:
        """The whole body with these words at the end of its text, before the annexes."""
        annexed = f"\n{self.annexed}" if self.annexed else ""
        return f"{self.text.rstrip()}\n{words}{annexed}"

    def standing(self, other: Body) -> Standing:
        return self.city.standing(self.author, other)

    def those(self, bodies: Iterable[Body], *standings: Standing) -> list[Body]:
        return [one for one in bodies if self.standing(one) in standings]

    def find(self, pattern: "re.Pattern[str] | str", *, all_: bool = False) -> tuple[Place, ...]:
        """Every place of title and text that matches, in reading order; `all_`: of annexes too."""
        return tuple(
            Place(name, found.start(), found.group())
            for name, text in (("title", self.title), ("body", self.body if all_ else self.text))
            for found in re.finditer(pattern, text)
        )


def names(bodies: Iterable[Body]) -> str:
    return "、".join(one.short_name for one in bodies)


def codes(bodies: Iterable[Body]) -> list[str]:
    return [one.code for one in bodies]
