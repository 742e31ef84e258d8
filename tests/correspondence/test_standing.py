"""撤销、废止、更正: decided once, carried to every copy, signed for by each holder (条例 33)."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from shared_apps.exchange.receiving import Arrival
from shared_apps.kernel.ids import new_id
from tenant_apps.correspondence.actions import noticing
from tenant_apps.correspondence.models import (
    IncomingDocument,
    OutgoingDocument,
    StandingChange,
)
from tenant_apps.journal.models import Entry
from tenant_apps.workflow.models import Run
from tenants.crossing import in_unit
from tenants.models import Unit
from tests.correspondence.conftest import tomorrow

REASON = "依据的文件已失效"


def revoke(desk, office, document, who="leader", **more):
    return desk(getattr(office, who)).post(
        f"outgoing/{document}/revoke", **({"reason": REASON} | more)
    )


def notices(desk, office, document):
    (change,) = desk(office.registrar).get(f"outgoing/{document}/standing").json()["changes"]
    return change["notices"]


def test_a_revoked_document_is_marked_at_every_holder_and_each_signs_for_it(
    office, desk, sent, arrived, keeper, relay
):
    keeper.post(f"incoming/{arrived}/acknowledge")
    before = keeper.get(f"incoming/{arrived}/pages/1").content

    done = revoke(desk, office, sent)
    relay()
    told = keeper.get("standings").json()
    waiting = notices(desk, office, sent)
    signed = keeper.post(f"standings/{told[0]['id']}/acknowledge")
    again = keeper.post(f"standings/{told[0]['id']}/acknowledge")
    relay()

    assert done.status_code == 200, done.json()
    assert (done.json()["standing"], done.json()["standing_label"]) == ("revoked", "已撤销")
    assert [(one["what"], one["reason"], one["incoming_id"]) for one in told] == [
        ("revoked", REASON, arrived)
    ]
    assert [one["state"] for one in waiting] == ["delivered"]
    assert (signed.status_code, again.status_code) == (200, 200)
    assert again.json()["acknowledged_at"] == signed.json()["acknowledged_at"]
    (row,) = notices(desk, office, sent)
    assert (row["state"], row["by"]) == ("acknowledged", "机要文书 林登记")
    assert keeper.get("standings").json() == []
    (listed,) = keeper.get("incoming").json()["results"]
    assert (listed["standing"], listed["stage"]) == ("revoked", "register")
    assert keeper.get(f"incoming/{arrived}/pages/1").content != before


def test_the_file_is_never_touched_and_open_work_says_it(
    other_unit, office, desk, sent, arrived, keeper, relay
):
    keeper.post(f"incoming/{arrived}/acknowledge")
    before = keeper.get(f"incoming/{arrived}/pdf").content

    revoke(desk, office, sent)
    relay()

    assert keeper.get(f"incoming/{arrived}/pdf").content == before
    with in_unit(other_unit):
        assert Run.objects.get().title.startswith("〔已撤销〕")
        entry = Entry.objects.filter(name="correspondence.incoming.standing_changed").get()
        assert str(entry.subject_id) == arrived


def test_signed_for_after_the_news_the_work_begins_marked(
    other_unit, office, desk, sent, arrived, keeper, relay
):
    revoke(desk, office, sent)
    relay()

    assert keeper.post(f"incoming/{arrived}/acknowledge").status_code == 200
    with in_unit(other_unit):
        assert Run.objects.get().title.startswith("〔已撤销〕")


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [
        ("registrar", 403, "standing.not_yours_to_decide"),
        ("drafter", 403, "standing.not_yours_to_decide"),
        ("stranger", 404, "not_found"),
    ],
)
def test_only_who_may_sign_it_decides(office, desk, sent, who, status, code):
    refused = revoke(desk, office, sent, who=who)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert not StandingChange.objects.exists()


def test_nothing_is_revoked_before_it_went_out_nor_twice(office, desk, carry, relay):
    document = carry("release")
    early = revoke(desk, office, document)
    desk(office.registrar).post(f"outgoing/{document}/release")
    silent = revoke(desk, office, document, reason="")
    first = revoke(desk, office, document, request_id="one")
    retry = revoke(desk, office, document, request_id="one")
    second = revoke(desk, office, document)

    assert (early.status_code, early.json()["code"]) == (409, "correspondence.not_at_this_stage")
    assert (silent.status_code, first.status_code, retry.status_code) == (400, 200, 200)
    assert (second.status_code, second.json()["code"]) == (409, "standing.cannot_change")
    assert StandingChange.objects.count() == 1


def test_repealed_from_a_day_on(office, desk, sent, arrived, keeper, relay):
    yesterday = str(timezone.localdate() - timedelta(days=1))
    late = desk(office.leader).post(f"outgoing/{sent}/repeal", reason=REASON, from_on=yesterday)
    done = desk(office.leader).post(f"outgoing/{sent}/repeal", reason=REASON, from_on=tomorrow())
    relay()

    assert (late.status_code, late.json()["code"]) == (400, "standing.repealed_in_the_past")
    assert done.status_code == 200, done.json()
    (row,) = keeper.get("incoming").json()["results"]
    assert (row["standing"], row["standing_from"]) == ("repealed", tomorrow())
    heavier = revoke(desk, office, sent)
    relay()
    assert heavier.json()["standing"] == "revoked"
    assert keeper.get("incoming").json()["results"][0]["standing"] == "revoked"


def test_a_corrected_copy_takes_the_place_of_the_old_which_stays(
    office, desk, sent, arrived, keeper, relay
):
    begun = desk(office.drafter).post(f"outgoing/{sent}/correct", reason="表中金额有误")
    twice = desk(office.drafter).post(f"outgoing/{sent}/correct", reason="再来一次")
    (draft,) = begun.json()["corrections"]
    new = draft["document"]["id"]
    for person, verb in (
        (office.drafter, "submit"),
        (office.head, "review"),
        (office.leader, "sign"),
        *((office.registrar, verb) for verb in ("verify", "register", "print", "release")),
    ):
        answer = desk(person).post(f"outgoing/{new}/{verb}")
        assert answer.status_code == 200, answer.json()
    relay()

    assert (twice.status_code, twice.json()["code"]) == (409, "standing.cannot_change")
    old = desk(office.drafter).get(f"outgoing/{sent}/standing").json()
    assert old["standing"] == "corrected"
    assert old["changes"][0]["replacement"]["id"] == new
    rows = {row["id"]: row for row in keeper.get("incoming").json()["results"]}
    assert rows[arrived]["standing"] == "corrected"
    assert {row["standing"] for key, row in rows.items() if key != arrived} == {"in_force"}
    (heard,) = keeper.get(f"incoming/{arrived}/standing").json()["heard"]
    assert heard["replacement"]["document"] == new
    assert heard["reason"] == "表中金额有误"


def news(document: str, unit: Unit, **more: object) -> Arrival:
    """What 太和镇 tells of that document of its own, as it comes out of the envelope."""
    facts = {
        "envelope_id": new_id(),
        "kind": "standing",
        "from_unit": unit,
        "subject_id": new_id(),
        "title": "《关于申请拨付冬春生活救助资金的请示》已撤销",
        "number": "太和府〔2026〕1号",
        "doc_kind": "request",
        "urgency": "none",
        "content": {
            "document": document,
            "title": "关于申请拨付冬春生活救助资金的请示",
            "number": "太和府〔2026〕1号",
            "what": "revoked",
            "reason": REASON,
            "from_on": None,
            "decided_by": "太和镇",
            "about": {},
            "replacement": {},
        },
        "files": [],
        "digest": "0" * 64,
        "sealed_at": timezone.now(),
        "at": timezone.now(),
    }
    return Arrival(**facts | more)


def test_the_news_may_come_before_the_document_and_twice(
    unit, other_unit, office, desk, carry, keeper, relay
):
    document = carry("release")
    early = news(document, unit)
    with in_unit(other_unit):
        noticing.hear(early)
        noticing.hear(early)
    before = keeper.get("standings").json()
    desk(office.registrar).post(f"outgoing/{document}/release")
    relay()

    (row,) = keeper.get("incoming").json()["results"]
    assert [one["incoming_id"] for one in before] == [None]
    assert (row["stage"], row["standing"]) == ("arrived", "revoked")
    assert [one["incoming_id"] for one in keeper.get("standings").json()] == [row["id"]]


def test_who_gave_it_back_is_not_asked_and_says_so_when_the_news_crosses(
    unit, other_unit, office, desk, sent, arrived, keeper, relay
):
    keeper.post(f"incoming/{arrived}/decline", reason="非我单位职责")
    revoke(desk, office, sent)  # before the receipt of the return has come
    relay()

    (row,) = notices(desk, office, sent)
    assert (row["state"], row["reason"]) == ("returned", "来文已退回，本单位没有留存。")
    assert keeper.get("standings").json() == []
    again = news(sent, unit)
    with in_unit(other_unit):
        noticing.hear(again)
        assert IncomingDocument.objects.get().standing == "revoked"


def test_nobody_is_told_who_had_given_it_back_before(office, desk, sent, arrived, keeper, relay):
    keeper.post(f"incoming/{arrived}/decline", reason="非我单位职责")
    relay()
    done = revoke(desk, office, sent)
    relay()

    assert done.json()["standing"] == "revoked"
    assert notices(desk, office, sent) == []


def test_a_superior_revokes_it_and_the_issuer_tells_all(
    above, office, desk, sent, arrived, district, keeper, relay
):
    people, at = district.people, district.desk
    keeper.post(f"incoming/{arrived}/acknowledge")
    keeper.post(f"incoming/{arrived}/register")
    keeper.post(f"incoming/{arrived}/screen")
    leader = str(people.leader.pk)
    at(people.head).post(f"incoming/{arrived}/propose", opinion="拟请阅示。", leader=leader)
    clerk = keeper.post(f"incoming/{arrived}/annul", reason=REASON)
    done = at(people.leader).post(f"incoming/{arrived}/annul", reason=REASON)
    relay()

    assert (clerk.status_code, clerk.json()["code"]) == (403, "standing.not_yours_to_decide")
    assert done.status_code == 200, done.json()
    mine = desk(office.leader).get(f"outgoing/{sent}/standing").json()
    assert (mine["standing"], mine["changes"][0]["decided_by"]) == ("revoked", "区政府办公室")
    assert mine["changes"][0]["by"] == "李静"
    assert [one["incoming_id"] for one in keeper.get("standings").json()] == [arrived]


def test_nobody_but_a_superior_revokes_what_others_issued(
    unit, other_unit, office, desk, sent, arrived, district, keeper, relay
):
    keeper.post(f"incoming/{arrived}/acknowledge")
    plea = news(
        sent, other_unit, content={"document": sent, "reason": "", "by": "", "by_post": ""}
    )

    noticing.take_annulment(plea)

    assert OutgoingDocument.objects.get(pk=sent).standing == "in_force"


def test_anybody_who_verifies_the_file_is_told_the_fact_and_no_more(
    city_authority, client_at, office, desk, sent, relay
):
    document = OutgoingDocument.objects.get(pk=sent)
    pdf = desk(office.drafter).get(f"outgoing/{sent}/pdf").content
    revoke(desk, office, sent)
    relay()

    answer = client_at().post(
        "/api/city/verify", {"file": SimpleUploadedFile("一.pdf", pdf)}, format="multipart"
    )

    assert hashlib.sha256(pdf).hexdigest() == document.pdf_sha256
    assert answer.status_code == 200, answer.json()
    said = answer.json()["standing"]
    assert set(said) == {"what", "label", "number", "declared_at", "from_on"}
    assert (said["what"], said["number"]) == ("revoked", document.number)
    assert document.title not in str(answer.json())
