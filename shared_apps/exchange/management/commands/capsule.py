"""manage.py capsule verify FILE: judge a capsule by what lies in it and the city's authority."""

from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shared_apps.exchange import capsules
from tenants.console import FOUND, Desk


class Command(BaseCommand):
    help = "核验公文封文件：capsule verify 文件.zip"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["verify"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="供程序读取")

    def handle(self, *, file: Path, json: bool, **options: Any) -> None:
        desk = Desk(as_json=json)
        try:
            source = file.open("rb")
        except OSError as error:
            raise CommandError(f"打不开 {file}：{error.strerror}") from None
        with source:
            report = capsules.verify(source)
        facts = {
            name: value
            for name, value in asdict(report).items()
            if name in ("title", "number", "sender", "sealed_at", "signed", "problems")
        }
        if not report.ok:
            desk.refuse(report.said, exit_code=FOUND, **facts)
        desk.say(f"[green]✓[/] {report.sender} {report.number}《{report.title}》：{report.said}")
        for seal in report.paper.seals if report.paper else []:
            desk.say(f"  印章 {seal.name}，{seal.sealed_at:%Y-%m-%d %H:%M}")
        desk.answer(**facts)
