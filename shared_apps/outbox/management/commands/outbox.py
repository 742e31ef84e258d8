"""manage.py outbox waiting|dead|retry|drop|carry: the operator's hands in the outbox."""

import json
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from shared_apps.kernel.errors import NotFound
from shared_apps.outbox import dead_letters
from shared_apps.outbox.relaying import carry_waiting
from tenants.current import public_floor

FIELDS = ("id", "unit", "subscriber", "event", "attempts", "last_error", "created_at", "dead_at")


class Command(BaseCommand):
    help = "待发件与死信：waiting 待发，dead 死信，retry 重发，drop 丢弃，carry 立即投递到期的。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["waiting", "dead", "retry", "drop", "carry"])
        parser.add_argument("ids", nargs="*", help="死信编号")
        parser.add_argument("--all", action="store_true", help="retry：全部死信")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *, verb: str, ids: list[str], **options: Any) -> None:
        if verb in ("waiting", "dead"):
            self._list(getattr(dead_letters, verb), as_json=options["json"])
        elif verb == "carry":
            carried = 0
            while handled := carry_waiting(at=timezone.now()):
                carried += handled
            self.stdout.write(f"已处理 {carried} 件。")
        else:
            self._change(verb, ids, everything=options["all"])

    def _change(self, verb: str, ids: list[str], *, everything: bool) -> None:
        chosen = [_id(one) for one in ids]
        if not chosen and not (verb == "retry" and everything):
            raise CommandError("请给出死信编号；重发全部请用 retry --all。")
        try:
            if verb == "retry":
                self.stdout.write(f"{dead_letters.retry(chosen or None)} 件将重新投递。")
            else:
                self.stdout.write(f"已丢弃 {dead_letters.drop(chosen)} 件。")
        except NotFound as refused:
            raise CommandError(refused.message) from None

    def _list(self, which: Any, *, as_json: bool) -> None:
        with public_floor():
            rows = list(which().values(*FIELDS))
        if as_json:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, cls=DjangoJSONEncoder))
            return
        table = Table("编号", "单位", "由谁办", "次数", "最近的错误")
        for row in rows:
            shown = (row["id"], row["unit"], row["subscriber"], row["attempts"], row["last_error"])
            table.add_row(*map(str, shown))
        console = Console()
        with console.capture() as drawn:
            console.print(table)
        self.stdout.write(f"{drawn.get()}共 {len(rows)} 件。")


def _id(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise CommandError(f"“{said}”不是编号。") from None
