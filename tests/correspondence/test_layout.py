"""The laid-out page against GB/T 9704-2012, measured in millimetres."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from multiprocessing import get_context

import pytest
from PIL import Image

from tenant_apps.correspondence.layout import (
    Unsettled,
    page_count,
    render_pages,
    render_pdf,
)
from tenant_apps.correspondence.layout.rebuild_fonts import FONTS, differing
from tests.make.layout import CHARACTER, found, measured, red_head

PITCH = 225 * 1.875 / 40.375
PURE = "全镇林地面积四万三千二百亩森林覆盖率百分之四十一"
near = partial(pytest.approx, abs=0.5)
exactly = partial(pytest.approx, abs=0.1)


def test_a_full_page_holds_22_lines_of_28_characters_within_the_type_area():
    sheet = measured(red_head(body=PURE * 60))[1]

    assert (sheet.width, sheet.height) == (exactly(210), exactly(297))
    *text, _number = sheet.lines
    assert [len(line.text) for line in text] == [28] * 22
    assert (text[0].top, text[-1].bottom) == (near(37), near(262))
    assert {round(line.left, 1) for line in text} == {28.0}
    assert {round(line.right, 1) for line in text} == {184.0}


def test_the_head_stands_where_the_standard_puts_it():
    page = red_head()
    sheet = measured(page)[0]
    number, title = sheet.line("〔2026〕"), sheet.line("太和镇人民政府关于")
    red_rule = sheet.rules[0]

    first, last = _red_ink(page)
    assert first == near(37 + 35)
    assert last == near(red_rule.bottom)
    assert (red_rule.left, red_rule.right) == (exactly(28), exactly(184))
    assert red_rule.top - number.bottom == near(4)
    assert title.top - red_rule.bottom == near(2 * PITCH)
    assert (number.left + number.right) / 2 == near(28 + 156 / 2)
    assert sheet.line("合川区人民政府：").left == exactly(28)


def test_an_upward_document_names_its_signatory_opposite_the_number():
    sheet = measured(red_head(upward=True, signatory="王喆"))[0]
    line = sheet.line("签发人：王喆")

    assert line.text.startswith("太和府文〔2026〕12号")
    assert line.left == near(28 + CHARACTER)
    assert line.right == near(184 - CHARACTER)
    assert "FandolKai-Regular" in line.fonts


def test_a_downward_document_does_not():
    assert "签发人" not in measured(red_head(signatory="王喆"))[0].text


def test_copy_number_and_urgency_stand_at_the_upper_left():
    sheet = measured(red_head(copy_number="000012", urgency="特急"))[0]

    assert [line.text for line in sheet.lines[:2]] == ["000012", "特急"]
    assert {round(line.left, 1) for line in sheet.lines[:2]} == {28.0}
    assert sheet.lines[0].top == near(37)
    assert sheet.lines[1].fonts == {"FandolHei-Regular"}


def test_the_imprint_ends_on_the_last_line_of_the_last_page():
    *_, sheet = measured(red_head(body=PURE * 60))

    assert [round(rule.bottom - rule.top, 2) for rule in sheet.rules] == [0.35, 0.25, 0.35]
    assert {(round(rule.left, 1), round(rule.right, 1)) for rule in sheet.rules} == {(28.0, 184.0)}
    assert sheet.rules[-1].bottom == exactly(262)
    assert sheet.line("抄送：区林业局，区财政局。")
    assert sheet.line("太和镇党政办公室2026年11月2日印发")


def test_without_copies_the_imprint_is_one_row():
    (sheet,) = measured(red_head(copies=None))

    assert [round(rule.bottom - rule.top, 2) for rule in sheet.rules] == [0.7, 0.35, 0.35]
    assert "抄送" not in sheet.text


def test_page_numbers_stand_outside_and_under_the_type_area():
    odd, even, *_ = [sheet.lines[-1] for sheet in measured(red_head(body=PURE * 60))]

    assert (odd.text, even.text) == ("—1—", "—2—")
    assert odd.right == near(184 - CHARACTER)
    assert even.left == near(28 + CHARACTER)
    assert odd.fonts == {"FandolSong-Regular"}
    assert _dark_ink(red_head(body=PURE * 60), below=264, left=163, right=166) == near(269)


def test_levels_have_their_faces():
    body = (
        "一、总体要求\n（一）强化统筹。各单位要抓紧落实。\n1. 严格审批。\n（1）控制预算。\n"
        "二、各村（社区）要在十一月三十日以前完成隐患排查并把结果报送镇应急办公室，逾期未报的镇政府将予以通报。"
    )
    sheets = measured(red_head(body=body))
    faces = {
        "一、总体要求": {"FandolHei-Regular"},
        "（一）强化统筹。": {"FandolKai-Regular", "FandolFang-Regular"},
        "1.严格审批。": {"FandolFang-Regular"},
        "（1）控制预算。": {"FandolFang-Regular"},
        "二、各村": {"FandolFang-Regular"},
    }

    assert {words: found(sheets, words).fonts for words in faces} == faces
    assert {round(found(sheets, words).left, 1) for words in faces} == {
        round(28 + 2 * CHARACTER, 1)
    }


def test_attachments_are_listed_under_the_text_and_turned_lines_under_their_name():
    long_name = "太和镇防火道路建设项目可行性研究报告及有关说明材料和评分细则汇总一览表。"
    sheets = measured(red_head(attachments=("资金预算表", long_name), copies=None))
    first, second = found(sheets, "附件：1.资金预算表"), found(sheets, "2.太和镇防火道路")
    turned = found(sheets, "一览表")

    assert first.left == near(28 + 2 * CHARACTER)
    assert second.left == near(28 + 5 * CHARACTER)
    assert turned.left == near(28 + 6 * CHARACTER)
    assert turned.text.endswith("一览表")
    assert first.top - found(sheets, "妥否").top == near(2 * PITCH)


@pytest.mark.parametrize("author", ["太和镇人民政府", "区府办", "重庆市合川区人民政府办公室"])
def test_the_date_begins_two_characters_right_of_the_name(author):
    (sheet,) = measured(red_head(author=author, title="关于会议的通知"))
    name = next(line for line in sheet.lines if line.text == author)
    day = next(line for line in sheet.lines if line.text == "2026年11月2日")

    assert day.left - name.left == near(2 * CHARACTER)
    assert min(184 - name.right, 184 - day.right) == near(2 * CHARACTER)
    assert day.top - name.top == near(PITCH)


def test_the_note_stands_in_brackets_under_the_date():
    (sheet,) = measured(red_head(note="（联系人：李堃，电话：42711234）"))
    note = sheet.line("（联系人：李堃，电话：42711234）")
    day = next(line for line in sheet.lines if line.text == "2026年11月2日")

    assert note.left == near(28 + 2 * CHARACTER)
    assert note.top - day.top == near(PITCH)


@pytest.mark.parametrize("lines", range(4, 40, 3))
def test_the_signature_never_stands_alone(lines):
    page = red_head(body=PURE[:14] * 2 * lines, note="联系人：李堃")
    sheets = measured(page)
    (signed,) = [
        sheet for sheet in sheets if any(li.text == "太和镇人民政府" for li in sheet.lines)
    ]
    above = signed.lines[: [li.text for li in signed.lines].index("太和镇人民政府")]

    assert any(set(line.text) <= set(PURE) for line in above)
    assert "全镇林地" in sheets[0].text
    assert sheets[-1].rules[-1].bottom == exactly(262)


@pytest.mark.parametrize("times", [8, 40])
def test_addressees_too_many_for_the_first_page_move_to_the_imprint(times):
    towns = [f"{name}镇人民政府" for name in ("太和", "三汇", "钱塘", "龙市", "燕窝")]
    sheets = measured(red_head(addressees="、".join(towns * times)))
    listed = sheets[-1].lines[[line.text[:3] for line in sheets[-1].lines].index("主送：") :]

    assert "现将有关情况请示如下" in sheets[0].text
    assert "".join(line.text for line in listed).count("燕窝镇人民政府") == times
    assert sheets[-1].rules[-1].bottom == exactly(262)


NAMES = "朱镕基王喆李堃赵祎孙昇周玥郑赟冯翀陈珺褚旻蒋彧韩犇"
RARER = "卫曌沈䶮吴頔"  # beyond 通用规范汉字表


def test_rare_characters_of_names_are_printed_in_every_face():
    body = f"一、{NAMES}\n（一）{NAMES}\n{NAMES}\n{RARER}"
    page = red_head(body=body, title=f"关于{NAMES[:12]}任职的通知", upward=True, signatory="李堃")
    sheets = measured(page)

    assert page.unprintable() == ""
    assert found(sheets, f"一、{NAMES[:9]}").fonts == {"FandolHei-Regular", "HeshuRareHei-Regular"}
    assert found(sheets, f"（一）{NAMES[:9]}").fonts == {
        "FandolKai-Regular",
        "HeshuRareKai-Regular",
    }
    assert found(sheets, "任职的通知").fonts == {"FandolSong-Bold", "HeshuRareSong-Bold"}
    assert "".join(sheet.text for sheet in sheets).count("赵祎") == 4


def test_a_character_no_face_has_is_shown_as_missing_and_named():
    page = red_head(body="联系人：王😀，\ue000电话。")

    assert page.unprintable() == "😀\ue000"
    assert measured(page)[0].line("联系人：王〓，〓电话。")


HOSTILE = '#read("/etc/passwd") *粗* $x^2$ #panic() <fit> @x // 注 ]]}" \\u{41} <b>&amp;</b>'


def test_hostile_text_is_printed_literally():
    page = red_head(
        title=f"关于{HOSTILE}的通知",
        body=f"{HOSTILE}\n一、{HOSTILE}\n\x00\x1b[31m\u202e红",
        author=HOSTILE,
        addressees=HOSTILE,
        attachments=(HOSTILE, "名单"),
        note=HOSTILE,
        copies=HOSTILE,
    )
    text = "".join(sheet.text for sheet in measured(page)).replace("\n", "")

    assert text.count(HOSTILE.replace(" ", "")) == 8
    assert "[31m红" in text


def test_words_longer_than_a_line_stay_on_the_sheet():
    sheets = measured(red_head(body="https://example.cn/" + "a1" * 200))

    assert max(line.right for sheet in sheets for line in sheet.lines) <= 184.5


def test_a_draft_says_what_is_not_settled_yet():
    page = red_head(number=None, dated_on=None, printed_on=None, draft=True, title="", body="")
    (sheet,) = measured(page)

    assert sheet.line("登记时编号")
    assert sheet.line("签发之日")
    assert sheet.line("印发日期")


@pytest.mark.parametrize("lacking", [{"number": None}, {"dated_on": None}, {"upward": True}])
def test_what_is_not_settled_does_not_leave_the_house(lacking):
    with pytest.raises(Unsettled):
        red_head(**lacking)


def test_the_same_page_gives_the_same_bytes():
    page = red_head()
    first = render_pdf(page)
    render_pdf(red_head(title="关于别的事项的通知"))

    assert render_pdf(page) == first
    assert b"pdfaid:part" in first


def test_there_is_an_image_for_every_page():
    page = red_head(body=PURE * 60)
    images = [Image.open(BytesIO(image)) for image in render_pages(page)]

    assert len(images) == page_count(page) == 4
    assert {image.size for image in images} == {(1191, 1684)}
    assert len(render_pages(red_head())) == page_count(red_head()) == 1


def test_threads_get_their_own_pages():
    pages = [red_head(title=f"关于第{n}号事项的通知") for n in range(12)]
    with ThreadPoolExecutor(6) as pool:
        sheets = list(pool.map(measured, pages))

    for n, (sheet,) in enumerate(sheets):
        assert sheet.line(f"关于第{n}号事项的通知")


def _render_in_a_fork(page):
    with get_context("fork").Pool(1) as workers:
        return workers.apply_async(render_pdf, (page,)).get(timeout=60)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_worker_forked_too_late_says_so_instead_of_waiting_for_ever():
    render_pdf(red_head())

    with pytest.raises(RuntimeError, match="fork earlier"):
        _render_in_a_fork(red_head(title="关于另一件事的通知"))  # not one that was kept


def test_a_warm_page_is_quick_enough_to_show_while_typing():
    render_pdf(red_head())
    started = time.perf_counter()
    for n in range(5):
        render_pdf(red_head(title=f"关于{n}的通知"))

    assert (time.perf_counter() - started) / 5 < 0.5  # 0.02 s on an idle machine


def test_the_fonts_are_the_ones_we_vendored_and_small_enough():
    assert list(differing()) == []
    assert sum(file.stat().st_size for file in FONTS.iterdir()) < 45_000_000


def _red_ink(page):
    """First and last row of red, in millimetres."""
    rows = _rows(page, lambda r, g, b: r > 180 and g < 90 and b < 90, (0, 210))
    return rows[0], rows[-1]


def _dark_ink(page, *, below, left, right):
    rows = [row for row in _rows(page, lambda r, g, b: r < 128, (left, right)) if row > below]
    return (rows[0] + rows[-1]) / 2


def _rows(page, wanted, columns):
    image = Image.open(BytesIO(render_pages(page)[0])).convert("RGB")
    scale = image.width / 210
    left, right = (int(column * scale) for column in columns)
    return [
        y / scale
        for y in range(image.height)
        if any(wanted(*image.getpixel((x, y))) for x in range(left, min(right, image.width)))
    ]
