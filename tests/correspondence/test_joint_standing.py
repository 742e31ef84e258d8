"""撤销、废止、更正 of what several issued: every body that signed is told and signs for it."""

from django.db import transaction
from django.utils import timezone

from shared_apps.exchange.counting import compare
from tenant_apps.correspondence.actions import noticing, standing
from tenant_apps.correspondence.models import HeardChange, JointMatter, OutgoingDocument
from tenant_apps.journal.models import Entry
from tenants.crossing import in_unit
from tests.correspondence.conftest import tomorrow
from tests.make.joint import arrival

REASON = "检查安排有重大调整"


def revoke(host, document: str):
    answer = host.desk("leader").post(f"outgoing/{document}/revoke", reason=REASON)
    assert answer.status_code == 200, answer.json()


def notices(host, document: str) -> list[dict]:
    (change,) = host.desk("registrar").get(f"outgoing/{document}/standing").json()["changes"]
    return change["notices"]


def test_each_body_that_signed_is_told_signs_for_it_and_its_matter_says_so(
    houses, host, issued, relay
):
    partner = houses[1]
    matter = partner.matter()
    path = f"joint/{matter['id']}"
    before = partner.desk("registrar").get(f"{path}/pages/1").content

    revoke(host, issued)
    relay()
    (told,) = partner.desk("registrar").get("standings").json()
    partner.desk("registrar").post(f"standings/{told['id']}/acknowledge")
    relay()

    assert (told["what"], told["matter_id"], told["incoming_id"]) == (
        "revoked",
        matter["id"],
        None,
    )
    assert [(one["unit"], one["state"], one["by"]) for one in notices(host, issued)] == [
        ("区政府办公室", "acknowledged", "机要文书 林登记"),
        ("区应急局", "delivered", ""),
        ("区水利局", "delivered", ""),
    ]
    after = partner.matter()
    assert (after["stage"], after["standing_label"]) == ("issued", "已撤销")
    assert partner.desk("registrar").get(f"{path}/pages/1").content != before
    assert partner.desk("registrar").get(f"{path}/pdf").status_code == 200
    (heard,) = partner.desk("leader").get(f"{path}/standing").json()["heard"]
    assert (heard["reason"], heard["acknowledged_by"]) == (REASON, "林登记")
    with in_unit(partner.unit):
        assert JointMatter.objects.get().run.title.startswith("联合行文：〔已撤销〕")
        entry = Entry.objects.get(name="correspondence.joint.standing_changed")
        assert str(entry.subject_id) == matter["id"]
    assert list(compare()) == []


def test_a_repeal_reaches_them_with_its_day(houses, host, issued, relay):
    said = {"reason": REASON, "from_on": tomorrow()}
    assert host.desk("leader").post(f"outgoing/{issued}/repeal", **said).status_code == 200
    relay()

    matters = [one.matter() for one in houses[1:]]
    assert [(one["standing"], one["standing_from"]) for one in matters] == [
        ("repealed", tomorrow())
    ] * 2


def test_a_correction_asks_the_same_partners_and_then_reaches_them(houses, host, issued, relay):
    begun = host.desk("drafter").post(f"outgoing/{issued}/correct", reason=REASON).json()
    draft = begun["corrections"][0]["document"]["id"]
    partners = host.desk("drafter").get(f"outgoing/{draft}").json()["partners"]

    # As its release does, at the end of the same road (test_standing).
    new = OutgoingDocument.objects.get(pk=draft)
    with transaction.atomic():
        standing.take_place(new, by=host.people.leader, at=timezone.now())
    relay()

    assert [one["code"] for one in partners] == ["ZFB", "JA"]
    assert [one.matter()["standing"] for one in houses[1:]] == ["corrected"] * 2


def test_who_signed_and_received_it_is_told_once(houses, host, issued, relay):
    document = OutgoingDocument.objects.get(pk=issued)
    row = document.addressees.get()
    document.addressees.create(
        role="copy", position=2, unit_code="ZFB", name=row.name, short_name="区政府办公室"
    )

    revoke(host, issued)

    assert [one["unit"] for one in notices(host, issued)] == [
        "区政府办公室",
        "区应急局",
        "区水利局",
    ]


def test_the_news_twice_marks_once_and_what_was_only_asked_is_not_marked(
    houses, host, issued, relay
):
    revoke(host, issued)
    relay()
    partner = houses[1]
    with in_unit(partner.unit):
        heard = HeardChange.objects.get()
        said = {
            "document": issued,
            "title": "",
            "number": "",
            "what": "revoked",
            "reason": REASON,
            "from_on": None,
            "decided_by": "太和镇",
            "about": {},
            "replacement": {},
        }
        noticing.hear(arrival(host, envelope_id=heard.envelope_id, content=said))
        assert HeardChange.objects.count() == 1
        JointMatter.objects.update(sealed_at=None, stage="called_off", standing="in_force")
        noticing.hear(arrival(host, content=said))
        assert HeardChange.objects.order_by("pk").last().matter is None
        assert JointMatter.objects.get().standing == "in_force"
