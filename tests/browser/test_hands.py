"""各手修改: one stop for every hand a text went through; whoever signs reads it clean."""

import io
import zipfile

import pytest
from playwright.sync_api import Page, expect

from tests.browser.programs import Office
from tests.browser.test_pages import faults
from tests.browser.test_word_text import TITLE, upload
from tests.make import texts

FIRST = "全镇共有村社21个，已转移群众三百余人。"
SECOND = "全镇共有村社23个，已安全转移群众三百余人。"
THIRD = "全镇共有村社23个，已安全转移安置群众三百余人。"


@pytest.fixture(scope="module")
def office(city) -> Office:
    return Office(city, "taihe")


@pytest.fixture(scope="module")
def document(office: Office) -> str:
    """Three hands: the drafter's, the head's, and the drafter's again after it was sent back."""
    document = office.drafter.draft(TITLE, ["ZFB"], office.leader)
    upload(office.drafter, document, texts.word(FIRST), base=1)
    office.drafter.act(f"outgoing/{document}", "submit")
    upload(office.head, document, texts.word(SECOND), base=2)
    office.head.act(f"outgoing/{document}", "send_back", to="draft", opinion="请再核对数字。")
    upload(office.drafter, document, texts.word(THIRD), base=3)
    office.drafter.act(f"outgoing/{document}", "submit")
    office.head.act(f"outgoing/{document}", "review")
    return document


@pytest.fixture(scope="module")
def clerk(city, sit_down, document) -> Page:
    page = sit_down(city.person("taihe", "拟稿人"))
    page.goto(city.url("taihe", f"/outgoing/{document}"))
    page.get_by_role("tab", name="修订").click()
    return page


def test_1_the_clerk_sees_the_marks_of_the_last_hand(clerk, picture):
    expect(clerk.get_by_role("button", name="花脸稿", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(clerk.locator(".text ins")).to_have_text(["安置"])
    expect(clerk.get_by_text("增 2 字，删 0 字")).to_be_visible()
    assert faults(clerk, "1366") == []
    picture(clerk, "hands-marked")


def test_2_the_slider_goes_through_all_hands(clerk, office):
    slider = clerk.get_by_role("slider", name="从哪一手看修改")
    slider.focus()
    clerk.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", f"审核 {office.head.person.name}")
    expect(clerk.locator(".text del")).to_have_text(["1"])
    expect(clerk.locator(".text ins")).to_have_text(["3", "安全"])

    clerk.keyboard.press("ArrowLeft")
    expect(clerk.get_by_text(FIRST, exact=True)).to_be_visible()
    expect(clerk.locator(".text ins, .text del")).to_have_count(0)


def test_3_all_hands_together_against_the_first(clerk):
    clerk.get_by_role("checkbox", name="与初稿比").check()
    clerk.get_by_role("slider", name="从哪一手看修改").focus()
    clerk.keyboard.press("End")

    expect(clerk.locator(".text ins")).to_have_text(["3", "安全", "安置"])
    expect(clerk.locator(".text del")).to_have_text(["1"])


def test_4_whoever_signs_reads_it_clean(city, sit_down, document, picture):
    page = sit_down(city.person("taihe", "单位领导"))
    page.goto(city.url("taihe", f"/outgoing/{document}"))
    page.get_by_role("tab", name="修订").click()

    expect(page.get_by_role("button", name="清稿", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.get_by_text(THIRD, exact=True)).to_be_visible()
    expect(page.locator(".text ins, .text del")).to_have_count(0)
    picture(page, "hands-clean")
    page.get_by_role("button", name="花脸稿", exact=True).click()
    expect(page.locator(".text ins")).to_have_text(["安置"])


def test_5_the_marked_copy_is_a_word_file_by_its_hand(clerk, office):
    clerk.get_by_role("checkbox", name="与初稿比").uncheck()
    with clerk.expect_download(timeout=90_000) as taken:
        clerk.get_by_role("button", name="Word 花脸稿").click()

    with zipfile.ZipFile(io.BytesIO(taken.value.path().read_bytes())) as file:
        marked = file.read("word/document.xml").decode()
    assert "<w:ins " in marked
    assert f'w:author="{office.drafter.person.name}"' in marked
