from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.organization.models import Staff
from tenants.crossing import in_unit
from tenants.current import public_floor
from tenants.models import Unit
from tests.make import correspondence as make
from tests.make import seals as seal_makers
from tests.make import tenants as ground
from tests.make.joint import (
    FOURTH,
    TEXT,
    THIRD,
    TITLE,
    House,
    seal_of_host,
    seal_of_partner,
)
from tests.make.organization import token


def tomorrow() -> str:
    return str(timezone.localdate() + timedelta(days=1))


@dataclass
class District:
    """区政府办公室 with its people, and how they knock at its door."""

    people: make.Office
    desk: Callable[[Staff], make.Desk]


@pytest.fixture
def district(other_unit, client_at) -> District:
    with in_unit(other_unit):
        people = make.office()
        tokens = {person.pk: token(person) for person in vars(people).values()}
    return District(people, lambda person: make.Desk(client_at(other_unit, tokens[person.pk])))


@pytest.fixture
def arrived(unit, other_unit, office, desk, carry, relay, district) -> str:
    """The id, at the district, of the document that 太和镇 released."""
    document_id = carry("release")
    released = desk(office.registrar).post(f"outgoing/{document_id}/release")
    assert released.status_code == 200, released.json()
    relay()
    rows = district.desk(district.people.registrar).get("incoming").json()["results"]
    assert [row["stage"] for row in rows] == ["arrived"]
    return rows[0]["id"]


@pytest.fixture
def at(district: District) -> Callable[[str], make.Desk]:
    return lambda who: district.desk(getattr(district.people, who))


@pytest.fixture
def bring(at: Callable[[str], make.Desk], arrived: str) -> Callable[[str], str]:
    """The town's 请示, brought up to (not including) this stage."""

    def run(to: str) -> str:
        for verb in ("acknowledge", "register", "screen"):
            if verb == to:
                break
            answer = at("registrar").post(f"incoming/{arrived}/{verb}")
            assert answer.status_code == 200, answer.json()
        return arrived

    return run


@pytest.fixture
def proposed(bring, at, district) -> Callable[..., str]:
    def run(**more: Any) -> str:
        document = bring("propose")
        leader = str(district.people.leader.pk)
        answer = at("head").post(
            f"incoming/{document}/propose", opinion="拟请阅示。", leader=leader, **more
        )
        assert answer.status_code == 200, answer.json()
        return document

    return run


@pytest.fixture
def above(unit: Unit, other_unit: Unit) -> None:
    """The district stands above the town."""
    with public_floor():
        Unit.objects.filter(pk=other_unit.pk).update(kind="government")
        Unit.objects.filter(pk=unit.pk).update(parent=other_unit)


@pytest.fixture
def office(unit) -> make.Office:
    return make.office()


@pytest.fixture
def desk(unit, client_at) -> Callable[[Staff], make.Desk]:
    """The person's own browser at 太和镇's door."""
    return lambda person: make.Desk(client_at(unit, token(person)))


@pytest.fixture
def drafted(office, desk) -> str:
    """The id of a complete draft on its drafter's desk."""
    content = make.draft_content(signatory=str(office.leader.pk))
    answer = desk(office.drafter).client.post(
        "/api/correspondence/outgoing", content, format="json"
    )
    assert answer.status_code == 201, answer.json()
    return answer.json()["id"]


@pytest.fixture
def carry(office, desk, drafted) -> Callable[[str], str]:
    """Carry the draft along its road up to (not including) the given stage."""
    road = (
        ("draft", office.drafter, "submit"),
        ("review", office.head, "review"),
        ("sign", office.leader, "sign"),
        ("verify", office.registrar, "verify"),
        ("register", office.registrar, "register"),
        ("print", office.registrar, "print"),
        ("release", office.registrar, "release"),
    )

    def run(to: str) -> str:
        for stage, person, verb in road:
            if stage == to:
                break
            answer = desk(person).post(f"outgoing/{drafted}/{verb}")
            assert answer.status_code == 200, answer.json()
        return drafted

    return run


# ---- 联合行文: 太和镇 hosts, two other units sign with it ----------------------------------


@pytest.fixture(scope="module")
def more_units(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Unit]]:
    with django_db_blocker.unblock():
        made = [ground.town("JA", **THIRD), ground.town("JB", **FOURTH)]
        try:
            yield made
        finally:
            for one in made:
                ground.raze(one)


@pytest.fixture
def houses(unit, other_unit, more_units, client_at) -> list[House]:
    """太和镇 hosts; the other two sign with it."""
    found = []
    for one in (unit, other_unit, more_units[0]):
        with in_unit(one):
            found.append(House(one, make.office(), client_at))
    return found


@pytest.fixture
def host(houses) -> House:
    return houses[0]


@pytest.fixture
def asked(request, houses, host, more_units, relay) -> str:
    """The id of a document that has gone to its partners to be signed: a 通知 unless said."""
    content = {
        "doc_kind": getattr(request, "param", "notice"),
        "title": TITLE,
        "body": TEXT,
        "addressees": ["JB"],
        "partners": ["ZFB", "JA"],
        "signatory": str(host.people.leader.pk),
    }
    drafted = host.desk("drafter").client.post(
        "/api/correspondence/outgoing", content, format="json"
    )
    assert drafted.status_code == 201, drafted.json()
    document = drafted.json()["id"]
    for who, verb in (("drafter", "submit"), ("head", "review")):
        answer = host.desk(who).post(f"outgoing/{document}/{verb}")
        assert answer.status_code == 200, answer.json()
    relay()
    return document


@pytest.fixture
def signed(houses, host, asked, relay) -> str:
    for one in houses[1:]:
        one.sign()
    assert host.desk("leader").post(f"outgoing/{asked}/sign").status_code == 200
    relay()
    return asked


@pytest.fixture
def printed(houses, host, signed, relay, city_authority) -> str:
    """Every unit has its seal, the host's paper is printed."""
    for one in houses:
        with in_unit(one.unit):
            seal_makers.seal(one.people.head, [one.people.registrar])
    relay()
    for verb in ("verify", "register", "print"):
        answer = host.desk("registrar").post(f"outgoing/{signed}/{verb}")
        assert answer.status_code == 200, answer.json()
    return signed


@pytest.fixture
def issued(houses, host, printed, relay) -> str:
    """All seals are on it, and it went out; each partner has its paper."""
    assert seal_of_host(host, printed).status_code == 200
    relay()
    for one in houses[1:]:
        assert seal_of_partner(one).status_code == 200
        relay()
    assert host.desk("registrar").post(f"outgoing/{printed}/release").status_code == 200
    relay()
    return printed


@pytest.fixture
def sent(arrived) -> str:
    """The id, at 太和镇, of the document that lies at the district's door."""
    return str(OutgoingDocument.objects.get().pk)


@pytest.fixture
def keeper(district):
    """机要文书 of the district."""
    return district.desk(district.people.registrar)
