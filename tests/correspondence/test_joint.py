"""联合行文: three units sign one text, each in its own house, then seal one paper in turn."""

import subprocess
from itertools import combinations

import pytest

from shared_apps.exchange.models import Envelope
from shared_apps.kernel import storage
from shared_apps.kernel.ids import new_id
from shared_apps.trust.judging import verify_pdf
from tenant_apps.correspondence.actions import joining, partnering
from tenant_apps.correspondence.certificate.ruler import measured
from tenant_apps.correspondence.models import JointMatter, OutgoingDocument
from tenant_apps.workflow.models import Run
from tenants.crossing import in_unit
from tenants.current import public_floor
from tests.make import correspondence as make
from tests.make import seals as seal_makers
from tests.make.joint import (
    TEXT,
    TITLE,
    House,
    answer_to,
    arrival,
    seal_of_host,
    seal_of_partner,
    table,
)
from tests.make.organization import token


def test_each_partner_signs_the_one_text_in_its_own_flow(houses, host, asked, relay):
    before = host.desk("registrar").get(f"outgoing/{asked}/joint").json()
    for one in houses[1:]:
        one.sign()
    relay()

    document = OutgoingDocument.objects.get(pk=asked)
    assert [row["state"] for row in before["partners"]] == ["asked", "asked"]
    rows = table(host, asked)
    assert [(row["unit"], row["state"]) for row in rows] == [
        ("区政府办公室", "signed"),
        ("区应急局", "signed"),
    ]
    assert [(row["by"], row["by_post"], row["opinion"]) for row in rows] == [
        ("李静", "镇长", "同意。")
    ] * 2
    hashes = {one.matter()["text_hash"] for one in houses[1:]}
    assert (
        hashes
        == {before["text_hash"]}
        == set(document.partners.values_list("asked_hash", flat=True))
    )


def test_the_host_sees_the_hours_of_their_desks_as_they_publish_them(houses, host, asked, relay):
    houses[1].sign()
    relay()

    first, second = table(host, asked)
    assert [(desk["name"], desk["post"]) for desk in first["desks"]] == [
        ("审核", "党政办公室主任"),
        ("签发", "镇长"),
    ]
    assert second["desks"] == []
    assert "陈思雨" not in str(first["desks"])


def test_it_is_not_verified_before_all_have_signed(houses, host, asked, relay):
    houses[1].sign()
    host.desk("leader").post(f"outgoing/{asked}/sign")
    relay()

    refused = host.desk("registrar").post(f"outgoing/{asked}/verify")
    page = host.desk("registrar").get(f"outgoing/{asked}").json()

    assert (refused.status_code, refused.json()["code"]) == (409, "outgoing.not_signed_by_all")
    assert "区应急局" in refused.json()["message"]
    (act,) = [one for one in page["acts"] if one["verb"] == "verify"]
    assert (act["allowed"], "区应急局" in act["reason"]) == (False, True)
    houses[2].sign()
    relay()
    assert host.desk("registrar").post(f"outgoing/{asked}/verify").status_code == 200


def test_a_changed_text_voids_every_signature_and_is_asked_anew(houses, host, signed, relay):
    page = host.desk("registrar").get(f"outgoing/{signed}").json()
    amended = host.desk("registrar").post(
        f"outgoing/{signed}/amend",
        version=page["version"],
        reason="时间有变",
        content={"body": TEXT.replace("上旬", "下旬")},
    )
    relay()

    assert amended.status_code == 200, amended.json()
    assert [row["state"] for row in table(host, signed)] == ["asked", "asked"]
    with in_unit(houses[1].unit):
        old, new = JointMatter.objects.order_by("round")
        assert (old.stage, new.stage) == ("called_off", "arrived")
        assert old.text_hash != new.text_hash
    again = host.desk("registrar").post(f"outgoing/{signed}/verify")
    assert again.status_code in (403, 409)


def test_going_back_to_the_drafter_calls_the_text_off(houses, host, asked, relay):
    matter = houses[1].matter()
    houses[1].desk("registrar").post(f"joint/{matter['id']}/acknowledge")
    back = host.desk("leader").post(f"outgoing/{asked}/send_back", to="draft", opinion="再商")
    relay()

    assert back.status_code == 200, back.json()
    assert [row["state"] for row in table(host, asked)] == ["unasked", "unasked"]
    assert (houses[1].matter()["stage"], houses[2].matter()["stage"]) == ("called_off",) * 2
    with in_unit(houses[1].unit):
        assert Run.objects.get(subject_kind="joint").status == "withdrawn"


def test_a_partner_may_refuse_or_take_its_signature_back_with_a_reason(houses, host, asked, relay):
    one, other = houses[1:]
    one.desk("registrar").post(f"joint/{one.matter()['id']}/acknowledge")
    silent = one.turn("head", "reject", opinion="")
    said = one.turn("head", "reject", opinion="职责不涉及")
    other.sign()
    early = other.desk("registrar").post(f"joint/{other.matter()['id']}/retract", reason="有误")
    taken = other.desk("leader").post(f"joint/{other.matter()['id']}/retract", reason="有误")
    host.desk("leader").post(f"outgoing/{asked}/sign")
    relay()

    assert (silent.status_code, said.status_code) == (400, 200)
    assert (early.status_code, taken.status_code) == (403, 200)
    assert [(row["state"], row["opinion"]) for row in table(host, asked)] == [
        ("refused", "职责不涉及"),
        ("refused", "有误"),
    ]
    refused = host.desk("registrar").post(f"outgoing/{asked}/verify")
    assert "不同意联合行文" in refused.json()["message"]


def test_the_whole_life_with_all_seals_on_one_paper(houses, host, printed, more_units, relay):
    early = host.desk("registrar").post(f"outgoing/{printed}/release")
    assert seal_of_host(host, printed).status_code == 200
    second = seal_of_host(host, printed)
    half = host.desk("registrar").post(f"outgoing/{printed}/release")
    relay()
    assert (houses[1].matter()["stage"], houses[2].matter()["stage"]) == ("seal", "signed")
    for one in houses[1:]:
        done = seal_of_partner(one)
        assert done.status_code == 200, done.json()
        relay()
    released = host.desk("registrar").post(f"outgoing/{printed}/release")
    relay()

    assert {one.json()["code"] for one in (early, half)} == {"outgoing.not_sealed"}
    assert (second.status_code, second.json()["code"]) == (409, "seals.sealed_already")
    assert released.status_code == 200, released.json()
    pdf = host.desk("drafter").get(f"outgoing/{printed}/pdf").content
    report = verify_pdf(pdf)
    assert (report.ok, [one.organization for one in report.seals]) == (
        True,
        [one.unit.name for one in houses],
    )
    assert [one.matter()["stage"] for one in houses[1:]] == ["issued", "issued"]
    for one in houses[1:]:
        got = one.desk("registrar").get(f"joint/{one.matter()['id']}/pdf").content
        assert got == pdf
    with in_unit(more_units[1]):
        reader = make.office()
        key = token(reader.registrar)
    door = make.Desk(host.client_at(more_units[1], key))
    (row,) = door.get("incoming").json()["results"]
    assert door.get(f"incoming/{row['id']}/pdf").content == pdf


def test_pdfsig_and_qpdf_agree_and_the_seals_stand_apart(houses, host, printed, relay, tmp_path):
    seal_of_host(host, printed)
    relay()
    for one in houses[1:]:
        seal_of_partner(one)
        relay()
    pdf = host.desk("drafter").get(f"outgoing/{printed}/pdf").content
    file = tmp_path / "joint.pdf"
    file.write_bytes(pdf)

    sound = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True)
    seen = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True).stdout
    sheets = measured(pdf)
    document = OutgoingDocument.objects.get(pk=printed)

    assert sound.returncode == 0, sound.stdout + sound.stderr
    assert seen.count("Signature is Valid.") == 3
    places = document.seal_places
    assert [one["body"] for one in places] == [0, 1, 2]
    for one, other in combinations(places, 2):
        assert ((one["x"] - other["x"]) ** 2 + (one["y"] - other["y"]) ** 2) ** 0.5 > 43
    text = "".join(line.text for sheet in sheets for line in sheet.lines)
    for house in houses:
        assert house.unit.name in text
    assert text.index(houses[0].unit.name) < text.index(houses[1].unit.name)


def test_the_date_is_that_of_who_signed_last(houses, host, printed):
    document = OutgoingDocument.objects.get(pk=printed)
    last = max(document.partners.values_list("settled_at", flat=True))

    assert max(last, document.signed_at) == document.signed_at
    assert document.number.startswith("太和府〔")


@pytest.mark.parametrize("wrong", [{"text_hash": "0" * 64}, {"round": 9}])
def test_a_signature_under_another_text_counts_for_nothing(houses, host, asked, wrong):
    said = answer_to(houses[1], asked, **wrong)

    joining.take_signature(arrival(houses[1], content=said))

    assert table(host, asked)[0]["state"] == "asked"


def test_who_was_not_asked_cannot_sign_and_a_replay_changes_nothing(
    houses, host, asked, more_units, relay
):
    stranger = House(more_units[1], host.people, host.client_at)
    said = answer_to(houses[1], asked)
    joining.take_signature(arrival(stranger, content=said))
    first = table(host, asked)
    joining.take_signature(arrival(houses[1], content=said))
    joining.take_signature(arrival(houses[1], content=said))

    assert [row["state"] for row in first] == ["asked", "asked"]
    assert [row["state"] for row in table(host, asked)] == ["signed", "asked"]
    with public_floor():
        envelope = Envelope.objects.get(kind="joint_request")
    with in_unit(houses[1].unit):
        matter = JointMatter.objects.get()
        again = arrival(host, envelope_id=envelope.pk, content=envelope.content)
        partnering.receive(again)
        assert list(JointMatter.objects.all()) == [matter]


def test_what_comes_back_must_be_our_paper_with_one_seal_of_that_partner(
    houses, host, printed, relay
):
    seal_of_host(host, printed)
    relay()
    other = seal_makers.paper()
    sha256, size = storage.put(host.unit.schema_name, [other])
    before = OutgoingDocument.objects.get(pk=printed).pdf_sha256
    said = {"document": printed, "round": 1, "seal": "某章"}
    forged = [type("F", (), {"sha256": sha256, "size": size, "name": "一.pdf"})]
    unchanged = [type("F", (), {"sha256": before, "size": size, "name": "一.pdf"})]

    for files in (forged, unchanged):
        joining.take_sealed(arrival(houses[1], content=said, files=files))

    assert OutgoingDocument.objects.get(pk=printed).pdf_sha256 == before
    rows = table(host, printed)
    assert [row["sealed_at"] for row in rows] == [None, None]
    assert rows[0]["problem"] == "送回的文件应当只多一枚印章。"


@pytest.mark.parametrize(("partners", "status"), [(["500117124"], 400), (["没有"], 400)])
def test_who_cannot_be_a_partner(host, partners, status):
    content = {"doc_kind": "notice", "title": TITLE, "partners": partners}
    answer = host.desk("drafter").client.post(
        "/api/correspondence/outgoing", content, format="json"
    )

    assert (answer.status_code, answer.json()["code"]) == (status, "outgoing.unknown_partner")


def test_only_the_keeper_seals_and_a_stranger_sees_nothing(houses, host, printed, relay):
    seal_of_host(host, printed)
    relay()
    partner = houses[1]
    matter = partner.matter()
    wish = {"seal": str(new_id()), "pdf_sha256": matter["pdf_sha256"]}

    stranger = partner.desk("stranger").post(f"joint/{matter['id']}/seal", **wish)
    leader = partner.desk("leader").post(f"joint/{matter['id']}/seal", **wish)

    assert (stranger.status_code, leader.status_code) == (404, 404)
