"""联合行文 as it was really printed and sealed by three units: every 规定 measured by its ink."""

from functools import partial
from itertools import combinations, pairwise

import pypdfium2
import pytest

from tenant_apps.correspondence.certificate.ruler import DPI, Box, Sheet, measured
from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.correspondence.pages import pdfium_at_work

CHARACTER = 156 / 28
PITCH = 225 * 1.875 / 40.375
SEAL = 42
near = partial(pytest.approx, abs=0.5)
UP = pytest.mark.parametrize("asked", ["request"], indirect=True)


def paper_of(host, document: str) -> bytes:
    return host.desk("drafter").get(f"outgoing/{document}/pdf").content


def as_seen(pdf: bytes, number: int) -> Sheet:
    """The page with its seals, which the ruler of the print leaves out."""
    with pdfium_at_work():
        document = pypdfium2.PdfDocument(pdf)
        document.init_forms()
        image = document[number - 1].render(scale=DPI / 72).to_pil().convert("RGB")
        document.close()
    return Sheet(210, 297, [], image)


def certified(host, document: str) -> dict:
    return host.desk("registrar").get(f"outgoing/{document}/certificate").json()


def rows_of(sheet: Sheet, mark: Box, right: float) -> list[Box]:
    """The names of the mark, parted by rows without ink."""
    top, found = mark.top, []
    while ink := sheet.ink(Box(0, top, right, mark.bottom + 1), "red"):
        bottom = ink.top
        while sheet.ink(Box(0, bottom, right, bottom + 0.5), "red"):
            bottom += 0.5
        found.append(sheet.ink(Box(0, ink.top, right, bottom), "red"))
        top = bottom
    return found


def test_the_head_of_three_bodies(houses, host, issued):
    document = OutgoingDocument.objects.get(pk=issued)
    sheet = measured(paper_of(host, issued))[0]
    line = sheet.line(document.number)
    number, (rule, *_) = sheet.line_ink(line), sheet.red_rules
    mark = sheet.ink(Box(0, 0, 210, rule.top - 0.5), "red")
    suffix = [glyph for each in sheet.lines for glyph in each.glyphs if glyph.char in "文件"][:2]
    rows = rows_of(sheet, mark, min(glyph.left for glyph in suffix) - 1)
    beside = sheet.ink(Box(suffix[0].left, mark.top, 184.5, mark.bottom), "red")
    names = [sheet.line(one.unit.name).box.top for one in houses]

    assert (len(rows), names) == (3, sorted(names))  # the host first
    assert mark.top == near(37 + 35)
    assert mark.middle == near(28 + 156 / 2)
    assert (beside.top + beside.bottom) / 2 == near((rows[0].top + rows[-1].bottom) / 2)
    assert number.top - mark.bottom == near(2 * PITCH)
    assert number.middle == near(28 + 156 / 2)
    assert rule.top - number.bottom == near(4)
    assert (rule.left, rule.right) == (near(28), near(184))


@UP
def test_the_head_of_a_request_names_who_signed_for_each_body(houses, host, printed, relay):
    relay()  # it is measured
    sheet = measured(paper_of(host, printed))[0]
    first, last = sheet.line("签发人："), sheet.line("〔20")
    rule = sheet.red_rules[0]
    mark = sheet.ink(Box(0, 0, 210, rule.top - 0.5), "red")

    assert mark.top == near(37 + 35)
    assert first.text == "签发人：李静李静"
    assert last.text.endswith("号李静")
    assert last.box.left == near(28 + CHARACTER)
    assert first.box.right == near(184 - CHARACTER)
    assert last.glyphs[-2].left == near(first.glyphs[4].left)
    assert sheet.line_ink(first).top - mark.bottom == near(2 * PITCH)
    assert last.box.top - first.box.top == near(PITCH)
    assert rule.top - sheet.line_ink(last).bottom == near(4)
    assert (certified(host, printed)["failed"], certified(host, printed)["warned"]) == (0, 0)


def test_three_seals_lie_evenly_on_their_names_and_the_last_on_the_date(houses, host, issued):
    pdf = paper_of(host, issued)
    places = OutgoingDocument.objects.get(pk=issued).seal_places
    page = places[0]["page"]
    printed, seen = measured(pdf)[page - 1], as_seen(pdf, page)
    half = SEAL / 2 + 0.9  # the gap to the next is wider
    inks = [
        seen.ink(Box(one["x"] - half, one["y"] - half, one["x"] + half, one["y"] + half), "red")
        for one in places
    ]
    date = next(line for line in printed.lines if line.text.endswith("日")).box
    text = printed.line("十二月上旬。").box

    for one, ink in zip(places, inks, strict=True):
        assert (ink.middle, (ink.top + ink.bottom) / 2) == (near(one["x"]), near(one["y"]))
        assert (ink.width, ink.width <= SEAL) == (near(ink.height), True)
        name = printed.ink(Box(one["x"] - half, one["y"] - 9, one["x"] + half, one["y"]))
        assert name.middle == near(one["x"])
    steps = [other.left - one.right for one, other in pairwise(inks)]
    assert min(steps) > 0
    assert max(steps) - min(steps) == near(0)
    assert all(one.right < other.left for one, other in combinations(inks, 2))
    assert 0 <= inks[0].top - text.bottom <= PITCH
    assert date.right == near(184 - 4 * CHARACTER)
    assert inks[-1].middle == near(date.middle)
    assert inks[-1].top < date.top < inks[-1].bottom


def test_its_certificate_finds_nothing_against_it(host, issued):
    sheet = certified(host, issued)

    assert [one for one in sheet["findings"] if one["verdict"] != "pass"] == []
    assert {"7.2.4", "7.2.5", "7.2.7", "7.3.5.4"} <= {one["clause"] for one in sheet["findings"]}
