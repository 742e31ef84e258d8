"""From a Word file to the text that is printed: numbers come along, what cannot is said."""

import pytest

from tenant_apps.texts import carrying, numbering, words
from tests.make import texts

LEVEL = (
    '<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
    '<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'
)
CHINESE = "chineseCountingThousand"
LEVELS = (
    LEVEL.format(at=0, kind=CHINESE, suffix="tab", text="%1、", more="")
    + LEVEL.format(at=1, kind=CHINESE, suffix="tab", text="（%2）", more="")
    + LEVEL.format(at=2, kind="decimal", suffix="tab", text="%3.", more="")
    + LEVEL.format(at=3, kind="decimal", suffix="tab", text="%1.%2.%3.%4", more="<w:isLgl/>")
)
AGAIN = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
LISTS = (
    f'<w:numbering {texts.W}><w:abstractNum w:abstractNumId="7">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{AGAIN}</w:num></w:numbering>'
)


def numbered(said: str, *, at: int = 0, list: int = 1, mark: str = "") -> str:
    place = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{list}"/></w:numPr>'
    return f"<w:pPr>{place}{mark}</w:pPr>{texts.said(said)}"


def listed(*paragraphs: str, lists: str = LISTS, **more: str) -> bytes:
    found = texts.word(*paragraphs)
    for name, part in ({"word/numbering.xml": lists} | more).items():
        found = texts.with_part(found, name, part)
    return found


def read(content: bytes) -> list[str]:
    found = words.parts(content)
    body = words.body_of(found)
    return words.text_of(body, label=numbering.of(found).label).split("\n")


def test_the_numbers_word_draws_are_words_of_the_text(text):
    content = listed(
        "现通知如下。",
        numbered("总体要求"),
        numbered("指导思想", at=1),
        numbered("基本原则", at=1),
        numbered("统筹", at=2),
        numbered("细目", at=3),
        numbered("主要任务"),
        numbered("第一项", at=1),
    )

    answer = text("drafter").word(base=1, content=content)

    assert answer.status_code == 201, answer.json()
    assert text("drafter").document_now()["body"].split("\n") == [
        "现通知如下。",
        "一、总体要求",
        "（一）指导思想",
        "（二）基本原则",
        "1.统筹",
        "1.2.1.1 细目",
        "二、主要任务",
        "（一）第一项",
    ]


def test_a_list_begun_afresh_counts_from_its_own_start():
    content = listed(
        numbered("甲"), numbered("乙"), numbered("丙", list=2), numbered("丁", list=2)
    )

    assert read(content) == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_a_number_may_come_from_the_style():
    styles = (
        f'<w:styles {texts.W}><w:style w:type="paragraph" w:styleId="a"><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" '
        'w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'
    )
    based = '<w:pPr><w:pStyle w:val="b"/></w:pPr>' + texts.said("随样式")
    freed = (
        '<w:pPr><w:pStyle w:val="b"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'
        + texts.said("不编号")
    )

    assert read(listed(based, freed, based, **{"word/styles.xml": styles})) == [
        "一、随样式",
        "不编号",
        "二、随样式",
    ]


def test_a_paragraph_joined_to_the_next_bears_the_number_of_the_next():
    gone = '<w:rPr><w:del w:id="1" w:author="陈思雨"/></w:rPr>'

    assert read(listed(numbered("前", mark=gone), numbered("后"), numbered("再"))) == [
        "一、前后",
        "二、再",
    ]


@pytest.mark.parametrize(
    ("kind", "count", "said"),
    [
        (CHINESE, 10, "十"),
        (CHINESE, 21, "二十一"),
        (CHINESE, 103, "一百〇三"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "11"),
        ("decimalEnclosedCircleChinese", 20, "⑳"),
        ("lowerLetter", 28, "bb"),
        ("upperRoman", 94, "XCIV"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "１２"),
        ("hebrew1", 5, "5"),
    ],
)
def test_a_count_is_written_as_its_kind_says(kind, count, said):
    assert numbering.written(count, kind) == said


@pytest.mark.parametrize(
    "lists",
    [
        f'<w:numbering {texts.W}><w:num w:numId="1"/></w:numbering>',
        f'<w:numbering {texts.W}><w:abstractNum w:abstractNumId="x"><w:lvl w:ilvl="99999999"/>'
        '<w:lvl w:ilvl="-1"><w:start w:val="上"/></w:lvl></w:abstractNum><w:num w:numId="1">'
        '<w:abstractNumId w:val="x"/><w:lvlOverride w:ilvl="多"><w:startOverride w:val=""/>'
        "</w:lvlOverride></w:num></w:numbering>",
    ],
)
def test_a_list_that_says_nothing_sensible_numbers_nothing(lists):
    assert read(listed(numbered("照旧"), lists=lists)) == ["照旧"]


def test_raised_digits_stay_raised_and_hidden_words_hidden():
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>不给人看</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>。</w:t></w:r>'

    assert read(texts.word(texts.said("12m") + raised + hidden + shown)) == ["12m²。"]


ROW = "<w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr>"
TABLE = f"</w:p><w:tbl>{ROW}</w:tbl><w:p>"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
PICTURE = f'<w:r><w:drawing><p:pic xmlns:p="{DRAWING}/picture"/></w:drawing></w:r>'
CHART = f'<w:r><w:drawing><c:chart xmlns:c="{DRAWING}/chart"/></w:drawing></w:r>'
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        ("<w:r/>" + TABLE, ["表格 1 个（只剩逐行的文字）"]),
        (PICTURE + PICTURE, ["图片 2 幅"]),
        (CHART, ["图形或图表 1 个"]),
        ("<w:r><w:object/></w:r>", ["嵌入的对象 1 个"]),
        (f'<m:oMath xmlns:m="{MATH}"/>', ["公式 1 处"]),
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', ["脚注、尾注 1 条"]),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', ["符号字体的字符 1 个"]),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>", ["隐藏文字 1 处"]),
        (
            '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>注</w:t></w:r>',
            ["上标、下标 1 处（并入正文）"],
        ),
        ("<w:r><w:rPr><w:b/></w:rPr><w:t>重</w:t></w:r>", [carrying.LOOKS[0]]),
        ('<w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>轻</w:t></w:r>', []),
        (f'<w:del w:id="1" w:author="甲">{PICTURE}</w:del>', []),
    ],
)
def test_what_will_not_be_printed_is_counted(text, paragraph, said):
    answer = text("drafter").word(paragraph, base=1)

    assert answer.json()["left_out"] == said


def test_a_table_is_not_lost_in_silence(text, submit):
    mine = text("drafter")
    mine.word("<w:r/>" + TABLE, "妥否，请批示。", base=1)
    found = {one["code"]: one for one in mine.document_now()["findings"]}

    assert found["T4"]["strength"] == "conditional"
    assert "表格 1 个" in found["T4"]["detail"]
    refused = mine.client.post(
        f"/api/correspondence/outgoing/{mine.document}/submit",
        {"request_id": "6d2f7a54-14c5-4b5a-9a07-1a7a6f3f5b11"},
        format="json",
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "outgoing.needs_a_reason")

    mine.post("/typed")

    assert "T4" not in {one["code"] for one in mine.document_now()["findings"]}


def test_only_the_look_is_a_hint(text):
    mine = text("drafter")
    mine.word("<w:r><w:rPr><w:b/></w:rPr><w:t>妥否，请批示。</w:t></w:r>", base=1)
    found = {one["code"]: one["strength"] for one in mine.document_now()["findings"]}

    assert found["T5"] == "hint"
    assert "T4" not in found


STRUCK_ROW = '<w:tr><w:trPr><w:del w:id="3" w:author="甲"/></w:trPr><w:tc><w:p/></w:tc></w:tr>'


def test_the_clean_copy_of_struck_paragraphs_rows_and_notes():
    mark = '<w:pPr><w:pStyle w:val="h"/><w:rPr><w:del w:id="5" w:author="甲"/></w:rPr></w:pPr>'
    content = texts.word(
        mark + texts.struck("标题甲"),
        mark + texts.struck("标题乙"),
        "留下的一段。",
        f"<w:r/></w:p><w:tbl>{ROW}{STRUCK_ROW}</w:tbl><w:p>",
    )
    notes = f"<w:p>{texts.struck('旧')}{texts.inserted('新')}</w:p>"
    note = f"<w:footnotes {texts.W}>{notes}</w:footnotes>"
    remark = f'<w:comment w:id="0"><w:p>{texts.said("不妥")}</w:p></w:comment>'
    remark = f"<w:comments {texts.W}>{remark}</w:comments>"
    content = texts.with_part(content, "word/footnotes.xml", note)
    content = texts.with_part(content, "word/comments.xml", remark)

    clean = words.parts(words.clean(content))

    body = words.body_of(clean)
    assert words.text_of(body) == "留下的一段。\n\n甲"
    assert len(list(body.iter(f"{words.W}pStyle"))) == 0
    assert len(list(body.iter(f"{words.W}tr"))) == 1
    assert "旧" not in clean["word/footnotes.xml"].decode()
    assert "不妥" not in clean["word/comments.xml"].decode()
