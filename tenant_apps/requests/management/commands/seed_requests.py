"""manage.py seed_requests: cars, rooms and a few requests in the units that visitors look at."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from tenant_apps.organization.management.seed_accounts import HIGHLIGHTS
from tenant_apps.organization.models import Staff
from tenant_apps.requests.management.seed_office import Office, furnish, live, wishes
from tenant_apps.requests.models import Resource
from tenants.console import Desk
from tenants.crossing import each_unit, in_unit
from tenants.models import Unit


class Command(BaseCommand):
    help = "为演示单位登记车辆、会议室，办理几件申请（只在演示模式下可用，可重复运行）"

    def handle(self, **options: Any) -> None:
        if not settings.HESHU_DEMO:
            raise CommandError("这里不是演示环境，不能办理虚构申请。")
        desk = Desk(as_json=False)
        shown = {one.subdomain for one in HIGHLIGHTS}
        units = [unit for unit in each_unit() if unit.subdomain in shown]
        filed = sum(_furnish(unit) for unit in units)
        desk.say(f"[green]✓[/] {len(units)} 个单位，新办申请 {filed} 件")


@transaction.atomic
def _furnish(unit: Unit) -> int:
    """All of a unit or nothing; a unit that has its cars is left as it is."""
    with in_unit(unit):
        if Resource.objects.exists():
            return 0
        office = _open(unit)
        if office is None:
            return 0
        things = furnish(office)
        return len([live(office, wish) for wish in wishes(office, things)])


def _open(unit: Unit) -> Office | None:
    """Those whose passwords visitors are given apply; their office keeps the cars."""
    accounts = {one.account for one in HIGHLIGHTS if one.subdomain == unit.subdomain}
    people = Staff.objects.in_service()
    manager = people.filter(duties_held__duty__code="office_head").order_by("position").first()
    members = people.filter(department__head__isnull=False).exclude(
        duties_held__duty__guard__gt=""
    )
    clerks = [one for one in members.order_by("position") if not _leads(one)]
    clerks.sort(key=lambda one: one.account not in accounts)  # visitors' own first
    if manager is None or not clerks:
        return None
    return Office(manager, clerks[:2], timezone.now())


def _leads(person: Staff) -> bool:
    return person.holds("requests.approve") or person.holds("requests.manage")
