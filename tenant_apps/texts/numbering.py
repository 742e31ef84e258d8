"""自动编号: the numbers Word draws before a paragraph. They stand in no word of its text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tenant_apps.texts.words import W, is_on, tree

LEVELS = 9
NUMBERING, STYLES = "word/numbering.xml", "word/styles.xml"
DIGITS = "〇一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
SYMBOL_FONTS = ("Wingdings", "Symbol", "Webdings")
BULLET = "●"  # what a symbol font's own code stands for, near enough
CLOSED = "、，。．.:：)）】〕]"  # nothing stands between these and the words


@dataclass(frozen=True)
class Level:
    """One level of a list as it is written: `text` has %1 … %9 for the counts."""

    kind: str
    text: str
    start: int
    suffix: str
    restart: int | None
    is_decimal: bool


@dataclass
class Lists:
    """Numbers a text's paragraphs in their order; every paragraph is asked for once."""

    levels: Mapping[str, Mapping[int, Level]]  # by numId
    owners: Mapping[str, str]  # numId → the list whose counts it goes on with
    anew: Mapping[str, Mapping[int, int]]  # numId → where it begins afresh
    styles: Mapping[str, Any]
    usual: str  # the style of a paragraph that names none
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, paragraph: Any) -> str:
        number, at = self._place(paragraph)
        level = self.levels.get(number, {}).get(at)
        if level is None:
            return ""
        self._count(number, at)
        said = self._said(number, at, level)
        if not said or level.suffix == "nothing" or said[-1] in CLOSED:
            return said
        return said + ("　" if said[-1] > "\u2e80" else " ")

    def _place(self, paragraph: Any) -> tuple[str, int]:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        style = _value(named) if named is not None else self.usual
        number, at = _said_of(own, "numId"), 0
        if number is None:
            number, at = self._of_style(style)
        return number, _whole(_said_of(own, "ilvl"), at)

    def _of_style(self, style: str) -> tuple[str, int]:
        met: set[str] = set()
        while style in self.styles and style not in met:
            met.add(style)
            given = self.styles[style].find(f"{W}pPr/{W}numPr")
            if (number := _said_of(given, "numId")) is not None:
                return number, _whole(_said_of(given, "ilvl"), 0)
            based = self.styles[style].find(f"{W}basedOn")
            style = _value(based) if based is not None else ""
        return "", 0

    def _count(self, number: str, at: int) -> None:
        counts = self.counts.setdefault(self.owners[number], [None] * LEVELS)
        afresh = self.anew[number].get(at)
        if afresh is not None and (number, at) not in self.begun:
            counts[at] = None
        before = counts[at]
        start = self.levels[number][at].start if afresh is None else afresh
        counts[at] = start if before is None else before + 1
        self.begun.add((number, at))
        for below in range(at + 1, LEVELS):
            level = self.levels[number].get(below)
            if level is None or level.restart is None or at < level.restart:
                counts[below] = None

    def _said(self, number: str, at: int, level: Level) -> str:
        said = level.text
        for place in range(at + 1):
            if f"%{place + 1}" in said:
                there = self.levels[number].get(place, level)
                count = self.counts[self.owners[number]][place]
                kind = "decimal" if level.is_decimal else there.kind
                said = said.replace(
                    f"%{place + 1}", written(there.start if count is None else count, kind)
                )
        return said


def of(found: Mapping[str, bytes]) -> Lists:
    styles = _styles(found)
    usual = next(
        (
            name
            for name, one in styles.items()
            if one.get(f"{W}type") == "paragraph" and one.get(f"{W}default") in ("1", "true", "on")
        ),
        "",
    )
    root = tree(found[NUMBERING]) if NUMBERING in found else None
    abstract = {} if root is None else _named(root, "abstractNum", "abstractNumId")
    nums = {} if root is None else _named(root, "num", "numId")
    levels: dict[str, dict[int, Level]] = {}
    owners: dict[str, str] = {}
    anew: dict[str, dict[int, int]] = {}
    for number, one in nums.items():
        owners[number] = _owner(one, abstract, nums, styles)
        levels[number] = _levels(abstract.get(owners[number]))
        anew[number] = {}
        for change in one.iterchildren(f"{W}lvlOverride"):
            levels[number] |= _levels(change)
            if (begin := _said_of(change, "startOverride")) is not None:
                anew[number][_whole(change.get(f"{W}ilvl"), 0)] = _whole(begin, 1)
    return Lists(levels, owners, anew, styles, usual)


def _owner(
    num: Any, abstract: Mapping[str, Any], nums: Mapping[str, Any], styles: Mapping[str, Any]
) -> str:
    """A list may only name a list style, which names the list that holds the levels."""
    owner = _said_of(num, "abstractNumId") or ""
    linked = _said_of(abstract.get(owner), "numStyleLink") or ""
    if linked in styles:
        real = _said_of(styles[linked].find(f"{W}pPr/{W}numPr"), "numId") or ""
        if real in nums:
            return _said_of(nums[real], "abstractNumId") or ""
    return owner


def _styles(found: Mapping[str, bytes]) -> dict[str, Any]:
    return _named(tree(found[STYLES]), "style", "styleId") if STYLES in found else {}


def _named(root: Any, tag: str, by: str) -> dict[str, Any]:
    return {one.get(f"{W}{by}", ""): one for one in root.iterchildren(f"{W}{tag}")}


def _levels(owner: Any) -> dict[int, Level]:
    if owner is None:
        return {}
    found = {_whole(one.get(f"{W}ilvl"), 0): _level(one) for one in owner.iterchildren(f"{W}lvl")}
    return {at: level for at, level in found.items() if at < LEVELS}


def _level(one: Any) -> Level:
    kind = _said_of(one, "numFmt") or "decimal"
    text = _said_of(one, "lvlText") or ""
    fonts = one.find(f"{W}rPr/{W}rFonts")
    faces = "" if fonts is None else " ".join(fonts.attrib.values())
    if kind == "bullet" and (
        any(name in faces for name in SYMBOL_FONTS) or any("\ue000" <= c <= "\uf8ff" for c in text)
    ):
        text = BULLET
    restart = _said_of(one, "lvlRestart")
    legal = one.find(f"{W}isLgl")
    return Level(
        kind=kind,
        text=text,
        start=_whole(_said_of(one, "start"), 0),
        suffix=_said_of(one, "suff") or "tab",
        restart=None if restart is None else _whole(restart, 0),
        is_decimal=legal is not None and is_on(legal),
    )


def _said_of(owner: Any, tag: str) -> str | None:
    found = None if owner is None else owner.find(f"{W}{tag}")
    return None if found is None else _value(found)


def _value(node: Any) -> str:
    return str(node.get(f"{W}val") or "")


def _whole(said: str | None, otherwise: int) -> int:
    return int(said) if said and said.isdecimal() and len(said) < 7 else otherwise


# ---- a count in words --------------------------------------------------------------------------


def written(count: int, kind: str) -> str:
    """Kinds nobody writes in a Chinese office are written in Arabic: a number, not a gap."""
    return KINDS.get(kind, str)(count)


def counted(count: int) -> str:
    """十二, 二十, 一百〇三: as 结构层次 are numbered."""
    if not 0 < count < 1000:
        return str(count)
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    said = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        said += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        said += "〇"
    return said + (DIGITS[ones] if ones else "")


def _legal(count: int) -> str:
    plain = counted(count)
    plain = f"一{plain}" if plain.startswith("十") else plain
    return plain.translate(str.maketrans(f"{DIGITS}十百", f"{LEGAL}拾佰"))


def _letters(count: int) -> str:
    """A … Z, AA, BB: as Word goes on after Z."""
    if count < 1:
        return str(count)
    return chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _roman(count: int) -> str:
    said = ""
    for worth, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        times, count = divmod(count, worth)
        said += sign * times
    return said


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda count: signs[count - 1] if 0 < count <= len(signs) else str(count)


_CIRCLED = _one_of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_IN_DIGITS = str.maketrans("0123456789", DIGITS)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
KINDS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
        ),
        counted,
    ),
    "ideographDigital": lambda count: str(count).translate(_IN_DIGITS),
    "taiwaneseDigital": lambda count: str(count).translate(_IN_DIGITS),
    "japaneseDigitalTenThousand": lambda count: str(count).translate(_IN_DIGITS),
    "chineseLegalSimplified": _legal,
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedFullstop": lambda count: f"{count}.",
    "decimalEnclosedParen": lambda count: f"（{count}）",
    "ideographEnclosedCircle": _one_of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "decimalFullWidth": lambda count: str(count).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda count: str(count).translate(_FULL_WIDTH),
    "decimalZero": lambda count: f"{count:02}",
    "upperLetter": _letters,
    "lowerLetter": lambda count: _letters(count).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "none": lambda count: "",
}
