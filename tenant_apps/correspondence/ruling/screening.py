"""初审 (条例 24 ③): the recipient looks at the sender's document by the same rules.

The rules fill the list first; a person decides. What the sender gave a reason for does not travel
along with it: here it is a doubt like any other.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tenant_apps.correspondence.ruling.facts import Paper, codes
from tenant_apps.correspondence.ruling.findings import Finding, Judged, Strength

ARTICLE = "条例第二十四条（三）"
SCREENING = (
    Judged("ours", "应当由本机关办理", ARTICLE),
    Judged("ways", "符合行文规则", "条例第十四条至第十七条"),
    Judged("kind", "文种、格式符合要求", "条例第八条、第九条"),
    Judged("agreed", "涉及其他地区或部门职权的，已协商、会签", ARTICLE),
    Judged("drafting", "符合公文起草的其他要求", "条例第十九条"),
)
_AGREED = frozenset({"X13"})
_DRAFTING = frozenset({"S26", "B1", "B2"})
SEEN = frozenset({"ours", "ways", "kind", "agreed"})  # of these the rules see something


@dataclass(frozen=True)
class Screened:
    """One line of the list: what the rules found, and whether that fills it."""

    key: str
    text: str
    article: str
    findings: tuple[Finding, ...]
    is_seen: bool = False  # the rules could look at what this line asks

    @property
    def doubts(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.strength is not Strength.HINT)

    @property
    def filled(self) -> bool:
        return self.is_seen and not self.doubts


def addressed(paper: Paper, own: str) -> Iterable[Finding]:
    """Is it for us at all? Who gets a copy knows of it and acts on nothing."""
    if own in codes(paper.main):
        return
    if own in codes(paper.copies):
        yield Finding(
            "N2",
            "本机关是抄送机关",
            "抄送件供了解情况，一般不由本机关办理。",
            ARTICLE,
            Strength.HINT,
        )
        return
    yield Finding(
        "N1",
        "主送、抄送机关中没有本机关",
        "可能误投，请退回来文单位。",
        ARTICLE,
        Strength.CONDITIONAL,
    )


def repeated(register_number: str, title: str, why: str) -> Finding:
    """登记了两次: the same paper, by hand and by exchange, or sent once more."""
    return Finding(
        "N3",
        "可能与已收到的来文重复",
        f"{register_number or '未登记'}《{title}》（{why}）。确为重复的请退回来文单位。",
        ARTICLE,
        Strength.CONDITIONAL,
    )


def fill(found: Iterable[Finding], seen: frozenset[str] = frozenset()) -> tuple[Screened, ...]:
    """The list with every finding under the line it belongs to; `seen`: the lines of which the
    rules had something to look at, for what nobody looked at is not in order."""
    lines: dict[str, list[Finding]] = {one.key: [] for one in SCREENING}
    for one in found:
        lines[_line_of(one.code)].append(one)
    return tuple(
        Screened(one.key, one.text, one.article, tuple(lines[one.key]), one.key in seen)
        for one in SCREENING
    )


def cited(screened: Iterable[Screened], grounds: Iterable[str]) -> list[str]:
    """The articles behind the grounds of a return: lines of the list, or single findings."""
    articles = {}
    for line in screened:
        articles[line.key] = line.article
        articles |= {one.code: one.article for one in line.findings}
    return list(dict.fromkeys(articles[one] for one in grounds if one in articles))


def _line_of(code: str) -> str:
    if code.startswith("N"):
        return "ours"
    if code in _AGREED:
        return "agreed"
    if code in _DRAFTING:
        return "drafting"
    return "ways" if code.startswith("X") else "kind"
