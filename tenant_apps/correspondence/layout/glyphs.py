"""Which characters our faces can print, and what stands in for the others."""

import re
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path

_COVERAGE = Path(__file__).parent / "fonts" / "coverage.txt"

# 〓 is what printers set where they lack the type: seen at once, never taken for something else.
STAND_IN = "〓"
# Control characters break lines where none belong, and lone surrogates are no text at all.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# Invisible: they join, hide or turn text around, and say nothing on paper.
_INVISIBLE = re.compile(
    r"[\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]|[\U000e0000-\U000e0fff]"
)


def cleaned(text: str) -> str:
    """One line of visible text."""
    return _INVISIBLE.sub("", _CONTROL.sub(" ", text)).strip()


def printable(text: str) -> str:
    return "".join(char if _has(char) else STAND_IN for char in text)


def missing(text: str) -> str:
    """The characters that would be printed as 〓, each once, as they come."""
    return "".join(dict.fromkeys(char for char in text if not _has(char)))


@lru_cache(maxsize=8192)
def _has(char: str) -> bool:
    starts, ends = _ranges()
    at = bisect_right(starts, ord(char)) - 1
    return at >= 0 and ord(char) <= ends[at]


@lru_cache(maxsize=1)
def _ranges() -> tuple[list[int], list[int]]:
    rows = [line.split() for line in _COVERAGE.read_text("utf-8").splitlines()]
    return [int(first, 16) for first, _ in rows], [int(last, 16) for _, last in rows]
