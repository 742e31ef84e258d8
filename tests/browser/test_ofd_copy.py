"""A sealed document's OFD copy: taken from its page by either side, and verified by anybody."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.programs import Office, knock

TITLE = "关于申请拨付冬季供水保障资金的请示"


@pytest.fixture(scope="module")
def town(city) -> Office:
    return Office(city, "taihe")


@pytest.fixture(scope="module")
def document(town) -> str:
    return town.send(TITLE, ["ZFB"])


def test_its_page_gives_it_and_says_what_its_seal_is(city, document, sit_down, picture):
    page = sit_down(city.person("taihe", "机要文书"))
    page.goto(city.url("taihe", f"/outgoing/{document}"))
    page.get_by_role("tab", name="用印").click()

    expect(page.get_by_text("本系统自行签发，未经商用密码认证")).to_be_visible()
    expect(page.get_by_role("link", name="下载 OFD")).to_be_visible()
    picture(page, "ofd-outgoing")
    with page.expect_download() as taken:
        page.get_by_role("link", name="OFD", exact=True).click()
    assert taken.value.suggested_filename == f"{TITLE}.ofd"


def test_anybody_verifies_it_and_sees_a_changed_one(city, town, document, browser_of, picture):
    path = f"/api/correspondence/outgoing/{document}/ofd"
    content = knock(city, "taihe", path, head=town.drafter.head).body
    page = browser_of().new_page()
    page.goto(city.url("city", "/verify"))
    send = page.locator("input[type=file]")

    send.set_input_files({"name": "请示.ofd", "mimeType": "", "buffer": content})

    expect(page.get_by_role("heading", name="核验通过")).to_be_visible()
    expect(page.get_by_text(re.compile("未经商用密码认证")).first).to_be_visible()
    picture(page, "ofd-verified")
    middle = len(content) // 3
    forged = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    send.set_input_files({"name": "改过.ofd", "mimeType": "", "buffer": forged})
    expect(page.get_by_role("heading", name="核验未通过")).to_be_visible()


def test_the_receiver_has_it_beside_the_page(city, document, sit_down, picture):
    page = sit_down(city.person("zfb", "机要文书"))
    page.goto(city.url("zfb", "/incoming"))
    page.get_by_role("link", name=TITLE).first.click()
    page.wait_for_url(re.compile(r"/incoming/[0-9a-f-]{36}"))

    expect(page.get_by_role("link", name="OFD", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("OFD 签章.*国密签章全部有效")).first).to_be_visible()
    expect(page.get_by_text("正文与附件共 2 个，全部收到")).to_be_visible()
    picture(page, "ofd-incoming")


def test_the_bank_says_what_a_seal_is_made_of(city, document, sit_down, picture):
    page = sit_down(city.person("taihe", "办公室主任"))
    page.goto(city.url("taihe", "/seals"))

    expect(page.get_by_text(re.compile("国密（SM2）.*未经商用密码认证")).first).to_be_visible()
    picture(page, "ofd-bank")
