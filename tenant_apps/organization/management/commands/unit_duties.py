"""manage.py unit_duties — give stock duties what the stock matrix has gained, unit by unit."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tenant_apps.organization.actions import complete_duties
from tenants import showing
from tenants.console import Desk
from tenants.crossing import each_unit, in_unit


class Command(BaseCommand):
    help = "补齐各单位预置职责新增的权限；本单位改过权限的职责不动；可重复运行"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--unit", action="append", default=[], help="只补齐这些单位")
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
        parser.add_argument("--quiet", action="store_true", help="没有变化时什么也不说")

    def handle(self, **options: Any) -> None:
        desk = Desk(as_json=options["json"])
        with desk.refusing():
            units = [showing.find(named) for named in options["unit"]] or each_unit()
            added, left = [], []
            for unit in units:
                with in_unit(unit):
                    done = complete_duties(by=None, at=timezone.now())
                added += [_line(unit.code, *one) for one in done.added.items()]
                left += [_line(unit.code, *one) for one in done.left.items()]
            if added or not options["quiet"]:
                desk.say(f"[green]✓[/] {len(units)} 个单位，补齐预置职责 {len(added)} 项")
            for one in left:
                named = "、".join(one["permissions"])
                desk.say(f"  {one['unit']} 的“{one['duty']}”由本单位改过，没有加入 {named}")
            if not options["quiet"]:
                desk.answer(added=added, left=left)


def _line(unit: str, duty: str, permissions: tuple[str, ...]) -> dict[str, Any]:
    return {"unit": unit, "duty": duty, "permissions": list(permissions)}
