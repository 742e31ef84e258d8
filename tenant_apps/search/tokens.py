"""Chinese words for PostgreSQL without a dictionary: every two neighbours, and each one alone.

Only letters, digits and characters count, so that a phrase is found across a line's end or a
comma. Pairs carry their position, single ones none: 的 would take more room than it is worth.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from shared_apps.kernel.text import bigrams

# A tsvector counts positions to 16,383; what is longer is kept in several rows.
LONGEST_PART = 15_000
OVERLAP = 60  # longer than what may be asked for, so nothing is lost at a seam
MOST_PARTS = 40
LONGEST_QUESTION = 50
# 发文字号 as people type it: [2026], 第3号, 003号; papers bear 〔2026〕3号 (GB/T 9704, 7.2.5).
_NUMBER = re.compile(r"((?:19|20)\d{2})\s*(?:[〕﹞\])】〉]\s*第?|第)\s*0*(\d{1,5})\s*号", re.ASCII)
AROUND = 40  # characters shown before and after what was found


@dataclass(frozen=True)
class Piece:
    """Some text, and whether it is what was asked for."""

    text: str
    hit: bool


def plain(text: str) -> str:
    """What counts of a text, in one form: full and half width, large and small are the same."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def parts(text: str) -> list[str]:
    """A text as the rows that it takes; at least one."""
    step = LONGEST_PART - OVERLAP
    starts = range(0, max(len(text) - OVERLAP, 1), step)
    return [text[at : at + LONGEST_PART] for at in starts[:MOST_PARTS]]


def vector(text: str) -> str:
    """As a tsvector is written; all of it is letters and digits, so nothing needs quoting."""
    kept = plain(text)
    places: dict[str, list[int]] = {}
    if len(kept) > 1:
        for place, pair in enumerate(bigrams(kept), 1):
            places.setdefault(pair, []).append(place)
    words = [f"'{pair}':{','.join(map(str, at[:255]))}" for pair, at in places.items()]
    return " ".join(words + [f"'{char}'" for char in sorted(set(kept))])


def phrases(asked: str) -> list[str]:
    """防汛 物资 asks for both, each as it stands; nothing that counts asks for nothing."""
    typed = unicodedata.normalize("NFKC", asked)
    words = _NUMBER.sub(r"\1\2号", typed)[:LONGEST_QUESTION].split()
    return [kept for word in words if (kept := plain(word))]


def question(asked: str) -> str:
    """As a tsquery is written; "" where nothing is asked."""
    return " & ".join(
        "(" + " <-> ".join(f"'{pair}'" for pair in bigrams(phrase)) + ")"
        for phrase in phrases(asked)
    )


def marked(text: str, asked: str) -> list[Piece]:
    """The whole text, hits apart from the rest."""
    return list(_cut(text, [(hit.start(), hit.end()) for hit in _hits(text, asked)]))


def snippet(text: str, asked: str) -> list[Piece]:
    """The neighbourhood of the first hit; the beginning where there is none."""
    first = next(_hits(text, asked), None)
    start = max(0, first.start() - AROUND) if first else 0
    end = (first.end() if first else 0) + 2 * AROUND
    shown = " ".join(text[start:end].split())
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return marked(f"{before}{shown}{after}", asked)


def _hits(text: str, asked: str) -> Iterator[re.Match[str]]:
    wanted = [r"[\W_]*".join(map(re.escape, phrase)) for phrase in phrases(asked)]
    if not wanted:
        return iter(())
    return re.finditer("|".join(wanted), text, re.IGNORECASE)


def _cut(text: str, hits: list[tuple[int, int]]) -> Iterator[Piece]:
    at = 0
    for start, end in hits:
        if start > at:
            yield Piece(text[at:start], hit=False)
        yield Piece(text[start:end], hit=True)
        at = end
    if at < len(text):
        yield Piece(text[at:], hit=False)
