"""manage.py migrate_units — bring every unit to the newest state; safe to stop and start again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.migrations.executor import MigrationExecutor

from tenants import migrating, showing
from tenants.backend.base import wrapper
from tenants.console import Desk
from tenants.models import Unit


class Command(BaseCommand):
    help = "升级所有单位的库：先算一次，再逐个重放；可中断后再运行"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--plan", action="store_true", help="只显示将做什么")
        parser.add_argument(
            "--unit", action="append", default=[], help="只升级这些单位（代码或域名前缀）"
        )
        parser.add_argument(
            "--lock-timeout",
            type=int,
            default=migrating.LOCK_TIMEOUT_MS,
            help="等锁的毫秒数，超过则让路重试",
        )
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")

    def handle(self, **options: Any) -> None:
        desk = Desk(as_json=options["json"])
        with desk.refusing():
            units = [showing.find(named) for named in options["unit"]]
            self._migrate(desk, units or list(Unit.objects.standing()), options)

    def _migrate(self, desk: Desk, units: list[Unit], options: dict[str, Any]) -> None:
        self._refuse_behind(desk)
        if broken := migrating.unbuilt(units):
            names = "、".join(str(unit) for unit in broken)
            desk.refuse(f"这些单位没有可升级的模式：{names}。", code="migrating.unbuilt")
        groups = migrating.plan(units)
        waiting = [group for group in groups if group.migrations]
        self._tell(desk, groups)
        if options["plan"]:
            desk.answer(groups=[_facts(group) for group in waiting])
            return
        steps = self._run(desk, waiting, options["lock_timeout"])
        failed = [step for step in steps if step.how == "failed"]
        facts: dict[str, Any] = {
            "migrated": len(steps) - len(failed),
            "current": len(units) - len(steps),
            "failed": [{"unit": step.unit.code, "why": step.why} for step in failed],
        }
        if failed:
            rows = [[step.unit.code, step.unit.short_name, step.why] for step in failed]
            desk.table("代码", "单位", "原因", rows=rows)
            desk.refuse(
                f"{len(failed)} 个单位没有升级，其余已完成；排除原因后再运行一次。",
                code="migrating.failed",
                **facts,
            )
        desk.say(f"[green]✓[/] {len(units)} 个单位都是最新的")
        desk.answer(**facts)

    def _refuse_behind(self, desk: Desk) -> None:
        executor = MigrationExecutor(wrapper())
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            desk.refuse(
                "全区公共库还没有升级，请运行 migrate_city。", code="migrating.public_first"
            )

    def _tell(self, desk: Desk, groups: list[migrating.Group]) -> None:
        for group in groups:
            if not group.migrations:
                continue
            way = "重放" if group.replayable else f"逐个执行（{'、'.join(group.by_stock)}）"
            desk.say(f"{len(group.units)} 个单位，{len(group.migrations)} 步，{way}：")
            desk.say("  " + "\n  ".join(group.migrations))

    def _run(
        self, desk: Desk, groups: list[migrating.Group], lock_timeout_ms: int
    ) -> list[migrating.Step]:
        steps = []
        with desk.progress(sum(len(group.units) for group in groups)) as advance:
            for step in migrating.migrate(groups, lock_timeout_ms=lock_timeout_ms):
                steps.append(step)
                advance(step.unit.short_name)
        return steps


def _facts(group: migrating.Group) -> dict[str, Any]:
    return {
        "units": [unit.code for unit in group.units],
        "migrations": group.migrations,
        "by_stock": group.by_stock,
    }
