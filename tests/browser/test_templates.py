"""The operator publishes a template; a unit's administrator takes it over, change by change."""

import json
import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, SCREENSHOTS
from tests.browser.test_pages import enter_the_city, faults, settle

NOTE = "按新的请假办法增加陪护假，三天以上改为五天以上报分管领导。"


@pytest.fixture(scope="module")
def operator(city, sit_down) -> Page:
    person = city.person("dsjj", "运维人员")
    page = sit_down(person)
    enter_the_city(page, city, person.name)
    return page


@pytest.fixture(scope="module")
def admin(city, sit_down) -> Page:
    return sit_down(city.person("taihe", "系统管理员"))


def looked(page: Page, name: str) -> None:
    """At both sizes: a picture to look at, and nothing for axe to find."""
    found = []
    for label, size in (("1366", DESK), ("390", PHONE)):
        page.set_viewport_size(size)
        page.wait_for_timeout(400)
        page.screenshot(path=SCREENSHOTS / f"{name}-{label}.png")
        found += faults(page, label)
    page.set_viewport_size(DESK)
    assert found == []


def ours_too(page: Page, city) -> None:
    """The unit has changed the very option list that the city will change."""
    page.goto(city.url("taihe", "/admin/templates"))
    expect(page.get_by_text("已是最新").first).to_be_visible()
    looked(page, "offers")
    page.goto(city.url("taihe", "/admin/forms/requests.leave"))
    page.get_by_label("表单的字段").get_by_role("button", name=re.compile("^假别（")).click()
    page.get_by_role("region", name="属性").get_by_label("名称", exact=True).fill("假期类别")
    expect(page.get_by_text(re.compile("草稿已保存"))).to_be_visible()
    page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^发布")).click()
    expect(page.get_by_text(re.compile("第 2 版在用"))).to_be_visible()


def changed(body: dict) -> dict:
    kinds = next(one for one in body["form"]["ui"]["fields"] if one["name"] == "leave_kind")
    kinds["label"] = "请假类别"
    kinds["options"].append({"value": "陪护假", "label": "陪护假"})
    body["flow"]["nodes"]["long"]["next"][0]["when"]["value"] = 5
    return body


def test_the_operator_publishes_what_was_read_first(city, operator, admin, tmp_path) -> None:
    ours_too(admin, city)
    operator.goto(city.url("city", "/templates/leave"))
    with operator.expect_download() as waiting:
        operator.get_by_role("button", name="下载").click()
    file = tmp_path / "leave.json"
    body = json.loads(waiting.value.path().read_text("utf-8"))
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps(body | {"flow": {"nodes": {}}}), "utf-8")
    file.write_text(json.dumps(changed(body), ensure_ascii=False), "utf-8")

    operator.get_by_role("button", name="发布新版本").click()
    operator.get_by_label("模板文件").set_input_files(broken)
    expect(operator.get_by_text("flow.nodes")).to_be_visible()
    operator.get_by_label("模板文件").set_input_files(file)
    expect(operator.get_by_text("检查通过，发布后是请假申请第 2 版。")).to_be_visible()
    expect(operator.get_by_text("工作日天数 大于 5")).to_be_visible()
    looked(operator, "city-template-publish")
    operator.get_by_label("改了什么、为什么改").fill(NOTE)
    operator.get_by_role("dialog").get_by_role("button", name="发布", exact=True).click()

    expect(operator.get_by_text("第 2 版", exact=True)).to_be_visible()
    operator.get_by_role("button", name="改了什么").click()
    expect(operator.get_by_text("工作日天数 大于 3")).to_be_visible()
    looked(operator, "city-template-versions")


def test_the_unit_hears_of_it_and_chooses(city, admin) -> None:
    told = admin.get_by_role("link", name="市级模板有新版本，比较并更新")
    for _ in range(50):
        admin.goto(city.url("taihe", "/requests"))
        settle(admin)
        if told.count():
            break
        time.sleep(0.3)
    told.click()
    expect(admin.get_by_text(NOTE)).to_be_visible()
    expect(admin.get_by_text("双方都改过", exact=True)).to_have_count(1)
    looked(admin, "update-compare")

    make = admin.get_by_role("button", name="生成草稿")
    make.dispatch_event("click")  # barred: it says why and does nothing
    expect(admin.get_by_role("button", name="还有 1 处要选")).to_be_visible()
    admin.get_by_role("button", name="还有 1 处要选").click()
    admin.get_by_role("group", name="假期类别名称采用哪一方").get_by_role(
        "button", name="本单位"
    ).click()
    expect(admin.get_by_role("button", name="还有 1 处要选")).to_have_count(0)
    make.click()

    expect(admin.get_by_role("link", name="核对并发布表单")).to_be_visible()
    looked(admin, "update-steps")
    admin.get_by_role("link", name="核对并发布表单").click()
    expect(admin.get_by_text(re.compile("第 3 版草稿"))).to_be_visible()
    expect(admin.get_by_label("表单的字段").get_by_text("陪护假").first).to_be_visible()


def test_the_matrix_of_steps_and_fields(city, admin) -> None:
    admin.goto(city.url("taihe", "/admin/forms/requests.car"))
    admin.get_by_role("button", name="各步骤字段权限").click()
    panel = admin.get_by_role("region", name="各步骤字段权限")
    cell = panel.get_by_role("button", name=re.compile("^部门负责人审批，目的地："))
    expect(cell).to_have_accessible_name(re.compile("只读$"))
    looked(admin, "form-rights")
    cell.click()
    expect(cell).to_have_accessible_name(re.compile("隐藏$"))
    expect(panel.get_by_text("已存入流程草稿，发布流程后生效")).to_be_visible()
    admin.keyboard.press("ArrowLeft")
    expect(panel.locator("td [tabindex='0']")).to_be_focused()
    admin.keyboard.press("Space")
    expect(panel.get_by_text("已存入流程草稿，发布流程后生效")).to_be_visible()

    admin.goto(city.url("taihe", "/admin/flows/requests.car"))
    expect(admin.get_by_text(re.compile("草稿")).first).to_be_visible()


def test_the_operator_enters_a_year(city, operator) -> None:
    operator.goto(city.url("city", "/calendar"))
    settle(operator)
    day = operator.get_by_role("button", name=re.compile("^12月31日"))
    day.click()
    operator.get_by_role("dialog").get_by_label("休息", exact=True).check()
    operator.get_by_label("名称", exact=True).fill("迎新假")
    operator.get_by_role("button", name="改这几天").click()
    expect(operator.get_by_text(re.compile("改了 1 天"))).to_be_visible()
    looked(operator, "city-calendar-staged")
    operator.get_by_role("button", name="核对并录入").click()
    operator.get_by_label("依据").fill("区府办〔2026〕9号")
    expect(operator.get_by_text(re.compile("工作日历调整（全区"))).to_be_visible()
    looked(operator, "city-calendar-enter")
    operator.get_by_role("dialog").get_by_role("button", name="录入", exact=True).click()

    expect(operator.get_by_text("依据：区府办〔2026〕9号")).to_be_visible()
    expect(operator.get_by_text("录入记录 1 次")).to_be_visible()
