"""Handed in with one's act or before it; then everybody reads it and nobody changes it."""

import pytest

from tenant_apps.ink.actions import digest
from tenant_apps.ink.models import Layer, Mark
from tenant_apps.journal.models import Entry
from tenant_apps.workflow.actions import intervening
from tenant_apps.workflow.circulars import Notice
from tenant_apps.workflow.models import Item
from tenants.crossing import in_unit
from tests.ink.conftest import Hand
from tests.make import ink
from tests.make import organization as make


@pytest.fixture
def head(submitted, hand, office):
    found = hand(office.head)
    found.look()
    return found


def names(document):
    return list(
        Entry.objects.filter(subject_id=document).order_by("seq").values_list("name", flat=True)
    )


def test_what_is_being_written_is_nobody_elses(head, hand, office):
    head.write(ink.stroke())

    assert hand(office.drafter).look()["layers"] == []


def test_handed_in_it_is_everybodys_who_may_read(head, hand, office, submitted):
    head.write(ink.stroke(), ink.note())

    answer = head.hand_in()

    assert answer.status_code == 200, answer.json()
    assert answer.json()["why_not"].startswith("您在这一环节的批注已提交")
    (layer,) = hand(office.drafter).look()["layers"]
    assert (layer["author_name"], layer["author_title"]) == ("陈思雨", "党政办公室主任")
    assert (layer["step_name"], layer["state"], len(layer["marks"])) == ("审核", "handed_in", 2)
    entry = Entry.objects.filter(subject_id=submitted).order_by("seq").last()
    kept = Layer.objects.get()
    assert entry.name == "ink.handed_in"
    assert (entry.facts["strokes"], entry.facts["notes"]) == (1, 1)
    assert entry.facts["digest"] == kept.digest == digest(list(kept.marks.all()))


def test_pressed_twice_it_is_handed_in_once(head, submitted):
    head.write(ink.stroke())
    head.hand_in()

    assert head.hand_in().status_code == 200
    assert names(submitted).count("ink.handed_in") == 1


def test_with_nothing_written_there_is_nothing_to_hand_in(head):
    answer = head.hand_in()

    assert (answer.status_code, answer.json()["code"]) == (409, "ink.nothing_written")


def test_it_goes_along_with_the_act(head, desk, hand, office, submitted):
    head.write(ink.stroke())

    desk(office.head).post(f"outgoing/{submitted}/review")

    (layer,) = hand(office.leader).look()["layers"]
    assert (layer["author_name"], layer["state"]) == ("陈思雨", "handed_in")
    story = names(submitted)
    assert story.index("ink.handed_in") == story.index("workflow.step.approved", 3) + 1


def test_an_act_that_is_refused_hands_nothing_in(head, desk, office, submitted):
    head.write(ink.stroke())

    answer = desk(office.head).post(f"outgoing/{submitted}/send_back", to="draft", opinion="")

    assert answer.status_code == 400
    assert Layer.objects.get().state == "open"


def test_what_comes_after_the_act_is_set_aside_and_not_lost(head, desk, hand, office, submitted):
    first, late = ink.stroke(), ink.stroke()
    head.write(first)
    desk(office.head).post(f"outgoing/{submitted}/review")

    answer = head.write(first, late)

    assert (answer.status_code, answer.json()["code"]) == (409, "ink.set_aside")
    assert answer.json()["marks"] == 1
    states = {layer["state"]: len(layer["marks"]) for layer in head.look()["layers"]}
    assert states == {"handed_in": 1, "aside": 1}
    assert [one["state"] for one in hand(office.leader).look()["layers"]] == ["handed_in"]
    assert names(submitted)[-1] == "ink.set_aside"


def test_late_and_sent_twice_it_is_set_aside_once(head, desk, office, submitted):
    late = ink.stroke()
    seat = head.shown["seat"]["id"]
    desk(office.head).post(f"outgoing/{submitted}/review")
    head.write(late, seat=seat)

    answer = head.write(late, seat=seat)

    assert (answer.status_code, answer.json()["marks"]) == (200, 0)
    assert Mark.objects.count() == 1


def test_handed_in_nothing_is_struck_out(head):
    stroke = ink.stroke()
    head.write(stroke)
    head.hand_in()

    answer = head.write(erased=[stroke["key"]])

    assert answer.status_code == 200
    assert Mark.objects.get().erased_at is None


def test_a_turn_that_somebody_else_ends_sets_its_ink_aside(head, hand, office, submitted, noon):
    head.write(ink.stroke())
    item = Item.objects.get(owner=office.head, status="open")
    deputy = make.staff("唐玉梅", duties=["office_head"])

    intervening.reassign(
        run_id=item.run_id,
        item_id=item.pk,
        to=deputy.pk,
        by=office.leader,
        at=noon,
        request_id="reassign",
        reason="外出开会",
    )

    assert [one["state"] for one in head.look()["layers"]] == ["aside"]
    assert hand(deputy).look()["layers"] == []
    assert names(submitted)[-1] == "ink.set_aside"


def test_taken_back_the_writer_begins_anew_and_the_old_layer_stays(
    head, desk, hand, office, submitted
):
    head.write(ink.stroke())
    desk(office.head).post(f"outgoing/{submitted}/review")
    sent = desk(office.leader).post(
        f"outgoing/{submitted}/send_back", to="review", opinion="请再核数据"
    )
    assert sent.status_code == 200, sent.json()

    again = head.look()

    assert again["why_not"] == ""
    head.write(ink.stroke())
    assert [one["state"] for one in head.look()["layers"]] == ["handed_in", "open"]


def test_the_final_copy_is_not_written_on(carry, hand, office):
    carry("release")
    registrar = hand(office.registrar)
    registrar.look()

    answer = registrar.write(ink.stroke())

    assert registrar.shown["why_not"].startswith("此件已印制成正式文本")
    assert (answer.status_code, answer.json()["code"]) == (409, "ink.sealed")
    assert "退回" in answer.json()["message"]
    assert not Mark.objects.exists()


def test_an_instruction_is_written_on_what_came_in(arrived, district, other_unit):
    keeper = district.desk(district.people.registrar)
    keeper.post(f"incoming/{arrived}/acknowledge")
    hand = Hand(keeper.client, f"incoming/{arrived}")
    hand.look()

    answer = hand.write(ink.stroke())

    assert answer.status_code == 200, answer.json()
    with in_unit(other_unit):
        assert Layer.objects.get().step == "register"
    keeper.post(f"incoming/{arrived}/register")
    head = Hand(district.desk(district.people.head).client, f"incoming/{arrived}")
    assert [one["state"] for one in head.look()["layers"]] == ["handed_in"]


def test_a_reader_of_a_circulation_writes_until_it_is_read(
    submitted, desk, hand, office, unit, relay
):
    run = desk(office.drafter).get(f"outgoing/{submitted}").json()["run_id"]
    sent = desk(office.drafter).client.post(
        f"/api/workflow/runs/{run}/circulate",
        {"request_id": "round", "people": [str(office.handler.pk)], "serial": False},
        format="json",
    )
    assert sent.status_code == 200, sent.json()
    reader = hand(office.handler)
    assert reader.look()["seat"]["step_name"] == "传阅"
    reader.write(ink.stroke())
    notice = Notice.objects.get(person=office.handler)

    read = desk(office.handler).client.post(
        "/api/workflow/notices/read", {"ids": [str(notice.pk)]}, format="json"
    )
    relay()

    assert read.status_code == 200, read.json()
    assert [one["state"] for one in hand(office.drafter).look()["layers"]] == ["handed_in"]
