"""联署时限 and 催办: reminded there, marked here, urged across; nobody is signed for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shared_apps.kernel import clock
from tenant_apps.correspondence import jointly
from tenant_apps.correspondence.actions import joining, outgoing, partnering
from tenant_apps.correspondence.models import JointMatter, OutgoingDocument
from tenant_apps.organization.models import Department, Duty
from tenant_apps.workflow import overdue
from tenant_apps.workflow.circulars import Notice
from tenant_apps.workflow.models import Item, Run
from tenants.crossing import in_unit
from tests.make import organization as people_makers
from tests.make.correspondence import Desk
from tests.make.joint import TEXT, TITLE, answer_to, arrival, table

LONG_AGO = timedelta(days=21)


@pytest.fixture
def drawn(houses, host) -> str:
    """On the desk of 审核, with two partners still unasked."""
    content = {
        "doc_kind": "notice",
        "title": TITLE,
        "body": TEXT,
        "addressees": ["JB"],
        "partners": ["ZFB", "JA"],
        "signatory": str(host.people.leader.pk),
    }
    made = host.desk("drafter").client.post("/api/correspondence/outgoing", content, format="json")
    document = made.json()["id"]
    assert host.desk("drafter").post(f"outgoing/{document}/submit").status_code == 200
    return document


@pytest.fixture
def late(drawn, host, relay) -> str:
    """Asked three weeks ago, and no partner has answered."""
    outgoing.review(
        document_id=drawn,
        by=host.people.head,
        at=timezone.now() - LONG_AGO,
        request_id="three-weeks-ago",
    )
    relay()
    return drawn


def acknowledge(house) -> str:
    matter = house.matter()["id"]
    assert house.desk("registrar").post(f"joint/{matter}/acknowledge").status_code == 200
    return matter


def todo(house, who: str) -> dict:
    client: Desk = house.desk(who)
    rows = client.client.get("/api/workflow/items?box=todo").json()["results"]
    (row,) = [row for row in rows if TITLE in row["title"]]
    return row


def test_no_desk_of_a_partner_has_longer_than_the_host_gave(houses, host, asked, relay):
    partner = houses[1]
    acknowledge(partner)

    with in_unit(partner.unit):
        matter = JointMatter.objects.get()
        limit = jointly.limit_of(matter.due_on)
        opened = Item.objects.get(run=matter.run, owner=partner.people.head)
        by_rule = clock.add_working_minutes(opened.opened_at, clock.MINUTES_A_DAY)
        assert matter.run.due_at == limit
        assert opened.due_at == min(limit, by_rule)
        Run.objects.update(due_at=opened.opened_at + timedelta(minutes=5))
    partner.turn("head")
    with in_unit(partner.unit):
        signing = Item.objects.get(run__subject_kind="joint", owner=partner.people.leader)
        assert signing.due_at == opened.opened_at + timedelta(minutes=5)


def test_who_is_late_is_reminded_then_the_head_above_hears_and_nobody_is_signed_for(
    houses, late, relay
):
    partner = houses[1]
    acknowledge(partner)
    with in_unit(partner.unit):
        people = partner.people
        Department.objects.filter(pk=people.head.department_id).update(head=people.leader)
        run = Run.objects.get(subject_kind="joint")
        now = timezone.now()

        waiting, done = overdue.waiting(at=now), overdue.press(run_id=run.pk, at=now)
        much_later = now + LONG_AGO
        more = overdue.press(run_id=run.pk, at=much_later)

        assert waiting == [run.pk]
        assert done == ["remind", "escalate"]
        assert more == []
        told = Notice.objects.filter(run=run).values_list("person__name", flat=True)
        assert set(told) == {"陈思雨", "李静"}
        assert [one.status for one in Item.objects.filter(run=run)] == ["open"]
        assert JointMatter.objects.get().stage == "signing"


def test_the_host_sees_who_is_late_on_the_page_in_待办_and_in_督办(houses, host, late, relay):
    chief = people_makers.staff("周主任", duties=["office_head"])
    Item.objects.update(due_at=None)  # nobody here is late: only the partners are
    seen = host.client_at(host.unit, people_makers.token(chief))
    limits = {row["due_on"] for row in table(host, late)}
    rows = seen.get("/api/workflow/supervision?state=overdue").json()["results"]
    mine = todo(host, "leader")

    assert [row["overdue"] for row in table(host, late)] == [True, True]
    assert mine["awaits"] == "待区政府办公室、区应急局联署"
    assert {mine["awaits_until"][:10]} == limits
    assert [(row["title"], row["awaits"]) for row in rows] == [(TITLE, mine["awaits"])]
    houses[1].sign()
    relay()
    assert [row["overdue"] for row in table(host, late)] == [False, True]
    assert todo(host, "leader")["awaits"] == "待区应急局联署"
    houses[2].sign()
    relay()
    done = todo(host, "leader")
    assert (done["awaits"], done["awaits_until"]) == ("", None)


def test_a_text_that_goes_back_awaits_nobody(host, asked, relay):
    host.desk("leader").post(f"outgoing/{asked}/send_back", to="draft", opinion="再商")

    assert todo(host, "drafter")["awaits"] == ""


def test_the_desk_it_lies_on_and_its_hours_reach_the_host_while_it_is_being_signed(
    houses, host, asked, relay
):
    partner = houses[1]
    acknowledge(partner)
    relay()
    first = table(host, asked)[0]["desks"]
    partner.turn("head")
    relay()
    second = table(host, asked)[0]["desks"]

    assert [(one["name"], one["post"], one["state"]) for one in first] == [
        ("审核", "党政办公室主任", "now")
    ]
    assert [(one["name"], one["post"], one["state"]) for one in second] == [
        ("审核", "党政办公室主任", "done"),
        ("签发", "镇长", "now"),
    ]


def urge(host, who: str, document: str, unit: str = "ZFB", **more):
    return host.desk(who).post(f"outgoing/{document}/joint/urge", unit=unit, **more)


def test_an_urged_partner_is_reminded_where_it_lies_and_not_twice_in_ten_minutes(
    houses, host, asked, relay
):
    partner = houses[1]
    acknowledge(partner)
    done = urge(host, "drafter", asked, text="周五要印发。", request_id="one")
    retry = urge(host, "drafter", asked, text="周五要印发。", request_id="one")
    soon = urge(host, "registrar", asked)
    other = urge(host, "registrar", asked, unit="JA")
    relay()

    assert [one.status_code for one in (done, retry, soon, other)] == [200, 200, 429, 200]
    assert soon.json()["code"] == "workflow.urged_recently"
    assert 0 < int(soon.json()["retry_after"]) <= 600
    matter = partner.matter()
    assert (matter["urged_text"], matter["urged_at"] is not None) == ("周五要印发。", True)
    with in_unit(partner.unit):
        notice = Notice.objects.get(person=partner.people.head)
        assert notice.text == "太和镇催办：周五要印发。"
        assert Item.objects.get(owner=partner.people.head).reminded_at is not None


def test_before_anybody_signed_for_it_the_door_sees_it_and_the_same_envelope_tells_once(
    houses, host, asked, relay
):
    assert urge(host, "drafter", asked).status_code == 200
    relay()
    before = houses[1].matter()["urged_at"]
    acknowledge(houses[1])
    with in_unit(houses[1].unit):
        matter = JointMatter.objects.get()
        said = {"round": 1, "text": "", "by": "王晓敏", "by_post": ""}
        again = arrival(host, subject_id=matter.source_id, content=said, sealed_at=matter.urged_at)
        partnering.take_urge(again)
        assert not Notice.objects.exists()

    assert before is not None


def test_who_may_not_urge_and_what_needs_no_urging(houses, host, asked, relay):
    Duty.objects.create(code="reader", name="查阅人", permissions=["correspondence.read.unit"])
    reader = people_makers.staff("周查阅", duties=["reader"])
    answers = [
        urge(host, "stranger", asked),
        urge(host, "drafter", asked, unit="JB"),
        Desk(host.client_at(host.unit, people_makers.token(reader))).post(
            f"outgoing/{asked}/joint/urge", unit="ZFB"
        ),
    ]
    houses[1].sign()
    relay()
    answers.append(urge(host, "drafter", asked))

    assert [(one.status_code, one.json()["code"]) for one in answers] == [
        (404, "not_found"),
        (404, "joint.no_such_partner"),
        (403, "joint.not_concerned"),
        (409, "joint.nothing_to_urge"),
    ]


def test_a_late_answer_still_counts(houses, host, late):
    joining.take_signature(arrival(houses[1], content=answer_to(houses[1], late)))

    assert OutgoingDocument.objects.get(pk=late).partners.get(unit_code="ZFB").state == "signed"
