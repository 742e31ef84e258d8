"""manage.py unit_flows — stock flows as they are drawn now, unit by unit."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from tenant_apps.workflow import definitions
from tenant_apps.workflow.models import Definition
from tenants import showing
from tenants.console import Desk
from tenants.crossing import each_unit, in_unit
from tenants.models import Unit


class Command(BaseCommand):
    help = "更新各单位的预置流程；办理中的件沿用原流程，本单位自绘的流程不动；可重复运行"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--unit", action="append", default=[], help="只更新这些单位")
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
        parser.add_argument("--quiet", action="store_true", help="没有变化时什么也不说")

    def handle(self, **options: Any) -> None:
        desk = Desk(as_json=options["json"])
        with desk.refusing():
            units = [showing.find(named) for named in options["unit"]] or each_unit()
            published = [one for unit in units for one in _bring_up_to_date(unit)]
            if published or not options["quiet"]:
                desk.say(f"[green]✓[/] {len(units)} 个单位，预置流程更新 {len(published)} 个")
            if not options["quiet"]:
                desk.answer(published=published)


def _bring_up_to_date(unit: Unit) -> list[dict[str, Any]]:
    """Only what the unit has in use: a flow it never began with comes with its first run."""
    with in_unit(unit), transaction.atomic():
        before = _versions()
        if not before:
            return []
        definitions.ship_all(at=timezone.now())
        return [
            {"unit": unit.code, "flow": key, "version": version}
            for key, version in _versions().items()
            if before.get(key) != version
        ]


def _versions() -> dict[str, int]:
    return dict(Definition.objects.filter(is_active=True).values_list("key", "version"))
