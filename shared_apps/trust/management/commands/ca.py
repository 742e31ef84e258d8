"""manage.py ca: the city's certificate authority for electronic seals."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from shared_apps.trust import authority, register
from shared_apps.trust.models import Certificate
from tenants.console import Desk
from tenants.current import public_floor


class Command(BaseCommand):
    help = (
        "市级签章证书机构：ca create、ca show、ca list、ca revoke 序列号 --why 原因、ca crl 文件"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="供程序读取")
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="建立证书机构（一次）")
        create.add_argument("--name", default=f"{settings.HESHU_CITY_NAME}签章证书机构（试用）")
        show = verbs.add_parser("show", help="打印根证书，供外部核验使用")
        verbs.add_parser("list", help="列出签发的证书")
        revoke = verbs.add_parser("revoke", help="吊销一张证书")
        revoke.add_argument("serial")
        revoke.add_argument("--why", required=True, help="原因")
        crl = verbs.add_parser("crl", help="写出吊销列表（DER）")
        crl.add_argument("file", type=Path)
        for one in (show, crl):
            one.add_argument("--sm2", action="store_true", help="国密（SM2）一侧的")

    def handle(self, *, verb: str, json: bool, **options: Any) -> None:
        desk = Desk(as_json=json)
        with desk.refusing():
            getattr(self, f"_{verb}")(desk, **options)

    def _create(self, desk: Desk, *, name: str, **_: Any) -> None:
        made = authority.create(name=name, at=timezone.now())
        desk.say(f"[green]✓[/] 已建立“{name}”，密钥在 {settings.TRUST_ROOT}，请备份并限制访问。")
        desk.answer(serial=register.serial_of(made))

    def _show(self, desk: Desk, *, sm2: bool, **_: Any) -> None:
        written = register.pem(authority.root_of_guomi() if sm2 else authority.root())
        desk.say(written)
        desk.answer(pem=written)

    def _list(self, desk: Desk, **_: Any) -> None:
        with public_floor():
            rows = [_row(one) for one in Certificate.objects.select_related("unit").order_by("pk")]
        desk.table(
            "单位",
            "名称",
            "用途",
            "序列号",
            "有效期至",
            "状态",
            rows=[[*r.values()] for r in rows],
        )
        desk.answer(certificates=rows)

    def _revoke(self, desk: Desk, *, serial: str, why: str, **_: Any) -> None:
        authority.revoke(serial=serial.lower(), why=why, at=timezone.now())
        desk.say("[green]✓[/] 已吊销；此前的用印仍然有效，此后的无效。")
        desk.answer(serial=serial.lower())

    def _crl(self, desk: Desk, *, file: Path, sm2: bool, **_: Any) -> None:
        listed = authority.revocation_list_of_guomi if sm2 else authority.revocation_list
        file.write_bytes(listed(at=timezone.now()))
        desk.say(f"[green]✓[/] 已写入 {file}")
        desk.answer(file=str(file))


def _row(one: Certificate) -> dict[str, str]:
    day = timezone.localtime
    return {
        "unit": one.unit.short_name,
        "name": one.name,
        "purpose": one.get_purpose_display(),
        "serial": one.serial,
        "expires_on": f"{day(one.expires_at):%Y-%m-%d}",
        "state": f"{day(one.revoked_at):%Y-%m-%d} 吊销：{one.revoked_why}"
        if one.revoked_at
        else "有效",
    }
