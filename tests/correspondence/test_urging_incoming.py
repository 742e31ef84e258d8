"""催办 by name (条例 24 ⑥), another name after 拟办, and 催阅 of all who have not read."""

from typing import Any

import pytest

from tenant_apps.journal.models import Entry
from tenant_apps.workflow.circulars import Notice
from tenants.crossing import in_unit
from tests.correspondence.conftest import tomorrow
from tests.make import organization as people


def act(page: dict[str, Any], verb: str) -> dict[str, Any] | None:
    return next((one for one in page["acts"] if one["verb"] == verb), None)


def instruct(at, district, document: str) -> Any:
    return at("leader").post(
        f"incoming/{document}/instruct",
        opinion="请从速办理。",
        handlers=[str(district.people.handler.pk)],
        due_on=tomorrow(),
    )


def test_what_is_urgent_is_urged_by_name(proposed, at, district):
    document = proposed(urger=str(district.people.registrar.pk))
    instruct(at, district, document)
    clerk = at("registrar")

    page = clerk.get(f"incoming/{document}").json()
    (row,) = clerk.get("incoming/urging").json()["results"]
    urged = clerk.post(f"incoming/{document}/urge", text="请抓紧。")
    haste = clerk.post(f"incoming/{document}/urge", text="请抓紧。")
    others = at("head").post(f"incoming/{document}/urge")
    (after,) = clerk.get("incoming/urging").json()["results"]

    assert page["urger"]["name"] == "林登记"
    assert act(page, "urge")["allowed"]
    assert (row["desk"], row["due_on"], row["urged_at"]) == (["吴晓琳"], tomorrow(), None)
    assert (urged.status_code, haste.status_code, others.status_code) == (200, 429, 403)
    assert others.json()["message"] == "此件由林登记催办。"
    assert after["urged_at"]


def test_without_a_name_the_proposer_urges_what_is_urgent(proposed, at):
    page = at("head").get(f"incoming/{proposed()}").json()

    assert page["urger"]["name"] == "陈思雨"


# ---- 改催办人 --------------------------------------------------------------------------


def name(desk, document: str, person, **more: object):
    return desk.post(f"incoming/{document}/name_urger", to=str(person.pk), **more)


def test_another_urges_it_from_now_on_and_both_learn_of_it(proposed, at, district, other_unit):
    staff = district.people
    document = proposed(urger=str(staff.registrar.pk))

    done = name(at("head"), document, staff.handler, text="林登记出差")
    again = name(at("head"), document, staff.handler)

    assert done.status_code == 200, done.json()
    assert (done.json()["urger"]["name"], again.status_code) == ("吴晓琳", 200)
    with in_unit(other_unit):
        entry = Entry.objects.get(name="correspondence.incoming.urger_named")
        told = {
            one.person_id: one.text for one in Notice.objects.filter(kind="news").order_by("pk")
        }
    said = (entry.facts["former"], entry.facts["named"], entry.facts["text"])
    assert (said, entry.actor_name) == (("林登记", "吴晓琳", "林登记出差"), "陈思雨")
    assert told[staff.registrar.pk] == "此件改由吴晓琳催办，您不再负责。"
    assert told[staff.handler.pk].startswith("请您负责催办此件")
    assert act(at("handler").get(f"incoming/{document}").json(), "urge")["allowed"]
    assert act(at("registrar").get(f"incoming/{document}").json(), "urge") is None


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [
        ("registrar", 200, None),  # urges it now
        ("leader", 200, None),  # supervises
        ("handler", 403, "incoming.not_yours_to_name"),
        ("stranger", 404, "not_found"),
    ],
)
def test_who_may_name_another(proposed, at, district, who, status, code):
    staff = district.people
    document = proposed(urger=str(staff.registrar.pk))
    instruct(at, district, document)

    answer = name(at(who), document, staff.head)

    assert (answer.status_code, answer.json().get("code")) == (status, code)


def test_nobody_is_named_before_it_was_proposed_nor_who_is_not_here(bring, at, district):
    document, leader = bring("propose"), str(district.people.leader.pk)
    early = name(at("head"), document, district.people.handler)
    at("head").post(f"incoming/{document}/propose", opinion="拟请阅示。", leader=leader)
    gone = at("head").post(
        f"incoming/{document}/name_urger", to="01900000-0000-7000-8000-000000000000"
    )

    assert (early.status_code, early.json()["code"]) == (
        409,
        "correspondence.not_at_this_stage",
    )
    assert (gone.status_code, gone.json()["code"]) == (400, "incoming.unfit_person")


# ---- 催阅 ------------------------------------------------------------------------------


@pytest.fixture
def going_round(proposed, at, district, other_unit) -> str:
    """Being handled; 党政办主任 sent it round to three, and one of them has read it."""
    document = proposed()
    with in_unit(other_unit):
        third = people.staff("周阅文", duties=["handler"])
    staff = district.people
    readers = [str(one.pk) for one in (staff.handler, staff.stranger, third)]
    answer = at("head").post(f"incoming/{document}/circulate", people=readers)
    assert answer.status_code == 200, answer.json()
    with in_unit(other_unit):
        Notice.objects.filter(person=third).update(read_at=answer.json()["received_at"])
    return document


def test_one_key_reminds_all_who_have_not_read(going_round, at, other_unit):
    sender = at("head")
    key = act(sender.get(f"incoming/{going_round}").json(), "urge_readers")

    urged = sender.post(f"incoming/{going_round}/urge_readers", text="请于下班前阅。")
    haste = sender.post(f"incoming/{going_round}/urge_readers")

    assert (key["label"], key["allowed"]) == ("催阅 2 人", True)
    assert "吴晓琳" in key["reason"]
    assert "周阅文" not in key["reason"]
    assert (urged.status_code, haste.status_code) == (200, 429)
    assert haste.json()["message"].startswith("陈思雨已于")
    assert "以后可再次催阅" in haste.json()["message"]
    with in_unit(other_unit):
        entry = Entry.objects.get(name="workflow.circulation.urged")
        late = Notice.objects.filter(reminded_at__isnull=False)
        assert set(late.values_list("person__name", flat=True)) == {"吴晓琳", "赵某"}
    assert (sorted(entry.facts["names"]), entry.facts["text"]) == (
        ["吴晓琳", "赵某"],
        "请于下班前阅。",
    )
    (waiting,) = at("handler").client.get("/api/workflow/items?box=read").json()["results"]
    assert waiting["note"].startswith("【催阅】")


def test_who_is_in_two_rounds_is_reminded_once(going_round, at, district, other_unit):
    reader = str(district.people.handler.pk)
    at("head").post(f"incoming/{going_round}/circulate", people=[reader])

    key = act(at("head").get(f"incoming/{going_round}").json(), "urge_readers")
    at("head").post(f"incoming/{going_round}/urge_readers")

    assert key["label"] == "催阅 2 人"
    with in_unit(other_unit):
        entry = Entry.objects.get(name="workflow.circulation.urged")
    assert len(entry.facts["people"]) == len(set(entry.facts["people"])) == 2


def test_a_reader_urges_nobody_and_when_all_have_read_nobody_is_urged(going_round, at, other_unit):
    reader = at("handler")
    offered = act(reader.get(f"incoming/{going_round}").json(), "urge_readers")
    refused = reader.post(f"incoming/{going_round}/urge_readers")
    with in_unit(other_unit):
        Notice.objects.filter(kind="circulate").update(read_at="2026-11-29T09:00:00+08:00")

    nobody = at("head").post(f"incoming/{going_round}/urge_readers")

    assert offered is None
    assert (refused.status_code, refused.json()["code"]) == (403, "workflow.not_concerned")
    assert (nobody.status_code, nobody.json()["code"]) == (409, "workflow.nobody_to_urge")
    assert act(at("head").get(f"incoming/{going_round}").json(), "urge_readers") is None
