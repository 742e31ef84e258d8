"""What a page or an act costs: statements to the database, counted once and kept from growing."""

from collections.abc import Callable

import pytest

from tenant_apps.organization import calendar
from tenant_apps.webhooks import listening
from tenant_apps.workflow import graphs
from tenants.crossing import in_unit
from tests.make import correspondence as make


@pytest.fixture
def cost(statements) -> Callable[..., int]:
    """Without savepoints; the host is known already, as on a server at work."""

    def of(call: Callable[[], object]) -> int:
        with statements() as sql:
            answer = call()
        assert answer.status_code == 200, answer.json()
        return sum("SAVEPOINT" not in one["sql"] for one in sql)

    return of


@pytest.mark.parametrize(
    ("stage", "person", "verb", "most"),
    [
        ("draft", "drafter", "submit", 46),
        ("review", "head", "review", 44),
        ("sign", "leader", "sign", 37),
        ("verify", "registrar", "verify", 39),
        ("register", "registrar", "register", 38),
        ("print", "registrar", "print", 35),
        ("release", "registrar", "release", 30),
    ],
)
def test_a_verb_of_发文(office, desk, carry, cost, stage, person, verb, most):
    document, client = carry(stage), desk(getattr(office, person))
    client.get(f"outgoing/{document}")

    assert cost(lambda: client.post(f"outgoing/{document}/{verb}")) == most


def test_one_outgoing_document(office, desk, carry, cost):
    document, client = carry("release"), desk(office.registrar)
    client.get(f"outgoing/{document}")

    assert cost(lambda: client.get(f"outgoing/{document}")) == 8


@pytest.mark.parametrize("place", ["outgoing", "incoming"])
def test_a_list(office, desk, drafted, cost, place):
    client = desk(office.head)
    client.get(place)

    assert cost(lambda: client.get(place)) == 3


def test_a_list_of_many_costs_what_a_list_of_one_does(office, desk, drafted, cost):
    client = desk(office.drafter)
    one = cost(lambda: client.get("outgoing"))
    for number in range(12):
        content = make.draft_content(title=f"第{number}件")
        client.client.post("/api/correspondence/outgoing", content, format="json")

    assert cost(lambda: client.get("outgoing")) == one


def test_one_incoming_document(arrived, district, cost):
    keeper = district.desk(district.people.registrar)
    keeper.get(f"incoming/{arrived}")

    assert cost(lambda: keeper.get(f"incoming/{arrived}")) == 5


def test_acknowledging(arrived, other_unit, district, cost):
    with in_unit(other_unit):  # what a process asks once a minute in each unit
        calendar.here()
        listening.anybody()
    keeper = district.desk(district.people.registrar)
    keeper.get(f"incoming/{arrived}")
    graphs.load.cache_clear()  # as the first of a process; whoever comes later reads one less

    assert cost(lambda: keeper.post(f"incoming/{arrived}/acknowledge")) == 33


@pytest.mark.parametrize(("person", "most"), [("registrar", 12), ("drafter", 7)])
def test_the_portal(office, desk, carry, cost, person, most):
    carry("release")
    client = desk(getattr(office, person)).client
    client.get("/api/desk/portal")

    assert cost(lambda: client.get("/api/desk/portal")) == most
