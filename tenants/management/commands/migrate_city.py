"""manage.py migrate_city — public, all rights, the template, then units, their duties, flows."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from tenants import roles, template
from tenants.console import Desk
from tenants.models import Unit


class Command(BaseCommand):
    help = "升级全区公共库、权限、单位模板和所有单位；启动前运行，可重复运行"
    requires_system_checks = ()  # a check may read tables that are made here

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")

    def handle(self, **options: Any) -> None:
        desk = Desk(as_json=options["json"])
        with desk.refusing():
            call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
            roles.settle_public()
            desk.say("[green]✓[/] 全区公共库与权限")
            way = (
                "就绪" if template.prepare() else "不可用（没有合适的 pg_dump），建单位时逐步升级"
            )
            desk.say(f"[green]✓[/] 单位模板{way}")
            schemas = list(Unit.objects.standing().values_list("schema_name", flat=True))
            if bare := roles.unsettled(schemas):
                for schema in bare:
                    roles.settle_unit(schema)
                desk.say(f"[green]✓[/] 补齐 {len(bare)} 个单位的角色与权限")
            if schemas:
                call_command("migrate_units", json=options["json"])
                # What a duty may do, and the stock flows, are above this floor: commands say it.
                call_command("unit_duties", json=options["json"], quiet=True)
                call_command("unit_flows", json=options["json"], quiet=True)
            else:
                desk.answer(migrated=0, current=0, failed=[])
