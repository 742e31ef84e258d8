"""People of the demonstration: a chart becomes departments, seats, names and duties."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from faker import Faker

from shared_apps.kernel.text import initials, pinyin
from tenant_apps.organization import accounts
from tenant_apps.organization.management.seed_accounts import HIGHLIGHTS
from tenant_apps.organization.management.seed_charts import Chart, head_of_section
from tenant_apps.organization.models import Department, Duty, DutyHolder, Staff
from tenants.models import Unit

EVERYBODY = ("drafter", "handler")
MEMBERS = ("科员", "一级科员", "四级主任科员", "三级主任科员")
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")


@dataclass(frozen=True)
class Seat:
    department: str
    title: str
    key: str = ""  # how a highlighted account finds its seat
    duties: tuple[str, ...] = EVERYBODY
    is_head: bool = False


@dataclass
class People:
    """What one unit's seeding inserts."""

    departments: list[Department] = field(default_factory=list)
    staff: list[Staff] = field(default_factory=list)
    holders: list[DutyHolder] = field(default_factory=list)


def invent(
    unit: Unit, chart: Chart, root: Department, office: Department, *, password: str
) -> People:
    """The same unit always gets the same people. Numbers are ones nobody can have."""
    made = People()
    places = {chart.office: office}
    for position, name in enumerate((chart.leading, *chart.sections)):
        place = Department(parent=root, name=name, position=position and position + 1)
        places[name] = place
        made.departments.append(place)
    duties = {duty.code: duty for duty in Duty.objects.all()}
    names = _Names(unit)
    for position, seat in enumerate(seats(chart, names.dice)):
        person = _person(unit, seat, names, places[seat.department], position)
        person.password = password
        made.staff.append(person)
        made.holders += [
            DutyHolder(duty=duties[code], staff=person, guard=duties[code].guard)
            for code in seat.duties
        ]
        if seat.is_head:
            places[seat.department].head = person
    return made


def seats(chart: Chart, dice: random.Random) -> Iterator[Seat]:
    for rank, title in enumerate(chart.leaders):
        key = "principal" if rank == chart.principal else ""
        heads = ("principal",) if rank in (0, chart.principal) else ()
        yield Seat(chart.leading, title, key, (*EVERYBODY, "leader", *heads), is_head=rank == 0)
    head = head_of_section(chart.office)
    leads = (*EVERYBODY, "office_head")
    yield Seat(chart.office, head, "office_head", leads, is_head=True)
    yield Seat(chart.office, f"副{head}", "", (*leads, "accountant"))
    yield Seat(chart.office, "机要文书", "registrar", (*EVERYBODY, "registrar"))
    yield Seat(chart.office, "科员", "clerk")
    for code, title in zip(
        ADMINISTRATORS, ("系统管理员", "安全管理员", "审计管理员"), strict=True
    ):
        yield Seat(chart.office, title, code, (code,))
    for section in chart.sections:
        head = head_of_section(section)
        yield Seat(section, head, is_head=True)
        if chart.deputies and dice.random() < 0.6:
            yield Seat(section, f"副{head}")
        for _ in range(chart.members + (dice.random() < 0.4)):
            yield Seat(section, dice.choice(MEMBERS))


class _Names:
    """Names and numbers of one unit, by dice that always fall alike; no account twice."""

    def __init__(self, unit: Unit) -> None:
        self.dice = random.Random(unit.code)  # noqa: S311  invented people, not secrets
        self.faker = Faker("zh_CN")
        self.faker.seed_instance(unit.code)
        chosen = [one for one in HIGHLIGHTS if one.subdomain == unit.subdomain]
        self.chosen = {one.seat: one for one in chosen}
        self.taken = {one.account for one in chosen}

    def next(self, seat: str) -> tuple[str, str]:
        """(name, account)."""
        if known := self.chosen.pop(seat, None):
            return known.name, known.account
        name = self.faker.name()
        account = accounts.free(name, self.taken)
        self.taken.add(account)
        return name, account


def _person(unit: Unit, seat: Seat, names: _Names, place: Department, position: int) -> Staff:
    name, account = names.next(seat.key)
    return Staff(
        account=account,
        name=name,
        pinyin=pinyin(name),
        initials=initials(name),
        title=seat.title,
        department=place,
        position=position,
        phone=f"023-0{unit.position:03}{position:04}",  # no number begins with 0 after the area
        mobile=f"100{names.dice.randrange(10**8):08}",  # no mobile begins with 10
        mobile_published=names.dice.random() < 0.3,
    )
