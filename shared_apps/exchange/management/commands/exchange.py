"""manage.py exchange ledger|show: do the books balance, and where is that envelope."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from shared_apps.exchange import counting, queries, sealing
from shared_apps.exchange.ledger import Ledger, ledger
from shared_apps.exchange.models import Envelope, Receipt
from shared_apps.kernel.clock import ZONE
from tenants.current import public_floor

COLUMNS = (
    "sent",
    "acknowledged",
    "delivered",
    "in_transit",
    "returned",
    "withdrawn",
    "difference",
)
LABELS = ("发出", "已签收", "待签收", "在途", "退回", "撤回", "差")


class Command(BaseCommand):
    help = "公文交换：ledger 对账（不平时退出码为 1），show 查看一件公文封的去向。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        books = verbs.add_parser("ledger", help="对账")
        books.add_argument("--deep", action="store_true", help="逐个单位核对其自己的登记数")
        show = verbs.add_parser("show", help="一件公文封的去向")
        show.add_argument("envelope", help="公文封编号")
        for verb in (books, show):
            verb.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *, verb: str, **options: Any) -> None:
        if verb == "ledger":
            self._ledger(deep=options["deep"], as_json=options["json"])
        else:
            self._show(options["envelope"], as_json=options["json"])

    def _ledger(self, *, deep: bool, as_json: bool) -> None:
        books = ledger(at=timezone.now())
        mismatches = list(counting.compare()) if deep else []
        if as_json:
            answer = {**asdict(books), "balanced": books.balanced}
            self._say({**answer, "mismatches": [asdict(one) for one in mismatches]})
        else:
            self._print(books)
            for one in mismatches:
                side = "发出" if one.direction == "sent" else "收到"
                self.stdout.write(
                    f"{one.unit} 与 {one.other}：{one.kind} {side}，"
                    f"单位登记 {one.unit_counts} 件，交换台账 {one.office_counts} 件"
                )
        if not books.balanced or mismatches:
            raise CommandError("账目不平。", returncode=1)

    def _print(self, books: Ledger) -> None:
        table = Table("发方", "收方", *LABELS)
        for pair in books.pairs:
            names = (pair.from_unit["short_name"], pair.to_unit["short_name"])
            table.add_row(*names, *(str(getattr(pair, name)) for name in COLUMNS))
        table.add_section()
        table.add_row("合计", "", *(str(getattr(books.totals, name)) for name in COLUMNS))
        console = Console()
        with console.capture() as drawn:
            console.print(table)
        self.stdout.write(drawn.get())
        self.stdout.write("对平。" if books.balanced else "有差额。")

    def _show(self, name: str, *, as_json: bool) -> None:
        at = timezone.now()
        with public_floor():
            envelope = _found(name)
            rows = queries.lines([envelope], at=at)[envelope.pk]
            receipts = list(_receipts_of(envelope))
            try:
                sealing.check(Envelope.objects.select_related("from_unit").get(pk=envelope.pk))
                seal = "完好"
            except sealing.Broken as broken:
                seal = str(broken)
        if as_json:
            head = {"id": envelope.pk, "title": envelope.title, "digest": envelope.digest}
            self._say(
                {**head, "seal": seal, "recipients": list(map(asdict, rows)), "receipts": receipts}
            )
            return
        self.stdout.write(f"{envelope.from_unit.short_name}：{envelope.title} {envelope.number}")
        self.stdout.write(f"封签 {envelope.digest}，{seal}；{envelope.size} 字节")
        for line in rows:
            self.stdout.write(
                f"  {line.short_name}：{line.label}，{line.hours} 工时，投递 {line.attempts} 次"
            )
        for receipt in receipts:
            when = receipt["at"].astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")
            self.stdout.write(f"  {when} {receipt['unit']} {receipt['label']} {receipt['reason']}")

    def _say(self, answer: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False, cls=DjangoJSONEncoder))


def _found(name: str) -> Envelope:
    try:
        return queries.envelopes().get(pk=UUID(name))
    except (ValueError, Envelope.DoesNotExist):
        raise CommandError(f"没有编号为“{name}”的公文封。") from None


def _receipts_of(envelope: Envelope) -> list[dict[str, Any]]:
    found = Receipt.objects.filter(delivery__envelope=envelope).order_by("pk")
    return [
        {
            "unit": receipt.delivery.to_unit.short_name,
            "kind": receipt.kind,
            "label": Receipt.Kind(receipt.kind).label,
            "at": receipt.at,
            "by_post": receipt.by_post,
            "reason": receipt.reason,
        }
        for receipt in found.select_related("delivery__to_unit")
    ]
