"""manage.py seed_demo: about two thousand invented people in the units of the demonstration."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shared_apps.directory import publishing
from shared_apps.passport import duties
from tenant_apps.journal.recording import record
from tenant_apps.organization import cards, events
from tenant_apps.organization.actions import found_unit
from tenant_apps.organization.management.seed_accounts import (
    EVERYBODY_ELSE,
    HIGHLIGHTS,
    Highlight,
    Ledger,
    fresh_password,
)
from tenant_apps.organization.management.seed_charts import chart_of
from tenant_apps.organization.management.seed_people import People, invent
from tenant_apps.organization.models import Department, DutyHolder, Staff
from tenants.console import Desk
from tenants.crossing import each_unit, in_unit
from tenants.current import public_floor
from tenants.models import Unit


class Command(BaseCommand):
    help = "为演示城市安排人员：部门、职务、职责和随机口令（只在演示模式下可用，可重复运行）"

    def handle(self, **options: Any) -> None:
        if not settings.HESHU_DEMO:
            raise CommandError("这里不是演示环境，不能安排虚构人员。")
        desk, at = Desk(as_json=False), timezone.now()
        ledger = Ledger()
        shared, hashed = _shared_password(ledger)
        units = each_unit()
        people = 0
        with desk.progress(len(units)) as advance:
            for unit in units:
                people += _seed(unit, shared=hashed, at=at)
                advance(unit.short_name)
        homes = {unit.subdomain: unit for unit in units}
        for one in HIGHLIGHTS:
            if home := homes.get(one.subdomain):
                _show(home, one, ledger, at=at)
        self._tell_everybody_else(ledger, shared)
        desk.say(f"[green]✓[/] {len(units)} 个单位，新安排 {people} 人；演示账号在 {ledger.place}")

    def _tell_everybody_else(self, ledger: Ledger, shared: str) -> None:
        row = {
            "subdomain": "city",
            "url": settings.HESHU_CITY_URL,
            "unit": "各单位",
            "name": "其余人员",
            "title": "",
            "role": "",
            "account": EVERYBODY_ELSE,
            "password": shared,
        }
        ledger.put(row)
        ledger.save()


def _shared_password(ledger: Ledger) -> tuple[str, str]:
    """One for all who are not shown, hashed once: two thousand slow hashes would take minutes."""
    known = ledger.password_of("city", EVERYBODY_ELSE)
    password = known or fresh_password()
    hashed = make_password(password)
    if not known:  # the file was lost: nobody could enter any more
        for unit in each_unit():
            with in_unit(unit):
                Staff.objects.filter(last_login=None).update(password=hashed)
        ledger.put({"subdomain": "city", "account": EVERYBODY_ELSE, "password": password})
    return password, hashed


def _seed(unit: Unit, *, shared: str, at: datetime) -> int:
    """One transaction: a unit has all its people or none, so stopping half way does no harm."""
    with in_unit(unit):
        office = found_unit(by=None, at=at)
        root = office.parent
        if root is None or Staff.objects.exists():
            return 0
        chart = chart_of(unit)
        made = invent(unit, chart, root, office, password=shared)
        root.phone = f"023-0{unit.position:03}0000"
        root.save(update_fields=["phone"])
        office.name, office.position = chart.office, 1
        _insert(made, office)
        record(
            events.PeopleImported(
                subject_id=root.pk, source="demonstration", people=len(made.staff)
            ),
            by=None,
            at=at,
        )
        facts = [cards.of_person(person) for person in made.staff]
        with public_floor():
            publishing.publish_unit(unit, publishing.UnitFacts(phone=root.phone), at=at)
            publishing.publish_many(unit, facts, at=at)
    return len(made.staff)


def _insert(made: People, office: Department) -> None:
    """Departments name their heads and people their departments: heads come last."""
    chosen = {place.pk: place.head for place in (office, *made.departments)}
    for place in (office, *made.departments):
        place.head = None
    Department.objects.bulk_create(made.departments)
    Staff.objects.bulk_create(made.staff)
    DutyHolder.objects.bulk_create(made.holders)
    places = [office, *made.departments]
    for place in places:
        place.head = chosen[place.pk]
    Department.objects.bulk_update(places, ["name", "position", "head"])


def _show(unit: Unit, one: Highlight, ledger: Ledger, *, at: datetime) -> None:
    """A password of their own, written down; kept as it is when it still opens the door."""
    with in_unit(unit):
        person = Staff.objects.select_for_update(no_key=True).filter(account=one.account).first()
        if person is None:
            return
        password = ledger.password_of(unit.subdomain, one.account)
        if not password or not check_password(password, person.password):
            password = fresh_password()
            person.set_password(password)
            person.save(update_fields=["password"])
        if one.city_duty:
            with public_floor():
                duties.grant(
                    unit=unit,
                    staff_id=person.pk,
                    name=person.name,
                    kind=one.city_duty,
                    granted_by="演示",
                    at=at,
                )
        ledger.put(
            {
                "subdomain": unit.subdomain,
                "url": unit.url,
                "unit": unit.short_name,
                "name": person.name,
                "title": person.title,
                "role": one.role,
                "account": person.account,
                "password": password,
            }
        )
        ledger.save()  # before the commit: a password nobody knows would lock the account
