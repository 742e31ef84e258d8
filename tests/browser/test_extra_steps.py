"""审签, 阅批: what a unit asks for beyond the regulation is drawn in, and agreed to on a phone."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.programs import Office, Program, knock
from tests.browser.test_flow_designer import add_after, call_it, card
from tests.browser.test_incoming import arrived
from tests.browser.test_pages import faults, settle
from tests.browser.test_workbench import open_act

TITLE = f"关于申请维修农村饮水管网的请示{uuid4().hex[:4]}"
STEP = "分管领导审签"
CAME = f"关于做好冬春农田水利建设的通知{uuid4().hex[:4]}"
THEIRS = "分管领导批示"
INCOMING = "correspondence.incoming"


@pytest.fixture(scope="module")
def document(city) -> str:
    """Lies with the office, to be reviewed."""
    return Office(city, "taihe").send(TITLE, ["ZFB"], until="submit")


@pytest.fixture(scope="module")
def head(city, document, sit_down) -> Page:
    return sit_down(city.person("taihe", "办公室主任"))


@pytest.fixture(scope="module")
def deputy(city, document, sit_down) -> Page:
    """Whoever is asked holds no duty of outgoing documents: here somebody who looks after IT."""
    return sit_down(city.person("taihe", "系统管理员"), viewport=PHONE)


def test_1_the_reviewer_draws_the_step_in_from_the_work(city, head, picture):
    head.goto(city.url("taihe", f"/todo?q={TITLE}"))
    settle(head)
    head.get_by_label("事项列表").get_by_role("link").first.click()
    expect(head.get_by_role("link", name="流程转向")).to_be_visible()
    head.get_by_role("link", name="改后续步骤").click()
    head.wait_for_url(re.compile(r"/way$"))
    expect(head.get_by_text("会签部门已选定")).to_be_visible()
    below = head.locator("li", has=head.locator("> button:has-text('审核')"))
    below.locator("> .add button").first.click()
    head.get_by_role("menuitem", name="办理环节").click()
    head.get_by_label("环节名称").fill(STEP)
    head.get_by_label("环节名称").press("Tab")
    head.get_by_role("combobox", name="办理人").fill(city.person("taihe", "系统管理员").name)
    head.get_by_role("listbox").get_by_role("option").first.click()
    head.get_by_label("理由").fill("涉及资金，请分管领导先审。")
    picture(head, "extra-way")
    assert faults(head, "way") == []
    head.get_by_role("button", name="提交改动").click()

    head.wait_for_url(re.compile(r"/supervision/[0-9a-f-]{36}$"))
    expect(head.get_by_text(STEP).first).to_be_visible()
    picture(head, "extra-changed")


def test_2_reviewed_it_goes_to_who_was_drawn_in(city, head, document):
    head.goto(city.url("taihe", f"/outgoing/{document}"))
    settle(head)
    head.get_by_role("button", name=re.compile("^审核通过")).click()

    expect(head.get_by_label("办理进度")).to_contain_text(STEP)
    current = head.get_by_label("办理进度").locator("[aria-current]")
    expect(current).to_contain_text(STEP)


def test_3_who_is_asked_agrees_on_a_phone(city, deputy, picture):
    deputy.goto(city.url("taihe", f"/todo?q={TITLE}"))
    settle(deputy)
    deputy.get_by_label("事项列表").get_by_role("link").first.click()
    deputy.get_by_role("textbox", name="意见").fill("资金有保障，请按程序上报。")
    settle(deputy)
    assert faults(deputy, "390") == []
    picture(deputy, "extra-agree")
    deputy.set_viewport_size(PHONE)
    open_act(deputy, "同意")

    expect(deputy.get_by_text(re.compile("已同意《"))).to_be_visible()


def test_4_it_lies_with_the_signer_and_the_slip_says_what_was_said(city, head, document, picture):
    head.goto(city.url("taihe", f"/outgoing/{document}"))
    settle(head)
    head.get_by_role("tab", name="发文单").click()

    expect(head.get_by_label("办理进度").locator("[aria-current]")).to_contain_text("签发")
    expect(head.get_by_text("资金有保障，请按程序上报。").first).to_be_visible()
    picture(head, "extra-slip")
    assert faults(head, "1366") == []


# ---- 收文 ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def table(city, sit_down) -> Iterator[Page]:
    """太和镇's 收文 on the drawing table; afterwards it is as it was shipped."""
    person = city.person("taihe", "系统管理员")
    admin = Program(city, person)
    admin.get("/api/workflow/flows")  # who looks at the list first has the stock flows
    shipped = admin.get(f"/api/workflow/flows/{INCOMING}")
    page = sit_down(person)
    page.goto(city.url("taihe", f"/admin/flows/{INCOMING}"))
    yield page
    path, edit = f"/api/workflow/flows/{INCOMING}", "0"
    for method, door in (("PUT", "draft"), ("POST", "publish")):
        body = {"name": shipped["name"], "graph": shipped["graph"]} if method == "PUT" else None
        answer = knock(
            city,
            "taihe",
            f"{path}/{door}",
            method=method,
            body=body,
            head=admin.head | {"If-Match": f'"{edit}"'},
        )
        assert answer.status in (200, 201), answer.body.decode()
        edit = answer.json().get("draft", {}).get("edit", "")


def test_5_the_unit_draws_a_step_into_what_comes_in(table, city, picture):
    expect(table.get_by_text("公文流程：承办以前可加环节")).to_be_visible()
    expect(table.get_by_text("在此添加环节")).to_have_count(4)
    add_after(table, "批示", "办理环节")
    call_it(table, THEIRS)
    table.get_by_role("button", name="添加办理人").click()
    table.get_by_label("办理人类型").last.select_option(label="指定人员")
    table.get_by_role("combobox", name="人员").last.fill(city.person("taihe", "系统管理员").name)
    table.get_by_role("listbox").get_by_role("option").first.click()
    expect(table.get_by_text("草稿已保存").first).to_be_visible()
    expect(table.get_by_text(re.compile("处需要修改"))).to_have_count(0)
    card(table, THEIRS).scroll_into_view_if_needed()
    picture(table, "extra-incoming-drawn")
    assert faults(table, "1366") == []

    table.get_by_role("button", name="发布", exact=True).click()
    table.get_by_role("dialog").get_by_role("button", name="发布", exact=True).click()
    expect(table.get_by_text("现行第 2 版")).to_be_visible()


def test_6_after_the_leader_it_lies_with_who_was_drawn_in(table, city, head, deputy, picture):
    town = Office(city, "taihe")
    able = "/api/organization/staff?permission=correspondence.incoming.handle"
    handler = town.head.get(able)["results"][0]["id"]
    Office(city, "zfb", drafter="承办人").send(CAME, [town.code], doc_kind="notice")
    paper = f"incoming/{arrived(town, CAME)}"
    for verb in ("acknowledge", "register", "screen"):
        town.registrar.act(paper, verb)
    town.head.act(paper, "propose", opinion="拟请阅示。", leader=town.leader.staff_id)
    town.leader.act(paper, "instruct", opinion="请速办。", handlers=[handler])

    deputy.goto(city.url("taihe", f"/{paper}"))
    settle(deputy)
    expect(deputy.get_by_label("办理进度").locator("[aria-current]")).to_contain_text(THEIRS)
    expect(deputy.get_by_label("办理进度").get_by_text(THEIRS)).to_be_in_viewport(ratio=1)
    deputy.get_by_role("textbox", name="意见").fill("请农业服务中心抓紧。")
    settle(deputy)
    assert faults(deputy, "390") == []
    picture(deputy, "extra-incoming-agree")
    deputy.set_viewport_size(PHONE)
    open_act(deputy, "同意")
    expect(deputy.get_by_text(re.compile("已同意《"))).to_be_visible()

    head.goto(city.url("taihe", f"/{paper}"))
    settle(head)
    head.get_by_role("button", name="处理单").click()
    expect(head.get_by_text("请农业服务中心抓紧。").filter(visible=True).first).to_be_visible()
    expect(head.get_by_label("办理进度").locator("[aria-current]")).to_contain_text("承办")
    picture(head, "extra-incoming-slip")
    assert faults(head, "1366") == []
