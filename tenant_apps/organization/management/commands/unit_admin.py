"""unit_admin CODE --system 张三 --security 李四:lisi --audit 王五: three one-time links."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from tenant_apps.organization.actions.appointing import Appointed, Operator, appoint
from tenant_apps.organization.models import Duty
from tenants import showing
from tenants.console import Desk
from tenants.crossing import in_unit
from tenants.models import Unit

GUARDS = {"system": "系统管理员", "security": "安全管理员", "audit": "审计管理员"}


class Command(BaseCommand):
    help = "任命单位的三员（系统、安全、审计管理员），打印各自的一次性登录链接（72 小时内用一次）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("unit", help="单位代码或域名前缀")
        parser.add_argument("rest", nargs="*", help="也可写成 system=姓名:账号")
        for guard, label in GUARDS.items():
            parser.add_argument(f"--{guard}", default="", help=f"{label}：姓名 或 姓名:账号")
        parser.add_argument("--by", default=getpass.getuser(), help="经办人，记入台账")
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")

    def handle(self, *, unit: str, rest: list[str], **options: Any) -> None:
        desk = Desk(as_json=options["json"])
        with desk.refusing():
            place = showing.find(unit)
            wanted = {guard: options[guard] for guard in GUARDS if options[guard]}
            wanted |= _from_words(rest, desk)
            with in_unit(place):
                wanted = wanted or _present_holders()
                if not wanted:
                    words = "请指定三员，例如：--system 张三 --security 李四 --audit 王五"
                    desk.refuse(words, code="unit_admin.nobody")
                appointed = _appoint(wanted, by=options["by"])
            _tell(desk, place, appointed)


def _from_words(rest: list[str], desk: Desk) -> dict[str, str]:
    found = {}
    for word in rest:
        guard, _, person = word.partition("=")
        guard = next((one for one, label in GUARDS.items() if guard in (one, label)), "")
        if not guard or not person:
            desk.refuse(f"看不懂“{word}”，应写成 system=姓名:账号。", code="unit_admin.misread")
        found[guard] = person
    return found


def _present_holders() -> dict[str, str]:
    """Called without names: new links for those who hold the three duties now."""
    held = Duty.objects.exclude(guard="").filter(held_by__staff__is_active=True)
    return {
        guard: f"{name}:{account}"
        for guard, name, account in held.values_list(
            "guard", "held_by__staff__name", "held_by__staff__account"
        )
    }


@transaction.atomic
def _appoint(wanted: dict[str, str], *, by: str) -> list[Appointed]:
    """All of them or none."""
    at = timezone.now()
    done = []
    for guard, person in wanted.items():
        name, _, account = person.partition(":")
        done.append(
            appoint(
                guard=guard,
                name=name.strip(),
                account=account.strip(),
                by=Operator(f"运维 {by}"[:40]),
                at=at,
            )
        )
    return done


def _tell(desk: Desk, unit: Unit, appointed: list[Appointed]) -> None:
    rows = [
        {
            "guard": one.guard,
            "duty": GUARDS[one.guard],
            "name": one.staff.name,
            "account": one.staff.account,
            "url": f"{unit.url}/claim#{one.secret}",
        }
        for one in appointed
    ]
    desk.say(f"[green]✓[/] {unit}：链接 72 小时内有效，只能用一次，请当面交给本人。")
    for row in rows:
        desk.out.print(
            f"{row['duty']}  {row['name']}（{row['account']}）\n  {row['url']}", soft_wrap=True
        )
    desk.answer(unit=unit.code, links=rows)
