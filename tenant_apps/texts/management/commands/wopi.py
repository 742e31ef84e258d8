"""manage.py wopi: attach an office suite on the web (Collabora, ONLYOFFICE, WPS) for all units."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from tenant_apps.texts.wopi import discovery, service
from tenants.console import Desk


class Command(BaseCommand):
    help = "在线文档服务：wopi attach 发现地址、wopi show、wopi refresh、wopi detach"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="供程序读取")
        verbs = parser.add_subparsers(dest="verb", required=True)
        attach = verbs.add_parser("attach", help="接入：读取服务的发现文件")
        attach.add_argument("source", help="如 https://office.example.gov.cn/hosting/discovery")
        verbs.add_parser("show", help="现在接入的服务")
        verbs.add_parser("refresh", help="重新读取发现文件（服务更换密钥或升级之后）")
        verbs.add_parser("detach", help="不再接入")

    def handle(self, *, verb: str, json: bool, **options: Any) -> None:
        desk = Desk(as_json=json)
        with desk.refusing():
            getattr(self, f"_{verb}")(desk, **options)

    def _attach(self, desk: Desk, *, source: str, **_: Any) -> None:
        found = discovery.read(source)
        service.keep(found)
        desk.say(f"[green]✓[/] 已接入 {found.origin}，起草和审核的正文可以在其中编辑。")
        desk.answer(origin=found.origin, edit=found.edit, keys=len(found.keys))

    def _show(self, desk: Desk, **_: Any) -> None:
        found = service.attached()
        desk.say(f"{found.origin}（{found.source}）" if found else "没有接入在线文档服务。")
        desk.answer(origin=found.origin if found else None)

    def _refresh(self, desk: Desk, **options: Any) -> None:
        found = service.attached()
        if found is None:
            desk.refuse("没有接入在线文档服务。", code="wopi.none")
        self._attach(desk, **(options | {"source": found.source}))

    def _detach(self, desk: Desk, **_: Any) -> None:
        service.detach()
        desk.say("[green]✓[/] 已不再接入；页面上不再出现，已打开的不能再保存。")
        desk.answer(origin=None)
