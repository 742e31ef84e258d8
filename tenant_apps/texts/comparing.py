"""Two texts side by side, as an office reads them: by paragraph, then by the words within it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

LONGEST = 4000  # a longer paragraph is shown as replaced: comparing grows with its square
ALIKE = 0.3  # paragraphs less alike than this are another's place, not another's wording
SPECK = 2  # characters left standing between two changes read worse than one change


@dataclass(frozen=True)
class Piece:
    kind: str  # same, ins, del
    text: str


Line = list[Piece]


@dataclass(frozen=True)
class Change:
    """One place that reads differently: what stood there, what stands there now."""

    line: int
    removed: str
    added: str


def compare(before: str, after: str) -> list[Line]:
    """Every paragraph of both, in reading order."""
    old, new = before.split("\n"), after.split("\n")
    lines: list[Line] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += [[Piece("same", line)] for line in old[a:b]]
        else:
            lines += _replaced(old[a:b], new[c:d])
    return lines


def changes(lines: Sequence[Line]) -> list[Change]:
    found = []
    for place, line in enumerate(lines):
        for removed, added in _runs(line):
            found.append(Change(place, removed, added))
    return found


def measure(lines: Sequence[Line]) -> tuple[int, int]:
    """Characters added and struck out."""
    pieces = [piece for line in lines for piece in line]
    added = sum(len(piece.text) for piece in pieces if piece.kind == "ins")
    return added, sum(len(piece.text) for piece in pieces if piece.kind == "del")


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    for place in range(max(len(old), len(new))):
        if place >= len(new):
            yield [Piece("del", old[place])]
        elif place >= len(old):
            yield [Piece("ins", new[place])]
        else:
            yield from _within(old[place], new[place])


def _within(old: str, new: str) -> Iterator[Line]:
    if max(len(old), len(new)) > LONGEST:
        yield from ([Piece("del", old)], [Piece("ins", new)])
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        yield from ([Piece("del", old)], [Piece("ins", new)])
        return
    yield _joined(_pieces(matcher, old, new))


def _pieces(matcher: "SequenceMatcher[str]", old: str, new: str) -> Iterator[Piece]:
    codes = matcher.get_opcodes()
    for place, (tag, a, b, c, d) in enumerate(codes):
        between = 0 < place < len(codes) - 1
        if tag == "equal" and not (between and b - a < SPECK):
            yield Piece("same", old[a:b])
            continue
        yield Piece("del", old[a:b])
        yield Piece("ins", new[c:d])


def _joined(pieces: Iterator[Piece]) -> Line:
    """Neighbouring changes become one: struck out first, then what replaces it."""
    line: Line = []
    gone = come = ""
    for piece in pieces:
        if piece.kind == "same":
            line += [*_change(gone, come), piece]
            gone = come = ""
        elif piece.kind == "del":
            gone += piece.text
        else:
            come += piece.text
    return line + _change(gone, come)


def _change(gone: str, come: str) -> Line:
    return [Piece(kind, text) for kind, text in (("del", gone), ("ins", come)) if text]


def _runs(line: Line) -> Iterator[tuple[str, str]]:
    removed = added = ""
    for piece in [*line, Piece("same", "")]:
        if piece.kind == "del":
            removed += piece.text
        elif piece.kind == "ins":
            added += piece.text
        elif removed or added:
            yield removed, added
            removed = added = ""
