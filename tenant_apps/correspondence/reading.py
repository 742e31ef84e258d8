"""读要素: what the head of a paper says of itself, out of its text layer; a person checks it.

The places are those of GB/T 9704: the mark above the number, the title under the rule, the date
under the signature. What does not stand there clearly is left empty, never guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from tenant_apps.correspondence.kinds import Kind, Urgency

HEAD = 60  # lines in which the head of a paper is looked for
LONGEST_TITLE = 6  # lines
_NUMBER = re.compile(
    r"(?P<prefix>[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z]{0,18})\s*"
    r"[〔﹝［\[【（(〈]\s*(?P<year>(?:19|20)\d{2})\s*[〕﹞］\]】）)〉]\s*第?\s*0*(?P<value>\d{1,5})\s*号"
)
_SIGNER = re.compile(r"签\s*发\s*人\s*[：:]\s*(?P<name>[\u4e00-\u9fff·][\u4e00-\u9fff·\s]{0,18})")
_URGENCY = re.compile(r"(特\s*急|加\s*急)")
_DAY = re.compile(r"((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_COUNT = r"([一二三四五六七八九十]{1,3})"
_OLD_DAY = re.compile(rf"([二一][〇○零一二三四五六七八九]{{3}})年{_COUNT}月{_COUNT}日")
# 信函格式: 份号 and 紧急程度 stand on the line of the number, at its other end.
_BESIDE = re.compile(r"(?:\d{6}\s*)?(特急|加急)\s*(?=.*\d{4}.*号)")
_COPY_NUMBER = re.compile(r"\d{1,6}")
_KINDS = sorted(Kind.choices, key=lambda one: -len(one[1]))
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


@dataclass(frozen=True)
class Fields:
    """What was read; empty where nothing was."""

    from_name: str = ""
    number: str = ""
    title: str = ""
    doc_kind: str = ""
    urgency: str = ""
    written_on: str = ""
    signer: str = ""

    def found(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}


def read(text: str) -> Fields:
    """From the first page on; joint issue names its host, whose number it bears."""
    whole = "\n".join(map(_joined, text.splitlines()))
    lines = [line for line in _BESIDE.sub("\\1\n", whole).splitlines() if line]
    head = lines[:HEAD]
    at, number = _number_in(head)
    title, kind = _title_after(head, at)
    mark = _mark_above(head, at)
    if not mark and (led := re.match(r"(?P<body>.{4,40}?)关于", title)):
        mark = led["body"]
    signer = next((found for line in head if (found := _SIGNER.search(line))), None)
    urgent = next((found for line in head[: at or 6] if (found := _URGENCY.fullmatch(line))), None)
    return Fields(
        from_name=mark[:120],
        number=number,
        title=_without(mark, title)[:200],
        doc_kind=kind,
        urgency=_urgency(urgent[1]) if urgent else "",
        written_on=_written_on(lines),
        signer=re.sub(r"\s{2,}", " ", signer["name"].strip())[:40] if signer else "",
    )


def normal_number(text: str) -> str:
    """发文字号 as the standard writes it: 六角括号, no 第, no leading zero (7.2.5)."""
    found = _NUMBER.fullmatch(_joined(text))
    return _written(found) if found else _joined(text)


def _joined(line: str) -> str:
    """渝 府 发 → 渝府发: the letters of a mark stand apart on paper."""
    return _SPACED.sub("", " ".join(line.split()))


def _written(found: "re.Match[str]") -> str:
    return f"{found['prefix']}〔{found['year']}〕{found['value']}号"


def _number_in(head: Sequence[str]) -> tuple[int | None, str]:
    """The line of the number: the first that is nothing else, but for 签发人 beside it."""
    for place, line in enumerate(head):
        found = _NUMBER.search(line)
        if found and not _SIGNER.sub("", line[found.end() :]).strip() and not found.start():
            return place, _written(found)
    return None, ""


def _mark_above(head: Sequence[str], at: int | None) -> str:
    """发文机关标志: the last line above the number that is one; 文件 stands beside the names."""
    for line in reversed(head[:at] if at is not None else []):
        name = line.removesuffix("文件").strip("（）()")
        if len(name) < 3 or _COPY_NUMBER.fullmatch(line) or _URGENCY.fullmatch(line):
            continue
        if _SIGNER.search(line) or re.search(r"[，。；：:]", name):
            continue
        return name
    return ""


def _title_after(head: Sequence[str], at: int | None) -> tuple[str, str]:
    """The lines under the number, as far as the one that ends in a 文种."""
    begin = 0 if at is None else at + 1
    for first in range(begin, len(head)):
        if _SIGNER.fullmatch(head[first]) or (at is None and "关于" not in head[first]):
            continue
        said = ""
        for line in head[first : first + LONGEST_TITLE]:
            if line.endswith(("：", ":", "。")):
                break
            said += line
            if kind := _kind_of(said):
                return said, kind
        if at is not None:  # under the number stands the title, or nothing that we know as one
            return "", ""
    return "", ""


def _kind_of(title: str) -> str:
    bare = re.sub(r"[（(][^（）()]{1,12}[）)]$", "", title)  # （试行）, （代拟稿）
    return next((key for key, label in _KINDS if bare.endswith(label)), "")


def _without(mark: str, title: str) -> str:
    """The office writes titles without the body that stands before them."""
    bare = title.removeprefix(mark) if mark else title
    return bare if bare.startswith("关于") else title


def _urgency(word: str) -> str:
    return Urgency.EXTRA_URGENT if "特" in word else Urgency.URGENT


def _written_on(lines: Sequence[str]) -> str:
    """成文日期: the last date that is a line of its own; 印发日期 says so behind it."""
    for line in reversed(lines):
        if found := _DAY.fullmatch(line):
            return _iso(*(int(part) for part in found.groups()))
        if old := _OLD_DAY.fullmatch(line):
            return _iso(int(old[1].translate(_DIGITS)), _counted(old[2]), _counted(old[3]))
    return ""


def _counted(words: str) -> int:
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return int(words.translate(_DIGITS))
    return 10 * int(tens.translate(_DIGITS) or 1) + int(ones.translate(_DIGITS) or 0)


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
