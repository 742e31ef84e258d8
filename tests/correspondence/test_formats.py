"""Every format of GB/T 9704-2012 and joint issue, by the ink on the finished page."""

from functools import partial
from itertools import combinations, pairwise

import pytest

from tenant_apps.correspondence.certificate.ruler import Box, measured
from tenant_apps.correspondence.layout import Partner, Unsettled, render_pdf, seal_places
from tests.make.correspondence import draft_content
from tests.make.layout import red_head

CHARACTER = 156 / 28
PITCH = 225 * 1.875 / 40.375
PURE = "全镇林地面积四万三千二百亩森林覆盖率百分之四十一"
SEAL = 42
BODIES = (
    "合川区财政局", "合川区人力资源和社会保障局", "合川区应急管理局", "重庆市合川区民政局",
)  # fmt: skip
LONG = "申请拨付森林防火专项资金和"
near = partial(pytest.approx, abs=0.5)


def sheets(**changes):
    return measured(render_pdf(red_head(**changes)))


def partners(count, *signatories):
    return tuple(
        Partner(name=name, author=name, signatory=signatories[i] if signatories else None)
        for i, name in enumerate(BODIES[: count - 1])
    )


def letter(**changes):
    return sheets(format="letter", letterhead="重庆市合川区太和镇人民政府", **changes)


def em(sheet, words):
    return sheet.line(words).box


# --- 文件格式 (7) --------------------


def test_a_full_page_holds_22_lines_of_28_characters_by_its_ink():
    sheet = sheets(body=PURE * 60)[1]
    *text, _number = sheet.lines
    ink = [sheet.line_ink(line) for line in text]

    assert (sheet.width, sheet.height) == (near(210), near(297))
    assert [len(line.text) for line in text] == [28] * 22
    assert min(box.left for box in ink) == near(28)
    assert max(box.right for box in ink) == near(184)
    assert ink[0].top == near(37)
    assert ink[-1].bottom == near(262)
    assert {round(b.top - a.top, 1) for a, b in pairwise(ink)} <= {10.3, 10.4, 10.5, 10.6}


def test_the_head_of_a_document():
    sheet = sheets()[0]
    number = sheet.line_ink(sheet.line("〔2026〕"))
    (rule,) = sheet.red_rules
    mark = sheet.ink(Box(0, 0, 210, 100), "red")

    assert mark.top == near(37 + 35)
    assert number.top - mark.bottom == near(2 * PITCH)
    assert rule.top - number.bottom == near(4)
    assert (rule.left, rule.right) == (near(28), near(184))
    assert em(sheet, "太和镇人民政府关于").top - rule.bottom == near(2 * PITCH)


@pytest.mark.parametrize(
    ("letterhead", "title"),
    [
        ("重庆市合川区太和镇人民政府办公室文件", f"关于{LONG * 8}的请示"),
        ("合川区人民政府推进成渝地区双城经济圈建设领导小组办公室文件", "关于会议的通知"),
    ],
)  # fmt: skip
def test_long_marks_and_titles_stay_in_the_type_area(letterhead, title):
    sheet = sheets(letterhead=letterhead, title=title)[0]
    mark = sheet.ink(Box(0, 0, 210, 100), "red")
    ink = sheet.ink()

    assert mark.top == near(72)
    assert mark.left >= 27.9
    assert mark.right <= 184.1
    assert ink.left >= 27.9
    assert ink.right <= 184.1


def test_signatories_of_joint_upward_documents_stand_two_to_a_line():
    page = {"upward": True, "signatory": "李堃", "partners": partners(3, "王喆", "赵祎")}
    sheet = sheets(**page)[0]
    first, second = sheet.line("签发人："), sheet.line("〔2026〕")

    assert first.text == "签发人：李堃王喆"
    assert second.text.endswith("赵祎")
    assert em(sheet, "〔2026〕").left == near(28 + CHARACTER)
    assert first.box.right == near(184 - CHARACTER)
    # The turned line begins under the first name.
    assert second.glyphs[-2].left == near(first.glyphs[4].left)
    assert second.box.top - first.box.top == near(PITCH)


def test_a_joint_upward_document_names_the_signatory_of_each():
    with pytest.raises(Unsettled, match="各机关的签发人"):
        red_head(upward=True, signatory="李堃", partners=partners(2))


# --- 联合行文 (7.2.4, 7.3.5) --------------------


@pytest.mark.parametrize("count", [2, 3, 5])
def test_joint_marks_are_even_with_the_host_first_and_文件_beside(count):
    sheet = sheets(partners=partners(count))[0]
    mark = sheet.ink(Box(0, 0, 210, em(sheet, "〔2026〕").top - 5), "red")
    names = [sheet.line(name[:4]) for name in ("太和镇人民政府", *BODIES[: count - 1])]
    suffix = [glyph for line in sheet.lines for glyph in line.glyphs if glyph.char in "文件"][:2]
    rows = [row for row in _rows(sheet, mark, right=min(g.left for g in suffix) - 1)]

    assert mark.top == near(72)
    assert len(rows) == count
    assert [name.box.top for name in names] == sorted(name.box.top for name in names)
    assert max(row.left for row in rows) - mark.left < 1
    assert max(row.right for row in rows) - min(row.right for row in rows) < 1
    beside = sheet.ink(Box(suffix[0].left, mark.top, 184.5, mark.bottom), "red")
    assert (beside.top + beside.bottom) / 2 == near((rows[0].top + rows[-1].bottom) / 2)
    assert sheet.line("现将有关情况")


def _rows(sheet, mark, *, right):
    """The stacked names, parted by rows without ink."""
    top, found = mark.top, []
    while ink := sheet.ink(Box(0, top, right, mark.bottom + 1), "red"):
        bottom = ink.top
        while sheet.ink(Box(0, bottom, right, bottom + 0.5), "red"):
            bottom += 0.5
        found.append(sheet.ink(Box(0, ink.top, right, bottom), "red"))
        top = bottom
    return found


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_seals_are_even_and_never_touch(count):
    page = red_head(partners=partners(count), closing="sealed", body="\n".join([PURE[:20]] * 6))
    places = seal_places(page)

    assert [place.name for place in places] == ["太和镇人民政府", *BODIES[: count - 1]]
    for one, other in combinations(places, 2):
        assert ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5 > SEAL + 1
    for place in places:
        assert place.x - SEAL / 2 >= 28
        assert place.x + SEAL / 2 <= 184
    assert len({place.page for place in places}) == 1


@pytest.mark.parametrize("count", [1, 3, 5])
def test_a_seal_lies_on_its_name_and_the_last_on_the_date(count):
    page = red_head(partners=partners(count), closing="sealed")
    pages, places = measured(render_pdf(page)), seal_places(page)
    sheet = pages[places[0].page - 1]
    date = em(sheet, "2026年11月2日")

    for place in places:
        lower = Box(place.x - 21, place.y - 10, place.x + 21, place.y)
        ink = sheet.ink(lower)
        assert ink.middle == pytest.approx(place.x, abs=1)
    assert (places[-1].x, date.middle) == (near(date.middle), near(places[-1].x))
    assert date.right == near(184 - 4 * CHARACTER)
    assert places[-1].y < date.top < places[-1].y + 15


@pytest.mark.parametrize("count", [1, 3])
def test_the_first_seal_begins_within_a_line_of_the_text(count):
    page = red_head(partners=partners(count), closing="sealed")
    pages, (place, *_) = measured(render_pdf(page)), seal_places(page)
    text = em(pages[place.page - 1], "妥否，请批示。")

    assert 0 <= place.y - SEAL / 2 - text.bottom <= PITCH


def test_without_seals_the_partners_sign_under_the_host():
    pages = sheets(partners=partners(3), body="妥否，请批示。")
    (sheet,) = [sheet for sheet in pages if sheet.line("2026年11月2日")]
    lines = [line.text for line in sheet.lines]
    at = lines.index("太和镇人民政府")

    assert lines[at : at + 4] == ["太和镇人民政府", *BODIES[:2], "2026年11月2日"]
    assert em(sheet, BODIES[1]).right == near(184 - 2 * CHARACTER)


# --- 附件 and 版记 --------------------


ANNEXED = "妥否，请批示。\n附件1\n防火道路建设资金预算表\n一、预算\n二十万元。\n附件2\n名单\n张三"


def test_annexes_begin_on_new_pages_before_the_imprint():
    first, second, third = sheets(body=ANNEXED, attachments=("图纸",))

    assert "附件：1.防火道路建设资金预算表" in [line.text for line in first.lines]
    assert {"2.名单", "3.图纸"} <= {line.text for line in first.lines}
    label, title = second.lines[:2]
    assert (label.text, title.text) == ("附件1", "防火道路建设资金预算表")
    assert "FandolHei-Regular" in label.fonts
    assert label.box.left == near(28)
    assert label.box.top == near(37)
    assert second.line_ink(title).middle == near(28 + 78)
    # On the third line: within its em box, whatever the title's size.
    assert title.box.top == near(37 + 2 * PITCH)
    assert third.lines[0].text == "附件2"
    assert third.dark_rules[-1].bottom == near(262)
    assert not first.dark_rules


def test_a_single_annex_has_no_number():
    pages = sheets(body="妥否，请批示。\n附件\n名单\n张三")

    assert pages[0].line("附件：名单")
    assert pages[1].lines[0].text == "附件"


@pytest.mark.parametrize("pages_of_text", [1, 2, 3])
def test_printed_on_both_sides_the_imprint_is_on_an_even_page(pages_of_text):
    pages = sheets(body=PURE * 18 * pages_of_text, both_sides=True)

    assert len(pages) % 2 == 0
    assert pages[-1].dark_rules[-1].bottom == near(262)
    assert not any(sheet.dark_rules for sheet in pages[:-1])


def test_a_page_with_nothing_but_the_imprint_bears_no_number():
    *_, back = sheets(both_sides=True)

    assert [line.text for line in back.lines] == [
        "抄送：区林业局，区财政局。",
        "太和镇党政办公室2026年11月2日印发",
    ]


# --- 信函格式 (10.1) --------------------


def test_a_letter_has_double_rules_and_no_number_on_its_first_page():
    first, *_, last = letter(body=PURE * 30, copy_number="000012", urgency="特急")
    mark = first.ink(Box(0, 0, 210, 60), "red")
    top, foot = (_double(first, *pair) for pair in ((0, 1), (2, 3)))
    head = [sheet_rule for sheet_rule in first.red_rules]

    upper = first.ink(Box(0, 0, 210, head[0].top - 1), "red")
    assert mark.top == near(30)
    assert head[0].top - upper.bottom == near(4)
    assert (top.left, top.right, foot.left, foot.right) == tuple(map(near, (20, 190, 20, 190)))
    assert foot.bottom == near(297 - 20)
    thick, thin, thin_below, thick_below = (rule.height for rule in head)
    assert thick > 2 * thin
    assert thick_below > 2 * thin_below
    number = em(first, "〔2026〕")
    assert number.right == near(184)
    assert number.top - top.bottom == near(CHARACTER * 7 / 8)
    assert first.line("000012").box.left == near(28)
    assert first.line("特急").fonts == {"FandolHei-Regular"}
    assert em(first, "太和镇人民政府关于").top - em(first, "特急").bottom == near(2 * PITCH)
    assert not any(line.text.startswith("—") for line in first.lines)
    assert any(line.text.startswith("—") for line in last.lines)


def _double(sheet, upper, lower):
    one, other = sheet.red_rules[upper], sheet.red_rules[lower]
    return Box(one.left, one.top, one.right, other.bottom)


def test_the_imprint_of_a_letter_has_neither_rules_nor_printer():
    (sheet,) = letter(body="妥否，请函复。")

    assert not sheet.dark_rules
    assert sheet.line("抄送：区林业局，区财政局。")
    assert not sheet.line("印发")
    assert sheet.ink(Box(20, 200, 190, 270)).bottom == pytest.approx(262, abs=3)


# --- 命令格式 (10.2) and 纪要格式 (10.3) --------------------


def order(**changes):
    return sheets(
        format="order",
        letterhead="重庆市合川区人民政府令",
        number="第12号",
        closing="signature",
        signatory="李堃",
        signatory_title="区长",
        addressees=None,
        copies=None,
        body="《合川区烟花爆竹安全管理办法》已经通过，现予公布。",
        **changes,
    )


def test_an_order():
    sheet = order()[0]
    mark = sheet.ink(Box(0, 0, 210, 90), "red")
    number, text = em(sheet, "第12号"), em(sheet, "《合川区烟花爆竹")

    assert mark.top == near(37 + 20)
    assert sheet.line_ink(sheet.line("第12号")).top - mark.bottom == near(2 * PITCH)
    assert number.middle == near(28 + 78)
    assert text.top - number.bottom == near(2 * PITCH)
    assert not sheet.red_rules
    date, post = em(sheet, "2026年11月2日"), em(sheet, "区长")
    assert date.right == near(184 - 4 * CHARACTER)
    assert post.right < 184 - 6 * CHARACTER


def test_minutes_say_who_was_there():
    names = "张三、李四、王五、赵六、" * 5 + "孙七"
    pages = sheets(
        format="minutes",
        letterhead="太和镇党政联席会议纪要",
        addressees=None,
        body=f"会议议定如下事项。\n出席：{names}\n请假：周八\n列席人员：吴九",
    )
    found = {line.text[:3]: line for sheet in pages for line in sheet.lines}

    assert pages[0].ink(Box(0, 0, 210, 100), "red").top == near(72)
    for label in ("出席：", "请假：", "列席："):
        assert found[label].box.left == near(28 + 2 * CHARACTER)
        assert {glyph.font for glyph in found[label].glyphs[:2]} == {"FandolHei-Regular"}
        assert found[label].glyphs[3].font == "FandolFang-Regular"
    turned = next(li for sheet in pages for li in sheet.lines if li.text.endswith("孙七"))
    assert turned.box.left == near(28 + 5 * CHARACTER)


@pytest.mark.parametrize("name", ["喆", "堃", "镕", "祎"])
@pytest.mark.parametrize("format", ["document", "letter", "order", "minutes"])
def test_rare_names_are_printed_in_every_format(format, name):
    page = red_head(
        format=format,
        body=f"一、王{name}\n（一）王{name}\n王{name}同志",
        upward=format == "document",
        signatory=f"王{name}",
        signatory_title="区长",
        closing="signature" if format == "order" else "sealed",
    )
    pages = measured(render_pdf(page))
    glyphs = [g for sheet in pages for line in sheet.lines for g in line.glyphs if g.char == name]

    assert page.unprintable() == ""
    assert len(glyphs) >= 3
    assert not [g for g in glyphs if "Fandol" in g.font]  # Fandol lacks them all


# --- from the desk to the paper --------------------


def test_the_format_follows_the_kind_unless_chosen(office, desk):
    mine = desk(office.drafter)
    drafted = mine.post("outgoing", **draft_content(doc_kind="letter", note="联系人：李堃")).json()
    path = f"outgoing/{drafted['id']}"

    pages = measured(mine.get(f"{path}/pdf").content)
    followed = pages[0]
    chosen = mine.client.patch(
        f"{mine.root}/{path}", {"layout": "document"}, format="json", headers={"If-Match": "1"}
    )
    changed = measured(mine.get(f"{path}/pdf").content)[0]

    assert (drafted["layout"], drafted["note"]) == ("auto", "联系人：李堃")
    assert len(followed.red_rules) == 4
    assert followed.lines[0].text == "重庆市合川区太和镇人民政府"
    assert any(sheet.line("（联系人：李堃）") for sheet in pages)
    assert chosen.json()["layout"] == "document"
    assert len(changed.red_rules) == 1
    assert changed.line("重庆市合川区太和镇人民政府文件")


@pytest.mark.parametrize("mark", ["机密★5年", "秘密 ★1年", "绝密★"])
def test_what_bears_a_secrecy_mark_is_not_for_this_house(office, desk, mark):
    mine = desk(office.drafter)
    content = draft_content(body=f"{mark}\n妥否，请批示。", signatory=str(office.leader.pk))

    refused = mine.client.post("/api/correspondence/outgoing", content, format="json")

    assert refused.status_code == 400
    assert refused.json()["code"] == "files.classified"
    assert "机要渠道" in refused.json()["message"]
