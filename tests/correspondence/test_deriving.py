"""收文转发文 and 批复: drafts that begin from what came in, and the way back."""

from collections.abc import Callable
from uuid import UUID

import pytest

from tenant_apps.correspondence.models import Answer, IncomingDocument, Origin, OutgoingDocument
from tenant_apps.journal.models import Entry
from tenants.crossing import in_unit
from tests.correspondence.conftest import District, tomorrow
from tests.make import tenants as make


@pytest.fixture
def registered(arrived: str, district: District) -> str:
    registrar = district.desk(district.people.registrar)
    for verb in ("acknowledge", "register"):
        answer = registrar.post(f"incoming/{arrived}/{verb}")
        assert answer.status_code == 200, answer.json()
    return arrived


@pytest.fixture
def begin(district: District) -> Callable[..., dict]:
    def run(incoming: str, how: str, person: str = "drafter", status: int = 201) -> dict:
        desk = district.desk(getattr(district.people, person))
        answer = desk.client.post(f"/api/correspondence/incoming/{incoming}/{how}")
        assert answer.status_code == status, answer.json()
        return answer.json()

    return run


def test_text_attachments_and_the_link_go_along(begin, registered, district, other_unit):
    with in_unit(other_unit):
        source = IncomingDocument.objects.get(pk=registered)
    begun = begin(registered, "forward", "head")

    desk = district.desk(district.people.head)
    document = desk.get(f"outgoing/{begun['id']}").json()
    assert document["title"] == f"关于转发《{source.title}》的通知"
    assert source.body in document["body"]
    came = desk.get(f"incoming/{registered}").json()
    assert [one["name"] for one in document["attachments"]] == [
        one["name"] for one in came["attachments"]
    ]
    assert document["origin"]["id"] == registered
    assert came["derived"][0]["id"] == begun["id"]
    with in_unit(other_unit):
        names = Entry.objects.filter(subject_id=registered).values_list("name", flat=True)
        assert "correspondence.incoming.derived" in names


def test_begun_twice_it_is_the_same_draft(begin, registered, other_unit):
    first, second = (begin(registered, "forward", "head") for _ in range(2))

    assert first["id"] == second["id"]
    with in_unit(other_unit):
        assert Origin.objects.count() == 1


def test_not_before_it_is_registered(begin, arrived, other_unit):
    refusal = begin(arrived, "forward", "head", status=409)

    assert refusal["code"] == "incoming.not_registered"
    with in_unit(other_unit):
        assert not OutgoingDocument.objects.exists()


def test_only_who_may_draft(begin, registered):
    assert begin(registered, "reply", "leader", status=403)["code"] == "forbidden"


@pytest.mark.parametrize(
    ("below", "kind", "word"), [(True, "reply", "批复"), (False, "letter", "复函")]
)
def test_a_批复_goes_down_and_a_复函_elsewhere(
    begin,
    registered,
    district,
    unit,
    other_unit,
    below,
    kind,
    word,
):
    make.place_under(unit, other_unit if below else None)
    begun = begin(registered, "reply", "head")

    document = district.desk(district.people.head).get(f"outgoing/{begun['id']}").json()
    assert document["doc_kind"] == kind
    assert document["title"].startswith("关于")
    assert document["title"].endswith(f"的{word}")
    assert [one["code"] for one in document["addressees"]] == [unit.code]


def test_the_reply_is_linked_where_it_was_asked(
    begin,
    registered,
    district,
    relay,
    unit,
    other_unit,
    office,
    desk,
):
    begun = begin(registered, "reply", "head")
    people, at = district.people, district.desk
    head = at(people.head)
    document = head.get(f"outgoing/{begun['id']}").json()
    saved = head.client.patch(
        f"/api/correspondence/outgoing/{begun['id']}",
        {"signatory": str(people.leader.pk)},
        format="json",
        HTTP_IF_MATCH=str(document["version"]),
    )
    assert saved.status_code == 200, saved.json()
    road = (
        (people.head, "submit"),
        (people.head, "review"),
        (people.leader, "sign"),
        (people.registrar, "verify"),
        (people.registrar, "register"),
        (people.registrar, "print"),
        (people.registrar, "release"),
    )
    for person, verb in road:
        answer = at(person).post(f"outgoing/{begun['id']}/{verb}")
        assert answer.status_code == 200, (verb, answer.json())
    relay()

    answered = Answer.objects.get()
    asked = desk(office.drafter).get(f"outgoing/{answered.document_id}").json()
    assert asked["answers"][0]["incoming_id"] == str(answered.incoming_id)
    assert answered.incoming is not None
    assert answered.incoming.stage == "arrived"  # signed for like any other
    assert UUID(begun["id"]) == answered.incoming.source_id


def test_the_first_handler_leads_and_what_is_urgent_has_a_date(registered, district):
    people, at = district.people, district.desk
    leader, both = str(people.leader.pk), [str(people.handler.pk), str(people.head.pk)]
    at(people.registrar).post(f"incoming/{registered}/screen")
    at(people.head).post(f"incoming/{registered}/propose", opinion="请阅示。", leader=leader)
    refused = at(people.leader).post(
        f"incoming/{registered}/instruct", opinion="请办理。", handlers=both[:1]
    )
    done = at(people.leader).post(
        f"incoming/{registered}/instruct", opinion="请办理。", handlers=both[:1], due_on=tomorrow()
    )

    assert (refused.status_code, refused.json()["code"]) == (400, "incoming.due_needed")
    assert (done.status_code, done.json()["lead"]["name"]) == (200, people.handler.name)
