"""用款 by a way that its handlers choose: the applicant names the first, who names the next."""

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, SCREENSHOTS
from tests.browser.programs import Program, knock
from tests.browser.test_pages import as_elders_see_it, faults, settle
from tests.browser.test_workbench import open_act
from tests.make.workflow import graph, task

PURPOSE = f"添置防汛沙袋{uuid4().hex[:4]}"  # of this run: the city may have others on its desks
OPINION = "征求科室意见"
LEADERS = [{"chosen": True, "permission": "correspondence.outgoing.sign"}]


@pytest.fixture(scope="module")
def drawn(city) -> None:
    """Published by the administrator: a free step, two whose people are named, and a sub-flow."""
    city._manage("seed_requests")
    system = Program(city, city.person("taihe", "系统管理员"))
    registrar = Program(city, city.person("taihe", "机要文书")).staff_id
    head = Program(city, city.person("taihe", "办公室主任")).staff_id
    asked = {
        "say": task("填写意见", "agree", who=[{"starter": True}]),
        "agree": task("科室审核", "end", who=[{"staff": [head]}]),
    }
    called = f"own.opinion{uuid4().hex[:6]}"
    publish(system, called, OPINION, graph(asked, "say"))
    nodes = {
        "apply": task("填写申请", "handle", who=[{"starter": True}], verb="submit"),
        "handle": task("承办", "decide", who=[{"chosen": True}], free=True),
        "decide": task("领导审批", "ask", who=LEADERS),
        "ask": task("征求意见", "finance", who=[{"staff": [registrar]}])
        | {"type": "sub", "flow": called},
        "finance": task("财务审核", "end", who=[{"staff": [head]}], compulsory=True),
    }
    publish(system, "requests.funds", "用款申请", graph(nodes, "apply"))


def publish(system: Program, key: str, name: str, body: dict[str, Any]) -> None:
    def ask(method: str, path: str, edit: int, said: object = None) -> Any:
        head = system.head | {"If-Match": f'"{edit}"'}
        address = f"/api/workflow/flows/{key}/{path}"
        done = knock(system.city, "taihe", address, method=method, body=said, head=head)
        assert done.status in (200, 201), done.body.decode()
        return done.json()

    known = {one["key"] for one in system.get("/api/workflow/flows")}
    if key not in known:
        system.post("/api/workflow/flows", {"name": name, "key": key})
    draft = system.get(f"/api/workflow/flows/{key}")["draft"]
    saved = ask("PUT", "draft", draft["edit"] if draft else 0, {"name": name, "graph": body})
    assert saved["faults"] == []
    ask("POST", "publish", saved["draft"]["edit"])


@pytest.fixture(scope="module")
def people(city, drawn, sit_down) -> dict[str, Page]:
    """The head and the leader at their desks; the clerk and the registrar hold phones."""
    roles = {"head": "办公室主任", "leader": "单位领导"}
    seated = {who: sit_down(city.person("taihe", role)) for who, role in roles.items()}
    for who, role in {"clerk": "拟稿人", "registrar": "机要文书"}.items():
        seated[who] = sit_down(city.person("taihe", role), viewport=PHONE)
    return seated


def shot(page: Page, name: str) -> None:
    settle(page)
    page.wait_for_timeout(300)
    page.screenshot(path=SCREENSHOTS / f"ways-{name}.png")


def wrong_at_both_sizes(page: Page, name: str) -> list[str]:
    found = []
    was = page.viewport_size
    for size, label in ((DESK, "1366"), (PHONE, "390")):
        page.set_viewport_size(size)
        shot(page, f"{name}-{label}")
        found += faults(page, label)
    found += as_elders_see_it(page, f"ways-{name}")
    page.set_viewport_size(was)
    return found


def rows(page: Page) -> Locator:
    return page.get_by_label("事项列表").get_by_role("link")


def open_own(page: Page, city, box: str = "todo", name: str = PURPOSE) -> Locator:
    """What this person has of the matter in that box."""
    page.goto(city.url("taihe", f"/todo?box={box}&q={PURPOSE}"))
    settle(page)
    rows(page).filter(has_text=name).first.click()
    expect(page.get_by_role("heading", name="流程与意见")).to_be_visible()
    return page.get_by_label("事项详情")


def choose(picker: Locator, typed: str, name: str) -> None:
    """By pinyin and the keyboard alone."""
    picker.fill(typed)
    expect(picker.page.get_by_role("option", name=re.compile(name)).first).to_be_visible()
    picker.press("Enter")


def say_who_comes_next(page: Page, city, typed: str, name: str, called: str, shown: str) -> None:
    open_own(page, city)
    open_act(page, "自选下一步")
    dialog = page.get_by_role("dialog", name="自选下一步")
    choose(dialog.get_by_role("combobox", name="办理人"), typed, name)
    dialog.get_by_label("环节名称").fill(called)
    dialog.get_by_label("环节名称").press("Tab")
    expect(dialog.get_by_text(f"先由 {name} {called}")).to_be_visible()
    shot(page, shown)
    assert faults(page, shown) == []
    dialog.get_by_role("button", name="自选下一步", exact=True).click()
    expect(page.get_by_text(re.compile("已自选下一步《"))).to_be_visible()


def test_1_on_a_phone_the_applicant_names_the_first_handler(city, people):
    page, head = people["clerk"], city.person("taihe", "办公室主任")
    page.goto(city.url("taihe", "/requests/new/funds"))
    page.get_by_label("用途").fill(PURPOSE)
    page.get_by_label("申请金额").fill("800")
    page.get_by_label("经费来源").select_option(label="项目支出")
    page.get_by_label("依据").fill("会议纪要 3 号")
    expect(page.get_by_text("由上一环节办理人选定")).to_be_visible()
    page.get_by_role("button", name="提交申请").click()

    picker = page.get_by_role("combobox", name="「承办」由谁办理")
    expect(page.get_by_text("请选择「承办」的办理人。")).to_be_visible()
    expect(picker).to_be_focused()
    shot(page, "start-lacks-390")
    choose(picker, head.account, head.name)
    expect(page.get_by_text("请选择「承办」的办理人。")).to_have_count(0)
    assert wrong_at_both_sizes(page, "start") == []
    page.get_by_role("button", name="提交申请").click()
    page.wait_for_url(re.compile(r"/requests/[0-9a-f-]{36}$"))
    expect(page.get_by_text(head.name).first).to_be_visible()


def test_2_at_a_desk_the_handler_says_who_comes_next(city, people):
    registrar = city.person("taihe", "机要文书")

    say_who_comes_next(
        people["head"], city, registrar.account, registrar.name, "会商", "free-1366"
    )

    open_own(people["registrar"], city)
    expect(people["registrar"].get_by_text("当前：会商").first).to_be_visible()


def test_3_on_a_phone_the_free_step_is_led_on_once_more(city, people):
    head = city.person("taihe", "办公室主任")

    say_who_comes_next(people["registrar"], city, head.account, head.name, "会审", "free-390")

    open_own(people["head"], city)
    expect(people["head"].get_by_text("当前：会审").first).to_be_visible()


def test_4_who_names_nobody_goes_on_by_the_way_as_drawn_and_names_who_decides(city, people):
    """At the end of the free steps the next one asks for its people, and says so."""
    page, leader = people["head"], city.person("taihe", "单位领导")
    open_own(page, city)
    agree(page)
    picker = page.get_by_role("combobox", name="「领导审批」由谁办理")
    expect(page.get_by_text("请选择「领导审批」的办理人。")).to_be_visible()
    expect(picker).to_be_focused()
    choose(picker, leader.account, leader.name)
    assert wrong_at_both_sizes(page, "names-leader") == []
    agree(page)
    expect(page.get_by_text(re.compile("已同意《"))).to_be_visible()

    open_own(people["leader"], city)
    agree(people["leader"])
    expect(people["leader"].get_by_text(re.compile("已同意《"))).to_be_visible()


def test_5_the_applicant_sees_the_sub_flow_and_who_has_it(city, people):
    page, registrar = people["clerk"], city.person("taihe", "机要文书")
    open_own(page, city, box="started")
    children = page.get_by_role("list", name="子流程")
    expect(children.get_by_text(f"{registrar.name}《{OPINION}》")).to_be_visible()
    expect(children.get_by_text(f"办理中（{registrar.name}）")).to_be_visible()
    children.scroll_into_view_if_needed()
    assert wrong_at_both_sizes(page, "waits") == []
    page.get_by_role("button", name="流程图").click()
    chart = page.get_by_role("dialog", name="流程图")
    expect(chart.get_by_text("征求意见").first).to_be_visible()
    expect(chart.get_by_text(re.compile("会审")).first).to_be_visible()
    shot(page, "chart-390")
    assert faults(page, "chart") == []
    page.keyboard.press("Escape")


def test_6_whoever_is_asked_answers_on_a_phone_and_knows_for_what(city, people):
    page, head = people["registrar"], people["head"]
    open_own(page, city, name=OPINION)
    expect(page.get_by_text(re.compile(f"主流程：.*{PURPOSE}")).first).to_be_visible()
    assert wrong_at_both_sizes(page, "child") == []
    page.get_by_role("textbox", name=re.compile("意见$")).fill("沙袋数量与汛情相符。")
    agree(page)
    expect(page.get_by_text(re.compile("已同意《"))).to_be_visible()

    open_own(head, city, name=OPINION)
    agree(head)
    expect(head.get_by_text(re.compile("已同意《"))).to_be_visible()


def test_7_when_the_sub_flow_has_ended_the_matter_goes_on_and_ends(city, people):
    head, clerk, leader = people["head"], people["clerk"], people["leader"]
    find_on_the_desk(head, city, "当前：财务审核")
    expect(head.get_by_role("list", name="子流程").get_by_text("已办结")).to_be_visible()
    shot(head, "goes-on-1366")
    agree(head)
    expect(head.get_by_text(re.compile("已同意《"))).to_be_visible()

    open_own(clerk, city, box="started")
    expect(clerk.get_by_label("事项详情").get_by_text("已办结").first).to_be_visible()
    shot(clerk, "ended-390")
    leader.goto(city.url("taihe", f"/supervision?q={PURPOSE}"))
    settle(leader)
    leader.get_by_role("button", name="已结束").click()
    matter = leader.get_by_label("督办事项列表").get_by_role("link")
    matter.filter(has_not_text=OPINION).first.click()
    leader.wait_for_url(re.compile(r"/supervision/[0-9a-f-]{36}$"))
    settle(leader)
    assert wrong_at_both_sizes(leader, "overseen") == []
    leader.get_by_role("link", name=re.compile(OPINION)).click()
    expect(leader.get_by_role("heading", name=re.compile(OPINION)).first).to_be_visible()
    assert wrong_at_both_sizes(leader, "overseen-child") == []


def agree(page: Page) -> None:
    page.get_by_role("button", name="同意", exact=True).click()


def find_on_the_desk(page: Page, city, where: str) -> None:
    """The sub-flow is heard of through the outbox: the next step comes when it has been."""
    for _ in range(40):
        page.goto(city.url("taihe", f"/todo?q={PURPOSE}"))
        settle(page)
        if rows(page).count():
            rows(page).first.click()
            break
        page.wait_for_timeout(500)
    expect(page.get_by_text(where).first).to_be_visible()
