"""督办: what lies where, acts with a reason, taking them back; by keyboard and on a phone."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, SCREENSHOTS
from tests.browser.programs import Office, Program
from tests.browser.test_pages import as_elders_see_it, faults, settle

TRIP = "赴璧山区学习乡村治理"
PAPER = "关于申请拨付农村饮水工程维修资金的请示"


@pytest.fixture(scope="module")
def matters(city) -> str:
    """Three trips on the desk of a head, and one document at the office's."""
    city._manage("seed_requests")
    clerk = Program(city, city.person("taihe", "拟稿人"))
    form = clerk.get("/api/requests/kinds/trip")["form"]
    made = [file(clerk, form, f"{TRIP}（{n}）") for n in ("一", "二", "三")]
    Office(city, "taihe").send(PAPER, ["ZFB"], until="submit")
    return made[0]


def file(clerk: Program, form: str, reason: str) -> str:
    day = (date.today() + timedelta(days=9)).isoformat()  # noqa: DTZ011
    data = {
        "reason": reason,
        "destination": "重庆市璧山区",
        "transport": "公务用车",
        "period": {"start": day, "end": day},
        "budget": 600,
    }
    body = {"kind": "trip", "form": form, "data": data, "request_id": str(uuid4())}
    return str(clerk._ask("POST", "/api/requests", body, clerk.head)["id"])


@pytest.fixture(scope="module")
def page(city, matters, sit_down) -> Page:
    """The unit's leader sits down at a screen."""
    page = sit_down(city.person("taihe", "单位领导"))
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


@pytest.fixture(autouse=True)
def quiet(page):
    yield
    assert page.complaints == []


def shot(page: Page, name: str) -> None:
    settle(page)
    page.wait_for_timeout(300)
    page.screenshot(path=SCREENSHOTS / f"supervision-{name}.png")


def wrong_at_every_size(page: Page, name: str) -> list[str]:
    shot(page, f"{name}-1366")
    found = faults(page, "1366") + as_elders_see_it(page, f"supervision-{name}")
    page.set_viewport_size(PHONE)
    shot(page, f"{name}-390")
    found += faults(page, "390")
    page.set_viewport_size(DESK)
    return found


def rows(page: Page):
    return page.get_by_label("督办事项列表").get_by_role("link")


def intervene(page: Page, label: str) -> None:
    page.get_by_role("button", name="干预", exact=True).click()
    page.get_by_role("menuitem", name=re.compile(f"^{label}")).click()
    expect(page.get_by_role("dialog", name=label)).to_be_visible()


def because(page: Page, label: str, reason: str) -> None:
    sheet = page.get_by_role("dialog", name=label)
    sheet.get_by_label("理由").fill(reason)
    sheet.get_by_role("button", name=label, exact=True).click()
    expect(page.get_by_text(re.compile(f"已{label}")).first).to_be_visible()


def test_the_list_is_walked_by_keys_and_narrowed(city, page):
    page.goto(city.url("taihe", "/supervision?q=璧山"))  # others' matters fill more than a page
    expect(page.get_by_role("link", name=re.compile("璧山")).nth(2)).to_be_visible()
    assert wrong_at_every_size(page, "list") == []

    page.keyboard.press("j")
    expect(rows(page).first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(rows(page).nth(1)).to_be_focused()

    page.get_by_label("搜索事项").fill("没有这样的事项")
    expect(page.get_by_text("没有符合条件的事项。")).to_be_visible()
    shot(page, "empty-1366")
    page.get_by_label("搜索事项").fill("璧山")
    expect(rows(page).nth(2)).to_be_visible()
    page.get_by_role("button", name="已挂起").click()
    expect(page.get_by_text("没有符合条件的事项。")).to_be_visible()
    page.get_by_role("button", name="在办", exact=True).click()
    rows(page).first.click()
    page.wait_for_url(re.compile(r"/supervision/[0-9a-f-]{36}$"))


def test_a_matter_is_handed_on_with_a_reason_and_taken_back(city, page):
    """Nothing is sent without words; whoever had it has it again."""
    expect(page.get_by_text("没有人干预过此件。")).to_be_visible()
    assert wrong_at_every_size(page, "matter") == []
    intervene(page, "改派")
    sheet = page.get_by_role("dialog", name="改派")
    sheet.get_by_role("button", name="改派", exact=True).click()
    expect(sheet.get_by_text("请选择改派给谁。")).to_be_visible()
    sheet.get_by_role("combobox", name="改派给谁").fill(city.person("taihe", "机要文书").name)
    sheet.get_by_role("option").first.click()
    assert faults(page, "dialog") == []
    shot(page, "dialog-1366")
    page.set_viewport_size(PHONE)
    shot(page, "dialog-390")
    assert faults(page, "dialog 390") == []
    page.set_viewport_size(DESK)
    because(page, "改派", "原办理人外出开会。")

    expect(page.get_by_text(re.compile("改派给")).first).to_be_visible()
    expect(page.get_by_text("原办理人外出开会。")).to_be_visible()
    assert wrong_at_every_size(page, "changed") == []
    page.get_by_role("button", name="撤回", exact=True).click()
    because(page, "撤回改派", "已经联系上了。")
    expect(page.get_by_text(re.compile("撤回了改派"))).to_be_visible()


def test_suspended_it_stands_still_until_it_is_resumed(page):
    intervene(page, "挂起")
    because(page, "挂起", "等待对方回函。")
    expect(page.get_by_text("已挂起").first).to_be_visible()
    page.get_by_role("button", name="干预", exact=True).click()
    shot(page, "menu-1366")
    expect(page.get_by_role("menuitem", name=re.compile("^跳转"))).to_contain_text("此件已挂起")
    page.keyboard.press("Escape")
    intervene(page, "恢复")
    because(page, "恢复", "回函已到。")


def test_its_way_ahead_is_drawn_for_it_alone(city, page):
    page.get_by_role("button", name="干预", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^改后续步骤")).click()
    page.wait_for_url(re.compile(r"/way$"))
    expect(page.get_by_role("heading", name="改后续步骤")).to_be_visible()
    assert wrong_at_every_size(page, "way") == []
    page.get_by_role("button", name="在此添加环节").last.click()
    shot(page, "way-adding-1366")
    page.get_by_role("menuitem", name="办理环节").click()
    page.get_by_label("环节名称").fill("财务核对")
    page.get_by_label("环节名称").press("Tab")
    page.get_by_role("combobox", name="办理人").fill(city.person("taihe", "机要文书").name)
    page.get_by_role("listbox").get_by_role("option").first.click()
    page.get_by_label("理由").fill("需先核对差旅预算。")
    shot(page, "way-drawn-1366")
    assert faults(page, "way drawn") == []
    page.get_by_role("button", name="提交改动").click()

    page.wait_for_url(re.compile(r"/supervision/[0-9a-f-]{36}$"))
    expect(page.get_by_text("财务核对").first).to_be_visible()
    shot(page, "edited-1366")
    assert faults(page, "edited") == []


def test_a_document_is_moved_on_its_own_page(city, page):
    page.goto(city.url("taihe", f"/supervision?q={PAPER}"))
    page.get_by_role("link", name=PAPER).first.click()
    page.get_by_role("button", name="干预", exact=True).click()

    expect(page.get_by_role("menuitem", name=re.compile("^强制通过"))).to_contain_text(
        "请在公文页面办理"
    )
    shot(page, "document-1366")


def test_others_have_no_such_page(city, matters, sit_down):
    clerk = sit_down(city.person("taihe", "拟稿人"))
    expect(clerk.get_by_role("link", name=re.compile("通讯录"))).to_be_visible()
    expect(clerk.get_by_role("link", name="督办")).to_have_count(0)
    clerk.goto(city.url("taihe", "/supervision"))
    expect(clerk.get_by_role("heading", name=re.compile("权限|不能"))).to_be_visible()
