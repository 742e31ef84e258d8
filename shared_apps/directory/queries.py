"""Reading the city's directory: units for the entrance, units and people for the address book."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from shared_apps.directory.models import TODAY, PersonCard, UnitCard, as_of
from shared_apps.kernel.text import initials, pinyin
from tenants.grouping import group_of
from tenants.models import Unit

ORDER = ("order", "pk")


@dataclass(frozen=True)
class Entrance:
    """A unit as everybody may see it: where its door is. Nothing about people."""

    code: str
    name: str
    short_name: str
    kind: str
    group: str
    subdomain: str
    url: str
    pinyin: str
    initials: str
    status: str


@dataclass(frozen=True)
class UnitInDirectory(Entrance):
    parent_code: str | None
    staff_count: int
    phone: str


def entrances() -> list[Entrance]:
    """统一入口: every unit that stands, suspended ones too: their door says so."""
    return [Entrance(**_shown(unit)) for unit in _units()]


def units_in_directory() -> list[UnitInDirectory]:
    """Three statements for a hundred units: rows, switchboards, how many people are listed."""
    units = _units().select_related("parent")
    phones = dict(UnitCard.objects.filter(TODAY).values_list("unit_id", "phone"))
    listed = PersonCard.objects.filter(TODAY).values("unit_id").annotate(people=Count("pk"))
    people = dict(listed.values_list("unit_id", "people"))
    return [
        UnitInDirectory(
            **_shown(unit),
            parent_code=unit.parent.code if unit.parent else None,
            staff_count=people.get(unit.pk, 0),
            phone=phones.get(unit.pk, ""),
        )
        for unit in units
    ]


def people(
    *, q: str = "", unit: str = "", department: str = "", at: datetime | None = None
) -> QuerySet[PersonCard]:
    """通讯录: by name, pinyin, title, number; today's cards, or those of a past day."""
    found = PersonCard.objects.select_related("unit").filter(
        as_of(at) if at else TODAY, unit__status=Unit.Status.ACTIVE
    )
    if unit:
        found = found.filter(unit__code=unit)
    if department:
        found = found.filter(department=department)
    for word in q.lower().split():
        found = found.filter(
            Q(name__contains=word)
            | Q(pinyin__startswith=word)
            | Q(initials__startswith=word)
            | Q(title__contains=word)
            | Q(department__contains=word)
            | Q(phone__contains=word)
            | Q(mobile__startswith=word)
        )
    return found


def _units() -> QuerySet[Unit]:
    return Unit.objects.standing().order_by("position", "pk")


def _shown(unit: Unit) -> dict[str, Any]:
    return {
        "code": unit.code,
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "group": group_of(unit.kind),
        "subdomain": unit.subdomain,
        "url": unit.url,
        "pinyin": pinyin(unit.short_name),
        "initials": initials(unit.short_name),
        "status": unit.status,
    }
