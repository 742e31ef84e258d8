"""An administrator draws a flow with a condition and a countersign, tries it, and publishes it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import faults

NAME = "会议费审批"


@pytest.fixture(scope="module")
def table(city, sit_down):
    """The drawing table of 太和镇."""
    page = sit_down(city.person("taihe", "系统管理员"))
    page.goto(city.url("taihe", "/admin/flows"))
    return page


def card(page: Page, name: str):
    return page.locator("button[data-flow-key]", has_text=name)


def add_after(page: Page, name: str, kind: str) -> None:
    """Press the + below a card."""
    below = page.locator("li", has=page.locator(f"> button:has-text('{name}')"))
    plus = below.locator("> .add button").first
    plus.click()
    page.get_by_role("menuitem", name=kind).click()


def handled_by(page: Page, kind: str) -> None:
    page.get_by_role("button", name="添加办理人").click()
    page.get_by_label("办理人类型").last.select_option(label=kind)


def call_it(page: Page, name: str) -> None:
    page.get_by_label("环节名称").fill(name)
    page.get_by_label("环节名称").press("Tab")
    expect(card(page, name)).to_be_visible()


def test_1_stock_flows_are_there_and_keep_their_steps(table, picture):
    expect(table.get_by_role("link", name=re.compile("^发文 预置"))).to_be_visible()
    picture(table, "flows-list")
    assert faults(table, "1366") == []

    table.get_by_role("link", name=re.compile("^发文 预置")).click()
    card(table, "审核").click()

    expect(table.get_by_text("规定环节：可以改设置，不能删除")).to_be_visible()
    expect(table.get_by_text("在此添加环节")).to_have_count(3)  # before 签发
    picture(table, "flow-stock")
    assert faults(table, "1366") == []
    add_after(table, "起草", "办理环节")
    call_it(table, "科室审核")
    handled_by(table, "上级负责人")
    expect(table.get_by_text("草稿已保存").first).to_be_visible()
    expect(table.get_by_text(re.compile("处需要修改"))).to_have_count(0)
    picture(table, "flow-stock-more")
    card(table, "科室审核").focus()
    table.keyboard.press("Delete")
    expect(card(table, "科室审核")).to_have_count(0)
    table.get_by_role("button", name="放弃草稿").click()
    table.get_by_role("dialog").get_by_role("button", name="放弃草稿").click()
    expect(table.get_by_role("button", name="放弃草稿")).to_have_count(0)


def test_2_a_new_flow_is_drawn(table, city, picture):
    table.goto(city.url("taihe", "/admin/flows"))
    table.get_by_role("button", name="新建流程").click()
    table.get_by_label("流程名称").last.fill(NAME)
    table.get_by_role("button", name="新建", exact=True).click()
    table.wait_for_url(re.compile(r"/admin/flows/own\."))

    table.get_by_role("button", name="在此添加环节").first.click()
    table.get_by_role("menuitem", name="办理环节").click()
    call_it(table, "填写接待单")
    handled_by(table, "发起人本人")
    add_after(table, "填写接待单", "条件分支")
    expect(table.get_by_text("第 1 个分支还没有设置条件。").first).to_be_visible()
    picture(table, "flow-fault")
    assert faults(table, "1366") == []

    table.get_by_label("表单", exact=True).select_option(label="用车申请")
    table.get_by_role("button", name="加条件", exact=True).click()
    table.get_by_label("看哪个字段").select_option(label="往返里程")
    table.get_by_label("怎样比较").select_option(label="大于")
    table.get_by_label("比较的值").fill("60")
    expect(table.locator(".head[data-flow-key]").first).to_contain_text("往返里程大于60")
    expect(table.get_by_text("第 1 个分支还没有设置条件。")).to_have_count(0)


def test_3_a_countersign_in_the_branch(table, picture):
    branch = table.locator(".branch").first
    branch.get_by_role("button", name="在此添加环节").first.click()
    table.get_by_role("menuitem", name="办理环节").click()
    call_it(table, "相关科室会签")
    handled_by(table, "指定人员")
    for name in ("刘建军", "王晓敏"):
        table.get_by_role("combobox", name="人员").last.fill(name)
        table.get_by_role("option", name=re.compile(name)).first.click()
    table.get_by_label("办理方式").select_option(label="会签：全部办理")
    table.get_by_label("办理时限", exact=True).fill("2")
    table.get_by_label("办理时限", exact=True).press("Tab")
    expect(card(table, "相关科室会签").locator(".mode")).to_have_text("会签")
    expect(card(table, "相关科室会签")).to_contain_text("限 2 个工作日")

    table.get_by_role("button", name="规则", exact=True).click()
    table.get_by_label("会签中有人不同意").select_option(label="收齐全部意见，由主办决定")
    table.get_by_label("规定环节").check()
    picture(table, "flow-countersign")
    assert faults(table, "1366") == []


def test_4_undo_redo_and_delete_by_keyboard(table):
    card(table, "相关科室会签").focus()
    table.keyboard.press("Delete")
    expect(card(table, "相关科室会签")).to_have_count(0)
    card(table, "填写接待单").focus()
    table.keyboard.press("Control+z")
    expect(card(table, "相关科室会签")).to_be_visible()
    table.keyboard.press("ArrowDown")
    expect(table.locator("[data-flow-key]:focus")).to_contain_text("条件一")
    table.keyboard.press("ArrowRight")
    expect(table.locator("[data-flow-key]:focus")).to_contain_text("其他情况")


def test_5_it_is_walked_before_anybody_walks_it(table, picture):
    table.get_by_role("button", name="模拟运行").first.click()
    table.get_by_role("combobox", name="由谁发起").fill("王晓敏")
    table.get_by_role("option", name=re.compile("王晓敏")).first.click()
    table.get_by_label("往返里程").fill("80")
    table.locator("form").get_by_role("button", name="模拟运行").click()
    expect(table.get_by_label("将经过的环节")).to_contain_text("刘建军")
    table.get_by_label("往返里程").fill("8")
    table.locator("form").get_by_role("button", name="模拟运行").click()
    expect(table.get_by_label("将经过的环节")).not_to_contain_text("刘建军")
    picture(table, "flow-simulated")
    assert faults(table, "1366") == []


def test_6_published_for_new_matters_only(table, city, picture):
    expect(table.get_by_text(re.compile("草稿已保存"))).to_be_visible()
    table.get_by_role("button", name="发布", exact=True).click()
    expect(table.get_by_text("只用于新发起的事项")).to_be_visible()
    picture(table, "flow-publish")
    assert faults(table, "1366") == []
    table.get_by_role("dialog").get_by_role("button", name="发布", exact=True).click()

    expect(table.get_by_text("现行第 1 版")).to_be_visible()
    table.get_by_role("button", name="版本", exact=True).click()
    expect(table.get_by_text("第 1 版", exact=True)).to_be_visible()
    table.goto(city.url("taihe", "/admin/flows"))
    expect(table.get_by_role("link", name=re.compile(NAME))).to_contain_text("第 1 版")


def test_7_a_new_limit_in_a_stock_flow(table, city, picture):
    """用车: a condition on the form's own field, with what differs shown before publishing."""
    table.goto(city.url("taihe", "/admin/flows/requests.car"))
    head = table.locator(".head[data-flow-key]").first
    head.click()
    table.get_by_label("比较的值").fill("120")
    expect(head).to_contain_text("120")
    picture(table, "flow-car")
    assert faults(table, "1366") == []

    expect(table.get_by_text(re.compile("草稿已保存"))).to_be_visible()
    table.get_by_role("button", name="发布", exact=True).click()
    dialog = table.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile("120")).first).to_be_visible()
    dialog.get_by_role("button", name=re.compile("回放")).click()
    expect(dialog.get_by_label("回放").get_by_role("status")).to_contain_text(
        re.compile("已对照|没有办结")
    )
    picture(table, "flow-car-publish")
    dialog.get_by_role("button", name="发布", exact=True).click()
    expect(table.get_by_text("现行第 2 版")).to_be_visible()
