"""Where a year can be taken from: packages that follow the notices, or a list somebody made."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

import chinese_calendar

from shared_apps.kernel.clock import Kind
from shared_apps.kernel.errors import Invalid

SOURCES = ("chinese_calendar", "holidays")
SAID = {
    "休": Kind.REST,
    "放假": Kind.REST,
    "休息": Kind.REST,
    "班": Kind.WORK,
    "上班": Kind.WORK,
    "调休": Kind.WORK,
    "上午": Kind.MORNING,
    "上午上班": Kind.MORNING,
    "下午": Kind.AFTERNOON,
    "下午上班": Kind.AFTERNOON,
}
MADE_UP = "调休上班"


@dataclass(frozen=True)
class DayShown:
    """A day that differs from an ordinary week, and why."""

    date: date
    kind: Kind
    name: str


class BadList(Invalid):
    code = "calendar.bad_list"


class SourceMissing(Invalid):
    code = "calendar.source_missing"


def of_year(source: str, year: int) -> list[DayShown]:
    """The days of a year that differ from an ordinary week; none when the source ends before."""
    if source == "chinese_calendar":
        return _from_chinese_calendar(year)
    if source == "holidays":
        return _from_holidays(year)
    raise SourceMissing(f"没有名为“{source}”的来源，可用：{'、'.join(SOURCES)}。")


def from_lines(lines: Iterable[str]) -> list[DayShown]:
    """`2027-01-01,休,元旦` a line; the words of the notice or those of the interface."""
    found: dict[date, DayShown] = {}
    rows = csv.reader(line.replace("，", ",").replace("\t", ",") for line in lines)
    for number, row in enumerate(rows, 1):
        said = [one.strip().lstrip("\ufeff") for one in row]
        if not any(said) or said[0] in ("date", "日期"):
            continue
        day = _read_line(said, number)
        if day.date in found:
            raise BadList(f"第 {number} 行：{day.date} 写了两次，请保留一行。")
        found[day.date] = day
    return [found[day] for day in sorted(found)]


def _read_line(said: list[str], number: int) -> DayShown:
    try:
        day = date.fromisoformat(said[0].replace("/", "-").replace(".", "-"))
        kind = SAID.get(said[1]) or Kind(said[1])
    except (ValueError, IndexError):
        example = "2027-01-01,休,元旦"
        raise BadList(f"第 {number} 行读不懂，应写成“{example}”。") from None
    return DayShown(day, kind, said[2][:40] if len(said) > 2 else "")


def _from_chinese_calendar(year: int) -> list[DayShown]:
    """Its holidays name weekends too that lie within them: those differ from nothing."""
    off = {day: Kind.REST for day in chinese_calendar.holidays if day.year == year}
    on = {day: Kind.WORK for day in chinese_calendar.workdays if day.year == year}
    named = chinese_calendar.holidays | chinese_calendar.workdays
    chinese = {one.value: one.chinese for one in chinese_calendar.Holiday}
    return [
        DayShown(day, kind, chinese[named[day]] if kind is Kind.REST else MADE_UP)
        for day, kind in sorted((off | on).items())
    ]


def _from_holidays(year: int) -> list[DayShown]:
    """The package `holidays` is not one of ours: used where an operator has installed it."""
    try:
        package: Any = import_module("holidays")
    except ImportError:
        raise SourceMissing("未安装 holidays，请改用 chinese_calendar 或文件。") from None
    china = package.country_holidays("CN", years=year, language="zh_CN")
    days = [DayShown(day, Kind.REST, str(name)[:40]) for day, name in sorted(china.items())]
    made_up = sorted(day for day in getattr(china, "weekend_workdays", ()) if day.year == year)
    off = {day.date for day in days}
    days += [DayShown(day, Kind.WORK, MADE_UP) for day in made_up if day not in off]
    return sorted(days, key=lambda day: day.date)
