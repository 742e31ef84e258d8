"""One document between two units: signed for, handled, answered; or returned, or withdrawn."""

import gzip

import pytest

from shared_apps.exchange.receiving import Arrival
from shared_apps.oversight import drawing
from shared_apps.oversight.models import ProgressLine
from tenant_apps.correspondence.actions.arriving import receive
from tenant_apps.correspondence.certificate.ruler import measured
from tenant_apps.correspondence.models import IncomingDocument, OutgoingDocument
from tenants.crossing import in_unit
from tenants.current import public_floor
from tests.correspondence.conftest import tomorrow


def sent(office, desk) -> dict:
    row = desk(office.registrar).get("outgoing").json()["results"][0]
    return desk(office.registrar).get(f"outgoing/{row['id']}").json()


def test_it_is_handled_there_and_the_answer_comes_back(
    office, desk, arrived, district, relay, unit
):
    people, at = district.people, district.desk
    leader, handler = str(people.leader.pk), str(people.handler.pk)

    steps = [
        at(people.registrar).post(f"incoming/{arrived}/acknowledge"),
        at(people.registrar).post(f"incoming/{arrived}/register"),
        at(people.registrar).post(f"incoming/{arrived}/screen"),
        at(people.head).post(f"incoming/{arrived}/propose", opinion="拟请阅示。", leader=leader),
        at(people.leader).post(
            f"incoming/{arrived}/instruct",
            opinion="请从速办理。",
            handlers=[handler],
            due_on=tomorrow(),
        ),
        at(people.handler).post(f"incoming/{arrived}/handle", result="资金已列入本月拨付计划。"),
        at(people.head).post(f"incoming/{arrived}/complete", answer="原则同意，本月拨付到位。"),
    ]
    relay()

    assert [answer.status_code for answer in steps] == [200] * 7, [s.json() for s in steps]
    assert steps[1].json()["register_number"].startswith("收〔")
    mine = sent(office, desk)
    assert [row["state"] for row in mine["deliveries"]] == ["acknowledged"]
    assert [answer["text"] for answer in mine["answers"]] == ["原则同意，本月拨付到位。"]
    assert mine["answers"][0]["unit"] == "区政府办公室"
    assert mine["answers"][0]["number"] == steps[1].json()["register_number"]
    slip = at(people.head).get(f"incoming/{arrived}/slip").content
    text = "".join(line.text for sheet in measured(slip) for line in sheet.lines)
    assert text.index("拟办意见拟请阅示。") < text.index("领导批示请从速办理。")
    assert "重庆市合川区人民政府办公室收文处理单" in text


def test_the_city_sees_both_desks_and_no_names(arrived, district, relay):
    district.desk(district.people.registrar).post(f"incoming/{arrived}/acknowledge")
    relay()

    with public_floor():
        lines = {line.flow: line for line in ProgressLine.objects.all()}

    assert set(lines) == {"outgoing", "incoming"}
    assert lines["outgoing"].envelope_id == lines["incoming"].envelope_id
    assert lines["outgoing"].recipients[0]["state"] == "acknowledged"
    assert [step["name"] for step in lines["outgoing"].steps] == [
        "起草",
        "审核",
        "签发",
        "复核",
        "登记",
        "印制",
        "核发",
    ]
    said = str([line.steps for line in lines.values()])
    assert not any(name in said for name in ("王晓敏", "陈思雨", "李静", "林登记"))


def test_a_second_delivery_changes_nothing(arrived, other_unit, unit):
    with in_unit(other_unit):
        there = IncomingDocument.objects.get()
        again = Arrival(
            envelope_id=there.envelope_id,
            kind="document",
            from_unit=unit,
            subject_id=there.source_id,
            title="换了标题",
            number=there.number,
            doc_kind=there.doc_kind,
            urgency=there.urgency,
            content={},
            files=[],
            digest=there.digest,
            sealed_at=there.sealed_at,
            at=there.received_at,
        )
        receive(again)

        assert [one.title for one in IncomingDocument.objects.all()] == [there.title]


def test_it_may_be_returned_with_a_reason_before_signing(office, desk, arrived, district, relay):
    keeper = district.desk(district.people.registrar)

    silent = keeper.post(f"incoming/{arrived}/decline", reason="")
    said = keeper.post(f"incoming/{arrived}/decline", reason="非我单位职责，请报区民政局")
    relay()

    assert (silent.status_code, said.status_code) == (400, 200)
    row = sent(office, desk)["deliveries"][0]
    assert (row["state"], row["reason"]) == ("returned", "非我单位职责，请报区民政局")


@pytest.mark.parametrize(("signed_first", "state"), [(False, "withdrawn"), (True, "acknowledged")])
def test_it_can_be_taken_back_until_somebody_signed(
    office, desk, arrived, district, relay, signed_first, state
):
    keeper = district.desk(district.people.registrar)
    mine = OutgoingDocument.objects.get().pk
    if signed_first:
        assert keeper.post(f"incoming/{arrived}/acknowledge").status_code == 200

    asked = desk(office.registrar).post(f"outgoing/{mine}/withdraw", unit="ZFB", reason="附件有误")
    relay()

    assert asked.status_code == 200
    assert sent(office, desk)["deliveries"][0]["state"] == state
    late = keeper.post(f"incoming/{arrived}/acknowledge")
    assert late.status_code == (200 if signed_first else 409)


def test_only_the_post_desk_signs_and_a_stranger_sees_nothing(arrived, district):
    people, at = district.people, district.desk

    head = at(people.head).post(f"incoming/{arrived}/acknowledge")
    stranger = at(people.stranger).post(f"incoming/{arrived}/acknowledge")

    assert (head.status_code, stranger.status_code) == (403, 404)


def test_the_attachments_and_the_sealed_page_come_along(unit, other_unit, arrived, district):
    keeper = district.desk(district.people.registrar)

    document = keeper.get(f"incoming/{arrived}").json()
    page = keeper.get(f"incoming/{arrived}/pages/1")
    beyond = keeper.get(f"incoming/{arrived}/pages/9")

    assert document["integrity"]["ok"] is True
    assert page.status_code == 200
    assert page.content.startswith(b"\x89PNG")
    assert beyond.status_code == 404


def test_the_board_counts_what_is_open(arrived, district, relay, noon):
    with public_floor():
        board = drawing.draw(at=noon)

    assert b'"in_progress":1' in gzip.decompress(board.packed)
