"""What a typed text is made of: the text itself, who attended (纪要), and 附件 bound with it.

An author types them as in any editor: a line that says only 附件 or 附件1 begins an annex, and the
line under it is its title; 出席：, 请假： and 列席： begin the lists of minutes (10.3).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_ANNEX = re.compile(r"附件\s*(\d{1,2})?\s*[：:]?")
_ATTENDANCE = re.compile(r"(出席|请假|列席)(?:人员)?\s*[：:]\s*(\S.*)")


@dataclass(frozen=True)
class Annex:
    """附件: its title and its paragraphs."""

    title: str
    body: tuple[str, ...]


@dataclass(frozen=True)
class Attendance:
    label: str
    names: str


@dataclass(frozen=True)
class Parts:
    body: tuple[str, ...]
    annexes: tuple[Annex, ...]
    attendance: tuple[Attendance, ...]


def parted(text: str, *, minutes: bool = False) -> Parts:
    body, *annexes = _divided(line.strip() for line in text.splitlines())
    attendance = [_attendance(line) for line in body] if minutes else []
    return Parts(
        body=tuple(line for line in body if not (minutes and _attendance(line))),
        annexes=tuple(_annex(lines) for lines in annexes if any(lines)),
        attendance=tuple(one for one in attendance if one),
    )


def annex_titles(text: str) -> list[str]:
    return [annex.title for annex in parted(text).annexes]


def _divided(lines: Iterable[str]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for line in lines:
        if _ANNEX.fullmatch(line):
            found.append([])
        else:
            found[-1].append(line)
    return found


def _annex(lines: list[str]) -> Annex:
    title, *body = [line for line in lines if line]
    return Annex(title=title, body=tuple(body))


def _attendance(line: str) -> Attendance | None:
    found = _ATTENDANCE.fullmatch(line)
    return Attendance(found[1], found[2]) if found else None
