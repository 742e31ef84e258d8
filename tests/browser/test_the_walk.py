"""The walk: one 请示 with a real .docx from 太和镇 to 区政府办公室 and back, in real browsers."""

import re
from dataclasses import dataclass

import docx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.programs import Office

TITLE = "关于申请拨付2026年冬春生活救助资金的请示"
BODY = """今年以来，我镇先后遭受“6·28”暴雨洪涝和8月持续高温干旱，累计受灾群众2361人，\
紧急转移安置184人。为保障受灾群众安全温暖过冬，现就有关事项请示如下。
一、基本情况
经逐户核查，全镇冬春期间需救助1120户2043人，其中分散供养特困人员96人。
二、资金需求
按照每人300元标准测算，共需救助资金61.29万元，恳请区政府予以拨付。
妥否，请批示。"""
ANSWER = "原则同意。救助资金61.29万元由区应急局会同区财政局于11月底前拨付到位。"


@dataclass
class Walk:
    """Everybody at their own desk, and what they pass on."""

    clerk: Page
    head: Page
    mayor: Page
    registrar: Page
    district_registrar: Page
    district_head: Page
    district_leader: Page
    handler: Page
    outgoing: str = ""
    incoming: str = ""


@pytest.fixture(scope="module")
def walk(city, sit_down) -> Walk:
    Office(city, "taihe").have_seal()
    return Walk(
        clerk=sit_down(city.person("taihe", "拟稿人")),
        head=sit_down(city.person("taihe", "办公室主任")),
        mayor=sit_down(city.person("taihe", "单位领导")),
        registrar=sit_down(city.person("taihe", "机要文书")),
        district_registrar=sit_down(city.person("zfb", "机要文书")),
        district_head=sit_down(city.person("zfb", "办公室主任")),
        district_leader=sit_down(city.person("zfb", "单位领导")),
        handler=sit_down(city.person("zfb", "承办人")),
    )


@pytest.fixture(scope="module")
def letter(tmp_path_factory):
    place = tmp_path_factory.mktemp("docx") / "受灾群众救助需求统计表.docx"
    document = docx.Document()
    document.add_heading("受灾群众救助需求统计表", 1)
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("村社", "户数", "人数"), strict=True):
        cell.text = text
    document.save(place)
    return place


def choose(page: Page, label: str, text: str, found: str = "") -> None:
    """Type into a picker and take what was meant."""
    page.get_by_role("combobox", name=label).fill(text)
    offered = page.get_by_role("listbox", name=label).get_by_role("option", name=found or text)
    offered.first.click()


def main_act(page: Page | Locator, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def slip(page: Page) -> None:
    """Turn from the sender's paper to our own 收文处理单."""
    page.get_by_role("button", name="处理单").or_(page.get_by_role("tab", name="处理单")).click()


def at_work(page: Page, city, subdomain: str, document: str) -> None:
    page.goto(city.url(subdomain, document))
    expect(page.get_by_role("heading", name=re.compile(TITLE)).first).to_be_visible()


def test_1_the_clerk_drafts_it_with_a_word_file(city, walk, letter, picture):
    page = walk.clerk
    picture(page, "portal-empty")
    page.get_by_role("link", name="起草公文").click()
    page.get_by_role("button", name=re.compile("^请示")).click()
    page.wait_for_url(re.compile(r"/outgoing/[0-9a-f-]{36}"))
    page.get_by_label("标题").fill(TITLE)
    choose(page, "主送机关", "qzfbgs", "区政府办公室")
    page.get_by_role("textbox", name="正文", exact=True).fill(BODY)
    choose(page, "签发人", city.person("taihe", "单位领导").name)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="添加文件").click()
    chooser.value.set_files(letter)

    expect(
        page.get_by_role("link", name=re.compile("受灾群众救助需求统计表.docx"))
    ).to_be_visible()
    expect(page.get_by_text(re.compile("已保存")).first).to_be_visible()
    walk.outgoing = re.search(r"/outgoing/[0-9a-f-]{36}", page.url)[0]
    picture(page, "draft")
    main_act(page, "送审核")
    expect(page.get_by_text(re.compile("现由.+办理（审核）")).first).to_be_visible()


def test_2_the_head_of_the_office_reviews_it(city, walk, picture):
    page = walk.head
    page.goto(city.url("taihe", "/todo"))
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(page.get_by_role("button", name="审核通过", exact=True)).to_be_visible()
    picture(page, "todo")
    at_work(page, city, "taihe", walk.outgoing)
    page.get_by_label(re.compile("意见")).first.fill("文字、数据已核，请刘镇长签发。")
    main_act(page, "审核通过")
    expect(page.get_by_text(re.compile("现由.+办理（签发）")).first).to_be_visible()


def test_3_the_mayor_signs(city, walk, picture):
    page = walk.mayor
    at_work(page, city, "taihe", walk.outgoing)
    picture(page, "outgoing-sign")
    page.get_by_label(re.compile("意见")).first.fill("同意上报。")
    main_act(page, "签发")
    expect(page.get_by_text("同意上报。").first).to_be_visible()


def test_4_the_registrar_numbers_and_releases_it(city, walk, picture):
    page = walk.registrar
    at_work(page, city, "taihe", walk.outgoing)
    main_act(page, "复核通过")
    main_act(page, "登记编号")
    expect(page.get_by_text(re.compile(r"太和府〔20\d\d〕\d+号")).first).to_be_visible()
    main_act(page, "印制")
    page.get_by_role("tab", name="用印").click()
    page.get_by_role("radio").first.check()
    picture(page, "outgoing-seal")
    main_act(page, "用印")
    expect(page.get_by_text(re.compile("用印，登记第 \\d+ 号")).first).to_be_visible()
    main_act(page, "核发")
    page.get_by_role("tab", name=re.compile("送达")).click()
    expect(page.get_by_text(re.compile("待签收|在途")).first).to_be_visible()
    picture(page, "outgoing-released")


def test_5_the_district_signs_for_it_and_registers(city, walk, picture):
    page = walk.district_registrar
    page.goto(city.url("zfb", "/incoming"))
    expect(page.get_by_text(TITLE).first).to_be_visible()
    picture(page, "incoming-arrived")
    page.get_by_role("link", name=TITLE).first.click()
    page.wait_for_url(re.compile(r"/incoming/[0-9a-f-]{36}"))
    walk.incoming = re.search(r"/incoming/[0-9a-f-]{36}", page.url)[0]
    page.get_by_role("button", name="签收", exact=True).last.click()
    main_act(page, "登记")
    page.get_by_role("tab", name="初审").click()
    expect(page.get_by_role("checkbox", name=re.compile("符合行文规则"))).to_be_checked()
    picture(page, "incoming-screen")
    main_act(page, "初审通过")
    expect(page.get_by_text(re.compile("现由.+办理（拟办）")).first).to_be_visible()
    slip(page)
    expect(page.get_by_text(re.compile(r"收〔20\d\d〕\d+号")).first).to_be_visible()


def test_6_the_office_proposes_and_the_leader_instructs(city, walk, picture):
    page = walk.district_head
    at_work(page, city, "zfb", walk.incoming)
    choose(page, "请谁批示", city.person("zfb", "单位领导").name)
    page.get_by_label(re.compile("拟办意见")).first.fill(
        "拟请何主任阅示，建议承办科室商区财政局办理。"
    )
    main_act(page, "送批示")
    expect(page.get_by_text(re.compile("现由.+办理（批示）")).first).to_be_visible()
    slip(page)
    expect(page.get_by_text("拟请何主任阅示", exact=False).first).to_be_visible()

    page = walk.district_leader
    at_work(page, city, "zfb", walk.incoming)
    choose(page, "交谁承办", city.person("zfb", "承办人").name)
    page.get_by_label(re.compile("批示")).last.fill("请从速办理，月底前拨付到位。")
    picture(page, "incoming-instruct")
    main_act(page, "批示并交办")
    expect(page.get_by_text(re.compile("现由.+办理（承办）")).first).to_be_visible()
    slip(page)
    expect(page.get_by_text("请从速办理", exact=False).first).to_be_visible()


def test_7_it_is_handled_and_answered(city, walk, picture):
    page = walk.handler
    at_work(page, city, "zfb", walk.incoming)
    page.get_by_label(re.compile("办理结果")).first.fill("已商区财政局，资金列入本月拨付计划。")
    main_act(page, "提交办理结果")
    expect(page.get_by_text(re.compile("现由.+办理（办结）")).first).to_be_visible()
    slip(page)
    expect(page.get_by_text("资金列入本月拨付计划", exact=False).first).to_be_visible()

    page = walk.district_head
    at_work(page, city, "zfb", walk.incoming)
    page.get_by_label(re.compile("答复")).first.fill(ANSWER)
    main_act(page, "办结并答复")
    expect(page.get_by_role("button", name="办结并答复")).to_have_count(0)
    slip(page)
    expect(page.get_by_text(ANSWER).first).to_be_visible()
    picture(page, "incoming-completed")


def test_8_the_town_sees_the_answer_without_reloading(city, walk, picture):
    page = walk.clerk
    page.goto(city.url("taihe", walk.outgoing))

    page.get_by_role("tab", name=re.compile("送达|答复")).last.click()
    expect(page.get_by_text(ANSWER).first).to_be_visible()
    expect(page.get_by_text("已签收").filter(visible=True).first).to_be_visible()
    picture(page, "outgoing-answered")


def test_9_the_city_leader_sees_both_desks_with_hours(city, walk, sit_down, picture):
    page = sit_down(city.person("qzf", "区领导"))
    page.get_by_role("button", name=re.compile(city.person("qzf", "区领导").name)).click()
    page.get_by_role("menuitem", name=re.compile("进入运行总览")).first.click()
    page.wait_for_url(re.compile(r"//city\.localhost"))
    expect(page.get_by_role("heading", name=re.compile("公文运行"))).to_be_visible()
    picture(page, "city-board")
    page.goto(city.url("city", "/items"))
    page.get_by_text("已办结", exact=True).click()
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(page.get_by_text("太和镇").first).to_be_visible()
    expect(page.get_by_text("区政府办公室").first).to_be_visible()
    lanes = page.get_by_role("main")
    ours, theirs = "起草 审核 签发 复核 登记 印制 核发", "初审 拟办 批示 承办 办结"
    for desk in f"{ours} {theirs}".split():
        expect(lanes.get_by_text(re.compile(desk)).filter(visible=True).first).to_be_visible()
    expect(page.get_by_text("工时").first).to_be_visible()
    people = [one for one in city.accounts if one.subdomain in ("taihe", "zfb")]
    for one in people:
        expect(lanes.get_by_text(one.name)).to_have_count(0)
    picture(page, "city-trace")
    for name in ("exchange", "ledger"):
        page.goto(city.url("city", f"/{name}"))
        expect(page.get_by_text("太和镇").first).to_be_visible()
        picture(page, f"city-{name}")
