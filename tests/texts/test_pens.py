"""编辑锁: one pen for all ways of writing; taken over it is said, and nothing typed is lost."""

from datetime import timedelta

import pytest

from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.journal.models import Entry
from tenant_apps.texts.models import EditLock, TextVersion
from tests.make.correspondence import draft_content

BODY = draft_content()["body"]


@pytest.fixture
def reviewing(text, submit):
    """At 核稿, with a Word text; the head has it on the desk."""
    text("drafter").word("送核稿的正文。", base=1)
    submit("drafter")
    return text


def take(text, who: str, key: str, verb: str = "take"):
    return text(who).post(f"/pen/{verb}", key=key)


def test_whoever_may_edit_takes_the_pen_and_the_page_says_so(reviewing):
    answer = take(reviewing, "head", "tab-1")

    assert (answer.status_code, answer.json()["owner_name"]) == (200, "陈思雨")
    lock = reviewing("drafter").read().json()["lock"]
    assert (lock["owner_name"], lock["way_label"]) == ("陈思雨", "浏览器编辑")


def test_a_second_tab_is_refused_until_it_takes_over(reviewing):
    take(reviewing, "head", "tab-1")

    refused = take(reviewing, "head", "tab-2")
    assert (refused.status_code, refused.json()["code"]) == (423, "texts.locked")
    assert refused.json()["owner"] == "陈思雨"

    assert take(reviewing, "head", "tab-2", "take_over").status_code == 200
    lost = take(reviewing, "head", "tab-1", "renew")
    assert (lost.status_code, lost.json()["code"]) == (409, "texts.pen_lost")
    assert "接手编辑" in lost.json()["message"]


def test_a_take_over_is_recorded_and_told(reviewing, drafted, statements):
    take(reviewing, "head", "tab-1")

    with statements() as sql:
        take(reviewing, "head", "tab-2", "take_over")

    entry = Entry.objects.filter(subject_id=drafted).latest("seq")
    assert (entry.name, entry.facts["from_name"]) == ("texts.pen_taken_over", "陈思雨")
    assert any("pg_notify" in one["sql"] and '"texts"' in one["sql"] for one in sql)


def test_what_the_first_still_had_is_kept_beside_the_text(reviewing):
    take(reviewing, "head", "tab-1")
    take(reviewing, "head", "tab-2", "take_over")

    late = reviewing("head").word("第一个人写的。", base=2, way="browser", key="tab-1")

    assert (late.status_code, late.json()["code"]) == (412, "texts.set_aside")
    shown = reviewing("head").read().json()
    assert shown["number"] == 2
    assert [one["number"] for one in shown["versions"] if one["is_side"]] == [3]
    compared = reviewing("head").read("/compare", before=2, after=3).json()
    assert [one["removed"] + one["added"] for one in compared["changes"]] == [
        "送核稿的正文。",
        "第一个人写的。",
    ]


def test_a_stale_file_does_not_cover_a_newer_one(reviewing):
    reviewing("head").word("核稿改过。", base=2)

    stale = reviewing("head").word("照旧稿改的。", base=2)

    assert (stale.status_code, stale.json()["side"]) == (412, 4)
    assert reviewing("head").document_now()["body"] == "核稿改过。"


def test_typing_on_a_stale_page_is_kept_beside_it_too(text, drafted):
    mine = text("drafter")
    mine.type(BODY + "甲", version=1)

    stale = mine.type(BODY + "乙", version=1)

    assert (stale.status_code, stale.json()["code"]) == (412, "outgoing.stale_draft")
    side = TextVersion.objects.get(subject_id=drafted, number=stale.json()["side"])
    assert (side.is_side, side.text) == (True, BODY + "乙")
    assert OutgoingDocument.objects.get(pk=drafted).body == BODY + "甲"


def test_the_textarea_waits_while_a_program_writes(text):
    text("drafter").post("/pen/take", key="tab-1")

    refused = text("drafter").type(BODY + "。", version=1)

    assert (refused.status_code, refused.json()["code"]) == (423, "texts.locked")


def test_a_pen_that_ran_out_is_free(reviewing, drafted):
    take(reviewing, "head", "tab-1")
    lock = EditLock.objects.get(subject_id=drafted)
    lock.expires_at -= timedelta(minutes=3)
    lock.save()

    assert take(reviewing, "head", "tab-2").status_code == 200


def test_the_pen_of_a_step_that_is_past_bars_nobody(text, submit):
    text("drafter").type(BODY + "快。", version=1)
    submit("drafter")

    assert text("head").type(BODY + "核。", version=2).status_code == 200


def test_given_back_it_is_free_at_once(reviewing):
    take(reviewing, "head", "tab-1")

    assert reviewing("head").post("/pen/release", key="tab-1").status_code == 204
    assert reviewing("head").read().json()["lock"] is None


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("drafter", 403)])
def test_whose_desk_it_is_not_on_gets_no_pen(reviewing, who, status):
    for verb in ("take", "take_over", "renew"):
        assert take(reviewing, who, "tab-9", verb).status_code == status
    assert not EditLock.objects.filter(key="tab-9").exists()
