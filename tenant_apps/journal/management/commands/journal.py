"""manage.py journal verify|root: what the auditor runs to know that nothing was altered."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import track

from tenant_apps.journal import rooting
from tenant_apps.journal.models import Entry
from tenant_apps.journal.verifying import Fault, faults
from tenants.crossing import each_unit, in_unit
from tenants.models import Unit


class Command(BaseCommand):
    help = "核验各单位台账是否完整（verify），或立即立日根（root）。有问题时退出码为 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["verify", "root"])
        parser.add_argument("--unit", help="只办这一个单位（单位代码或域名前缀）")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *, verb: str, unit: str | None, json: bool, **options: Any) -> None:
        units = [_chosen(unit)] if unit else each_unit()
        if verb == "root":
            self._root(units)
        else:
            self._verify(units, as_json=json)

    def _root(self, units: list[Unit]) -> None:
        at = timezone.now()
        for unit in units:
            with in_unit(unit):
                rooting.make_root(at=at)
        self.stdout.write(f"已为 {len(units)} 个单位立日根。")

    def _verify(self, units: list[Unit], *, as_json: bool) -> None:
        console = Console(stderr=True)
        found: dict[str, list[Fault]] = {}
        entries = 0
        for unit in track(units, "核验台账", console=console, transient=True, disable=as_json):
            with in_unit(unit):
                found[unit.code] = list(faults())
                entries += Entry.objects.count()
        total = sum(map(len, found.values()))
        if as_json:
            self._say_json(found, entries=entries, total=total)
        else:
            self._say(units, found, entries=entries)
        if total:
            raise CommandError(f"发现 {total} 处问题，请立即告知安全审计员。", returncode=1)

    def _say(self, units: list[Unit], found: dict[str, list[Fault]], *, entries: int) -> None:
        for unit in units:
            for fault in found[unit.code]:
                place = (
                    fault.subject if fault.seq is None else f"{fault.subject} 第 {fault.seq} 条"
                )
                self.stdout.write(f"{unit.short_name}：{fault.what}（{place}）")
        if not any(found.values()):
            self.stdout.write(f"{len(units)} 个单位、{entries} 条记录，完整无缺。")

    def _say_json(self, found: dict[str, list[Fault]], *, entries: int, total: int) -> None:
        faulty = {
            code: [asdict(fault) for fault in list_] for code, list_ in found.items() if list_
        }
        answer = {"units": len(found), "entries": entries, "faults": total, "by_unit": faulty}
        self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _chosen(name: str) -> Unit:
    unit = Unit.objects.filter(code=name).first() or Unit.objects.filter(subdomain=name).first()
    if unit is None:
        raise CommandError(f"没有代码或域名前缀为“{name}”的单位。")
    return unit
