"""用印 on the road of a document: after 印制, by the keeper, before 核发."""

import pytest

from shared_apps.trust.judging import verify_ofd, verify_pdf
from tenant_apps.correspondence.models import (
    Certificate,
    IncomingDocument,
    Letterhead,
    OutgoingDocument,
)
from tenant_apps.files.queries import attachments_of
from tenant_apps.journal.models import Entry
from tenants.crossing import in_unit
from tests.make import seals as seal_makers


@pytest.fixture
def bank(office, relay, city_authority):
    """太和镇's 公章, kept by the registrar; from then on its documents are sealed."""
    made = seal_makers.seal(office.head, [office.registrar])
    relay()
    return made


@pytest.fixture
def printed(bank, carry):
    return carry("release")


def asked(desk, office, document_id, who="registrar"):
    return desk(getattr(office, who)).get(f"outgoing/{document_id}/seals").json()


def seal(desk, office, document_id, bank, who="registrar", **more):
    said = asked(desk, office, document_id, who) if who == "registrar" else {"pdf_sha256": "0"}
    wish = {"seal": str(bank.pk), "pdf_sha256": said["pdf_sha256"]} | more
    return desk(getattr(office, who)).post(f"outgoing/{document_id}/seal", **wish)


def test_the_first_seal_makes_sealing_the_rule(bank):
    assert [one.sealed for one in Letterhead.objects.all()] == [True]


def test_the_printed_paper_is_sealed_then_released(office, desk, printed, bank):
    before = asked(desk, office, printed)
    early = desk(office.registrar).post(f"outgoing/{printed}/release")
    done = seal(desk, office, printed, bank)
    after = asked(desk, office, printed)
    released = desk(office.registrar).post(f"outgoing/{printed}/release")

    assert (before["open"], before["places"]) == (True, 1)
    assert [one["name"] for one in before["choices"]] == [bank.name]
    assert (early.status_code, early.json()["code"]) == (409, "outgoing.not_sealed")
    assert done.status_code == 200, done.json()
    assert (after["places"], [one["seal"] for one in after["sealed"]]) == (0, [bank.name])
    assert released.status_code == 200, released.json()
    document = OutgoingDocument.objects.get(pk=printed)
    sealed = desk(office.drafter).get(f"outgoing/{printed}/pdf").content
    assert sealed.startswith(seal_makers.stored(document.printed_sha256))
    report = verify_pdf(sealed)
    assert (report.ok, report.seals[0].name) == (True, bank.name)
    entries = Entry.objects.filter(subject_id=printed, name__startswith="correspondence.")
    names = [entry.name for entry in entries.order_by("seq")]
    assert names[-2:] == ["correspondence.outgoing.sealed", "correspondence.outgoing.released"]


def test_the_page_says_why_it_cannot_be_released_yet(office, desk, printed):
    document = desk(office.registrar).get(f"outgoing/{printed}").json()

    (act,) = [one for one in document["acts"] if one["verb"] == "release"]
    assert (act["allowed"], "还没有用印" in act["reason"]) == (False, True)


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [("head", 403, "forbidden"), ("leader", 403, "forbidden"), ("stranger", 404, "not_found")],
)
def test_nobody_but_the_keeper_seals_it(office, desk, printed, bank, who, status, code):
    refused = seal(desk, office, printed, bank, who=who)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    document = OutgoingDocument.objects.get(pk=printed)
    assert document.pdf_sha256 == document.printed_sha256


def test_another_file_than_the_one_looked_at_is_not_sealed(office, desk, printed, bank):
    refused = seal(desk, office, printed, bank, pdf_sha256="0" * 64)

    assert (refused.status_code, refused.json()["code"]) == (409, "seals.not_approved")


@pytest.mark.parametrize("stage", ["register", "print"])
def test_there_is_nothing_to_seal_before_it_is_printed(office, desk, carry, bank, stage):
    document_id = carry(stage)

    refused = seal(desk, office, document_id, bank, pdf_sha256="0" * 64)

    assert (refused.status_code, refused.json()["code"]) == (
        409,
        "correspondence.not_at_this_stage",
    )


def test_a_letterhead_may_say_that_its_documents_go_without(office, desk, bank, carry):
    Letterhead.objects.update(sealed=False)
    document_id = carry("release")

    released = desk(office.registrar).post(f"outgoing/{document_id}/release")

    assert released.status_code == 200, released.json()


def test_one_signature_has_room_for_one_seal(office, desk, printed, bank):
    second = seal_makers.seal(office.head, [office.registrar], name="太和镇党政办公室")
    assert seal(desk, office, printed, bank).status_code == 200

    refused = seal(desk, office, printed, second)

    assert (refused.status_code, refused.json()["code"]) == (400, "seals.no_place")
    assert "已经盖满" in refused.json()["message"]


def test_what_was_printed_decides_whether_a_seal_is_wanted_and_where_it_goes(
    office, desk, printed, bank
):
    Letterhead.objects.update(sealed=False)
    early = desk(office.registrar).post(f"outgoing/{printed}/release")
    done = seal(desk, office, printed, bank)
    released = desk(office.registrar).post(f"outgoing/{printed}/release")

    assert (early.status_code, early.json()["code"]) == (409, "outgoing.not_sealed")
    assert (done.status_code, released.status_code) == (200, 200), done.json()
    assert verify_pdf(desk(office.drafter).get(f"outgoing/{printed}/pdf").content).ok


def test_a_page_printed_before_the_seal_was_made_is_printed_again_with_its_place(
    office, desk, carry, relay, city_authority
):
    document_id = carry("release")
    relay()
    old = OutgoingDocument.objects.get(pk=document_id)
    made = seal_makers.seal(office.head, [office.registrar])
    relay()
    before = asked(desk, office, document_id)
    refused = seal(desk, office, document_id, made)
    nobody = desk(office.leader).post(f"outgoing/{document_id}/reprint")

    done = desk(office.registrar).post(f"outgoing/{document_id}/reprint")
    again = desk(office.registrar).post(f"outgoing/{document_id}/reprint")
    relay()
    after = asked(desk, office, document_id)
    sealed = seal(desk, office, document_id, made)
    late = desk(office.registrar).post(f"outgoing/{document_id}/reprint")

    assert (before["places"], before["may_reprint"]) == (0, True)
    assert (refused.status_code, refused.json()["code"]) == (400, "seals.no_place")
    assert "印制之后" in refused.json()["message"]
    assert "重新印制" in refused.json()["message"] == before["why_no_place"]
    assert (nobody.status_code, done.status_code, again.status_code) == (403, 200, 200)
    assert (after["places"], after["may_reprint"], after["why_no_place"]) == (1, False, "")
    new = OutgoingDocument.objects.get(pk=document_id)
    assert (new.number, new.text_hash, new.stage) == (old.number, old.text_hash, "release")
    assert Certificate.objects.get().pdf_sha256 == new.printed_sha256 != old.printed_sha256
    assert sealed.status_code == 200, sealed.json()
    assert (late.status_code, late.json()["code"]) == (409, "outgoing.nothing_to_reprint")
    names = Entry.objects.filter(subject_id=document_id).values_list("name", flat=True)
    assert list(names).count("correspondence.outgoing.printed") == 2
    assert desk(office.registrar).post(f"outgoing/{document_id}/release").status_code == 200


def test_what_is_not_to_be_sealed_says_so_and_is_not_printed_again(office, desk, bank, carry):
    Letterhead.objects.update(sealed=False)
    document_id = carry("release")

    said = asked(desk, office, document_id)
    refused = seal(desk, office, document_id, bank)
    reprinted = desk(office.registrar).post(f"outgoing/{document_id}/reprint")

    assert "设定为不用印" in said["why_no_place"] == refused.json()["message"]
    assert (reprinted.status_code, said["may_reprint"]) == (409, False)


def test_what_was_printed_to_go_without_a_seal_goes_without(office, desk, bank, carry):
    Letterhead.objects.update(sealed=False)
    document_id = carry("release")
    Letterhead.objects.update(sealed=True)

    said = asked(desk, office, document_id)
    released = desk(office.registrar).post(f"outgoing/{document_id}/release")

    assert said["places"] == 0
    assert released.status_code == 200, released.json()


def test_the_same_act_seals_its_ofd_copy_which_its_receivers_get_too(
    office, desk, printed, bank, relay, other_unit
):
    early = desk(office.drafter).get(f"outgoing/{printed}/ofd")
    before = asked(desk, office, printed)
    assert seal(desk, office, printed, bank).status_code == 200
    after = asked(desk, office, printed)
    copy = desk(office.drafter).get(f"outgoing/{printed}/ofd")
    desk(office.registrar).post(f"outgoing/{printed}/release")
    relay()

    assert (early.status_code, early.json()["code"]) == (404, "not_found")
    assert (before["ofd_wanting"], after["ofd_wanting"]) == ("用印后才有 OFD 版式文件。", "")
    assert copy["Content-Type"] == "application/ofd"
    report = verify_ofd(copy.content)
    assert (report.ok, report.seals[0].name) == (True, bank.name), report
    assert desk(office.drafter).get(f"outgoing/{printed}").json()["has_ofd"]
    with in_unit(other_unit):
        document = IncomingDocument.objects.get()
        assert seal_makers.stored(document.ofd_sha256) == copy.content
        assert [one.name for one in attachments_of("incoming", document.pk)] == []


def test_what_goes_without_a_seal_has_an_ofd_copy_without_one(office, desk, bank, carry):
    Letterhead.objects.update(sealed=False)
    document_id = carry("release")

    copy = desk(office.drafter).get(f"outgoing/{document_id}/ofd")

    assert copy.status_code == 200
    assert verify_ofd(copy.content).said == "文件里没有电子签章。"


def test_before_it_is_printed_there_is_no_ofd_copy(office, desk, carry):
    document_id = carry("register")

    refused = desk(office.drafter).get(f"outgoing/{document_id}/ofd")

    assert (refused.status_code, refused.json()["message"]) == (404, "印制后才有 OFD 版式文件。")
    assert desk(office.stranger).get(f"outgoing/{document_id}/ofd").status_code == 404
    assert not desk(office.drafter).get(f"outgoing/{document_id}").json()["has_ofd"]
