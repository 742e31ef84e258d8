"""Cards come from the units and replace one another; the same card twice is one card."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shared_apps.directory.models import TODAY, PersonCard, UnitCard
from shared_apps.kernel.text import initials, pinyin
from tenants.models import Unit


@dataclass(frozen=True, kw_only=True)
class UnitFacts:
    """What a unit says about itself."""

    phone: str


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """What a unit publishes about one of its people."""

    staff_id: UUID
    name: str
    department: str
    department_id: UUID
    title: str
    phone: str
    mobile: str
    department_position: int
    position: int


@transaction.atomic
def publish_unit(unit: Unit, facts: UnitFacts, *, at: datetime) -> None:
    """City floor, like everything here. The unit's row is the lock: one card at a time."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    parent = unit.parent
    said = {
        **asdict(facts),
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "parent_code": parent.code if parent else "",
    }
    today = UnitCard.objects.filter(TODAY, unit=unit).first()
    if today and all(getattr(today, field) == value for field, value in said.items()):
        return
    if today:
        _end(today, at)
    UnitCard.objects.create(
        unit=unit,
        pinyin=pinyin(unit.short_name),
        initials=initials(unit.short_name),
        valid_from=at,
        **said,
    )


@transaction.atomic
def publish(unit: Unit, facts: PersonFacts, *, at: datetime) -> None:
    """The caller holds the person's row, so cards of one person come one after another."""
    said = _said(unit, facts)
    theirs = PersonCard.objects.filter(TODAY, unit=unit, staff_id=facts.staff_id)
    today = theirs.first()
    if today and all(getattr(today, field) == value for field, value in said.items()):
        return
    if today:
        _end(today, at)
    PersonCard.objects.create(unit=unit, valid_from=at, **said)


def publish_many(unit: Unit, people: list[PersonFacts], *, at: datetime) -> None:
    """For a unit that joins with all its people: those already published are left as they are."""
    known = set(PersonCard.objects.filter(TODAY, unit=unit).values_list("staff_id", flat=True))
    PersonCard.objects.bulk_create(
        PersonCard(unit=unit, valid_from=at, **_said(unit, facts))
        for facts in people
        if facts.staff_id not in known
    )


def withdraw(unit: Unit, staff_id: UUID, *, at: datetime) -> None:
    """Whoever leaves, or would rather not be listed, is listed no longer."""
    today = PersonCard.objects.filter(TODAY, unit=unit, staff_id=staff_id).first()
    if today:
        _end(today, at)


def _said(unit: Unit, facts: PersonFacts) -> dict[str, Any]:
    """The card's own columns: what was said, how to search it, and where it stands in a list."""
    said = asdict(facts)
    place, seat = said.pop("department_position"), said.pop("position")
    spelling = pinyin(facts.name)
    order = f"{unit.position:05}{unit.pk:08}{place:05}{facts.department_id.hex}{seat:05}{spelling}"
    return {**said, "pinyin": spelling, "initials": initials(facts.name), "order": order[:160]}


def _end(card: UnitCard | PersonCard, at: datetime) -> None:
    """A card published late, by a slow relay, still begins after the one before it."""
    card.valid_to = max(at, card.valid_from)
    card.save(update_fields=["valid_to"])
