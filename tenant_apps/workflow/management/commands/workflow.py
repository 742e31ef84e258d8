"""manage.py workflow verify: every run's events replay to its rows, and nobody is stuck."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track

from tenant_apps.workflow.models import Run
from tenant_apps.workflow.verifying import verify
from tenants.crossing import each_unit, in_unit
from tenants.models import Unit


class Command(BaseCommand):
    help = "核验各单位流程：流转记录能否还原现状，有无无人办理的事项。有问题时退出码为 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["verify"])
        parser.add_argument("--unit", help="只办这一个单位（单位代码或域名前缀）")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *, unit: str | None, json: bool, **options: Any) -> None:
        units = [_chosen(unit)] if unit else each_unit()
        console = Console(stderr=True)
        runs, faulty = 0, {}
        for one in track(units, "核验流程", console=console, transient=True, disable=json):
            with in_unit(one):
                for pk in Run.objects.order_by("pk").values_list("pk", flat=True).iterator():
                    runs += 1
                    if problems := verify(pk):
                        faulty[f"{one.code} {pk}"] = problems
        self._say(len(units), runs, faulty, as_json=json)
        if faulty:
            raise CommandError(f"{len(faulty)} 件流程有问题，请告知运维人员。", returncode=1)

    def _say(self, units: int, runs: int, faulty: dict[str, list[str]], *, as_json: bool) -> None:
        if as_json:
            answer = {"units": units, "runs": runs, "faulty": faulty}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        for place, problems in faulty.items():
            self.stdout.write(f"{place}：{'；'.join(problems)}")
        if not faulty:
            self.stdout.write(f"{units} 个单位、{runs} 件流程，记录与现状一致。")


def _chosen(name: str) -> Unit:
    unit = Unit.objects.filter(code=name).first() or Unit.objects.filter(subdomain=name).first()
    if unit is None:
        raise CommandError(f"没有代码或域名前缀为“{name}”的单位。")
    return unit
