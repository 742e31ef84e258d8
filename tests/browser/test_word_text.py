"""Word 正文 in the browser: opened, written in with traces, saved; and whatever says no."""

import io
import re
import zipfile
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, SCREENSHOTS
from tests.browser.programs import Office, Program, knock
from tests.browser.test_pages import faults
from tests.make import files, texts

TITLE = "关于申请拨付2026年防汛物资补助资金的请示"
FIRST = "今年入汛以来，全镇共转移群众三百余人。"


def upload(program: Program, document: str, content: bytes, *, base: int) -> None:
    send(program, f"/api/texts/outgoing/{document}/word", "a.docx", content, base=base)


def send(program: Program, path: str, name: str, content: bytes, **said: object) -> None:
    """A form with one file, as a browser sends it."""
    mark = uuid4().hex
    head = f"--{mark}\r\nContent-Disposition: form-data; name="
    parts = [
        *(f'{head}"{field}"\r\n\r\n{value}\r\n'.encode() for field, value in said.items()),
        f'{head}"file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n".encode(),
        content,
        f"\r\n--{mark}--\r\n".encode(),
    ]
    answer = knock(
        program.city,
        program.person.subdomain,
        path,
        method="POST",
        raw=b"".join(parts),
        head=program.head | {"Content-Type": f"multipart/form-data; boundary={mark}"},
    )
    assert answer.status == 201, answer.body.decode()


def newest(program: Program, document: str) -> str:
    """The WordprocessingML of the text as it stands."""
    number = program.get(f"/api/texts/outgoing/{document}")["number"]
    path = f"/api/texts/outgoing/{document}/versions/{number}/file"
    answer = knock(program.city, program.person.subdomain, path, head=program.head)
    with zipfile.ZipFile(io.BytesIO(answer.body)) as file:
        return file.read("word/document.xml").decode()


@pytest.fixture(scope="module")
def office(city) -> Office:
    return Office(city, "taihe")


def drafted(office: Office, *paragraphs: str) -> str:
    document = office.drafter.draft(TITLE, ["ZFB"], office.leader)
    upload(office.drafter, document, texts.word(*paragraphs), base=1)
    return document


@pytest.fixture(scope="module")
def document(office) -> str:
    return drafted(office, FIRST, "妥否，请批示。")


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """Every host that the page wanted anything of."""
    return []


@pytest.fixture(scope="module")
def desk(city, sit_down, document, asked) -> Page:
    page = sit_down(city.person("taihe", "拟稿人"))
    page.context.on("request", lambda one: asked.append(host_of(one.url)))
    return page


def host_of(address: str) -> str:
    """Files made in the page itself have none."""
    return urlsplit(address.removeprefix("blob:")).hostname or "taihe.localhost"


def sheet(page: Page) -> Locator:
    """The pages as one sees them; the editor keeps a second copy out of sight."""
    return page.locator(".docx-editor-vue__pages")


def write(page: Page, words: str) -> None:
    sheet(page).get_by_text(FIRST[:8]).click(position={"x": 2, "y": 8})
    page.keyboard.press("Home")
    page.keyboard.type(words, delay=20)
    expect(page.get_by_text("有未保存的修改", exact=True)).to_be_visible()


def added_in(body: str) -> list[tuple[str, str]]:
    """Author and words of every tracked insertion."""
    found = re.findall(r'<w:ins\b[^>]*w:author="([^"]+)"[^>]*>(.*?)</w:ins>', body, re.S)
    return [(author, re.sub("<[^>]+>", "", words)) for author, words in found]


def test_1_the_draft_leads_to_the_editor(desk, city, document):
    desk.goto(city.url("taihe", f"/outgoing/{document}"))
    desk.get_by_role("button", name="在浏览器中编辑").click()

    expect(sheet(desk).get_by_text(FIRST[:8])).to_be_visible()
    expect(desk.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(desk.get_by_text("有未保存的修改", exact=True)).to_have_count(0)


def test_2_before_it_is_sent_traces_are_kept_but_need_not_be(desk):
    expect(desk.get_by_text("可以不留痕", exact=True)).to_be_visible()
    expect(desk.get_by_title("修订 (Ctrl+Shift+E)")).to_be_visible()


def test_3_what_is_written_is_saved_with_its_author(desk, office, document, picture):
    write(desk, "特急：")
    expect(desk.get_by_placeholder("回复")).to_be_visible()
    picture(desk, "word-written")
    desk.keyboard.press("Control+s")
    expect(desk.get_by_text(re.compile("^已保存"))).to_be_visible()

    found = added_in(newest(office.drafter, document))
    assert {author for author, _ in found} == {office.drafter.person.name}
    assert "".join(words for _, words in found) == "特急："


def test_4_a_broken_line_loses_nothing(desk, office, document):
    write(desk, "速报：")
    desk.context.set_offline(True)
    desk.keyboard.press("Control+s")
    expect(desk.get_by_text(re.compile("连不上服务器.*您写的仍在本页"))).to_be_visible()
    expect(desk.get_by_text("有未保存的修改", exact=True)).to_be_visible()

    desk.context.set_offline(False)
    desk.keyboard.press("Control+s")
    expect(desk.get_by_text(re.compile("^已保存"))).to_be_visible()
    assert "速报：" in "".join(words for _, words in added_in(newest(office.drafter, document)))


def test_5_who_leaves_with_unsaved_words_is_asked(desk, office, document):
    write(desk, "再报：")
    desk.get_by_role("button", name="返回公文").click()
    asking = desk.get_by_role("dialog", name="正文还没有保存")
    asking.get_by_role("button", name="保存并离开").click()

    desk.get_by_role("button", name="看版面").click()
    desk.get_by_role("tab", name="修订").click()
    expect(desk.get_by_text("浏览器编辑").first).to_be_visible()
    expect(desk.get_by_text(re.compile("再报：")).first).to_be_visible()
    desk.screenshot(path=SCREENSHOTS / "word-traces-1366.png")


def test_6_one_pen_and_nothing_of_the_first_hand_is_lost(desk, city, office, document):
    address = city.url("taihe", f"/outgoing/{document}/text")
    desk.goto(address)
    write(desk, "先写：")
    other = desk.context.new_page()
    other.goto(address)
    expect(other.get_by_text(re.compile("正在编辑正文（浏览器编辑）"))).to_be_visible()
    other.screenshot(path=SCREENSHOTS / "word-locked-1366.png")
    other.get_by_role("button", name="接手编辑").click()
    expect(sheet(other).get_by_text(FIRST[:8])).to_be_visible()

    desk.keyboard.press("Control+s")
    expect(desk.get_by_text(re.compile("已存为旁稿"))).to_be_visible()
    desk.screenshot(path=SCREENSHOTS / "word-aside-1366.png")
    with desk.expect_download() as taken:
        desk.get_by_role("button", name="下载这一稿").click()
    with zipfile.ZipFile(taken.value.path()) as file:
        kept = added_in(file.read("word/document.xml").decode())
    assert "先写：" in "".join(words for _, words in kept)
    other.close()


def test_7_what_left_the_desk_meanwhile_is_refused_and_stays_in_the_page(desk, city, office):
    sent = drafted(office, FIRST)
    desk.goto(city.url("taihe", f"/outgoing/{sent}/text"))
    write(desk, "晚了：")
    office.drafter.act(f"outgoing/{sent}", "submit")

    desk.keyboard.press("Control+s")
    expect(desk.get_by_text(re.compile("您写的仍在本页"))).to_be_visible()
    expect(desk.get_by_text(re.compile("浏览器编辑器打不开"))).to_have_count(0)
    desk.screenshot(path=SCREENSHOTS / "word-refused-1366.png")
    with desk.expect_download() as taken:
        desk.get_by_role("button", name="下载这一稿").click()
    with zipfile.ZipFile(taken.value.path()) as file:
        kept = added_in(file.read("word/document.xml").decode())
    assert "晚了：" in "".join(words for _, words in kept)


def test_8_a_file_that_would_lose_something_goes_to_the_desktop(desk, city, office, picture):
    barred = drafted(office, "<w:r><w:pict/></w:r>")
    desk.goto(city.url("taihe", f"/outgoing/{barred}/text"))

    expect(desk.get_by_text(re.compile("文件中有旧式图形或水印")).first).to_be_visible()
    expect(desk.get_by_role("button", name="用 Word / WPS 打开")).to_be_visible()
    assert faults(desk, "1366") == []
    picture(desk, "word-barred")


def test_9_a_phone_is_sent_to_read(desk, city, document):
    desk.set_viewport_size(PHONE)
    desk.goto(city.url("taihe", f"/outgoing/{document}/text"))
    expect(desk.get_by_role("heading", name="请换大一点的屏幕")).to_be_visible()
    desk.screenshot(path=SCREENSHOTS / "word-phone-390.png")
    assert faults(desk, "390") == []
    desk.get_by_role("button", name="阅读正文").click()
    expect(desk.get_by_role("heading", name=TITLE).first).to_be_visible()


def test_10_what_is_attached_opens_in_its_own_program(desk, city, office, picture):
    sheet = drafted(office, FIRST)
    address = f"/api/correspondence/outgoing/{sheet}/attachments"
    send(office.drafter, address, "预算表.xlsx", files.xlsx())
    desk.set_viewport_size(DESK)
    desk.goto(city.url("taihe", f"/outgoing/{sheet}"))

    with desk.expect_response(re.compile("/api/texts/attachment/.*/passes$")) as answer:
        desk.get_by_role("button", name="用 Excel / WPS 打开 预算表.xlsx").click()
    assert answer.value.json()["office"].startswith("ms-excel:ofe|u|http://taihe.localhost:")
    picture(desk, "attached-sheet")


def test_11_once_it_was_sent_traces_cannot_be_switched_off(city, sit_down, office):
    sent = drafted(office, FIRST)
    office.drafter.act(f"outgoing/{sent}", "submit")
    head = sit_down(city.person("taihe", "办公室主任"))
    head.goto(city.url("taihe", f"/outgoing/{sent}/text"))
    expect(head.get_by_text("修改一律留痕", exact=True)).to_be_visible()
    unmark(head)

    expect(head.get_by_text("本单位规定，送核以后的修改一律留痕。")).to_be_visible()
    expect(head.get_by_title("修订 (Ctrl+Shift+E)")).to_be_visible()
    write(head, "核改：")
    head.keyboard.press("Control+s")
    expect(head.get_by_text(re.compile("^已保存"))).to_be_visible()
    found = added_in(newest(office.drafter, sent))
    assert "".join(words for _, words in found) == "核改："
    head.screenshot(path=SCREENSHOTS / "word-marked-1366.png")


def unmark(page: Page) -> None:
    """Choose 编辑 in place of 修订."""
    page.get_by_title("修订 (Ctrl+Shift+E)").click()
    page.locator(".editing-mode__option").first.click()


def rule(office: Office, **said: bool) -> None:
    """发文设置, by the head of the office."""
    done = knock(
        office.head.city,
        "taihe",
        "/api/correspondence/tracing",
        method="PUT",
        body={"is_asked": True} | said,
        head=office.head.head,
    )
    assert done.status == 200, done.body.decode()


def test_12_a_returned_draft_is_mended_without_marks_only_where_the_unit_lets_it(
    city, sit_down, office
):
    # In a window of its own: where ms-excel: was asked for, the browser's own question stands.
    desk = sit_down(city.person("taihe", "拟稿人"))
    sent = drafted(office, FIRST)
    office.drafter.act(f"outgoing/{sent}", "submit")
    office.head.act(f"outgoing/{sent}", "send_back", to="draft", opinion="请再核对。")
    rule(office, drafter_may_stop=True)
    desk.goto(city.url("taihe", f"/outgoing/{sent}/text"))
    expect(desk.get_by_text("可以不留痕", exact=True)).to_be_visible()
    unmark(desk)
    expect(desk.get_by_title("修订 (Ctrl+Shift+E)")).to_have_count(0)
    write(desk, "再核：")
    desk.keyboard.press("Control+s")
    expect(desk.get_by_text(re.compile("^已保存"))).to_be_visible()
    kept = newest(office.drafter, sent)
    assert "再核：" in re.sub("<[^>]+>", "", kept)
    assert added_in(kept) == []

    rule(office, drafter_may_stop=False)
    desk.reload()
    expect(desk.get_by_text("修改一律留痕", exact=True)).to_be_visible()
    unmark(desk)
    expect(desk.get_by_text("本单位规定，送核以后的修改一律留痕。")).to_be_visible()
    expect(desk.get_by_title("修订 (Ctrl+Shift+E)")).to_be_visible()
    desk.screenshot(path=SCREENSHOTS / "word-unmarked-barred-1366.png")


def test_13_nothing_was_asked_of_another_host(asked):
    assert set(asked) == {"taihe.localhost"}
