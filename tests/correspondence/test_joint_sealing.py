"""联署用印: who owes the seal has it on the desk; 督办 on both sides sees it, its hours count."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shared_apps.oversight.models import ProgressLine
from tenant_apps.correspondence import jointly
from tenant_apps.correspondence.models import JointMatter, JointPartner
from tenant_apps.organization.models import Duty
from tenant_apps.seals import actions as seals
from tenant_apps.seals.models import Seal
from tenant_apps.workflow.circulars import Notice
from tenant_apps.workflow.models import Item, Run
from tenants.crossing import in_unit
from tenants.current import public_floor
from tests.make import organization as people_makers
from tests.make.joint import TITLE, House, seal_of_host, seal_of_partner, table
from tests.make.organization import token


@pytest.fixture
def owed(houses, host, printed, relay) -> str:
    """The host has sealed; the first partner's seal is next."""
    assert seal_of_host(host, printed).status_code == 200
    relay()
    return printed


def todo(house: House, who: str, flow: str = "correspondence.seal") -> list[dict]:
    address = f"/api/workflow/items?box=todo&flow={flow}"
    return house.desk(who).client.get(address).json()["results"]


def supervised(house: House, state: str) -> list[dict]:
    """As the head of the office sees it in 督办."""
    with in_unit(house.unit):
        key = token(people_makers.staff("周主任", duties=["office_head"]))
    client = house.client_at(house.unit, key)
    return client.get(f"/api/workflow/supervision?state={state}").json()["results"]


def test_the_keeper_has_it_on_the_desk_until_it_is_sealed(houses, owed, relay):
    partner, later = houses[1], houses[2]
    (row,) = todo(partner, "registrar")
    before = [todo(partner, who) for who in ("leader", "drafter")], todo(later, "registrar")
    with in_unit(partner.unit):
        matter, item = JointMatter.objects.get(), Item.objects.get(pk=row["id"])
        assert item.due_at <= jointly.limit_of(matter.due_on)
        assert item.due_at > timezone.now()
    generic = partner.desk("registrar").client.post(
        f"/api/workflow/items/{row['id']}/approve", {"request_id": "one"}, format="json"
    )

    done = seal_of_partner(partner)
    relay()

    assert (row["step_name"], row["from_unit"], TITLE in row["title"]) == (
        "用印",
        "太和镇",
        True,
    )
    assert before == ([[], []], [])
    assert generic.status_code == 409  # nobody is rid of it but by the seal
    assert done.status_code == 200
    assert (todo(partner, "registrar"), len(todo(later, "registrar"))) == ([], 1)
    with in_unit(partner.unit):
        run = Run.objects.get(subject_kind="joint_seal")
        assert (run.status, Item.objects.get(run=run).by) == ("done", partner.people.registrar)


def test_督办_of_both_sides_says_whose_seal_it_waits_for(houses, host, owed, relay):
    partner = houses[1]
    (ours,) = [one for one in supervised(host, "open") if one["awaits"]]
    (theirs,) = [one for one in supervised(partner, "open") if one["step_name"] == "用印"]
    limit = JointPartner.objects.get(unit_code=partner.unit.code).due_on
    long_ago = timezone.now() - timedelta(days=9)
    Run.objects.filter(pk=ours["run_id"]).update(awaits_until=long_ago)
    with in_unit(partner.unit):
        Item.objects.filter(run=theirs["run_id"]).update(due_at=long_ago)

    late = [one["run_id"] for one in supervised(host, "overdue")]
    late_there = [one["run_id"] for one in supervised(partner, "overdue")]

    assert (ours["awaits"], ours["awaits_until"][:10]) == ("待区政府办公室用印", str(limit))
    assert [desk["post"] for desk in theirs["desk"]] == ["机要文书"]
    assert (late, late_there) == ([ours["run_id"]], [theirs["run_id"]])
    for one, awaits in zip(houses[1:], ("待区应急局用印", ""), strict=True):
        seal_of_partner(one)
        relay()
        assert Run.objects.get(pk=ours["run_id"]).awaits == awaits


def test_the_host_sees_who_is_late_with_the_seal(host, owed):
    before = table(host, owed)
    JointPartner.objects.update(due_on=timezone.localdate() - timedelta(days=9))

    assert [row["overdue"] for row in before] == [False, False]
    assert [row["overdue"] for row in table(host, owed)] == [True, False]


def test_the_hours_at_the_seal_desk_count_for_both_sides(houses, host, owed, relay):
    partner = houses[1]
    waiting = table(host, owed)[0]["desks"][-1]
    with in_unit(partner.unit):
        matter = JointMatter.objects.get()
    with public_floor():
        line = ProgressLine.objects.get(subject_id=matter.pk)
        assert (line.stage, line.closed_at, line.due_at) == (
            "seal",
            None,
            jointly.limit_of(matter.due_on),
        )
    seal_of_partner(partner)
    relay()
    sealed = table(host, owed)[0]["desks"][-1]
    with public_floor():
        line.refresh_from_db()

    assert (waiting["name"], waiting["post"], waiting["state"]) == ("用印", "机要文书", "now")
    assert (sealed["name"], sealed["state"]) == ("用印", "done")
    assert [step["name"] for step in line.steps] == ["审核", "签发", "用印"]
    assert line.closed_at is not None


def test_without_a_seal_it_lies_with_who_makes_seals(houses, host, printed, relay):
    partner = houses[1]
    with in_unit(partner.unit):
        seals.destroy(
            seal_id=Seal.objects.get().pk, reason="换章", by=partner.people.head, at=timezone.now()
        )
        makers = {
            person.name for person in vars(partner.people).values() if person.holds("seals.manage")
        }
    seal_of_host(host, printed)
    relay()

    with in_unit(partner.unit):
        items = Item.objects.filter(run__subject_kind="joint_seal", status="open")
        assert {one.owner.name for one in items.select_related("owner")} == makers
    assert partner.matter()["stage"] == "seal"


def test_where_nobody_has_to_do_with_seals_who_signed_for_it_has_it(houses, host, printed, relay):
    partner = houses[1]
    with in_unit(partner.unit):
        for duty in Duty.objects.all():
            duty.permissions = [one for one in duty.permissions if not one.startswith("seals.")]
            duty.save()
    seal_of_host(host, printed)
    relay()

    assert len(todo(partner, "registrar")) == 1


def test_a_keeper_appointed_since_seals_and_it_leaves_all_desks(houses, owed, relay):
    partner = houses[1]
    with in_unit(partner.unit):
        other = people_makers.staff("林保管", duties=["registrar"], title="机要文书")
        seal = Seal.objects.get()
        seals.change(
            seal_id=seal.pk, keepers=[other.pk], by=partner.people.head, at=timezone.now()
        )
        client = partner.client_at(partner.unit, token(other))
        matter = JointMatter.objects.get()
    wish = {"request_id": "one", "seal": str(seal.pk), "pdf_sha256": matter.pdf_sha256}

    done = client.post(f"/api/correspondence/joint/{matter.pk}/seal", wish, format="json")

    assert done.status_code == 200, done.json()
    assert todo(partner, "registrar") == []
    with in_unit(partner.unit):
        assert Run.objects.get(subject_kind="joint_seal").status == "done"


def test_what_the_host_gives_up_leaves_the_desk_of_the_seal(houses, host, owed, relay):
    partner = houses[1]
    given_up = host.desk("registrar").post(f"outgoing/{owed}/discard", reason="文稿有误")
    relay()

    assert given_up.status_code == 200, given_up.json()
    assert todo(partner, "registrar") == []
    assert partner.matter()["stage"] == "called_off"
    assert not Run.objects.exclude(awaits="").exists()


def test_an_urged_keeper_is_reminded(houses, host, owed, relay):
    partner = houses[1]
    done = host.desk("drafter").post(f"outgoing/{owed}/joint/urge", unit=partner.unit.code)
    relay()

    assert done.status_code == 200, done.json()
    with in_unit(partner.unit):
        told = Notice.objects.get(run__subject_kind="joint_seal")
        assert (told.person, told.text) == (partner.people.registrar, "太和镇催办：请尽快办理。")


def test_what_was_urged_for_the_signature_is_not_urged_for_the_seal(houses, host, printed, relay):
    partner = houses[1]
    JointPartner.objects.update(urged_at=timezone.now())
    assert seal_of_host(host, printed).status_code == 200
    relay()

    row = JointPartner.objects.get(unit_code=partner.unit.code)
    done = host.desk("drafter").post(f"outgoing/{printed}/joint/urge", unit=partner.unit.code)

    assert row.urged_at is None
    assert done.status_code == 200, done.json()
