"""我的事项 by keyboard and on a phone: nothing typed is lost, nothing barred without a reason."""

import re
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, SCREENSHOTS
from tests.browser.programs import Program
from tests.browser.test_pages import as_elders_see_it, faults, settle

TAG = uuid4().hex[:5]  # of this run: the city may have others on its desks
WORKS = ("汛期值守", "档案整理", "应急演练", "年终决算", "安全检查", "材料报送")
OURS = f"flow=requests.overtime&q={TAG}"


@pytest.fixture(scope="module")
def clerk(city) -> Program:
    city._manage("seed_requests")
    return Program(city, city.person("taihe", "拟稿人"))


@pytest.fixture(scope="module")
def boss(city, clerk) -> Program:
    return Program(city, city.person("taihe", "办公室主任"))


@pytest.fixture(scope="module")
def filed(clerk) -> list[str]:
    """Six requests on the desk of the head."""
    form = clerk.get("/api/requests/kinds/overtime")["form"]
    return [file(clerk, form, number, f"{reason}{TAG}") for number, reason in enumerate(WORKS)]


def file(clerk: Program, form: str, number: int, reason: str) -> str:
    day = date.today() - timedelta(days=number + 1)  # noqa: DTZ011
    evening = datetime(day.year, day.month, day.day, 18, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    data = {
        "reason": reason,
        "period": {
            "start": evening.isoformat(),
            "end": (evening + timedelta(hours=2)).isoformat(),
        },
        "compensation": "调休",
    }
    body = {"kind": "overtime", "form": form, "data": data, "request_id": str(uuid4())}
    return str(clerk._ask("POST", "/api/requests", body, clerk.head)["id"])


@pytest.fixture(scope="module")
def page(city, filed, sit_down) -> Page:
    page = sit_down(city.person("taihe", "办公室主任"))
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


@pytest.fixture(autouse=True)
def quiet(page):
    yield
    assert page.complaints == []


def desk(page: Page, city, box: str = "todo") -> Locator:
    """Opens the box narrowed to requests for overtime; answers its rows."""
    page.set_viewport_size(DESK)
    page.goto(city.url("taihe", f"/todo?box={box}&{OURS}"))
    settle(page)
    return rows(page)


def rows(page: Page) -> Locator:
    return page.get_by_label("事项列表").get_by_role("link")


def here(page: Page) -> Locator:
    return page.get_by_label("事项列表").locator("a[aria-current]")


def opinion(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("意见$"))


def shot(page: Page, name: str) -> None:
    settle(page)
    page.wait_for_timeout(300)
    page.screenshot(path=SCREENSHOTS / f"workbench-{name}.png")


def wrong_at_every_size(page: Page, name: str) -> list[str]:
    shot(page, f"{name}-1366")
    found = faults(page, "1366") + as_elders_see_it(page, f"workbench-{name}")
    page.set_viewport_size(PHONE)
    shot(page, f"{name}-390")
    found += faults(page, "390")
    page.set_viewport_size(DESK)
    return found


def test_keys_walk_search_and_explain_themselves(city, page):
    lines = desk(page, city)
    expect(lines).to_have_count(len(WORKS))
    first, second = (lines.nth(place).get_attribute("href") for place in range(2))

    page.keyboard.press("j")
    expect(here(page)).to_have_attribute("href", second)
    page.keyboard.press("ArrowUp")
    expect(here(page)).to_have_attribute("href", first)
    page.keyboard.press("/")
    expect(page.get_by_label("搜索事项")).to_be_focused()
    page.keyboard.press("Escape")
    expect(here(page)).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="按键说明")).to_be_visible()
    assert faults(page, "help") == []
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(opinion(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(here(page)).to_be_focused()
    assert wrong_at_every_size(page, "todo") == []


def test_one_key_agrees_and_opens_the_next(city, page):
    lines = desk(page, city)
    second = lines.nth(1).get_attribute("href")
    count = lines.count()
    page.keyboard.press("Enter")
    page.keyboard.type("情况属实，同意。")
    page.wait_for_timeout(700)

    page.keyboard.press("Control+Enter")

    expect(here(page)).to_have_attribute("href", second)
    expect(page.get_by_text(re.compile("已同意《"))).to_be_visible()
    expect(lines).to_have_count(count - 1)
    expect(opinion(page)).to_be_focused()
    expect(opinion(page)).to_have_value("")


def test_what_is_typed_is_there_at_the_next_computer(city, page, sit_down):
    desk(page, city)
    opinion(page).fill("请补充值班表")
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    address = page.url if "item=" in page.url else page.url + "&" + open_item(page)

    other = sit_down(city.person("taihe", "办公室主任"))
    other.goto(address)

    expect(opinion(other)).to_have_value("请补充值班表")
    other.context.close()
    opinion(page).fill("")


def open_item(page: Page) -> str:
    return re.search(r"item=[0-9a-f-]{36}", here(page).get_attribute("href"))[0]


def test_a_refusal_brings_it_back_with_its_text(city, page):
    lines = desk(page, city)
    first = here(page).get_attribute("href")
    count = lines.count()
    page.route(re.compile(r"/approve$"), lambda route: route.abort())
    opinion(page).fill("网断时写的意见")
    page.wait_for_timeout(700)

    page.keyboard.press("Control+Enter")

    expect(page.get_by_text(re.compile("没有办成，已为您放回")).first).to_be_visible()
    expect(here(page)).to_have_attribute("href", first)
    expect(opinion(page)).to_have_value("网断时写的意见")
    expect(lines).to_have_count(count)
    shot(page, "refused-1366")
    page.unroute(re.compile(r"/approve$"))
    opinion(page).fill("")


def test_whoever_was_faster_is_named_and_the_text_stays(city, page, boss):
    desk(page, city)
    item = open_item(page).removeprefix("item=")
    opinion(page).fill("我也写了意见")
    page.wait_for_timeout(700)
    page.route(re.compile(r"/events"), lambda route: route.abort())
    boss._ask(
        "POST",
        f"/api/workflow/items/{item}/approve",
        {"request_id": str(uuid4()), "opinion": "同意。"},
        boss.head,
    )

    page.keyboard.press("Control+Enter")

    strip = page.get_by_label("未用上的意见")
    expect(strip).to_contain_text("此件已由")
    expect(strip).to_contain_text("我也写了意见")
    shot(page, "stale-1366")
    assert faults(page, "stale") == []
    strip.get_by_role("button", name="知道了").click()
    expect(strip).to_have_count(0)
    page.unroute(re.compile(r"/events"))


def test_every_act_has_its_dialog_and_every_barred_one_its_reason(city, page):
    desk(page, city)
    page.get_by_role("button", name="更多操作").click()
    shot(page, "more-1366")
    menu = page.get_by_role("menu", name="更多操作")
    expect(menu.get_by_role("menuitem", name=re.compile("^减签"))).to_contain_text("加签人员")
    page.keyboard.press("Escape")
    for name in ("加签", "委派", "不同意", "抄送", "传阅"):
        open_act(page, name)
        dialog = page.get_by_role("dialog", name=name)
        expect(dialog).to_be_visible()
        shot(page, f"dialog-{name}-1366")
        assert faults(page, name) == []
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)


def open_act(page: Page, name: str) -> None:
    settle(page)
    button = page.get_by_role("button", name=name, exact=True)
    if not button.count():
        page.get_by_role("button", name="更多操作").click()
        button = page.get_by_role("menuitem", name=name, exact=True)
    button.click()


def test_a_signer_is_asked_and_answers_and_it_comes_back(city, page, sit_down):
    desk(page, city)
    title = page.get_by_label("事项详情").get_by_role("heading").first.inner_text()
    open_act(page, "加签")
    dialog = page.get_by_role("dialog", name="加签")
    dialog.get_by_role("combobox").fill("刘建军")
    dialog.get_by_role("option").first.click()
    expect(dialog.get_by_text(re.compile("先办，办完回到您这里"))).to_be_visible()
    dialog.get_by_role("button", name="加签", exact=True).click()
    expect(page.get_by_text(re.compile("已加签《"))).to_be_visible()

    leader = sit_down(city.person("taihe", "单位领导"))
    leader.goto(city.url("taihe", f"/todo?{OURS}"))
    settle(leader)
    expect(leader.get_by_label("事项详情").get_by_role("heading").first).to_have_text(title)
    shot(leader, "asked-1366")
    leader.keyboard.press("Enter")
    leader.keyboard.type("可以安排调休。")
    leader.wait_for_timeout(700)
    leader.keyboard.press("Control+Enter")
    expect(leader.get_by_text(re.compile("已.+《"))).to_be_visible()
    leader.context.close()

    desk(page, city)
    rows(page).filter(has_text=title).first.click()
    expect(page.get_by_text("可以安排调休。").first).to_be_visible()


def test_copies_are_read_in_bulk_and_nothing_else_is(city, page, clerk, filed):
    runs = [clerk.get(f"/api/requests/{one}")["run_id"] for one in filed[:3]]
    staff = Program(city, city.person("taihe", "办公室主任")).staff_id
    for run in runs:
        body = {"request_id": str(uuid4()), "people": [staff], "text": "请阅知。"}
        clerk._ask("POST", f"/api/workflow/runs/{run}/cc", body, clerk.head)
    page.goto(city.url("taihe", "/todo?box=todo"))
    expect(page.get_by_role("checkbox")).to_have_count(0)
    page.goto(city.url("taihe", f"/todo?box=read&q={TAG}"))
    expect(rows(page)).to_have_count(3)
    assert wrong_at_every_size(page, "read") == []

    page.get_by_label("全选").check()
    page.get_by_role("button", name="阅毕 3 件").click()

    expect(page.get_by_text("没有符合的事项，换个条件试试。")).to_be_visible()
    expect(page.get_by_text("选一件事项，在这里办理。")).to_be_visible()
    page.get_by_role("button", name="已阅", exact=True).click()
    expect(rows(page).filter(has_text=TAG)).to_have_count(3)


def test_on_a_phone_list_then_paper_then_way(city, page):
    page.set_viewport_size(PHONE)
    page.goto(city.url("taihe", f"/todo?{OURS}"))
    expect(rows(page).first).to_be_visible()
    shot(page, "list-390")
    rows(page).first.click()
    expect(page.get_by_role("button", name="同意", exact=True)).to_be_visible()
    shot(page, "detail-390")
    assert faults(page, "detail-390") == []
    page.get_by_role("heading", name="流程与意见").scroll_into_view_if_needed()
    shot(page, "flow-390")
    page.get_by_role("button", name="流程图").click()
    expect(page.get_by_role("dialog", name="流程图")).to_be_visible()
    shot(page, "chart-390")
    assert faults(page, "chart-390") == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="返回列表").click()
    expect(rows(page).first).to_be_visible()
    page.set_viewport_size(DESK)


def test_what_one_began_may_be_urged_and_called_off(city, sit_down, clerk, page):
    own = sit_down(city.person("taihe", "拟稿人"))
    own.goto(city.url("taihe", f"/todo?box=started&{OURS}"))
    settle(own)
    shot(own, "started-1366")
    assert faults(own, "started") == []
    rows(own).filter(has_text="部门负责人审批").first.click()
    open_act(own, "催办")
    own.get_by_role("dialog", name="催办").get_by_role("button", name="催办", exact=True).click()
    expect(own.get_by_text(re.compile("已催办《"))).to_be_visible()
    own.context.close()
