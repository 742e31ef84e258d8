"""发文 from the draft to its release, through the front door."""

import pytest

from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.journal.models import Entry
from tests.make.correspondence import draft_content

ROAD = [
    ("draft", "submit", "drafter", "review"),
    ("review", "review", "head", "sign"),
    ("sign", "sign", "leader", "verify"),
    ("verify", "verify", "registrar", "register"),
    ("register", "register", "registrar", "print"),
    ("print", "print", "registrar", "release"),
    ("release", "release", "registrar", "released"),
]


@pytest.mark.parametrize(("stage", "verb", "who", "after"), ROAD)
def test_each_step_is_done_by_who_holds_it_and_by_nobody_else(
    office, desk, carry, stage, verb, who, after
):
    document_id = carry(stage)
    path = f"outgoing/{document_id}/{verb}"

    for other in {"head", "leader", "registrar"} - {who}:
        refused = desk(getattr(office, other)).post(path)
        assert (refused.status_code, refused.json()["code"]) == (403, "workflow.not_yours"), other
    unseen = desk(office.stranger).post(path)
    assert (unseen.status_code, unseen.json()["code"]) == (404, "not_found")
    done = desk(getattr(office, who)).post(path)

    assert (done.status_code, done.json()["stage"]) == (200, after), done.json()
    facts = list(Entry.objects.filter(subject_id=document_id).order_by("seq"))
    assert [entry.seq for entry in facts] == list(range(1, len(facts) + 1))
    assert facts[-1].actor_name == getattr(office, who).name


@pytest.mark.parametrize(("stage", "verb", "who", "after"), ROAD)
def test_the_same_click_twice_acts_once(office, desk, carry, stage, verb, who, after):
    document_id = carry(stage)
    mine = desk(getattr(office, who))

    first = mine.client.post(
        f"{mine.root}/outgoing/{document_id}/{verb}", {"request_id": "再点一次"}, format="json"
    )
    entries = Entry.objects.filter(subject_id=document_id).count()
    second = mine.client.post(
        f"{mine.root}/outgoing/{document_id}/{verb}", {"request_id": "再点一次"}, format="json"
    )

    assert (first.status_code, second.status_code) == (200, 200)
    assert second.json()["stage"] == after
    assert Entry.objects.filter(subject_id=document_id).count() == entries


def test_the_number_is_born_at_registration_and_runs_without_gaps(office, desk, carry):
    document_id = carry("register")
    before = desk(office.registrar).get(f"outgoing/{document_id}").json()
    after = desk(office.registrar).post(f"outgoing/{document_id}/register").json()

    assert before["number"] is None
    assert after["number"].startswith("太和府〔20")
    assert after["number"].endswith("〕1号")


def test_a_stale_step_is_refused_with_where_it_is_now(office, desk, carry):
    document_id = carry("sign")

    late = desk(office.head).post(f"outgoing/{document_id}/review")

    assert (late.status_code, late.json()["code"]) == (409, "correspondence.not_at_this_stage")
    assert late.json()["stage"] == "sign"


def test_sending_back_needs_a_reason_and_voids_the_signature(office, desk, carry):
    document_id = carry("register")
    mine = desk(office.registrar)

    silent = mine.post(f"outgoing/{document_id}/send_back", to="draft", opinion="")
    said = mine.post(f"outgoing/{document_id}/send_back", to="draft", opinion="附件二缺页")

    assert silent.status_code == 400
    assert (said.status_code, said.json()["stage"]) == (200, "draft")
    document = OutgoingDocument.objects.get(pk=document_id)
    assert (document.signed_at, document.text_hash) == (None, "")
    assert said.json()["opinions"][-1]["text"] == "附件二缺页"


def test_what_is_still_missing_is_named(office, desk):
    mine = desk(office.drafter)
    content = draft_content(body="", addressees=[])
    draft = mine.client.post(f"{mine.root}/outgoing", content, format="json").json()

    refused = mine.post(f"outgoing/{draft['id']}/submit")

    assert (refused.status_code, refused.json()["code"]) == (400, "outgoing.incomplete")
    assert refused.json()["message"] == "还缺：主送机关、正文、签发人。请补充后再送审。"
    act = next(act for act in draft["acts"] if act["verb"] == "submit")
    assert (act["allowed"], act["reason"]) == (False, "还缺：主送机关、正文、签发人。")


def test_a_stale_draft_is_refused_not_overwritten(office, desk, drafted):
    mine = desk(office.drafter).client
    url = f"/api/correspondence/outgoing/{drafted}"

    saved = mine.patch(url, {"title": "关于新标题的请示"}, format="json", HTTP_IF_MATCH='"1"')
    stale = mine.patch(url, {"title": "旧页面上的标题"}, format="json", HTTP_IF_MATCH='"1"')
    blind = mine.patch(url, {"title": "没有版本"}, format="json")

    assert (saved.status_code, saved.json()["version"]) == (200, 2)
    assert (stale.status_code, stale.json()["code"]) == (412, "outgoing.stale_draft")
    assert blind.status_code == 428
    assert mine.get(url).json()["title"] == "关于新标题的请示"


@pytest.mark.parametrize("addressees", [["TAIHE-NOT"], ["500117124"]])
def test_unknown_units_and_oneself_are_no_addressees(office, desk, addressees):
    mine = desk(office.drafter)
    content = draft_content(addressees=addressees)

    refused = mine.client.post(f"{mine.root}/outgoing", content, format="json")

    assert (refused.status_code, refused.json()["code"]) == (400, "outgoing.unknown_unit")
    assert not OutgoingDocument.objects.exists()
