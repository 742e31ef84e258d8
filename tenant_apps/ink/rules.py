"""What may be written: shape, place and amount of strokes and notes. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared_apps.kernel.errors import DomainError, Forbidden, Invalid

MOST_BYTES = 2 << 20  # of one save
MOST_AT_ONCE = 200  # marks of one save
MOST_POINTS = 4_000  # of one stroke: a minute of unbroken writing
MOST_ON_A_PAGE = 600
MOST_IN_A_LAYER = 3_000
LONGEST_NOTE = 500
LONGEST_MS = 600_000
FULL = 1_000  # pressure
A_POINT = 4  # x, y, pressure, time


class BadStroke(Invalid):
    code = "ink.bad_stroke"


class OffThePage(Invalid):
    code = "ink.off_the_page"


class BadNote(Invalid):
    code = "ink.bad_note"


class TooManyMarks(DomainError):
    code = "ink.too_many"


class TooLarge(DomainError):
    status = 413
    code = "ink.too_large"


class Sealed(DomainError):
    """The final copy is never written on."""

    code = "ink.sealed"


class NoSeat(Forbidden):
    code = "ink.no_seat"


class VersionUnknown(DomainError):
    code = "ink.version_unknown"


class NotReady(DomainError):
    """Pages of a file that are being made, or cannot be."""

    code = "ink.not_ready"


class NothingWritten(DomainError):
    code = "ink.nothing_written"


class HandedIn(DomainError):
    code = "ink.handed_in"


@dataclass(frozen=True, kw_only=True)
class Written:
    """One stroke or note as the browser sends it."""

    key: UUID
    page: int
    ink: str
    width: str
    points: Sequence[Any]
    text: str = ""


def refuse_bad(marks: Iterable[Written], pages: Sequence[Sequence[int]]) -> None:
    for mark in marks:
        if not 1 <= mark.page <= len(pages):
            raise OffThePage(f"没有第 {mark.page} 页，请刷新后再写。")
        _refuse_bad_points(mark)
        width, height = pages[mark.page - 1]
        within = all(0 <= x <= width for x in mark.points[0::A_POINT]) and all(
            0 <= y <= height for y in mark.points[1::A_POINT]
        )
        if not within:
            raise OffThePage("笔迹超出了版面，请在页面之内书写。")


def _refuse_bad_points(mark: Written) -> None:
    points = mark.points
    if not (isinstance(points, list) and points and len(points) % A_POINT == 0):
        raise BadStroke("笔迹数据不完整，请刷新后重写这一笔。")
    if len(points) > MOST_POINTS * A_POINT:
        raise BadStroke(f"一笔最多 {MOST_POINTS} 个点，请分成几笔书写。")
    if any(type(value) is not int for value in points):  # bool is an int, too: not here
        raise BadStroke("笔迹数据不是整数，请刷新后重写这一笔。")
    if not all(0 <= pressure <= FULL for pressure in points[2::A_POINT]):
        raise BadStroke("笔迹的压感超出范围，请刷新后重写这一笔。")
    times = points[3::A_POINT]
    if times[0] < 0 or times[-1] > LONGEST_MS or times != sorted(times):
        raise BadStroke("笔迹的时间先后不对，请刷新后重写这一笔。")
    if mark.text and len(points) != A_POINT:
        raise BadNote("文字批注只有一个位置，请刷新后重写。")


def refuse_many(kept: Sequence[int], new: Sequence[Written]) -> None:
    """`kept`: the pages of the marks already in the layer, struck out ones too."""
    if len(kept) + len(new) > MOST_IN_A_LAYER:
        raise TooManyMarks(f"一次批注最多 {MOST_IN_A_LAYER} 笔，其余请写入意见栏。")
    fullest = Counter([*kept, *(mark.page for mark in new)]).most_common(1)
    if fullest and fullest[0][1] > MOST_ON_A_PAGE:
        raise TooManyMarks(
            f"第 {fullest[0][0]} 页已写满 {MOST_ON_A_PAGE} 笔，请换页书写，或把意见写入意见栏。"
        )
