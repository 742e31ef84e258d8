"""代字 and 文号台账: every number is used, reserved or given up with a reason."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from shared_apps.kernel.ids import new_id
from tenant_apps.correspondence import numbering
from tenant_apps.correspondence.models import LedgerNumber, OutgoingDocument
from tenant_apps.correspondence.numbering import customary_prefix
from tenants.current import current_unit
from tenants.models import Unit


@pytest.fixture
def head(unit):
    return numbering.letterhead(current_unit())


def states() -> list[tuple[int, str]]:
    return list(LedgerNumber.objects.order_by("value").values_list("value", "state"))


def test_a_registered_number_stands_in_the_ledger(office, desk, carry):
    document_id = carry("register")
    desk(office.registrar).post(f"outgoing/{document_id}/register")

    (row,) = desk(office.registrar).get("numbers").json()["results"]

    assert (row["state"], row["document_id"], row["value"]) == ("used", document_id, 1)
    assert row["number"].startswith("太和府〔20")


def test_a_number_reserved_with_a_reason_is_used_by_the_document_it_waited_for(
    office, desk, carry, head
):
    mine = desk(office.registrar)
    document_id = carry("register")

    silent = mine.post("numbers", prefix=head.prefix, reason="")
    kept = mine.post("numbers", prefix=head.prefix, reason="区里会议先行引用").json()
    used = mine.post(f"outgoing/{document_id}/register", reserved=kept["id"])
    again = mine.post(f"numbers/{kept['id']}/give_up", reason="不用了")

    assert silent.status_code == 400
    assert used.json()["number"] == kept["number"]
    assert (again.status_code, again.json()["code"]) == (409, "numbering.not_reserved")
    assert states() == [(1, "used")]


def test_a_reserved_number_given_up_leaves_no_gap_unexplained(office, desk, carry, head):
    mine = desk(office.registrar)
    kept = mine.post("numbers", prefix=head.prefix, reason="拟发急件").json()
    given_up = mine.post(f"numbers/{kept['id']}/give_up", reason="急件取消")
    document_id = carry("register")
    mine.post(f"outgoing/{document_id}/register")

    assert (given_up.status_code, given_up.json()["reason"]) == (200, "急件取消")
    assert states() == [(1, "given_up"), (2, "used")]


@pytest.mark.parametrize("stage", ["print", "release"])
def test_what_is_wrong_after_numbering_is_given_up_with_its_number(office, desk, carry, stage):
    document_id = carry(stage)
    number = desk(office.registrar).get(f"outgoing/{document_id}").json()["number"]

    done = desk(office.registrar).post(f"outgoing/{document_id}/discard", reason="附件错误")

    assert (done.status_code, done.json()["stage"], done.json()["number"]) == (200, "void", None)
    assert done.json()["void_reason"] == f"{number}作废：附件错误"
    assert states() == [(1, "given_up")]
    assert OutgoingDocument.objects.get().pdf_sha256 == ""


def test_the_year_of_a_number_turns_at_midnight_in_beijing(office, head):
    last = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)
    given = [
        numbering.give(
            prefix=head.prefix, document_id=new_id(), title="一件", by=office.registrar, at=at
        ).number
        for at in (last, last + timedelta(minutes=1), last + timedelta(days=1))
    ]

    assert given == ["太和府〔2026〕1号", "太和府〔2027〕1号", "太和府〔2027〕2号"]


def test_a_number_kept_over_the_year_stands_in_the_register_of_its_year(office, desk, carry, head):
    before = timezone.now().replace(month=1, day=1) - timedelta(days=2)
    kept = numbering.reserve(
        prefix=head.prefix, reason="年底先行引用", by=office.registrar, at=before
    )
    document_id, mine = carry("register"), desk(office.registrar)

    used = mine.post(f"outgoing/{document_id}/register", reserved=str(kept.pk)).json()["number"]

    assert used == f"太和府〔{before.year}〕1号"
    rows = [
        [one["number"] for one in mine.get(f"outgoing?year={year}").json()["results"]]
        for year in (before.year, before.year + 1)
    ]
    assert rows == [[used], []]


def test_before_it_has_a_number_there_is_none_to_give_up(office, desk, carry):
    document_id = carry("register")

    early = desk(office.registrar).post(f"outgoing/{document_id}/discard", reason="不发")

    assert (early.status_code, early.json()["code"]) == (409, "correspondence.not_at_this_stage")


def test_a_unit_may_have_several_letterheads_each_with_its_series(office, desk, head):
    mine = desk(office.head)
    said = {"mark": "太和镇人民政府办公室文件", "signature": "太和镇人民政府办公室"}

    made = mine.post("letterheads", prefix="太和府办", **said)
    twice = mine.post("letterheads", prefix="太和府办", **said)
    stranger = desk(office.drafter).post("letterheads", prefix="太和府函", **said)

    assert made.status_code == 201, made.json()
    assert (twice.status_code, twice.json()["code"]) == (409, "numbering.prefix_taken")
    assert stranger.status_code == 403
    assert [one["prefix"] for one in mine.get("letterheads").json()] == [head.prefix, "太和府办"]


def test_a_prefix_that_documents_bear_is_not_renamed(office, desk, drafted, head):
    mine = desk(office.head).client
    url = f"/api/correspondence/letterheads/{head.pk}"

    renamed = mine.patch(url, {"prefix": "新府"}, format="json")
    remarked = mine.patch(url, {"mark": "太和镇人民政府公文"}, format="json")

    assert (renamed.status_code, renamed.json()["code"]) == (409, "numbering.prefix_in_use")
    assert remarked.json()["mark"] == "太和镇人民政府公文"


def test_a_document_takes_the_series_of_its_letterhead(office, desk, carry, head):
    mine = desk(office.head)
    mine.post("letterheads", prefix="太和府办", mark="办公室文件", signature="太和镇人民政府")
    document_id = carry("draft")
    client, url = desk(office.drafter).client, f"/api/correspondence/outgoing/{document_id}"

    unknown = client.patch(url, {"prefix": "没有"}, format="json", HTTP_IF_MATCH='"1"')
    chosen = client.patch(url, {"prefix": "太和府办"}, format="json", HTTP_IF_MATCH='"1"')
    carry("register")
    number = desk(office.registrar).post(f"outgoing/{document_id}/register").json()["number"]

    assert (unknown.status_code, unknown.json()["code"]) == (400, "outgoing.unknown_letterhead")
    assert chosen.status_code == 200
    assert number.startswith("太和府办〔20")


def test_the_ledger_is_not_for_everybody(office, desk):
    assert desk(office.drafter).get("numbers").status_code == 403


@pytest.mark.parametrize(
    ("short", "kind", "prefix"),
    [
        ("太和镇", "town", "太和府"),
        ("合阳城街道", "subdistrict", "合阳城街办"),
        ("区政府", "government", "合川府"),
        ("区政府办公室", "bureau", "合川府办"),
        ("区委", "party_committee", "合川委"),
        ("区委办公室", "party_department", "合川委办"),
        ("区人大办", "congress_office", "合川人大办"),
        ("区应急局", "bureau", "合川应急"),
    ],
)
def test_no_office_numbers_as_its_body_does(short, kind, prefix):
    assert customary_prefix(Unit(short_name=short, kind=kind)) == prefix
