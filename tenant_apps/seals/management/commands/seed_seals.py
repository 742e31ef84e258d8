"""manage.py seed_seals: a 公章 for every unit of the demonstration, kept by its 机要文书."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shared_apps.trust import authority
from shared_apps.trust.guomi import issuing
from tenant_apps.organization.queries import holders_of
from tenant_apps.seals import actions
from tenant_apps.seals.models import Seal
from tenants.console import Desk
from tenants.crossing import each_unit, in_unit
from tenants.models import Unit

SIZE = 42  # mm, as a district's offices have it
LONGEST = 30
AGE = timedelta(days=30)  # older than any paper of the demonstration


class Command(BaseCommand):
    help = "为演示城市的每个单位制发一枚公章（只在演示模式下可用；已有印章的单位不再制发）"

    def handle(self, **options: Any) -> None:
        if not settings.HESHU_DEMO:
            raise CommandError("这里不是演示环境，不能制发示意印章。")
        desk, at = Desk(as_json=False), timezone.now() - AGE
        if not (authority.stands() and issuing.stands()):
            name = f"{settings.HESHU_CITY_NAME}签章证书机构（试用）"
            authority.create(name=name, at=at)
        units = each_unit()
        with desk.progress(len(units)) as advance:
            made = 0
            for unit in units:
                made += _seal(unit, at)
                advance(unit.short_name)
        desk.say(f"[green]✓[/] 制发公章 {made} 枚（示意印模）")


def _seal(unit: Unit, at: datetime) -> bool:
    with in_unit(unit):
        manager = holders_of("seals.manage").first()
        keepers = list(holders_of("seals.use"))
        if not manager or not keepers or Seal.objects.exists():
            return False
        actions.make(
            name=unit.name[:LONGEST],
            kind=Seal.Kind.OFFICIAL,
            doc_kinds=[],
            keepers=[keeper.pk for keeper in keepers[:2]],
            width_mm=SIZE,
            height_mm=SIZE,
            by=manager,
            at=at,
        )
    return True
