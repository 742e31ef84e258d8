from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from tenant_apps.organization.models import Staff
from tenants.crossing import in_unit
from tests.make import correspondence as make
from tests.make.organization import token

TOMORROW = str(timezone.localdate() + timedelta(days=1))


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
