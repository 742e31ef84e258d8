"""One clause of the standard against one finished page (版式检测)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from tenant_apps.correspondence.certificate.ruler import Sheet
from tenant_apps.correspondence.layout import RedHead, glyphs

# How strongly the standard asks: only 规定 may be called non-conforming, the rest is worth a look.
Strength = Literal["规定", "一般", "推荐", "可以", "实务"]
Verdict = Literal["pass", "fail", "warn"]
VERDICTS: dict[Verdict, str] = {"pass": "符合", "fail": "不符合", "warn": "提示"}

TYPE_AREA_ERROR = 1.0  # 6: 版心误差 ≤ 1 mm
MEASURING_ERROR = 0.5  # ink of one character within its box, and a dot on either side


@dataclass(frozen=True, kw_only=True)
class Finding:
    clause: str
    item: str
    demanded: str
    measured: str
    strength: Strength
    verdict: Verdict


@dataclass(frozen=True)
class Subject:
    """What is examined: the sheets as they are, and what ought to stand on them."""

    sheets: Sequence[Sheet]
    page: RedHead

    @property
    def first(self) -> Sheet:
        return self.sheets[0]

    @property
    def last(self) -> Sheet:
        return self.sheets[-1]


def printed(words: str) -> str:
    """Words as the page has them: without blanks and what nobody sees, 〓 for what no face has."""
    return "".join(glyphs.printable(glyphs.cleaned(words)).split())


Check = Callable[[Subject], list[Finding]]


@dataclass(frozen=True)
class Clause:
    """A demand; asking it gives the finding."""

    number: str
    item: str
    strength: Strength

    def length(
        self, demanded: float, found: float | None, tolerance: float = MEASURING_ERROR
    ) -> Finding:
        """A length in millimetres."""
        if found is None:
            return self._said(f"{demanded:.1f} mm", "没有找到", False)
        right = abs(found - demanded) <= tolerance
        wanted = f"{demanded:.2f}" if demanded < 1 else f"{demanded:.1f}"
        return self._said(f"{wanted} ± {tolerance:g} mm", f"{found:.2f} mm", right)

    def count(self, demanded: int, found: int) -> Finding:
        return self._said(str(demanded), str(found), demanded == found)

    def holds(self, demanded: str, found: str, right: bool) -> Finding:
        return self._said(demanded, found, right)

    def _said(self, demanded: str, found: str, right: bool) -> Finding:
        otherwise: Verdict = "fail" if self.strength == "规定" else "warn"
        return Finding(
            clause=self.number,
            item=self.item,
            demanded=demanded,
            measured=found,
            strength=self.strength,
            verdict="pass" if right else otherwise,
        )
