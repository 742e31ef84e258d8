"""Balanced title lines (标题回行): whole words, shaped as a trapezium or a diamond (7.3.1)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

WIDEST = 19.0  # characters of 二号 that stand in 156 mm with a little air on both sides
_FULL_LINE = 20.0  # what really fits, when nothing else does

# Words of office titles. Not a dictionary: enough that a line seldom ends within one.
_WORDS = frozenset((Path(__file__).parent / "title_words.txt").read_text("utf-8").split())
# Kept whole whatever it costs: book titles, numbers with their unit, foreign words.
_WHOLE = re.compile(
    r"《[^》]{1,16}》|〔\d+〕\d*号?"
    r"|第?[0-9一二三四五六七八九十百]+(?:[年月日号届次个期]|周年|亿元|万元|元)?"
    r"|[A-Za-z0-9.%+-]+"
)
_OPENING = frozenset("《〈“‘（〔(")
_CLOSING = frozenset("》〉”’）〕)、，。：；！？,.:;")
_CLINGING = frozenset("的和与及等之地了")  # not at the head of a line
_REACHING = frozenset("和与及在对为向将")  # not at its end

_INSIDE_WORD, _UNSURE, _CLINGS, _REACHES = 30.0, 6.0, 20.0, 6.0
_UNEVEN = 1.0
_ANOTHER_LINE = 15.0  # cheaper than a cut word, dearer than an awkward break
_NEVER = float("inf")


def balanced(parts: Sequence[str], *, names: Iterable[str] = ()) -> list[str]:
    """The lines of a title. Breaks its author typed are kept; otherwise they are chosen here."""
    lines = [part for part in parts if part]
    if len(lines) > 1 and all(width(line) <= _FULL_LINE for line in lines):
        return lines
    whole = frozenset(name for text in names for name in re.split(r"[、，；：\s]+", text) if name)
    return list(_lines("".join(lines), whole))


def width(text: str) -> float:
    """In characters of the title's size: letters and digits of ASCII take about half."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


@lru_cache(maxsize=256)
def _lines(title: str, names: frozenset[str]) -> tuple[str, ...]:
    least = max(1, -int(-width(title) // WIDEST))
    if least == 1:
        return (title,) if title else ()
    costs = _break_costs(title, names)
    found = [
        (cost + _ANOTHER_LINE * extra, cuts)
        for extra in range(3)
        for targets in _outlines(width(title), least + extra)
        for cost, cuts in _fit(title, costs, targets)
        if cost < _NEVER
    ]
    if found:
        _, cuts = min(found)
        # A blank at the turn (between 联署机关) would push its line off the middle.
        return tuple(title[a:b].strip() for a, b in pairwise((0, *cuts)))
    return tuple(_hard(title))


def _outlines(total: float, count: int) -> Iterator[list[float]]:
    """Widths to aim at: wider downwards, narrower downwards, or widest in the middle."""
    step = 3.0 if count == 2 else 2.5
    middle = (count - 1) / 2
    for offsets in (
        [step * (i - middle) for i in range(count)],
        [step * (middle - i) for i in range(count)],
        [-step * abs(i - middle) for i in range(count)],
    ):
        mean = sum(offsets) / count
        yield [total / count + offset - mean for offset in offsets]


def _fit(
    title: str, costs: list[float], targets: list[float]
) -> Iterator[tuple[float, tuple[int, ...]]]:
    """The cheapest cuts whose lines come near the widths aimed at (one pass per line)."""
    reached: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for target in targets:
        further: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, cuts) in reached.items():
            for end in range(start + 2, len(title) + 1):
                line = width(title[start:end])
                if line > WIDEST:
                    break
                total = cost + costs[end] + _UNEVEN * (line - target) ** 2
                if total < further.get(end, (_NEVER, ()))[0]:
                    further[end] = (total, (*cuts, end))
        reached = further
    if len(title) in reached:
        yield reached[len(title)]


def _break_costs(title: str, names: frozenset[str]) -> list[float]:
    """costs[i]: what it costs to begin a line with the i-th character."""
    costs = [_UNSURE] * (len(title) + 1)
    costs[-1] = 0.0
    for start, end, known in _tokens(title):
        if known:
            costs[start] = min(costs[start], 0.0)
            costs[end] = 0.0
            costs[start + 1 : end] = [_INSIDE_WORD] * (end - start - 1)
    for i in range(1, len(title)):
        costs[i] += _CLINGS * (title[i] in _CLINGING) + _REACHES * (title[i - 1] in _REACHING)
        if title[i] in _CLOSING or title[i - 1] in _OPENING:
            costs[i] = _NEVER
    for start, end in _kept_whole(title, names):
        costs[start + 1 : end] = [_NEVER] * (end - start - 1)
    return costs


def _tokens(title: str) -> Iterator[tuple[int, int, bool]]:
    """Longest known word first; what is not known goes by one character."""
    at = 0
    while at < len(title):
        word = next((w for n in (5, 4, 3, 2) if (w := title[at : at + n]) in _WORDS), "")
        end = at + (len(word) or 1)
        yield at, end, bool(word)
        at = end


def _kept_whole(title: str, names: frozenset[str]) -> Iterator[tuple[int, int]]:
    for match in _WHOLE.finditer(title):
        yield match.span()
    for name in names:
        if 1 < len(name) <= WIDEST:
            for match in re.finditer(re.escape(name), title):
                yield match.span()


def _hard(title: str) -> Iterator[str]:
    """Something that cannot be broken well is still printed within the sheet."""
    line = ""
    for char in title:
        if width(line + char) > WIDEST:
            yield line
            line = ""
        line += char
    yield line
