"""manage.py seed_documents: a fortnight of correspondence between the demonstration's units."""

import random
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from shared_apps.exchange.models import Envelope
from shared_apps.kernel import clock
from shared_apps.outbox.models import Dispatch
from shared_apps.oversight import drawing
from shared_apps.oversight.models import ProgressLine
from tenant_apps.correspondence.management import seed_lives
from tenant_apps.correspondence.management.seed_lives import City
from tenant_apps.correspondence.management.seed_offices import open_office
from tenant_apps.correspondence.management.seed_plan import Plan
from tenants.console import Desk
from tenants.crossing import each_unit


class Command(BaseCommand):
    help = "为演示城市办理近两周的公文（只在演示模式下可用；已有公文时不再办理）"

    def handle(self, **options: Any) -> None:
        if not settings.HESHU_DEMO:
            raise CommandError("这里不是演示环境，不能办理虚构公文。")
        desk = Desk(as_json=False)
        if ProgressLine.objects.exists() or Envelope.objects.exists():
            desk.say("[green]✓[/] 已有公文，不再办理。")
            return
        letters = _live(desk)
        copies = Envelope.objects.filter(kind="document").count()
        desk.say(f"[green]✓[/] 起草 {letters} 件，已发出 {copies} 件")


@transaction.atomic
def _live(desk: Desk) -> int:
    """One transaction: a fortnight or nothing, so stopping half way does no harm."""
    seed_lives.carry_everything(timezone.now())  # every letterhead hears of its unit's seal
    now, dice = timezone.now(), random.Random(2026)  # noqa: S311  invented, not secret
    units = {unit.subdomain: unit for unit in each_unit()}
    plan = Plan(units, now=now, dice=dice)
    letters = [one for one in plan.letters() if one.to]
    wanted = {name for one in letters for name in (one.sender, *one.to, *one.copies)}
    city = City({name: open_office(units[name]) for name in sorted(wanted)}, now=now, dice=dice)
    for letter in letters:
        city.begin(seed_lives.send(city, letter, plan.fate))
    days = clock.workdays(min(one.begins for one in letters), now)
    with desk.progress(len(days)) as advance:
        for day in days:
            city.run(until=min(now, datetime.combine(day, time.max, clock.ZONE)))
            advance(f"{day.month}月{day.day}日")
    desk.say("汇总各单位情况…")
    seed_lives.carry_everything(now)
    if failed := Dispatch.objects.exclude(last_error="").first():
        raise CommandError(f"没有办完：{failed.subscriber} {failed.last_error}")
    drawing.draw(at=now)
    return len(letters)
