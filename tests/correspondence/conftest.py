from collections.abc import Callable

import pytest

from tenant_apps.organization.models import Staff
from tests.make import correspondence as make
from tests.make.organization import token


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
