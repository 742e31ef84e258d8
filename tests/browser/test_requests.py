"""请假 on a phone: a clerk files it, the head agrees from the to-do list, the clerk sees it."""

import re
from datetime import date, timedelta

import chinese_calendar
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, SCREENSHOTS
from tests.browser.test_pages import faults, settle

REASON = "回老家探望父母"


@pytest.fixture(scope="module")
def furnished(city) -> None:
    city._manage("seed_requests")


@pytest.fixture(scope="module")
def clerk(city, furnished, sit_down) -> Page:
    return sit_down(city.person("taihe", "拟稿人"), viewport=PHONE)


@pytest.fixture(scope="module")
def head(city, furnished, sit_down) -> Page:
    return sit_down(city.person("taihe", "办公室主任"))


LAST_KNOWN = max(day.year for day in chinese_calendar.holidays)


def is_workday(day: date) -> bool:
    """As the city's calendar has it; the database is not ours to ask here."""
    return chinese_calendar.is_workday(day) if day.year <= LAST_KNOWN else day.weekday() < 5


def workdays(ahead: int) -> list[str]:
    days = (date.today() + timedelta(days=number) for number in range(1, 60))  # noqa: DTZ011
    return [day.isoformat() for day in days if is_workday(day)][:ahead]


def shot(page: Page, name: str) -> None:
    settle(page)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")


def choose_day(page: Page, label: str, day: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{label}：")).click()
    sheet = page.get_by_role("dialog", name=label)
    wanted = sheet.locator(f'[data-date="{day}"]')
    if not wanted.count():
        sheet.get_by_role("button", name="下个月").click()
    wanted.click()


def own_row(page: Page) -> Locator:
    return page.get_by_role("link", name=re.compile("年休假 2 天"))


def test_a_clerk_files_on_a_phone_the_head_agrees_and_the_clerk_sees_it(city, clerk, head):
    first, second = workdays(8)[-2:]
    clerk.goto(city.url("taihe", "/requests"))
    shot(clerk, "requests-kinds-390")
    clerk.get_by_role("link", name=re.compile("请假申请")).click()
    choose_day(clerk, "开始", first)
    choose_day(clerk, "结束", second)
    clerk.get_by_label("请假事由").fill(REASON)
    expect(clerk.get_by_text(re.compile("本次 2 天，批准后剩"))).to_be_visible()
    expect(clerk.get_by_text("陈国华", exact=False).first).to_be_visible()
    shot(clerk, "requests-leave-390")
    assert faults(clerk, "390") == []
    clerk.get_by_role("button", name="提交申请").click()
    clerk.wait_for_url(re.compile(r"/requests/[0-9a-f-]{36}$"))
    expect(clerk.get_by_role("heading", name="年休假 2 天")).to_be_visible()
    shot(clerk, "requests-filed-390")

    head.goto(city.url("taihe", "/todo"))
    head.get_by_label("事项列表").get_by_role("link", name=re.compile("年休假 2 天")).first.click()
    expect(head.get_by_text(REASON).first).to_be_visible()
    shot(head, "requests-item-1366")
    head.get_by_role("button", name=re.compile("^同意")).first.click()
    expect(head.get_by_text(re.compile("已同意"))).to_be_visible()

    clerk.reload()
    expect(clerk.get_by_text("已办结").first).to_be_visible()
    expect(clerk.get_by_text("使用 2 天（已定）", exact=False)).to_be_visible()
    shot(clerk, "requests-done-390")
    assert faults(clerk, "390") == []


def test_a_taken_car_is_seen_with_a_way_out(city, clerk, furnished):
    day = workdays(1)[0]
    clerk.goto(city.url("taihe", "/requests/new/car"))
    clerk.get_by_label("用车事由").fill("赴白岩村踏勘演练场地")
    for label in ("开始", "结束"):
        choose_day(clerk, label, day)
    clerk.get_by_label("目的地").fill("白岩村")
    clerk.get_by_label("往返里程").fill("96")
    clerk.get_by_role("radio", name=re.compile("8K216")).check()

    expect(clerk.get_by_text(re.compile("已定给")).first).to_be_visible()
    expect(clerk.get_by_text("时间冲突").first).to_be_visible()
    clerk.get_by_role("radio", name=re.compile("8K216")).scroll_into_view_if_needed()
    shot(clerk, "requests-conflict-390")
    assert faults(clerk, "390") == []
    clerk.set_viewport_size(DESK)
    shot(clerk, "requests-conflict-1366")
    assert faults(clerk, "1366") == []
    clerk.get_by_role("button", name=re.compile("^改用")).click()
    expect(clerk.get_by_role("radio", name=re.compile("0D771"))).to_be_checked()
    expect(clerk.get_by_role("button", name="提交申请", exact=True)).to_be_enabled()
    clerk.set_viewport_size(PHONE)
