"""版式检测: a right page passes, a wrong one is told what is wrong; the copy keeps its sheet."""

import io
import json

import pikepdf
import pytest

from tenant_apps.correspondence.certificate import certify
from tenant_apps.correspondence.certificate.ruler import measured
from tenant_apps.correspondence.layout import Partner, render_pdf, rendering
from tenant_apps.correspondence.layout.faces import HOUSE
from tests.make.layout import red_head

PURE = "全镇林地面积四万三千二百亩森林覆盖率百分之四十一"
POINTS = 72 / 25.4
FORMATS = {
    "downward": {"body": PURE * 60, "note": "此件公开发布"},
    "upward": {"upward": True, "signatory": "李堃"},
    "letter": {"format": "letter", "letterhead": "合川区太和镇人民政府", "closing": "sealed"},
    "order": {
        "format": "order", "letterhead": "合川区人民政府令", "number": "第12号",
        "addressees": None,
        "closing": "signature", "signatory": "李堃", "signatory_title": "区长",
    },
    "minutes": {"format": "minutes", "letterhead": "太和镇党政联席会议纪要", "addressees": None},
    "joint": {
        "letterhead": "重庆市合川区太和镇人民政府文件", "author": "重庆市合川区太和镇人民政府",
        "title": "重庆市合川区太和镇人民政府 重庆市合川区应急管理局关于联合检查的通知",
        "addressees": "重庆市合川区水利局", "closing": "sealed",
        "partners": (Partner(name="重庆市合川区应急管理局", author="重庆市合川区应急管理局"),),
    },
    "joint_upward_with_a_long_name": {
        "letterhead": "合川区太和镇人民政府文件", "upward": True, "signatory": "李静",
        "closing": "sealed",
        "partners": (
            Partner(name="合川区水利局", author="合川区水利局", signatory="买买提吐尔逊·买买提"),
            Partner(name="合川区林业局", author="合川区林业局", signatory="李堃"),
        ),
    },
    "twelve_bodies": {
        "letterhead": "合川区太和镇人民政府文件", "upward": True, "signatory": "李静",
        "closing": "sealed", "body": f"{PURE * 9}\n妥否，请批示。",
        "partners": tuple(
            Partner(name=f"合川区{one}局", author=f"合川区{one}局", signatory="李堃")
            for one in (
                *("水利", "教育", "财政", "民政", "审计", "司法"),
                *("公安", "林业", "统计", "商务", "应急"),
            )
        ),
    },
    "own_name_above": {
        "author": "重庆市合川区太和镇人民政府",
        "title": "重庆市合川区太和镇人民政府关于报送年度工作要点的请示",
    },
    "rare_name_first": {"body": "𬱖㛃同志任副镇长。"},
    "pasted_from_elsewhere": {"body": "\ufeff\u200b现将有关情况请示如下。"},
    "address_first": {"body": "https://www.hc.gov.cn/bmjd/jz/thz/zwgk_133233 已公布，请登录。"},
    "annex_with_blanks": {"body": "妥否，请批示。\n附件\n2026 年 资金预算表\n二十万元。"},
    "imprint_overleaf": {
        "body": PURE * 38, "closing": "sealed", "both_sides": True,
        "attachments": ("资金测算表", "项目清单"),
    },
    "annexed": {"body": "妥否，请批示。\n附件\n资金预算表\n二十万元。", "both_sides": True},
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_our_own_pages_meet_every_clause(name):
    page = red_head(**FORMATS[name])
    findings = certify(render_pdf(page), page)

    assert [one for one in findings if one.verdict != "pass"] == []
    assert len(findings) >= 15


def test_a_page_shifted_by_two_millimetres_is_found_out():
    page = red_head(body=PURE * 60)
    findings = certify(_moved(render_pdf(page), right=2, down=2), page)
    failed = {one.item: one.measured for one in findings if one.verdict == "fail"}

    assert {"订口（左白边）", "天头（上白边）", "版心下边缘"} <= failed.keys()
    assert failed["发文机关标志上边缘（距页上边）"].startswith("74.0")


@pytest.mark.parametrize(
    ("changes", "clause"),
    [
        ({"number": "太和府文〔2026〕012号"}, "7.2.5"),
        ({"number": "太和府文[2026]12号"}, "7.2.5"),
    ],
)
def test_a_number_written_wrongly_fails(changes, clause):
    page = red_head(**changes)

    assert clause in _failed(render_pdf(page), page)


def test_a_wrong_count_of_lines_only_warns():
    page = red_head(body=PURE * 60)
    findings = certify(_stretched(page, 1.1), page)
    (lines, *_) = [one for one in findings if one.item == "每面行数"]

    assert (lines.demanded, lines.strength, lines.verdict) == ("22", "一般", "warn")
    assert lines.measured in ("19", "20")


def test_another_date_than_the_signature_gave_is_found_out():
    page = red_head()
    other = red_head(dated_on=page.dated_on.replace(day=9))

    assert "7.3.5.4" in _failed(render_pdf(other), page)


def test_the_released_copy_keeps_its_certificate(office, desk, carry, relay, other_unit):
    document_id = carry("released")
    mine = desk(office.registrar)
    before = mine.get(f"outgoing/{document_id}/certificate")

    relay()
    relay()
    kept = mine.get(f"outgoing/{document_id}/certificate").json()
    sheet = mine.get(f"outgoing/{document_id}/certificate/pdf")

    assert (before.status_code, before.json()["code"]) == (404, "not_found")
    assert kept["failed"] == 0
    assert kept["pdf_sha256"]
    text = "".join(li.text for page in measured(sheet.content) for li in page.lines)
    assert "公文版式检测单" in text
    assert kept["pdf_sha256"] in text
    assert desk(office.stranger).get(f"outgoing/{document_id}/certificate").status_code == 404


def _failed(pdf, page):
    return {one.clause: one.measured for one in certify(pdf, page) if one.verdict == "fail"}


def _moved(pdf, *, right, down):
    """Everything on every page shifted, as a careless printer driver does."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            shift = f"1 0 0 1 {right * POINTS:.3f} {-down * POINTS:.3f} cm\n".encode()
            page.contents_add(document.make_stream(b"q\n" + shift), prepend=True)
            page.contents_add(document.make_stream(b"\nQ"))
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


def _stretched(page, factor):
    spaced = {"overleaf": False, "spare": 0, "kept": False, "mark_height": 66}
    content = page.as_content() | spaced | {"addressees_in_imprint": False}
    given = {"doc": json.dumps(content | {"stretch": factor})}
    with rendering._warm.compiler(HOUSE) as compiler:
        return compiler.compile(sys_inputs=given, format="pdf")
