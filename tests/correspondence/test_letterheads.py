"""发文设置: a letterhead seen before it is saved, and how long a text may be."""

import pytest

from tenant_apps.correspondence import numbering
from tenant_apps.correspondence.certificate.ruler import measured
from tenant_apps.journal.models import Entry
from tenants.current import current_unit

SAMPLE = "/api/correspondence/letterheads/sample"
HEAD = {
    "mark": "太和镇人民政府办公室文件",
    "prefix": "太和府办",
    "signature": "太和镇人民政府办公室",
}


@pytest.mark.parametrize("style", ["document", "letter", "order", "minutes"])
def test_a_letterhead_is_seen_before_it_is_saved(office, desk, style):
    client = desk(office.head).client
    page = client.get(SAMPLE, HEAD | {"style": style, "sealed": "true"})
    sheet = client.get(f"{SAMPLE}/pdf", HEAD | {"style": style})

    assert (page.status_code, page.headers["content-type"]) == (200, "image/png")
    text = "".join(line.text for one in measured(sheet.content) for line in one.lines)
    assert "太和府办〔20" in text
    assert "太和镇人民政府办公室" in text


def test_printed_on_both_sides_its_imprint_stands_on_an_even_page(office, desk):
    client = desk(office.head).client

    sheet = client.get(f"{SAMPLE}/pdf", HEAD | {"both_sides": "true"})

    assert len(measured(sheet.content)) == 2


def test_what_lacks_a_word_has_no_page(office, desk):
    refused = desk(office.head).client.get(SAMPLE, HEAD | {"mark": ""})

    assert (refused.status_code, "mark" in refused.json()["by_field"]) == (400, True)


def test_style_sides_and_seal_are_kept(office, desk, unit):
    head = numbering.letterhead(current_unit())
    url = f"/api/correspondence/letterheads/{head.pk}"
    said = {"style": "letter", "both_sides": True, "sealed": True}

    kept = desk(office.head).client.patch(url, said, format="json").json()

    assert {name: kept[name] for name in said} == said


def length_of(desk, office, document_id: str) -> list[str]:
    found = desk(office.drafter).get(f"outgoing/{document_id}").json()["findings"]
    return [one["title"] for one in found if one["code"] == "B1"]


def test_how_long_a_text_may_be_is_the_units_to_say(office, desk, drafted):
    mine, url = desk(office.head).client, "/api/correspondence/limits"
    before = mine.get(url).json()

    crossed = mine.put(url, {"longest": 100, "longest_special": 200}, format="json")
    stranger = desk(office.drafter).client.put(url, before, format="json")
    silent = length_of(desk, office, drafted)
    set_ = mine.put(url, {"longest": 5000, "longest_special": 100}, format="json")
    text = {"body": "一" * 101}
    desk(office.drafter).client.patch(
        f"/api/correspondence/outgoing/{drafted}", text, format="json", HTTP_IF_MATCH='"1"'
    )

    assert before == {"longest": 5000, "longest_special": 4000}
    assert (crossed.status_code, crossed.json()["code"]) == (400, "writing_limits.out_of_order")
    assert (stranger.status_code, silent, set_.status_code) == (403, [], 200)
    assert length_of(desk, office, drafted) == ["全文 101 字，超过 100 字"]


def test_whether_changes_are_marked_is_the_units_to_say(office, desk):
    mine, url = desk(office.head).client, "/api/correspondence/tracing"
    before = mine.get(url).json()

    stranger = desk(office.drafter).client.put(url, before, format="json")
    ruled = mine.put(url, {"is_asked": True, "drafter_may_stop": True}, format="json")

    assert before == {"is_asked": True, "drafter_may_stop": False}
    assert (stranger.status_code, ruled.status_code) == (403, 200)
    assert mine.get(url).json() == ruled.json() == {"is_asked": True, "drafter_may_stop": True}
    entry = Entry.objects.get(name="correspondence.tracing_rule.set")
    assert (entry.facts["drafter_may_stop"], entry.actor_name) == (True, "陈思雨")


def test_reserved_numbers_are_asked_for_alone(office, desk, carry, unit):
    head = numbering.letterhead(current_unit())
    mine = desk(office.registrar)
    mine.post(f"outgoing/{carry('register')}/register", print_copies=12)
    mine.post("numbers", prefix=head.prefix, reason="会议先行引用")

    rows = mine.client.get("/api/correspondence/numbers", {"state": "reserved"}).json()["results"]

    assert [row["value"] for row in rows] == [2]


def test_the_copies_said_at_registration_stand_on_the_dispatch_slip(office, desk, carry):
    document = carry("register")
    desk(office.registrar).post(f"outgoing/{document}/register", print_copies=12)

    slip = desk(office.registrar).get(f"outgoing/{document}/dispatch_slip").content

    text = "".join(line.text for one in measured(slip) for line in one.lines)
    assert "印制份数12份" in text.replace(" ", "")
