"""Papers and registers in a real browser: a scan taken in, warned of, found in its book; a number
that was reserved; a letterhead with its page; the register of what must not be here; and a page
that was printed before its seal."""

import re

import pytest
from playwright.sync_api import Page, expect

from tenant_apps.correspondence.layout import render_pdf
from tests.browser.conftest import DESK, PHONE
from tests.browser.programs import Office, knock
from tests.correspondence.test_reading import NOTICE

TITLE = "关于做好2026年冬季校园安全工作的通知"
NUMBER = "合川教发〔2026〕58号"
# By the browser itself: only it knows that *.localhost is this machine.
FETCHED = """address => fetch(address).then(
    answer => [answer.status, answer.headers.get("content-type")])"""
SCAN = {"name": "冬季校园安全.pdf", "mimeType": "application/pdf"}


@pytest.fixture(scope="module")
def office(city) -> Office:
    return Office(city, "taihe")


@pytest.fixture(scope="module")
def scan() -> dict[str, object]:
    return SCAN | {"buffer": render_pdf(NOTICE)}


@pytest.fixture(scope="module")
def keeper(city, sit_down) -> Page:
    return sit_down(city.person("taihe", "机要文书"))


@pytest.fixture(scope="module")
def head(city, sit_down) -> Page:
    return sit_down(city.person("taihe", "办公室主任"))


def lay(page: Page, file: dict[str, object]) -> None:
    page.locator("input[type=file]:not([capture])").set_input_files(file)


def test_1_a_scan_is_read_and_every_field_says_so(keeper, city, scan, picture):
    keeper.goto(city.url("taihe", "/incoming"))
    keeper.get_by_role("button", name="登记纸质来文").click()
    lay(keeper, scan)

    expect(keeper.get_by_text("从文件读出 6 项，请逐项核对。")).to_be_visible()
    expect(keeper.get_by_label("来文字号")).to_have_value(NUMBER)
    expect(keeper.get_by_label("标题")).to_have_value(TITLE)
    expect(keeper.get_by_text("自文件读出").first).to_be_visible()
    picture(keeper, "paper-read")
    keeper.get_by_role("button", name="签收并登记").click()
    expect(keeper.get_by_text("还有 6 项自文件读出的内容没有核对。")).to_be_visible()


def test_2_checked_it_enters_the_register_and_goes_on(keeper, picture):
    keeper.get_by_role("button", name="全部核对无误").click()
    keeper.get_by_label("原件存放").fill("机要室2号柜3格")
    keeper.get_by_role("button", name="签收并登记").click()

    expect(keeper.get_by_text(re.compile("已登记，收文号 收〔"))).to_be_visible()
    keeper.wait_for_url(re.compile(r"/incoming/[0-9a-f-]{36}"))
    expect(keeper.get_by_text("纸质来文").first).to_be_visible()
    keeper.get_by_role("tab", name="来源与附件").click()
    expect(keeper.get_by_text("机要室2号柜3格")).to_be_visible()
    keeper.get_by_role("button", name="来文", exact=True).click()
    expect(keeper.get_by_role("img", name=re.compile("第 1 页")).first).to_be_visible()
    picture(keeper, "paper-registered")


def test_3_the_same_paper_again_is_warned_of_before_it_is_kept(keeper, city, scan, picture):
    keeper.goto(city.url("taihe", "/incoming/paper"))
    lay(keeper, scan)

    warning = keeper.get_by_role("status", name="可能重复")
    expect(warning.get_by_text("同一来文机关的同一文号")).to_be_visible()
    expect(warning.get_by_role("link", name=re.compile(TITLE))).to_be_visible()
    picture(keeper, "paper-repeated")
    keeper.get_by_role("button", name="全部核对无误").click()
    keeper.get_by_role("button", name="签收并登记").click()
    expect(keeper.get_by_text("请先核对可能重复的来文。")).to_be_visible()


def test_4_a_phone_has_its_camera_at_hand(keeper):
    keeper.set_viewport_size(PHONE)

    expect(keeper.get_by_role("button", name="拍照")).to_be_visible()
    assert keeper.locator("input[capture=environment]").get_attribute("accept") == "image/*"
    keeper.set_viewport_size(DESK)
    expect(keeper.get_by_role("button", name="拍照")).to_be_hidden()


def test_5_the_book_lists_it_and_comes_as_file_and_on_paper(keeper, city, picture):
    keeper.goto(city.url("taihe", "/incoming/register"))
    book = keeper.get_by_role("region", name="收文簿")
    expect(book.get_by_role("link", name=TITLE)).to_be_visible()
    keeper.get_by_label("方式").select_option("exchange")
    expect(book.get_by_role("link", name=TITLE)).to_have_count(0)
    keeper.get_by_label("方式").select_option("paper")
    expect(book.get_by_role("link", name=TITLE)).to_be_visible()
    picture(keeper, "register-incoming")

    address = keeper.get_by_role("link", name="导出 Excel").get_attribute("href")
    status, came = keeper.evaluate(FETCHED, address)
    assert (status, "spreadsheetml" in came) == (200, True)
    with keeper.expect_popup() as printed:
        keeper.get_by_role("button", name="打印").click()
    assert printed.value.url.startswith("blob:")


def test_6_a_letterhead_is_seen_as_it_will_print(office, head, city, picture):
    office.drafter.draft(
        "关于完善值班制度的请示", ["ZFB"], office.leader
    )  # with it comes the first
    head.goto(city.url("taihe", "/admin/letterheads"))
    expect(head.get_by_role("img", name=re.compile("版面样张"))).to_be_visible()
    picture(head, "letterheads")
    head.get_by_role("button", name="新增", exact=True).click()
    head.get_by_role("textbox", name=re.compile("^发文机关标志")).fill(
        "重庆市合川区太和镇人民政府办公室文件"
    )
    head.get_by_role("textbox", name=re.compile("^代字")).fill("太和府办")
    head.get_by_role("textbox", name=re.compile("^署名")).fill("重庆市合川区太和镇人民政府办公室")
    head.get_by_label("双面印制，版记放在偶数页").check()
    expect(head.get_by_role("img", name=re.compile("办公室文件.+样张"))).to_be_visible()
    head.get_by_role("button", name="保存").first.click()

    expect(head.get_by_text("已保存“重庆市合川区太和镇人民政府办公室文件”")).to_be_visible()
    head.get_by_label("专项文稿（字）").fill("300")
    head.get_by_role("button", name="保存").nth(1).click()
    expect(head.get_by_text("已保存篇幅标准")).to_be_visible()
    head.get_by_label(re.compile("退回拟稿人后，拟稿人可以不留痕")).check()
    head.get_by_role("button", name="保存").last.click()
    expect(head.get_by_text("已保存留痕规定")).to_be_visible()


def test_7_a_drafter_chooses_it_and_sees_how_long_the_text_is(office, city, sit_down, picture):
    draft = office.drafter.draft("关于印发值班安排的请示", ["ZFB"], office.leader)
    page = sit_down(city.person("taihe", "拟稿人"))
    page.goto(city.url("taihe", f"/outgoing/{draft}"))
    page.get_by_label("发文机关标志").select_option("太和府办")
    page.get_by_role("textbox", name="正文").fill("一" * 320)

    expect(page.get_by_text("320 / 300 字，请压缩篇幅")).to_be_visible()
    expect(page.get_by_text(re.compile("已保存"))).to_be_visible()
    picture(page, "draft-letterhead")
    page.reload()
    expect(page.get_by_label("发文机关标志")).to_have_value("太和府办")


def test_8_the_registrar_uses_a_number_kept_for_it_and_says_how_many_copies(
    office, keeper, city, picture
):
    head = office.registrar.get("/api/correspondence/letterheads")[0]["prefix"]
    kept = office.registrar.post(
        "/api/correspondence/numbers", {"prefix": head, "reason": "会议先行引用"}
    )
    document = office.send("关于修订值班制度的请示", ["ZFB"], until="verify")
    keeper.goto(city.url("taihe", f"/outgoing/{document}"))
    keeper.get_by_label("发文字号").select_option(kept["id"])
    keeper.get_by_label("印制份数").fill("12")
    picture(keeper, "number-sheet")
    keeper.get_by_role("button", name="登记编号", exact=True).click()

    expect(keeper.get_by_text(kept["number"]).first).to_be_visible()
    expect(keeper.get_by_text("印制 12 份")).to_be_visible()


def test_9_of_a_classified_paper_only_its_keeping_is_kept(keeper, city, picture):
    keeper.goto(city.url("taihe", "/custody"))
    expect(keeper.get_by_text(re.compile("本系统是非涉密系统"))).to_be_visible()
    keeper.get_by_role("button", name="登记纸件").click()
    sheet = keeper.get_by_role("dialog", name="登记涉密纸件")
    assert sheet.locator("input[type=file]").count() == 0
    sheet.get_by_label("编号").fill("关于某事的通知")
    sheet.get_by_label("份号").fill("000012")
    sheet.get_by_label("保密期限").fill("10年")
    sheet.get_by_label("存放位置").fill("机要室2号柜3格")
    sheet.get_by_role("combobox", name="持有人").fill("刘建军")
    keeper.get_by_role("option", name=re.compile("刘建军")).click()
    sheet.get_by_role("button", name="登记", exact=True).click()
    expect(sheet.get_by_text(re.compile("不得写标题")).first).to_be_visible()
    sheet.get_by_label("编号").fill("密2026-018")
    sheet.get_by_role("button", name="登记", exact=True).click()

    expect(keeper.get_by_role("cell", name="密2026-018", exact=True)).to_be_visible()
    picture(keeper, "custody")
    keeper.get_by_role("button", name="移交 密2026-018").click()
    expect(keeper.get_by_role("dialog", name="移交 密2026-018")).to_be_visible()
    picture(keeper, "custody-hand-over")


def test_10_what_was_printed_before_its_seal_is_printed_again(office, keeper, city, picture):
    office.have_seal()
    _all_sealed(city, office, sealed=False)
    document = office.send("关于报送年度工作要点的请示", ["ZFB"], until="register")
    office.registrar.act(f"outgoing/{document}", "print")
    _all_sealed(city, office, sealed=True)

    keeper.goto(city.url("taihe", f"/outgoing/{document}"))
    keeper.get_by_role("tab", name="用印").click()
    expect(keeper.get_by_text(re.compile("印制之后本单位的公文才开始用印"))).to_be_visible()
    picture(keeper, "sealing-no-place")
    keeper.get_by_role("button", name="重新印制").click()

    expect(keeper.get_by_role("button", name="用印", exact=True)).to_be_visible()
    expect(keeper.get_by_text(re.compile("印章盖在署名和成文日期上"))).to_be_visible()
    picture(keeper, "sealing-printed-again")


def _all_sealed(city, office: Office, *, sealed: bool) -> None:
    for one in office.head.get("/api/correspondence/letterheads"):
        path, body = f"/api/correspondence/letterheads/{one['id']}", {"sealed": sealed}
        answer = knock(city, "taihe", path, method="PATCH", body=body, head=office.head.head)
        assert answer.status == 200, answer.body.decode()
