"""What one forwarded (收文转发文) when the document behind it is no longer in force (条例 33)."""

import pytest
from django.utils import timezone

from shared_apps.exchange.counting import compare
from tenant_apps.workflow.models import Run
from tenants.crossing import in_unit
from tests.correspondence.conftest import tomorrow
from tests.correspondence.test_standing import REASON, revoke


@pytest.fixture
def forwarded(request, district, keeper, arrived, relay) -> str:
    """The district passes it on: to 太和镇, the only other unit there is. Ready to be released,
    or for an earlier act where a test says so."""
    people, at = district.people, district.desk
    keeper.post(f"incoming/{arrived}/acknowledge")
    keeper.post(f"incoming/{arrived}/register")
    draft = at(people.head).post(f"incoming/{arrived}/forward").json()["id"]
    read = at(people.head).get(f"outgoing/{draft}").json()
    content = {
        "body": "现将来文转给你镇，供参考。",
        "addressees": ["500117124"],
        "signatory": str(people.leader.pk),
    }
    at(people.head).client.patch(
        f"/api/correspondence/outgoing/{draft}",
        content,
        format="json",
        HTTP_IF_MATCH=str(read["version"]),
    )
    road = [
        (people.head, "submit"),
        (people.head, "review"),
        (people.leader, "sign"),
        *((people.registrar, verb) for verb in ("verify", "register", "print")),
    ]
    stops = getattr(request, "param", "release")
    for person, verb in road:
        if verb == stops:
            break
        answer = at(person).post(f"outgoing/{draft}/{verb}")
        assert answer.status_code == 200, answer.json()
    return draft


def test_who_forwarded_it_passes_the_news_on(
    office, desk, sent, forwarded, district, keeper, relay
):
    assert keeper.post(f"outgoing/{forwarded}/release").status_code == 200
    relay()
    revoke(desk, office, sent)
    relay()

    copies = desk(office.registrar).get("incoming").json()["results"]
    assert [row["standing"] for row in copies] == ["revoked"]
    (told,) = desk(office.registrar).get("standings").json()
    assert told["about"]["number"] == f"太和府〔{timezone.localdate().year}〕1号"
    assert (told["from_unit"], told["decided_by"]) == ("区政府办公室", "太和镇")
    desk(office.registrar).post(f"standings/{told['id']}/acknowledge")
    relay()
    (change,) = keeper.get(f"outgoing/{forwarded}/standing").json()["changes"]
    assert (change["is_passed_on"], change["notices"][0]["state"]) == (True, "acknowledged")
    assert list(compare()) == []


@pytest.mark.parametrize("forwarded", ["register"], indirect=True)
def test_no_number_is_born_for_what_may_not_be_forwarded(
    office, desk, sent, forwarded, keeper, relay
):
    revoke(desk, office, sent)
    relay()

    refused = keeper.post(f"outgoing/{forwarded}/register")

    assert refused.json()["code"] == "outgoing.source_not_in_force"
    number = keeper.get(f"outgoing/{forwarded}").json()["number"]
    back = keeper.post(f"outgoing/{forwarded}/send_back", to="draft", opinion="来文已撤销")
    assert (number, back.status_code) == (None, 200)


def test_what_is_repealed_from_a_later_day_on_is_forwarded_until_then(
    office, desk, sent, arrived, forwarded, keeper, relay, other_unit
):
    desk(office.leader).post(f"outgoing/{sent}/repeal", reason=REASON, from_on=tomorrow())
    relay()

    done = keeper.post(f"outgoing/{forwarded}/release")

    assert done.status_code == 200, done.json()
    with in_unit(other_unit):
        (run,) = Run.objects.filter(subject_id=arrived)
        assert "起废止〕关于" in run.title


def test_what_was_revoked_is_not_begun_to_be_forwarded(
    office, desk, sent, arrived, keeper, district, relay
):
    for verb in ("acknowledge", "register"):
        keeper.post(f"incoming/{arrived}/{verb}")
    revoke(desk, office, sent)
    relay()
    head = district.desk(district.people.head)

    acts = {one["verb"]: one for one in head.get(f"incoming/{arrived}").json()["acts"]}
    refused = head.post(f"incoming/{arrived}/forward")

    assert (acts["forward"]["allowed"], acts["reply"]["allowed"]) == (False, True)
    assert acts["forward"]["reason"] == "此件已撤销，不能转发。"
    assert (refused.status_code, refused.json()["code"]) == (409, "incoming.not_in_force")


def test_what_is_no_longer_in_force_is_not_forwarded(office, desk, sent, forwarded, keeper, relay):
    revoke(desk, office, sent)
    relay()

    refused = keeper.post(f"outgoing/{forwarded}/release")

    assert (refused.status_code, refused.json()["code"]) == (
        409,
        "outgoing.source_not_in_force",
    )
