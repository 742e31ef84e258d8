"""全区职责 on the command line: who may stand on the city floor."""

import getpass
import json
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shared_apps.kernel.errors import DomainError
from shared_apps.passport import duties
from shared_apps.passport.models import CityDuty
from tenants.crossing import in_unit
from tenants.current import public_floor
from tenants.models import Unit


class Command(BaseCommand):
    help = "授予、收回、列出全区职责：city grant zfb zhangwei leader"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="供程序读取")
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb in ("grant", "revoke"):
            one = verbs.add_parser(verb)
            one.add_argument("unit", help="单位代码或域名前缀")
            one.add_argument("account", help="该单位人员的账号")
            one.add_argument("kind", choices=CityDuty.Kind.values)
            one.add_argument("--by", default=getpass.getuser(), help="经办人")
        verbs.add_parser("list")

    def handle(self, *, verb: str, **options: Any) -> None:
        if verb != "list":
            try:
                self._change(verb, **options)
            except DomainError as refused:
                raise CommandError(refused.message) from None
        self._list(as_json=options["json"])

    def _change(self, verb: str, *, unit: str, account: str, kind: str, by: str, **_: Any) -> None:
        home = (
            Unit.objects.filter(code=unit).first() or Unit.objects.filter(subdomain=unit).first()
        )
        if home is None:
            raise CommandError(f"没有代码或域名前缀为“{unit}”的单位。")
        with in_unit(home):
            person = get_user_model().objects.filter(account=account, is_active=True).first()
        if person is None:
            raise CommandError(f"{home.short_name}没有在用的账号“{account}”。")
        at = timezone.now()
        with public_floor():
            if verb == "grant":
                duties.grant(
                    unit=home,
                    staff_id=person.pk,
                    name=person.name,
                    kind=kind,
                    granted_by=by,
                    at=at,
                )
            else:
                duties.revoke(unit=home, staff_id=person.pk, kind=kind, revoked_by=by, at=at)

    def _list(self, *, as_json: bool) -> None:
        with public_floor():
            held = list(
                CityDuty.objects.filter(revoked_at=None)
                .select_related("unit")
                .order_by("kind", "unit__position", "name")
            )
        rows = [
            {
                "unit": one.unit.code,
                "short_name": one.unit.short_name,
                "name": one.name,
                "kind": one.kind,
                "label": one.get_kind_display(),
                "granted_by": one.granted_by,
                "granted_at": timezone.localtime(one.granted_at).isoformat(timespec="seconds"),
            }
            for one in held
        ]
        if as_json:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(
                "{label}\t{name}\t{short_name}\t{granted_by}\t{granted_at}".format(**row)
            )
