"""标题、主送机关、署名、成文日期 typed into the text as well: the layout sets them around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from tenant_apps.correspondence.ruling.facts import Paper
from tenant_apps.correspondence.ruling.findings import PRACTICE, Finding, Fix, Place, Strength

MOST_TITLE_LINES = 4
_DATE = re.compile(
    r"(?:[12]\d{3}|[〇○零一二三四五六七八九]{4}|[x×X]{2,4})?年"
    r"(?:[\dx×X]{0,2}|[一二三四五六七八九十]{0,3})月(?:[\dx×X]{0,2}|[一二三四五六七八九十]{0,3})日"
)
_BETWEEN = re.compile(r"[、，,和及：:]")
_ALL = re.compile(  # 各镇人民政府, 区政府各部门: a whole kind of bodies
    r"(?:区|县|市|镇|街道)?(?:委|政府)?各(?:镇|乡镇|镇街|街道|部门|单位|科室|村|社区|人民团体)*"
    r"(?:人民政府|街道办事处|办事处|党委|党工委|部门|单位)?|街道办事处|有关(?:单位|部门)"
)


def said_twice(paper: Paper) -> Iterator[Finding]:
    """Whoever brings a whole paper written elsewhere brings these along, and they print twice."""
    lines = [line for line in _lines(paper.text) if line.words]
    found = [*_at_the_head(paper, lines), *_at_the_foot(paper, lines)]
    if not found or len(found) == len(lines):
        return
    names = "、".join(dict.fromkeys(what for what, _ in found))
    twice = {line.start for _, line in found}
    kept = "".join(line.whole for line in _lines(paper.text) if line.start not in twice)
    yield Finding(
        "T6",
        f"正文里又写了{names}，印出来会重复",
        f"{names}由系统按所填内容排在正文前后，正文里不用再写。",
        PRACTICE,
        Strength.CONDITIONAL,
        places=tuple(Place("body", line.start, line.whole.strip()) for _, line in found),
        fixes=(
            Fix(
                "删去重复的各行",
                {"body": "\n".join(filter(None, (kept.strip("\n"), paper.annexed)))},
            ),
        ),
    )


@dataclass(frozen=True)
class _Line:
    start: int
    whole: str

    @property
    def words(self) -> str:
        return re.sub(r"\s", "", self.whole)


_Found = tuple[str, _Line]


def _lines(text: str) -> list[_Line]:
    parts = text.splitlines(keepends=True)
    starts = accumulate((len(part) for part in parts), initial=0)
    return [_Line(start, part) for start, part in zip(starts, parts, strict=False)]


def _at_the_head(paper: Paper, lines: list[_Line]) -> list[_Found]:
    title = re.sub(r"\s", "", paper.title)
    wanted = {before + title for before in ("", *_names_of_author(paper))} if title else set()
    joined = list(accumulate(line.words for line in lines[:MOST_TITLE_LINES]))
    many = next((count for count, words in enumerate(joined, 1) if words in wanted), 0)
    found = [("标题", line) for line in lines[:many]]
    if many < len(lines) and _addresses(paper, lines[many].words):
        found.append(("主送机关", lines[many]))
    return found


def _addresses(paper: Paper, words: str) -> bool:
    """Nothing but whom it goes to, and a colon."""
    if len(words) < len("某局：") or not words.endswith(("：", ":")):
        return False
    names = sorted(
        {name for one in paper.main for name in (one.name, one.short_name)}, key=len, reverse=True
    )
    rest = words
    for name in names:
        rest = rest.replace(name, "")
    rest = _BETWEEN.sub("", _ALL.sub("", rest))
    return not rest


def _at_the_foot(paper: Paper, lines: list[_Line]) -> list[_Found]:
    found: list[_Found] = []
    names = {*_names_of_author(paper), *(one.name for one in paper.partners)}
    for line in reversed(lines):
        if _DATE.fullmatch(line.words) and not found:
            found.append(("成文日期", line))
        elif line.words in names:
            found.append(("署名", line))
        else:
            break
    return found[::-1]


def _names_of_author(paper: Paper) -> tuple[str, ...]:
    said = (paper.issuer, paper.author.name, paper.author.short_name)
    return tuple(dict.fromkeys(name for name in said if name))


RULES = (said_twice,)
