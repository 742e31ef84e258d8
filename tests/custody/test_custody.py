"""涉密纸件: custody data and nothing else; hands, returns and destruction with their people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tenant_apps.custody.models import ClassifiedPaper
from tenant_apps.custody.rules import unfit
from tenant_apps.journal.models import Entry
from tests.make import organization as make


def today():
    return timezone.localdate()


@pytest.fixture
def people(unit):
    return {
        "keeper": make.staff("林登记", duties=["registrar"]),
        "holder": make.staff("李静", duties=["leader"]),
        "stranger": make.staff("赵某", duties=["drafter"]),
    }


@pytest.fixture
def at(unit, people, client_at):
    return {who: client_at(unit, make.token(person)) for who, person in people.items()}


@pytest.fixture
def said(people):
    return {
        "number": "密2026-018",
        "copy_number": "000012",
        "level": "secret",
        "term": "10年",
        "holder": str(people["holder"].pk),
        "place": "机要室2号柜3格",
        "received_on": str(today() - timedelta(days=3)),
    }


@pytest.fixture
def kept(at, said) -> str:
    answer = at["keeper"].post("/api/custody", said, format="json")
    assert answer.status_code == 201, answer.json()
    return answer.json()["id"]


def test_there_is_no_column_for_what_it_says():
    columns = {field.name for field in ClassifiedPaper._meta.get_fields()}

    assert columns == {
        *("id", "number", "copy_number", "level", "term", "holder", "place", "received_on"),
        *("state", "closed_on", "approved_by", "witness"),
    }


def test_the_keeper_registers_it_and_the_journal_names_no_document(at, kept):
    said = at["keeper"].get("/api/custody").json()

    (row,) = said["results"]
    assert (row["number"], row["level_label"], row["holder"]) == ("密2026-018", "机密", "李静")
    assert "本系统是非涉密系统" in said["why"]
    entry = Entry.objects.get(subject_id=kept)
    assert entry.name == "custody.paper.taken_in"
    assert entry.facts["place"] == "机要室2号柜3格"


def test_a_holder_sees_what_they_hold_and_others_nothing(at, kept):
    own = at["holder"].get("/api/custody").json()
    others = at["stranger"].get("/api/custody").json()

    assert [row["id"] for row in own["results"]] == [kept]
    assert (own["may_keep"], others["results"]) == (False, [])


@pytest.mark.parametrize(
    ("who", "status"),
    [("holder", 403), ("stranger", 404)],
)
def test_only_the_keeper_acts(at, kept, people, who, status):
    body = {"holder": str(people["keeper"].pk), "place": "保密柜"}
    answer = at[who].post(f"/api/custody/{kept}/hand_over", body, format="json")

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("number", "关于某事的通知"),
        ("number", "渝府发〔2026〕8号 关于某事"),
        ("copy_number", "十二"),
        ("term", "永远"),
        ("place", "《某某方案》在机要室"),
        ("place", "关于某某工作有关情况的报告室"),
    ],
)
def test_no_title_can_be_typed_anywhere(at, said, field, text):
    refused = at["keeper"].post("/api/custody", said | {field: text[:20]}, format="json")

    assert refused.status_code == 400
    assert field in refused.json()["by_field"]
    assert not ClassifiedPaper.objects.exists()


@pytest.mark.parametrize(
    "place", ["机要室2号柜3格", "党政办保密柜", "302室", "B楼302室3号柜", "库房"]
)
def test_a_place_is_said_as_offices_say_it(place):
    assert unfit({"place": place}) == {}


def test_a_file_or_a_title_sent_along_is_not_kept(at, said):
    more = {"title": "某某方案", "body": "内容", "file": "data:;base64,AAAA"}

    made = at["keeper"].post("/api/custody", said | more, format="json")

    assert made.status_code == 201
    assert not {"title", "body", "file"} & made.json().keys()
    assert "某某方案" not in str(Entry.objects.get(subject_id=made.json()["id"]).facts)


def test_a_number_is_registered_once(at, said, kept):
    twice = at["keeper"].post("/api/custody", said, format="json")

    assert (twice.status_code, twice.json()["code"]) == (409, "custody.number_taken")


def test_it_is_handed_over_and_returned_as_approved(at, people, kept):
    url = f"/api/custody/{kept}"
    moved = at["keeper"].post(
        f"{url}/hand_over",
        {"holder": str(people["keeper"].pk), "place": "机要室1号柜"},
        format="json",
    )
    closing = {"closed_on": str(today()), "approved_by": str(people["holder"].pk)}
    returned = at["keeper"].post(f"{url}/give_back", closing, format="json")
    again = at["keeper"].post(f"{url}/give_back", closing, format="json")

    assert (moved.json()["holder"], moved.json()["place"]) == ("林登记", "机要室1号柜")
    assert (returned.json()["state"], returned.json()["approved_by"]) == ("returned", "李静")
    assert (again.status_code, again.json()["code"]) == (409, "custody.not_held")


def test_destruction_needs_a_second_pair_of_eyes(at, people, kept):
    url = f"/api/custody/{kept}/destroy"
    closing = {"closed_on": str(today()), "approved_by": str(people["holder"].pk)}
    alone = at["keeper"].post(url, closing | {"witness": str(people["keeper"].pk)}, format="json")
    done = at["keeper"].post(url, closing | {"witness": str(people["stranger"].pk)}, format="json")

    assert (alone.status_code, alone.json()["code"]) == (400, "custody.own_witness")
    assert (done.json()["state"], done.json()["witness"]) == ("destroyed", "赵某")


@pytest.mark.parametrize("days", [-4, 1])
def test_it_leaves_neither_before_it_came_nor_in_the_future(at, people, kept, days):
    day = str(today() + timedelta(days=days))
    closing = {"closed_on": day, "approved_by": str(people["holder"].pk)}

    refused = at["keeper"].post(f"/api/custody/{kept}/give_back", closing, format="json")

    assert refused.json()["code"] == "custody.unfit_day"
