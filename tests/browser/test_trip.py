"""用车 from the drawing table to the road: drawn by an administrator, filed on a phone, signed by
two, returned straight back, handed on by the leader, and watched all the way by who asked."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, SCREENSHOTS
from tests.browser.programs import Program, also_holding
from tests.browser.test_pages import as_elders_see_it, faults, settle
from tests.browser.test_requests import choose_day, workdays

VILLAGE = f"三汇镇白岩村{uuid4().hex[:4]}"  # of this run: the city may have others on its desks
REASON = "踏勘森林防火拉动演练场地"
JOINT = "有关科室会签"


@pytest.fixture(scope="module")
def people(city, sit_down) -> dict[str, Page]:
    """Everybody who has to do with it, each at their own screen; the clerk holds a phone."""
    city._manage("seed_requests")
    roles = {
        "system": "系统管理员",
        "head": "办公室主任",
        "registrar": "机要文书",
        "leader": "单位领导",
    }
    seated = {who: sit_down(city.person("taihe", role)) for who, role in roles.items()}
    seated["clerk"] = sit_down(city.person("taihe", "拟稿人"), viewport=PHONE)
    return seated


@pytest.fixture(scope="module")
def able(city) -> Iterator[None]:
    """Only who holds the right may be given a car to send: the registrar for this hour too."""
    registrar = Program(city, city.person("taihe", "机要文书"))
    with also_holding(city, "taihe", "office_head", registrar):
        yield


def shot(page: Page, name: str) -> None:
    settle(page)
    page.wait_for_timeout(300)
    page.screenshot(path=SCREENSHOTS / f"trip-{name}.png")


def rows(page: Page) -> Locator:
    return page.get_by_label("事项列表").get_by_role("link")


def open_own(page: Page, city, box: str = "todo") -> None:
    """What everybody has of this trip in this box."""
    page.goto(city.url("taihe", f"/todo?box={box}&q={VILLAGE}"))
    settle(page)
    rows(page).first.click()
    expect(page.get_by_role("heading", name="流程与意见")).to_be_visible()


def agree(page: Page, city, opinion: str) -> None:
    open_own(page, city)
    expect(page.get_by_text(REASON).first).to_be_visible()
    page.get_by_role("textbox", name=re.compile("意见$")).fill(opinion)
    page.get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_text(re.compile("已同意《"))).to_be_visible()


def watched(page: Page, city) -> Locator:
    """我发起的 on the clerk's phone: the form, and where it is."""
    open_own(page, city, box="started")
    expect(page.get_by_text(REASON).first).to_be_visible()
    return page.get_by_label("事项详情")


def test_1_the_administrator_puts_a_countersign_behind_a_condition(city, people):
    page = people["system"]
    page.goto(city.url("taihe", "/admin/flows/requests.car"))
    head = page.locator(".head[data-flow-key]").first
    head.click()
    page.get_by_label("比较的值").fill("30")
    expect(head).to_contain_text("30")

    leader = page.locator("li", has=page.locator("> button:has-text('分管领导审批')"))
    leader.locator("> .add button").first.click()
    page.get_by_role("menuitem", name="办理环节").click()
    page.get_by_label("环节名称").fill(JOINT)
    page.get_by_label("环节名称").press("Tab")
    page.get_by_role("button", name="添加办理人").click()
    page.get_by_label("办理人类型").last.select_option(label="指定人员")
    for role in ("机要文书", "单位领导"):
        name = city.person("taihe", role).name
        page.get_by_role("combobox", name="人员").last.fill(name)
        page.get_by_role("option", name=re.compile(name)).first.click()
    page.get_by_label("办理方式").select_option(label="会签：全部办理")
    shot(page, "drawn-1366")
    assert faults(page, "drawn") == []

    expect(page.get_by_text(re.compile("草稿已保存"))).to_be_visible()
    page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text(re.compile("现行第 [2-9] 版"))).to_be_visible()


def test_2_a_clerk_files_it_on_a_phone_and_sees_whom_it_will_meet(city, people):
    page = people["clerk"]
    day = workdays(12)[-1]
    page.goto(city.url("taihe", "/requests/new/car"))
    page.get_by_label("用车事由").fill(REASON)
    for label in ("开始", "结束"):
        choose_day(page, label, day)
    page.get_by_label("目的地").fill(VILLAGE)
    page.get_by_label("往返里程").fill("46")
    page.get_by_role("radio", name=re.compile("8K216")).check()
    expect(page.get_by_text(JOINT).first).to_be_visible()
    shot(page, "start-390")
    assert faults(page, "390") == []
    page.get_by_role("button", name="提交申请").click()
    page.wait_for_url(re.compile(r"/requests/[0-9a-f-]{36}$"))

    seen = watched(page, city)
    expect(seen.get_by_text("部门负责人审批").first).to_be_visible()
    shot(page, "watched-390")
    assert faults(page, "390") == []


def test_3_one_of_two_sends_it_straight_back(city, people):
    agree(people["head"], city, "情况属实。")
    agree(people["leader"], city, "同意派车。")
    agree(people["registrar"], city, "已与三汇镇联系。")

    page = people["leader"]
    open_own(page, city)
    page.get_by_role("button", name="退回", exact=True).click()
    dialog = page.get_by_role("dialog", name="退回")
    dialog.get_by_role("radio", name=re.compile("填写申请")).check()
    dialog.get_by_role("radio", name=re.compile("改好直接送回我")).check()
    dialog.get_by_label("退回理由").fill("请写明同乘人员和集合地点。")
    shot(page, "return-1366")
    assert faults(page, "dialog") == []
    dialog.get_by_role("button", name="退回", exact=True).click()
    expect(page.get_by_text(re.compile("已退回《"))).to_be_visible()


def test_4_mended_it_comes_straight_back_and_both_sign(city, people):
    page = people["clerk"]
    open_own(page, city)
    expect(page.get_by_text("请写明同乘人员和集合地点。").first).to_be_visible()
    shot(page, "mend-390")
    assert faults(page, "390") == []
    page.get_by_label("用车事由").fill(f"{REASON}，镇政府集合")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_text(re.compile("已提交《"))).to_be_visible()

    seen = watched(page, city)
    expect(seen.get_by_text("镇政府集合").first).to_be_visible()
    expect(seen.locator("li.now").get_by_text(JOINT)).to_be_visible()
    for who in ("leader", "registrar"):
        agree(people[who], city, "同意。")


def test_5_the_leader_hands_the_dispatch_to_somebody_else(city, people, able):
    page, other = people["leader"], city.person("taihe", "机要文书").name
    page.goto(city.url("taihe", f"/supervision?q={VILLAGE}"))
    page.get_by_label("督办事项列表").get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/supervision/[0-9a-f-]{36}$"))
    page.get_by_role("button", name="干预", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^改派")).click()
    sheet = page.get_by_role("dialog", name="改派")
    held = city.person("taihe", "办公室主任").name
    sheet.get_by_role("radio", name=re.compile(held)).check()
    sheet.get_by_role("combobox", name="改派给谁").fill(other)
    sheet.get_by_role("option").first.click()
    sheet.get_by_label("理由").fill("办公室主任外出开会。")
    sheet.get_by_role("button", name="改派", exact=True).click()
    expect(page.get_by_text(re.compile("已改派")).first).to_be_visible()
    shot(page, "handed-on-1366")

    seen = watched(people["clerk"], city)
    expect(seen.locator("li.now").get_by_text(other, exact=True)).to_be_visible()
    shot(people["clerk"], "handed-on-390")


def test_6_the_car_is_given_out_and_who_asked_reads_it_all(city, people, able):
    page = people["registrar"]
    open_own(page, city)
    page.get_by_label("驾驶员").fill("周师傅")
    shot(page, "dispatch-1366")
    assert faults(page, "dispatch") == []
    page.get_by_role("button", name="办理完毕", exact=True).click()
    expect(page.get_by_text(re.compile("已办理完毕《"))).to_be_visible()

    clerk = people["clerk"]
    seen = watched(clerk, city)
    expect(seen.get_by_text("周师傅").first).to_be_visible()
    expect(seen.get_by_text("已与三汇镇联系。").first).to_be_visible()
    expect(seen.locator("li.now").get_by_text("回场登记")).to_be_visible()
    found = faults(clerk, "390") + as_elders_see_it(clerk, "trip-watched")
    clerk.set_viewport_size(DESK)
    shot(clerk, "watched-1366")
    found += faults(clerk, "1366")
    clerk.set_viewport_size(PHONE)
    assert found == []
