"""委托代签 before one's eyes: the mayor lends the desk, the head signs for him, he has it home."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.programs import Office, also_holding
from tests.browser.test_pages import as_elders_see_it, faults, settle

ROAD = "关于修缮村道护栏的请示"
WELL = "关于新打饮水井的请示"


@pytest.fixture(scope="module")
def town(city) -> Iterator[Office]:
    """Two documents wait for the mayor's signature, and the head may sign too for this hour."""
    office = Office(city, "taihe")
    with (
        also_holding(city, "taihe", "leader", office.head),
        also_holding(city, "taihe", "principal", office.head),  # 上行文 (条例 22)
    ):
        for title in (ROAD, WELL):
            office.send(title, ["ZFB"], until="review")
        yield office


@pytest.fixture(scope="module")
def mayor(city, town, sit_down) -> Page:
    return sit_down(city.person("taihe", "单位领导"))


@pytest.fixture(scope="module")
def agent(city, town, sit_down) -> Page:
    return sit_down(city.person("taihe", "办公室主任"))


def whole(page: Page, name: str, picture) -> list[str]:
    settle(page)
    picture(page, name)
    found = faults(page, "1366")
    page.set_viewport_size(PHONE)
    page.wait_for_timeout(300)
    found += faults(page, "390")
    page.set_viewport_size(DESK)
    return found + as_elders_see_it(page, name)


def test_1_before_anything_is_lent(city, mayor, picture):
    mayor.goto(city.url("taihe", "/lending"))
    expect(mayor.get_by_text("现在没有委托")).to_be_visible()

    assert whole(mayor, "lending-empty", picture) == []


def test_2_the_mayor_sees_what_would_move_and_lends(city, mayor, picture):
    deputy = city.person("taihe", "办公室主任").name
    mayor.get_by_role("button", name="委托他人代办").click()
    dialog = mayor.get_by_role("dialog", name="委托他人代办")
    dialog.get_by_role("button", name="委托", exact=True).click()
    expect(dialog.get_by_text("请选择受托人")).to_be_visible()
    dialog.get_by_label(re.compile("^受托人")).fill(deputy)
    dialog.get_by_role("option", name=re.compile(deputy)).first.click()
    expect(dialog.get_by_text(re.compile("件将转交"))).to_be_visible()
    expect(dialog.get_by_text(ROAD)).to_be_visible()
    assert whole(mayor, "lending-new", picture) == []

    dialog.get_by_role("button", name="委托", exact=True).click()

    expect(mayor.get_by_role("heading", name=re.compile(f"由{deputy}代办"))).to_be_visible()
    expect(mayor.get_by_text(re.compile("您的待办由.*代办"))).to_be_visible()


def test_3_the_agent_sees_in_whose_name_and_signs(city, agent, picture):
    owner = city.person("taihe", "单位领导").name
    agent.goto(city.url("taihe", "/todo"))
    expect(agent.get_by_text(re.compile(f"您正在代 {owner} 办理"))).to_be_visible()
    expect(agent.get_by_text(f"代 {owner}").first).to_be_visible()
    agent.get_by_label("事项列表").get_by_role("link", name=re.compile(ROAD)).click()
    expect(agent.get_by_role("button", name="签发", exact=True)).to_be_visible()
    assert whole(agent, "lending-agent", picture) == []

    agent.get_by_role("button", name="签发", exact=True).click()
    expect(agent.get_by_text(re.compile(f"已签发《{ROAD}"))).to_be_visible()


def test_4_taken_back_it_is_home_at_once(city, mayor, agent, picture):
    mayor.goto(city.url("taihe", "/lending"))
    mayor.get_by_role("button", name="查看").click()
    expect(mayor.get_by_text(ROAD)).to_be_visible()
    assert whole(mayor, "lending-active", picture) == []
    mayor.get_by_role("button", name="收回", exact=True).click()
    confirm = mayor.get_by_role("dialog", name="收回委托")
    expect(confirm.get_by_text(re.compile("立即回到您这里"))).to_be_visible()
    confirm.get_by_role("button", name="收回", exact=True).click()

    expect(mayor.get_by_text("现在没有委托")).to_be_visible()
    expect(mayor.get_by_text("委托人收回")).to_be_visible()
    assert whole(mayor, "lending-past", picture) == []
    expect(agent.get_by_text(re.compile("您正在代"))).to_have_count(0)
    mayor.goto(city.url("taihe", "/todo"))
    expect(mayor.get_by_label("事项列表").get_by_text(re.compile(WELL))).to_be_visible()


def test_5_what_was_signed_for_him_lies_there_to_be_read(city, mayor):
    mayor.goto(city.url("taihe", "/todo?box=read"))

    expect(mayor.get_by_label("事项列表").get_by_text(re.compile(ROAD))).to_be_visible()
