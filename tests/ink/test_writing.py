"""What is written is kept once, where it was written, and only while it is one's turn."""

import json
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tenant_apps.ink import rules
from tenant_apps.ink.models import Layer, Mark, Sheet
from tenant_apps.journal.models import Entry
from tests.make import ink


@pytest.fixture
def head(submitted, hand, office):
    return hand(office.head)


def standing(layer: str | None = None):
    found = Mark.objects.filter(erased_at=None)
    return found.filter(layer=layer).count() if layer else found.count()


def test_a_stroke_is_bound_to_pages_person_and_step(head, office, submitted):
    head.look()
    stroke = ink.stroke(points=ink.wave())

    answer = head.write(stroke)

    assert answer.status_code == 200, answer.json()
    layer = Layer.objects.get()
    assert (layer.author, layer.step, layer.step_name) == (office.head, "review", "审核")
    assert layer.sheet.sha256 == head.shown["sheet"]
    assert layer.sheet.pages[0] == [21_000, 29_700]
    (mark,) = head.look()["layers"][0]["marks"]
    assert mark == stroke | {"text": ""}
    entry = Entry.objects.filter(subject_id=submitted).order_by("seq").last()
    assert (entry.name, entry.actor_name) == ("ink.begun", "陈思雨")
    assert entry.facts["sheet"] == layer.sheet.sha256


def test_the_same_stroke_twice_is_one(head):
    stroke = ink.stroke()
    first = head.write(stroke).json()

    again = head.write(stroke)

    assert (first["marks"], again.status_code, again.json()["marks"]) == (1, 200, 0)
    assert Mark.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(
            layer_id=first["layer"],
            key=stroke["key"],
            place=1,
            page=1,
            ink="red",
            width="fine",
            points=[1, 1, 1, 1],
            at=Layer.objects.get().begun_at,
        )


def test_two_tabs_write_on_one_layer(head, hand, office):
    other = hand(office.head)
    other.look()
    head.write(ink.stroke())

    answer = other.write(ink.stroke())

    assert answer.status_code == 200
    assert Layer.objects.count() == 1
    assert len(head.look()["layers"][0]["marks"]) == 2


def test_striking_out_and_bringing_back(head):
    one, two = ink.stroke(), ink.stroke()
    head.write(one, two)

    head.write(erased=[one["key"]])
    assert [mark["key"] for mark in head.look()["layers"][0]["marks"]] == [two["key"]]

    head.write(restored=[one["key"]])
    assert {mark["key"] for mark in head.look()["layers"][0]["marks"]} == {
        one["key"],
        two["key"],
    }
    assert Mark.objects.count() == 2


def test_a_layer_in_which_everything_was_struck_out_is_none(head):
    one = ink.stroke()
    head.write(one)
    head.write(erased=[one["key"]])

    assert head.look()["layers"] == []
    assert head.hand_in().json()["code"] == "ink.nothing_written"


def test_nobody_strikes_out_what_another_wrote(head, hand, office, desk, submitted):
    mine = ink.stroke()
    head.write(mine)
    desk(office.head).post(f"outgoing/{submitted}/review")
    leader = hand(office.leader)
    leader.look()

    answer = leader.write(ink.stroke(), erased=[mine["key"]])

    assert answer.status_code == 200
    assert Mark.objects.get(key=mine["key"]).erased_at is None


def test_a_typed_note_is_kept_like_a_stroke(head):
    head.write(ink.note())

    (mark,) = head.look()["layers"][0]["marks"]
    assert (mark["text"], mark["points"]) == ("请核实数据来源。", [12_000, 6_000, 0, 0])


def test_those_whose_turn_it_is_not_look_on(head, hand, office):
    drafter = hand(office.drafter)
    drafter.look()

    answer = drafter.write(ink.stroke(), seat=str(uuid4()))

    assert drafter.shown["why_not"].startswith("轮到您办理")
    assert (answer.status_code, answer.json()["code"]) == (403, "ink.no_seat")
    borrowed = drafter.write(ink.stroke(), seat=head.look()["seat"]["id"])
    assert borrowed.status_code == 403
    assert not Mark.objects.exists()


def test_to_a_stranger_there_is_nothing_to_write_on(head, hand, office):
    shown = head.look()
    stranger = hand(office.stranger)

    sheet = f"{stranger.root}/sheets/{shown['sheet']}"
    asked = [
        stranger.client.get(path).status_code
        for path in (stranger.root, f"{sheet}/pages/1", f"{sheet}/pdf")
    ]
    stranger.shown = shown

    assert asked == [404, 404, 404]
    assert stranger.write(ink.stroke()).status_code == 404
    assert stranger.hand_in().status_code == 404


def test_what_nobody_was_shown_is_not_written_on(head):
    answer = head.write(ink.stroke(), sheet="f" * 64)

    assert (answer.status_code, answer.json()["code"]) == (409, "ink.version_unknown")


def test_a_sheet_of_another_document_is_foreign_here(head, desk, office):
    answer = desk(office.head).client.post(
        "/api/correspondence/outgoing", {"doc_kind": "notice", "title": "另一件"}, format="json"
    )
    other = f"/api/ink/outgoing/{answer.json()['id']}"
    foreign = desk(office.head).client.get(other).json()["sheet"]

    answer = head.write(ink.stroke(), sheet=foreign)

    assert (answer.status_code, answer.json()["code"]) == (409, "ink.version_unknown")


def test_a_changed_text_carries_no_ink(head, desk, office, submitted):
    head.write(ink.stroke())
    before = head.look()["sheet"]
    changed = head.client.patch(
        f"/api/correspondence/outgoing/{submitted}",
        {"body": "改过的正文。"},
        format="json",
        headers={"If-Match": "1"},
    )
    assert changed.status_code == 200, changed.json()

    now = head.look()

    assert now["sheet"] != before
    assert (now["layers"], now["why_not"]) == ([], "")
    assert [(one["sha256"], one["layers"]) for one in now["versions"]] == [
        (before, 1),
        (now["sheet"], 0),
    ]
    then = head.look(before)
    assert (len(then["layers"]), then["why_not"][:8]) == (1, "这是以前的版面，")
    page = head.client.get(f"{head.root}/sheets/{before}/pages/1")
    assert (page.status_code, page.headers["Content-Type"]) == (200, "image/webp")


def test_what_was_written_while_the_text_changed_stays_with_what_was_seen(head, submitted):
    head.look()
    head.client.patch(
        f"/api/correspondence/outgoing/{submitted}",
        {"body": "改过的正文。"},
        format="json",
        headers={"If-Match": "1"},
    )

    answer = head.write(ink.stroke())

    assert answer.status_code == 200
    assert Layer.objects.get().sheet.sha256 == head.shown["sheet"]
    assert head.look()["sheet"] != Layer.objects.get().sheet.sha256


def test_looking_twice_keeps_the_pages_once(head):
    head.look()
    head.look()

    assert Sheet.objects.count() == 1


BAD = {
    "no points": {"points": []},
    "half a point": {"points": [1, 2, 3]},
    "a fraction": {"points": [1.5, 2, 3, 4]},
    "a truth": {"points": [True, 2, 3, 4]},
    "a word": {"points": ["1", 2, 3, 4]},
    "no list": {"points": {"x": 1}},
    "too hard": {"points": [1, 1, 1_001, 0]},
    "back in time": {"points": [1, 1, 1, 9, 1, 1, 1, 8]},
    "a week": {"points": [1, 1, 1, rules.LONGEST_MS + 1]},
    "too long": {"points": [1, 1, 1, 0] * (rules.MOST_POINTS + 1)},
    "left of the page": {"points": [-1, 1, 1, 0]},
    "below the page": {"points": [1, 29_701, 1, 0]},
    "page nine": {"page": 9},
    "page nought": {"page": 0},
    "green": {"ink": "green"},
    "thick": {"width": "thick"},
    "a note with a tail": {"text": "一", "points": [1, 1, 1, 0, 2, 2, 2, 1]},
    "a long note": {"text": "一" * 501, "points": [1, 1, 0, 0]},
    "a name of no use": {"key": "../../etc/passwd"},
}


@pytest.mark.parametrize("wrong", BAD.values(), ids=BAD)
def test_what_is_no_stroke_is_refused_and_the_rest_with_it(head, wrong):
    head.look()

    answer = head.write(ink.stroke(), ink.stroke(**wrong))

    assert answer.status_code == 400, answer.json()
    assert answer.json()["message"]
    assert not Mark.objects.exists()


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400"])
def test_numbers_that_are_none_are_refused(head, number):
    head.look()
    body = json.dumps(
        {
            "sheet": head.shown["sheet"],
            "seat": head.shown["seat"]["id"],
            "drawn": [ink.stroke(points=["@", 1, 1, 0])],
        }
    ).replace('"@"', number)

    answer = head.client.post(f"{head.root}/marks", body, content_type="application/json")

    assert answer.status_code == 400
    assert not Mark.objects.exists()


def test_ten_megabytes_are_refused_before_they_are_read(head):
    head.look()
    body = b'{"sheet": "' + b"0" * (10 << 20) + b'"}'

    answer = head.client.post(f"{head.root}/marks", body, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (413, "ink.too_large")


def test_a_page_that_is_full(head, monkeypatch):
    monkeypatch.setattr(rules, "MOST_ON_A_PAGE", 2)
    head.write(ink.stroke(), ink.stroke())

    answer = head.write(ink.stroke())

    assert (answer.status_code, answer.json()["code"]) == (409, "ink.too_many")
    assert Mark.objects.count() == 2


def test_a_save_of_too_many(head):
    head.look()

    answer = head.write(*[ink.stroke(points=[1, 1, 1, 0])] * (rules.MOST_AT_ONCE + 1))

    assert answer.status_code == 400


def test_kinds_without_pages_are_not_found(head):
    assert head.client.get(f"/api/ink/request/{uuid4()}").status_code == 404


def test_what_was_written_is_never_deleted(head):
    head.write(ink.stroke())

    with pytest.raises(TypeError):
        Mark.objects.get().delete()


def test_a_save_costs(head, statements):
    head.write(ink.stroke())

    with statements() as sql:
        answer = head.write(ink.stroke())

    assert answer.status_code == 200
    assert len([one for one in sql if "SAVEPOINT" not in one["sql"]]) == 12
