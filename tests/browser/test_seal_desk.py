"""待用印 in a real browser: the keeper finds the printed paper at the desk and on the phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.programs import Office

AT_DESK, ON_PHONE = "关于设立便民服务点的请示", "关于更换应急广播的请示"


@pytest.fixture(scope="module")
def office(city) -> Office:
    return Office(city, "taihe")


@pytest.fixture(scope="module")
def keeper(city, sit_down) -> Page:
    return sit_down(city.person("taihe", "机要文书"))


def row_of(page: Page, title: str):
    """Who keeps the seal releases as well: two acts, two lines."""
    return page.get_by_role("listitem").filter(has_text=title).filter(has_text="用印")


def test_1_printed_it_lies_on_the_keepers_desk(office, keeper, city, picture):
    office.send(AT_DESK, ["ZFB"], until="print")
    keeper.goto(city.url("taihe"))
    card = keeper.get_by_role("listitem").filter(has_text=AT_DESK)
    expect(card.first).to_be_visible()
    picture(keeper, "seal-desk-portal")
    keeper.goto(city.url("taihe", "/todo"))
    expect(keeper.get_by_text(AT_DESK).first).to_be_visible()
    keeper.get_by_text(AT_DESK).first.click()
    picture(keeper, "seal-desk-todo")


def test_2_from_the_phones_list_to_the_seal(office, city, sit_down, picture):
    document = office.send(ON_PHONE, ["ZFB"], until="print")
    phone = sit_down(
        city.person("taihe", "机要文书"), viewport=PHONE, has_touch=True, is_mobile=True
    )
    rows = office.registrar.get("/api/workflow/items?box=todo&flow=correspondence.seal")["results"]
    (item,) = [one["id"] for one in rows if one["subject_id"] == document]
    phone.goto(city.url("taihe", f"/todo?item={item}"))
    phone.get_by_role("button", name="查看用印文稿").click()
    phone.wait_for_url(re.compile(f"/outgoing/{document}"))
    phone.get_by_role("radio").first.check()
    phone.screenshot(path="tests/browser/screenshots/seal-desk-phone.png")
    phone.get_by_role("button", name="用印", exact=True).click()
    expect(phone.get_by_text(re.compile("登记第 \\d+ 号")).first).to_be_visible()
    left = office.registrar.get("/api/workflow/items?box=todo")["results"]

    assert [one["step_name"] for one in left if one["subject_id"] == document] == ["核发"]
    phone.goto(city.url("taihe", "/todo"))
    expect(phone.get_by_text(AT_DESK).first).to_be_visible()


def test_3_the_page_says_with_whom_it_lies(office, city, sit_down, picture):
    document = office.send("关于核定应急物资的请示", ["ZFB"], until="print")
    keeper = office.registrar.get("/api/session")["staff"]["name"]
    drafter = sit_down(city.person("taihe", "拟稿人"))
    drafter.goto(city.url("taihe", f"/outgoing/{document}"))

    expect(drafter.get_by_text(f"由{keeper}用印").first).to_be_visible()
    picture(drafter, "seal-desk-waiting")
