"""An administrator draws a form by click, hand and keyboard, tries it and puts it to use."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_pages import faults, settle


@pytest.fixture(scope="module")
def desk(city, sit_down) -> Page:
    page = sit_down(city.person("taihe", "系统管理员"))
    page.goto(city.url("taihe", "/admin/forms"))
    page.get_by_role("button", name="新建表单").click()
    page.get_by_label("名称").fill("出差用车单")
    page.get_by_role("button", name="开始设计").click()
    page.wait_for_url(re.compile(r"/admin/forms/[a-z0-9_]+$"))
    expect(page.get_by_label("表单名称")).to_have_value("出差用车单")
    return page


def tool(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def item(page: Page, label: str):
    return page.get_by_label("表单的字段").get_by_role("button", name=re.compile(f"^{label}（"))


def order(page: Page) -> list[str]:
    picks = page.get_by_label("表单的字段").locator("button.pick")
    return [one.get_attribute("aria-label").split("（")[0] for one in picks.all()]


def name_it(page: Page, label: str) -> None:
    page.get_by_role("region", name="属性").get_by_label("名称", exact=True).fill(label)
    expect(item(page, label)).to_be_visible()


def saved(page: Page) -> None:
    expect(page.get_by_text(re.compile("草稿已保存"))).to_be_visible()


def test_fields_come_by_click_by_hand_and_move_by_keyboard(desk) -> None:
    for kind, label in (
        ("单行文字", "用车事由"),
        ("数字", "里程"),
        ("金额", "单价"),
        ("明细表", "费用"),
    ):
        tool(desk, kind).click()
        name_it(desk, label)
    tool(desk, "日期").drag_to(item(desk, "用车事由"), target_position={"x": 60, "y": 4})
    assert order(desk) == ["日期", "用车事由", "里程", "单价", "费用"]

    item(desk, "单价").click()
    desk.keyboard.press("Alt+ArrowUp")
    expect(desk.get_by_text("单价移到第 3 项")).to_be_attached()
    assert order(desk) == ["日期", "用车事由", "单价", "里程", "费用"]

    item(desk, "日期").click()
    desk.keyboard.press("Delete")
    assert "日期" not in order(desk)
    desk.keyboard.press("Control+z")
    assert order(desk)[0] == "日期"
    saved(desk)


def test_a_condition_and_a_formula_in_plain_words(desk) -> None:
    item(desk, "费用").click()
    rule = desk.get_by_role("region", name="属性")
    rule.get_by_role("button", name="加条件").click()
    rule.get_by_label("看哪个字段").select_option(label="里程")
    rule.get_by_label("比较的值").fill("60")
    expect(rule.get_by_text("里程大于60时")).to_be_visible()

    tool(desk, "金额").click()
    name_it(desk, "合计")
    rule.get_by_label("自动计算").check()
    box = rule.get_by_label("计算式", exact=True)
    box.fill("[单价] × ")
    expect(rule.get_by_text("还没写完")).to_be_visible()
    rule.get_by_role("group", name="插入字段").get_by_role(
        "button", name="里程", exact=True
    ).click()
    box.press("End")
    box.fill("[单价] × [里程] + 求和([费用.金额])")
    expect(rule.get_by_text("计算式正确")).to_be_visible()
    saved(desk)


def test_it_can_be_tried_before_it_counts(desk) -> None:
    tool(desk, "试填").click()
    sheet = desk.get_by_role("dialog")
    sheet.get_by_label("里程").fill("80")
    sheet.get_by_label("单价").fill("1.05")
    cell = sheet.get_by_label("费用 第 1 行")
    cell.get_by_label("金额").fill("0.1")
    expect(sheet.get_by_text("大写 捌拾肆元壹角整")).to_be_visible()
    sheet.get_by_role("button", name="检查填写").click()
    expect(sheet.get_by_text("填写合格")).to_be_visible()
    sheet.get_by_label("里程").fill("6")
    expect(cell).to_have_count(0)
    sheet.get_by_role("button", name="关闭").last.click()


def test_the_board_is_whole_at_every_size(desk, picture) -> None:
    item(desk, "合计").click()
    settle(desk)
    picture(desk, "form-designer")
    found = faults(desk, "1366")
    tool(desk, "手机").click()
    desk.screenshot(path="tests/browser/screenshots/form-designer-phone-picture.png")
    desk.set_viewport_size(PHONE)
    for tab in ("控件", "属性", "表单"):
        desk.get_by_role("tab", name=tab).click()
        desk.wait_for_timeout(200)
        found += faults(desk, f"390 {tab}")
        desk.screenshot(path=f"tests/browser/screenshots/form-designer-390-{tab}.png")
    desk.evaluate("document.documentElement.dataset.size = 'elder'")
    desk.wait_for_timeout(200)
    found += faults(desk, "390 elder")
    desk.set_viewport_size(DESK)
    desk.wait_for_timeout(200)
    found += faults(desk, "elder")
    desk.evaluate("delete document.documentElement.dataset.size")
    tool(desk, "试填").click()
    desk.wait_for_timeout(300)
    picture(desk, "form-try")
    found += faults(desk, "try")
    desk.keyboard.press("Escape")
    assert found == []


def test_two_boards_do_not_overwrite_each_other(desk, city) -> None:
    other = desk.context.new_page()
    other.goto(desk.url)
    expect(item(other, "用车事由")).to_be_visible()
    item(other, "用车事由").click()
    name_it(other, "出差事由")
    saved(other)

    item(desk, "里程").click()
    name_it(desk, "往返里程")
    expect(desk.get_by_text(re.compile("刚刚修改了这个表单"))).to_be_visible()
    desk.get_by_role("button", name="用他的").click()
    expect(item(desk, "出差事由")).to_be_visible()
    other.close()


def test_publishing_names_what_is_wrong_then_puts_it_to_use(desk, city) -> None:
    tool(desk, "下拉").click()
    desk.get_by_label("选项 1", exact=True).fill("")
    saved(desk)
    tool(desk, "发布").click()
    expect(desk.get_by_role("dialog", name="还不能发布")).to_be_visible()
    desk.get_by_role("button", name=re.compile("下拉：")).click()
    desk.get_by_label("选项 1", exact=True).fill("公务用车")
    saved(desk)
    tool(desk, "发布").click()
    desk.get_by_role("dialog", name="发布第 1 版").get_by_role("button", name="发布").click()
    expect(desk.get_by_text("第 1 版在用")).to_be_visible()

    desk.goto(city.url("taihe", "/admin/forms"))
    expect(desk.get_by_role("link", name=re.compile("出差用车单"))).to_contain_text("第 1 版在用")
    assert faults(desk, "list") == []
    desk.screenshot(path="tests/browser/screenshots/forms-list-1366.png")
