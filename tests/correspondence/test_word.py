"""The Word copy: read back by python-docx, and set by LibreOffice."""

import io
import subprocess
from functools import partial

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from tenant_apps.correspondence.certificate.ruler import measured
from tenant_apps.correspondence.layout import Partner
from tenant_apps.correspondence.word import word_copy
from tests.make.layout import red_head

PURE = "全镇林地面积四万三千二百亩森林覆盖率百分之四十一"
near = partial(pytest.approx, abs=0.1)


def opened(**changes):
    return docx.Document(io.BytesIO(word_copy(red_head(**changes))))


def texts(document):
    return [one.text for one in document.paragraphs if one.text]


def test_the_sheet_is_the_standards_without_a_document_grid():
    section = opened().sections[0]

    assert (section.page_width.mm, section.page_height.mm) == (near(210), near(297))
    assert (section.top_margin.mm, section.left_margin.mm) == (near(37), near(28))
    assert (section.bottom_margin.mm, section.right_margin.mm) == (near(35), near(26))
    assert section._sectPr.find(qn("w:docGrid")) is None


def test_lines_are_exact_and_characters_tightened():
    document = opened(body="一、总体要求\n（一）强化统筹。各单位抓紧。\n妥否，请批示。")
    first = next(one for one in document.paragraphs if one.text == "一、总体要求")
    run = first.runs[0]

    assert first.paragraph_format.line_spacing == pytest.approx(Pt(28.95), abs=10)
    assert run.font.size == Pt(16)
    assert run._r.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"
    assert run._r.rPr.find(qn("w:spacing")).get(qn("w:val")) == "-5"


def test_everything_on_the_paper_is_in_the_file():
    partner = Partner(name="合川区财政局", author="合川区财政局", signatory="王喆")
    document = opened(
        upward=True, signatory="李堃", partners=(partner,), note="联系人：赵祎",
        body="妥否，请批示。\n附件\n资金预算表\n二十万元。", urgency="特急",
    )  # fmt: skip
    said = texts(document)

    assert "合川区财政局文件" in said
    assert "太和府文〔2026〕12号\t签发人：李堃　王喆" in said
    assert said.index("附件：资金预算表") < said.index("2026年11月2日") < said.index("附件")
    assert said[-2:] == ["抄送：区林业局，区财政局。", "太和镇党政办公室\t2026年11月2日印发"]
    assert "（联系人：赵祎）" in said
    footer = document.sections[0].footer.paragraphs[0]._p
    assert [one.text for one in footer.iter(qn("w:instrText"))] == ["PAGE"]


def test_a_draft_says_what_is_open():
    said = texts(opened(number=None, dated_on=None, printed_on=None, draft=True))

    assert "（登记时编号）" in said
    assert "（签发之日）" in said


def test_a_letter_has_no_number_on_its_first_page_and_a_bare_imprint():
    document = opened(format="letter", letterhead="合川区太和镇人民政府")

    assert document.sections[0].different_first_page_header_footer
    assert texts(document)[-1] == "抄送：区林业局，区财政局。"


def test_whoever_sees_the_document_may_have_it_in_word(office, desk, drafted):
    answer = desk(office.drafter).get(f"outgoing/{drafted}/docx")

    assert "attachment" in answer.headers["Content-Disposition"]
    assert "妥否，请批示。" in texts(docx.Document(io.BytesIO(answer.content)))
    assert desk(office.stranger).get(f"outgoing/{drafted}/docx").status_code == 404


@pytest.mark.office
def test_libreoffice_sets_28_characters_on_22_lines(tmp_path):
    source = tmp_path / "公文.docx"
    source.write_bytes(word_copy(red_head(body=PURE * 60)))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, source],
        check=True, capture_output=True, timeout=100,
    )  # fmt: skip
    sheet = measured((tmp_path / "公文.pdf").read_bytes())[1]
    lines = [line for line in sheet.lines if "—" not in line.text]

    assert [len(line.text) for line in lines] == [28] * 22
