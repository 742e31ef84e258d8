"""The whole life of one 请示: sent back and mended, written on at every desk, sealed, sent,
instructed, passed round, answered; and anybody can verify the paper, which no hand has touched."""

import io
import re
from dataclasses import dataclass

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.programs import Office, Program, knock
from tests.browser.test_ink import AGREED, Desk
from tests.browser.test_the_walk import choose, main_act

TITLE = "关于申请拨付2026年敬老院供暖改造资金的请示"
ANSWER = "同意拨付，请专款专用。"
WHY = "改造面积未写明，请补充。"
MENDED = "全镇敬老院需改造供暖面积1860平方米，特请予拨付。\n妥否，请批示。"


@dataclass
class Life:
    """What one desk hands to the next."""

    outgoing: str
    incoming: str = ""
    sealed: bytes = b""


@pytest.fixture(scope="module")
def town(city) -> Office:
    return Office(city, "taihe")


@pytest.fixture(scope="module")
def life(town) -> Life:
    town.have_seal()
    return Life(outgoing=town.send(TITLE, ["ZFB"], until="submit"))


@pytest.fixture(scope="module")
def at(city, sit_down):
    """This person's own browser, wherever they sit."""
    seated: dict[tuple[str, str], Page] = {}

    def build(unit: str, role: str, path: str) -> Page:
        if (unit, role) not in seated:
            seated[unit, role] = sit_down(city.person(unit, role))
        page = seated[unit, role]
        page.goto(city.url(unit, path))
        return page

    return build


def write(page: Page, x: float, y: float, size: float = 0.45) -> Desk:
    """同意, by hand, and kept."""
    desk = Desk(page)
    expect(desk.sheet()).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("第 1 页")).first).to_be_visible()
    for stroke in AGREED:
        desk.mouse(*[(x + a * size, y + b * size) for a, b in stroke])
    assert desk.marks()
    return desk


def hands(page: Page) -> list[str]:
    """Whose ink lies on the page."""
    listed = page.get_by_role("complementary", name="批注人").get_by_role("button")
    return [text.split()[0] for text in listed.all_inner_texts()]


def annotations(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [str(one.Subtype) for page in document.pages for one in page.obj.get("/Annots", [])]


def test_1_the_head_of_the_office_sends_it_back_and_it_is_mended(at, city, life, picture):
    page = at("taihe", "办公室主任", f"/outgoing/{life.outgoing}")
    main_act(page, "退回")
    asked = page.get_by_role("dialog", name="退回")
    asked.get_by_role("radio", name=re.compile("起草")).check()
    asked.get_by_label("退回理由").fill(WHY)
    main_act(asked, "退回")
    expect(page.get_by_text(re.compile("现由.+办理（起草）")).first).to_be_visible()

    page = at("taihe", "拟稿人", f"/outgoing/{life.outgoing}")
    who = city.person("taihe", "办公室主任").name
    expect(page.get_by_text(re.compile(f"{who}.+在审核时退回：{WHY}"))).to_be_visible()
    picture(page, "life-returned")
    page.get_by_role("textbox", name="正文", exact=True).fill(MENDED)
    main_act(page, "送审核")
    expect(page.get_by_text(re.compile(f"现由.*{who}.*办理（审核）")).first).to_be_visible()


def test_2_who_sent_it_back_has_it_again_writes_and_reviews(at, life):
    page = at("taihe", "办公室主任", f"/outgoing/{life.outgoing}")
    expect(page.get_by_text(WHY).first).to_be_visible()
    write(at("taihe", "办公室主任", f"/ink/outgoing/{life.outgoing}"), 150, 60)
    page = at("taihe", "办公室主任", f"/outgoing/{life.outgoing}")
    page.get_by_label(re.compile("意见")).first.fill("已核。")
    main_act(page, "审核通过")
    expect(page.get_by_text(re.compile("现由.+办理（签发）")).first).to_be_visible()


def test_3_the_mayor_reads_it_writes_and_signs(at, city, life):
    page = at("taihe", "单位领导", f"/ink/outgoing/{life.outgoing}")
    expect(page.get_by_role("complementary", name="批注人")).to_be_visible()
    assert hands(page) == [city.person("taihe", "办公室主任").name]
    write(page, 150, 90)
    page = at("taihe", "单位领导", f"/outgoing/{life.outgoing}")
    page.get_by_label(re.compile("意见")).first.fill("同意上报。")
    main_act(page, "签发")
    expect(page.get_by_text("同意上报。").first).to_be_visible()


def test_4_numbered_printed_and_sealed_nobody_writes_on_it(at, life, town):
    page = at("taihe", "机要文书", f"/outgoing/{life.outgoing}")
    for verb in ("复核通过", "登记编号", "印制"):
        main_act(page, verb)
        expect(page.get_by_role("button", name=verb, exact=True)).to_have_count(0)
    page.get_by_role("tab", name="用印").click()
    page.get_by_role("radio").first.check()
    main_act(page, "用印")
    expect(page.get_by_text(re.compile("用印，登记第 \\d+ 号")).first).to_be_visible()

    page = at("taihe", "机要文书", f"/ink/outgoing/{life.outgoing}")

    expect(page.get_by_text(re.compile("正式文本上不能批注"))).to_be_visible()
    expect(page.get_by_role("button", name="提交批注")).to_have_count(0)
    at("taihe", "机要文书", f"/outgoing/{life.outgoing}")
    main_act(page, "核发")
    page.get_by_role("tab", name=re.compile("送达")).click()
    expect(page.get_by_text(re.compile("待签收|在途")).first).to_be_visible()


def test_5_the_sealed_paper_carries_no_ink_and_anybody_verifies_it(city, life, browser_of):
    clerk = Program(city, city.person("taihe", "拟稿人"))
    path = f"/api/correspondence/outgoing/{life.outgoing}/pdf"
    life.sealed = knock(city, "taihe", path, head=clerk.head).body
    assert "/Ink" not in annotations(life.sealed)

    anybody = browser_of().new_page()
    anybody.goto(city.url("city", "/verify"))
    send = anybody.locator("input[type=file]")
    send.set_input_files({"name": "请示.pdf", "mimeType": "", "buffer": life.sealed})
    expect(anybody.get_by_role("heading", name="核验通过")).to_be_visible()
    middle = len(life.sealed) // 3
    forged = life.sealed[:middle] + bytes([life.sealed[middle] ^ 1]) + life.sealed[middle + 1 :]
    send.set_input_files({"name": "改过.pdf", "mimeType": "", "buffer": forged})
    expect(anybody.get_by_role("heading", name="核验未通过")).to_be_visible()


def test_6_the_district_takes_it_in_and_the_leader_writes_on_it(at, city, life):
    page = at("zfb", "机要文书", "/incoming")
    page.get_by_role("link", name=TITLE).first.click()
    page.wait_for_url(re.compile(r"/incoming/[0-9a-f-]{36}"))
    life.incoming = re.search(r"[0-9a-f-]{36}", page.url)[0]
    page.get_by_role("button", name="签收", exact=True).last.click()
    main_act(page, "登记")
    page.get_by_role("tab", name="初审").click()
    main_act(page, "初审通过")
    expect(page.get_by_text(re.compile("现由.+办理（拟办）")).first).to_be_visible()
    page = at("zfb", "办公室主任", f"/incoming/{life.incoming}")
    choose(page, "请谁批示", city.person("zfb", "单位领导").name)
    page.get_by_label(re.compile("拟办意见")).first.fill("拟请阅示。")
    main_act(page, "送批示")
    expect(page.get_by_text(re.compile("现由.+办理（批示）")).first).to_be_visible()

    page = at("zfb", "单位领导", f"/ink/incoming/{life.incoming}")
    assert hands(page) == []  # what the town wrote stays in the town
    write(page, 150, 60)
    page = at("zfb", "单位领导", f"/incoming/{life.incoming}")
    choose(page, "交谁承办", city.person("zfb", "承办人").name)
    page.get_by_label(re.compile("批示")).last.fill("请从速办理。")
    main_act(page, "批示并交办")
    expect(page.get_by_text(re.compile("现由.+办理（承办）")).first).to_be_visible()


def test_7_it_goes_round_and_a_reader_writes_too(at, city, life):
    head = Program(city, city.person("zfb", "办公室主任"))
    run = head.get(f"/api/correspondence/incoming/{life.incoming}")["run_id"]
    readers = [Program(city, city.person("zfb", "机要文书"))]
    head.post(
        f"/api/workflow/runs/{run}/circulate",
        {
            "request_id": "round-of-the-whole-life",
            "people": [one.staff_id for one in readers],
            "serial": False,
        },
    )

    page = at("zfb", "机要文书", f"/ink/incoming/{life.incoming}")
    expect(page.get_by_role("complementary", name="批注人")).to_be_visible()
    assert hands(page) == [city.person("zfb", "单位领导").name]
    desk = write(page, 150, 100, 0.35)
    desk.press("提交批注")
    expect(page.get_by_text(re.compile("您在这一环节的批注已提交"))).to_be_visible()


def test_8_it_is_handled_answered_and_the_received_file_is_as_it_came(at, city, life):
    page = at("zfb", "承办人", f"/ink/incoming/{life.incoming}")
    expect(page.get_by_role("complementary", name="批注人")).to_be_visible()
    assert len(hands(page)) == 2
    page = at("zfb", "承办人", f"/incoming/{life.incoming}")
    page.get_by_label(re.compile("办理结果")).first.fill("已列入本月拨付计划。")
    main_act(page, "提交办理结果")
    expect(page.get_by_text(re.compile("现由.+办理（办结）")).first).to_be_visible()
    page = at("zfb", "办公室主任", f"/incoming/{life.incoming}")
    page.get_by_label(re.compile("答复")).first.fill(ANSWER)
    main_act(page, "办结并答复")
    expect(page.get_by_role("button", name="办结并答复")).to_have_count(0)

    path = f"/api/correspondence/incoming/{life.incoming}/pdf"
    received = knock(city, "zfb", path, head=Program(city, city.person("zfb", "办公室主任")).head)
    assert received.body == life.sealed


def test_9_the_town_reads_the_answer(at, life):
    page = at("taihe", "拟稿人", f"/outgoing/{life.outgoing}")

    page.get_by_role("tab", name=re.compile("送达|答复")).last.click()
    expect(page.get_by_text(ANSWER).first).to_be_visible()
