"""待用印: who keeps the seal finds the printed paper among the to-dos, until it is sealed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tenant_apps.correspondence import jobs
from tenant_apps.correspondence.models import Letterhead, OutgoingDocument
from tenant_apps.organization.models import Duty, Mandate
from tenant_apps.seals import actions as seals
from tenant_apps.seals.models import Seal
from tenant_apps.workflow.models import Event, Item, Run
from tenant_apps.workflow.verifying import verify
from tests.make import organization as people
from tests.make import seals as seal_makers


@pytest.fixture(autouse=True)
def custody(office) -> None:
    """保管印章 and nothing else: such a keeper reads no documents of the unit."""
    Duty.objects.create(code="keeper", name="印章保管人", permissions=["seals.use"])


@pytest.fixture
def keeper(custody):
    return people.staff("林保管", duties=["keeper"], title="印章保管员")


@pytest.fixture
def bank(office, keeper, relay, city_authority) -> Seal:
    made = seal_makers.seal(office.head, [keeper])
    relay()
    return made


@pytest.fixture
def printed(bank, carry) -> str:
    return carry("release")


@pytest.fixture
def todo(desk):
    def of(person, step="用印"):
        rows = desk(person).client.get("/api/workflow/items?box=todo").json()["results"]
        return [row for row in rows if row["step_name"] == step]

    return of


@pytest.fixture
def seal(desk, printed):
    def by(person, seal_id):
        known = desk(person).get(f"outgoing/{printed}/seals").json()
        wish = {"seal": str(seal_id), "pdf_sha256": known["pdf_sha256"]}
        return desk(person).post(f"outgoing/{printed}/seal", **wish)

    return by


def test_it_lies_with_the_keeper_from_印制_until_the_seal(office, desk, keeper, bank, carry, todo):
    document_id = carry("print")
    unseen = desk(keeper).get(f"outgoing/{document_id}").status_code
    before = todo(keeper)

    assert desk(office.registrar).post(f"outgoing/{document_id}/print").status_code == 200
    (row,) = todo(keeper)
    page = desk(keeper).get(f"outgoing/{document_id}")
    item = desk(keeper).client.get(f"/api/workflow/items/{row['id']}").json()
    portal = desk(keeper).client.get("/api/desk/portal").json()
    (ours,) = todo(office.registrar, "核发")
    wish = {"seal": str(bank.pk), "pdf_sha256": page.json()["pdf_sha256"]}
    sealed = desk(keeper).post(f"outgoing/{document_id}/seal", **wish)

    assert (unseen, before) == (404, [])
    assert (row["subject_id"], row["flow_name"], row["urgency"]) == (document_id, "用印", "urgent")
    assert row["number"] == OutgoingDocument.objects.get().number
    assert page.status_code == desk(keeper).get(f"outgoing/{document_id}/pdf").status_code == 200
    assert (item["url"], item["acts"]) == (f"/outgoing/{document_id}", [])
    assert (portal["counts"]["todo"], len(portal["todo"])) == (1, 1)
    assert ours["awaits"] == "待用印"
    assert sealed.status_code == 200, sealed.json()
    assert todo(keeper) == []
    (ours,) = todo(office.registrar, "核发")
    assert ours["awaits"] == ""
    run = Run.objects.get(subject_kind="outgoing_seal")
    assert (run.status, Item.objects.get(run=run).by) == ("done", keeper)


def test_the_page_of_the_paper_says_who_has_it(office, desk, printed):
    document = desk(office.registrar).get(f"outgoing/{printed}").json()
    refused = desk(office.registrar).post(f"outgoing/{printed}/release").json()

    (act,) = [one for one in document["acts"] if one["verb"] == "release"]
    assert "请由林保管用印后再核发" in act["reason"] == refused["message"]


def test_nobody_is_rid_of_it_but_by_the_seal(desk, keeper, printed, todo, office):
    (row,) = todo(keeper)
    address = f"/api/workflow/items/{row['id']}"
    client = desk(keeper).client
    said = {"request_id": "one", "opinion": "转给同事。"}

    done = client.post(f"{address}/approve", said, format="json")
    handed = client.post(
        f"{address}/transfer", said | {"to": str(office.registrar.pk)}, format="json"
    )
    withdrawn = desk(office.registrar).client.post(
        f"/api/workflow/runs/{row['run_id']}/withdraw", said | {"reason": "不盖"}, format="json"
    )

    assert [one.status_code for one in (done, handed, withdrawn)] == [409, 409, 409]
    assert len(todo(keeper)) == 1


def test_who_keeps_two_seals_that_fit_owes_it_once(office, desk, keeper, bank, carry, todo):
    seal_makers.seal(office.head, [keeper], name="太和镇党政办公室")
    carry("release")

    assert len(todo(keeper)) == 1


def test_the_keeper_of_another_kind_of_seal_is_not_asked(office, bank, carry, todo):
    other = people.staff("钱会计", duties=["keeper"])
    letters = people.staff("孙函", duties=["keeper"])
    requests = people.staff("周请", duties=["keeper"])
    for person, name, kinds in (
        (other, "财务专用章", []),
        (letters, "函件专用章", ["letter"]),
        (requests, "请示专用章", ["request"]),
    ):
        seal_makers.seal(office.head, [person], name=name, kind="special", doc_kinds=kinds)
    carry("release")

    assert [len(todo(one)) for one in (other, letters, requests)] == [0, 0, 1]


def test_a_paper_that_goes_without_a_seal_asks_nobody(bank, carry, todo, keeper):
    Letterhead.objects.update(sealed=False)
    carry("release")

    assert todo(keeper) == []
    assert not Run.objects.filter(subject_kind="outgoing_seal").exists()


def test_what_is_given_up_leaves_the_desk(office, desk, keeper, printed, todo):
    given_up = desk(office.registrar).post(f"outgoing/{printed}/discard", reason="文稿有误")

    assert given_up.status_code == 200, given_up.json()
    assert todo(keeper) == []
    assert Run.objects.get(subject_kind="outgoing_seal").status == "withdrawn"
    assert not Run.objects.exclude(awaits="").exists()


def test_a_page_printed_again_with_room_asks_for_its_seal(
    office, desk, keeper, carry, relay, city_authority, todo
):
    document_id = carry("release")
    seal_makers.seal(office.head, [keeper])
    relay()
    before = todo(keeper)

    desk(office.registrar).post(f"outgoing/{document_id}/reprint")
    desk(office.registrar).post(f"outgoing/{document_id}/reprint")

    assert (before, len(todo(keeper))) == ([], 1)


def test_a_seal_that_changes_hands_takes_its_papers_along(
    office, desk, keeper, bank, printed, todo, relay, seal
):
    other = people.staff("何接管", duties=["keeper"])
    (row,) = todo(keeper)
    seals.change(seal_id=bank.pk, keepers=[other.pk], by=office.head, at=timezone.now())
    relay()
    (theirs,) = todo(other)
    left = todo(keeper)
    refused = seal(keeper, bank.pk)
    done = seal(other, bank.pk)

    assert (theirs["run_id"], left) == (row["run_id"], [])
    assert (refused.status_code, done.status_code) == (403, 200)
    run = Run.objects.get(subject_kind="outgoing_seal")
    assert (run.status, verify(run.pk)) == ("done", [])
    assert list(Event.objects.filter(run=run).order_by("seq").values_list("op", flat=True)) == [
        "start",
        "auto_reseat",
        "approve",
    ]


def test_who_keeps_it_on_has_it_as_before(office, keeper, bank, printed, todo, relay):
    other = people.staff("何副保管", duties=["keeper"])
    (before,) = todo(keeper)
    both = [keeper.pk, other.pk]
    seals.change(seal_id=bank.pk, keepers=both, by=office.head, at=timezone.now())
    relay()
    seals.change(seal_id=bank.pk, keepers=both, by=office.head, at=timezone.now())
    relay()

    assert todo(keeper) == [before]
    assert len(todo(other)) == 1
    assert Event.objects.filter(op="auto_reseat").count() == 1


def test_while_no_seal_may_be_used_it_lies_with_who_makes_seals(
    office, keeper, bank, printed, todo, relay
):
    seals.suspend(seal_id=bank.pk, reason="外出检修", by=office.head, at=timezone.now())
    relay()
    suspended = todo(keeper), len(todo(office.head))
    seals.resume(seal_id=bank.pk, reason="检修完毕", by=office.head, at=timezone.now())
    relay()

    assert suspended == ([], 1)
    assert (len(todo(keeper)), todo(office.head)) == (1, [])


def test_within_the_hour_it_leaves_a_seal_that_ran_out_and_a_keeper_who_left(
    office, keeper, bank, printed, todo, relay
):
    Seal.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    jobs.look_after_seal_desk(timezone.now())
    relay()
    ran_out = todo(keeper), len(todo(office.head))
    Seal.objects.update(expires_at=timezone.now() + timedelta(days=9))
    type(keeper).objects.filter(pk=keeper.pk).update(is_active=False)
    other = people.staff("何副保管", duties=["keeper"])
    seals.change(seal_id=bank.pk, keepers=[other.pk], by=office.head, at=timezone.now())
    relay()

    assert ran_out == ([], 1)
    assert (len(todo(other)), todo(office.head)) == (1, [])


def test_what_waited_before_there_was_a_desk_comes_upon_it_once(keeper, printed, todo, relay):
    OutgoingDocument.objects.update(seal_run=None)
    Run.objects.filter(subject_kind="outgoing_seal").delete()
    before = todo(keeper)
    for _ in range(2):
        jobs.look_after_seal_desk(timezone.now())
        relay()

    assert (before, len(todo(keeper))) == ([], 1)


def test_custody_is_not_lent(office, keeper, bank, carry, todo, desk):
    now = timezone.now()
    Mandate.objects.create(
        principal=keeper,
        agent=office.registrar,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(days=3),
        created_at=now,
        request_id="away",
    )
    carry("release")
    (row,) = todo(keeper)
    reach = people.staff("周主任", duties=["office_head"])
    said = {
        "request_id": "one",
        "item": row["id"],
        "to": str(office.registrar.pk),
        "reason": "出差",
    }

    refused = desk(reach).client.post(
        f"/api/workflow/runs/{row['run_id']}/reassign", said, format="json"
    )

    assert todo(office.registrar) == []
    assert (refused.status_code, refused.json()["code"]) == (409, "workflow.cannot_reassign")
    assert "变更保管人" in refused.json()["message"]
