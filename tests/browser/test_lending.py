"""委托代签 before one's eyes: the head lends the desk, the deputy acts, the head has it home."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.programs import Office
from tests.browser.test_pages import as_elders_see_it, faults, settle

ROAD = "关于修缮村道护栏的请示"
WELL = "关于新打饮水井的请示"


@pytest.fixture(scope="module")
def town(city):
    office = Office(city, "taihe")
    for title in (ROAD, WELL):
        office.send(title, ["ZFB"], until="submit")
    return office


@pytest.fixture(scope="module")
def head(city, town, sit_down):
    return sit_down(city.person("taihe", "办公室主任"))


@pytest.fixture(scope="module")
def agent(city, town, sit_down):
    return sit_down(city.person("taihe", "单位领导"))


def whole(page: Page, name: str, picture) -> list[str]:
    settle(page)
    picture(page, name)
    found = faults(page, "1366")
    page.set_viewport_size(PHONE)
    page.wait_for_timeout(300)
    found += faults(page, "390")
    page.set_viewport_size({"width": 1366, "height": 768})
    return found + as_elders_see_it(page, name)


def test_1_before_anything_is_lent(city, head, picture):
    head.goto(city.url("taihe", "/lending"))
    expect(head.get_by_text("现在没有委托")).to_be_visible()

    assert whole(head, "lending-empty", picture) == []


def test_2_the_head_sees_what_would_move_and_lends(city, head, agent, picture):
    deputy = city.person("taihe", "单位领导").name
    head.get_by_role("button", name="委托他人代办").click()
    dialog = head.get_by_role("dialog", name="委托他人代办")
    dialog.get_by_role("button", name="委托", exact=True).click()
    expect(dialog.get_by_text("请选择受托人")).to_be_visible()
    dialog.get_by_label(re.compile("^受托人")).fill(deputy)
    dialog.get_by_role("option", name=re.compile(deputy)).first.click()
    expect(dialog.get_by_text(re.compile("件待办中"))).to_be_visible()
    expect(dialog.get_by_text(ROAD)).to_be_visible()
    assert whole(head, "lending-new", picture) == []

    dialog.get_by_role("button", name="委托", exact=True).click()

    expect(head.get_by_role("heading", name=re.compile(f"由{deputy}代办"))).to_be_visible()
    expect(head.get_by_text(re.compile("您的待办由.*代办"))).to_be_visible()


def test_3_both_see_it_on_every_page(city, head, agent, picture):
    owner = city.person("taihe", "办公室主任").name
    assert whole(head, "lending-active", picture) == []
    agent.goto(city.url("taihe", "/todo"))
    expect(agent.get_by_text(re.compile(f"您正在代 {owner} 办理"))).to_be_visible()

    assert whole(agent, "lending-banner", picture) == []


def test_4_taken_back_it_is_over_at_once(city, head, agent, picture):
    head.goto(city.url("taihe", "/lending"))
    head.get_by_role("button", name="收回", exact=True).click()
    confirm = head.get_by_role("dialog", name="收回委托")
    expect(confirm.get_by_text(re.compile("立即回到您这里"))).to_be_visible()
    confirm.get_by_role("button", name="收回", exact=True).click()

    expect(head.get_by_text("现在没有委托")).to_be_visible()
    expect(head.get_by_text("委托人收回")).to_be_visible()
    assert whole(head, "lending-past", picture) == []
    expect(agent.get_by_text(re.compile("您正在代"))).to_have_count(0)
