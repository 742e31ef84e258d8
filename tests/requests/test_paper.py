"""Printed and taken along: what stands on paper and in a table is what was said."""

import io

import pdfplumber
from openpyxl import load_workbook

from tests.make import requests as make

EVIL = '=HYPERLINK("http://x.example","点这里")'


def test_a_request_prints_with_its_answers_and_its_opinions(office, desk, approve):
    filed = desk(office.clerk).file(
        "funds",
        {
            "purpose": "防汛沙袋",
            "amount": 1680.32,
            "source": "项目支出",
            "basis": "会议纪要 3 号\n第二条",
        },
    )
    approve(filed, office.head, opinion="情况属实，拟同意。")

    printed = desk(office.clerk).get(f"/{filed.json()['id']}/print")

    assert printed.status_code == 200
    assert printed.headers["Content-Type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(printed.content)) as pdf:
        text = pdf.pages[0].extract_text()
    for said in (
        "用款申请单",
        "款〔2026〕1号",
        "壹仟陆佰捌拾元叁角贰分",
        "第二条",
        "情况属实，拟同意。",
        "高建平",
    ):
        assert said in text, said


def test_a_table_of_lines_prints_line_by_line(office, desk):
    paper = make.stock()
    filed = desk(office.clerk).file(
        "supplies",
        {"items": [{"item": str(paper.pk), "quantity": 2, "note": "双面"}], "reason": "打印"},
    )

    printed = desk(office.clerk).get(f"/{filed.json()['id']}/print")

    with pdfplumber.open(io.BytesIO(printed.content)) as pdf:
        text = pdf.pages[0].extract_text()
    assert "A4 复印纸 2 双面" in text
    assert desk(office.stranger).get(f"/{filed.json()['id']}/print").status_code == 404


def test_an_export_holds_what_one_may_see_and_runs_nothing(office, desk):
    desk(office.clerk).file(
        "funds", {"purpose": EVIL, "amount": 800, "source": "项目支出", "basis": "会议纪要"}
    )

    def rows(person, **query):
        answer = desk(person).get("/export", **query)
        assert answer.status_code == 200, answer.content
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        return [list(row) for row in book.active.iter_rows(values_only=True)], book

    seen, book = rows(office.manager, kind="funds")
    assert seen[0][:3] == ["编号", "事项", "申请人"]
    line = dict(zip(seen[0], seen[1], strict=True))
    assert (line["用途"], line["申请金额"]) == (f"'{EVIL}", 800)
    assert not any(cell.data_type == "f" for row in book.active.iter_rows() for cell in row)
    assert len(rows(office.stranger)[0]) == 1
    assert len(rows(office.manager, **{"from": "2027-01-01"})[0]) == 1
