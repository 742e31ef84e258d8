"""全区工作日历 on the command line."""

import getpass
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shared_apps.kernel.errors import DomainError
from shared_apps.reference import actions, seeds
from shared_apps.reference import calendar as city
from tenants.current import public_floor


class Command(BaseCommand):
    help = (
        "查看、录入一年的放假安排：calendar show 2027；"
        "calendar enter 2027 放假.csv --notice 国办发明电〔2026〕7号"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        show = verbs.add_parser("show", help="列出一年中与平常周不同的日子")
        show.add_argument("year", type=int)
        show.add_argument("--json", action="store_true", help="供程序读取")
        enter = verbs.add_parser("enter", help="录入一年，替换原来的")
        enter.add_argument("year", type=int)
        enter.add_argument(
            "source", help="chinese_calendar、holidays，或文件：一行一天“2027-01-01,休,元旦”"
        )
        enter.add_argument("--notice", default="", help="依据的通知文号")
        enter.add_argument("--by", default=getpass.getuser(), help="经办人")

    def handle(self, *, verb: str, **options: Any) -> None:
        try:
            with public_floor():
                self._enter(**options) if verb == "enter" else self._show(**options)
        except DomainError as refused:
            raise CommandError(refused.message) from None

    def _enter(self, *, year: int, source: str, notice: str, by: str, **_: Any) -> None:
        if source in seeds.SOURCES:
            days = seeds.of_year(source, year)
        else:
            try:
                days = seeds.from_lines(Path(source).read_text(encoding="utf-8-sig").splitlines())
            except OSError:
                raise CommandError(f"读不到文件“{source}”。") from None
        given = notice or (source if source in seeds.SOURCES else Path(source).stem)
        actions.enter_year(year=year, notice=given, days=days, by=by, at=timezone.now())
        self.stdout.write(f"{year} 年已录入 {len(days)} 天，各单位的办理时限随即重新计算。")

    def _show(self, *, year: int, json: bool = False, **_: Any) -> None:
        shown = city.year_shown(year)
        if json:
            self._as_json(shown)
            return
        if not shown.known:
            self.stdout.write(f"{year} 年的放假通知尚未录入，时限按周末推算。")
        for day in shown.days:
            self.stdout.write(f"{day.date}\t{day.kind}\t{day.name}")

    def _as_json(self, shown: city.YearShown) -> None:
        days = [{"date": str(day.date), "kind": day.kind, "name": day.name} for day in shown.days]
        said = {"year": shown.year, "known": shown.known, "notice": shown.notice, "days": days}
        self.stdout.write(json.dumps(said, ensure_ascii=False))
