"""From what stands on the paper to a Word file (7, in Word's own means)."""

import io
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Length, Mm, Pt

from tenant_apps.correspondence.layout import RedHead
from tenant_apps.correspondence.word import grid
from tenant_apps.correspondence.word.grid import CHARACTER, paragraph, piece, ruled

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
AREA = Mm(156)
_KEPT = 28 * 6  # a paragraph no longer than this follows its signature to the next page
_UNSETTLED = {"number": "（登记时编号）", "dated_on": "（签发之日）", "printed_on": "（印发日期）"}


def word_copy(page: RedHead) -> bytes:
    """Head, text, signature, annexes and 版记; what is not settled yet says so."""
    content = page.as_content()
    for name, words in _UNSETTLED.items():
        content[name] = content[name] or words
    document = docx.Document()
    grid.sheet(document)
    _numbers(document, letter=content["format"] == "letter")
    _head(document, content)
    _text(document, content)
    _closing(document, content)
    for annex in content["annexes"]:
        _annex(document, annex)
    _imprint(document, content)
    document.core_properties.title = "".join(content["title"])
    document.core_properties.author = content["authors"][0]
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _numbers(document: Document, *, letter: bool) -> None:
    section = document.sections[0]
    document.settings.odd_and_even_pages_header_footer = True
    section.different_first_page_header_footer = letter  # 10.1: none on its first page
    grid.page_number(section.footer, align="right", indent=1)
    grid.page_number(section.even_page_footer, align="left", indent=1)


def _empty(document: Document, lines: int = 1) -> None:
    for _ in range(lines):
        paragraph(document, [])


def _head(document: Document, content: dict[str, Any]) -> None:
    marks = [one for one in (content["copy_number"], content["urgency"]) if one]
    for mark in marks:
        paragraph(document, [(mark, "heiti")])
    if content["format"] in ("document", "minutes"):
        _empty(document, 3 - len(marks))  # the mark's upper edge 35 mm under the type area
    elif content["format"] == "order":
        _empty(document, 2 - len(marks))
    for name in _flags(content):
        size = Pt(min(62, int(442 / max(len(name), 1))))
        flag = paragraph(document, [], align="center")
        flag.paragraph_format.line_spacing = Length(int(size * 1.25))
        run = piece(flag, name, "biaosong", size=size)
        run.font.color.rgb, run.font.bold = grid.RED, True
    if content["format"] != "letter":
        _empty(document, 2)
    _number(document, content)


def _flags(content: dict[str, Any]) -> list[str]:
    """In joint issue one line a body; the last bears 文件: Word cannot set it beside all."""
    names = list(content["letterheads"])
    if content["format"] != "document" or len(names) == 1:
        return [content["letterhead"]]
    return [*names[:-1], f"{names[-1]}{content['letterhead_suffix']}"]


def _number(document: Document, content: dict[str, Any]) -> None:
    number = content["number"]
    if content["upward"]:
        made = paragraph(document, [(number, "fangsong")], align="left", indent=1)
        stops = made.paragraph_format.tab_stops
        stops.add_tab_stop(Length(AREA - int(CHARACTER)), WD_TAB_ALIGNMENT.RIGHT)
        piece(made, "\t签发人：", "fangsong")
        piece(made, "　".join(content["signatories"]) or "（签发时填写）", "kaiti")
    elif content["format"] == "letter":
        rule = paragraph(document, [])
        ruled(rule, "top", 24, "E60012")
        rule.paragraph_format.line_spacing = Pt(8)
        made = paragraph(document, [(number, "fangsong")], align="right")
    else:
        made = paragraph(document, [(number, "fangsong")], align="center")
    if content["format"] in ("document", "minutes"):
        ruled(made, "bottom", 16, "E60012", away=11)  # 4 mm
    _empty(document, 2)


def _text(document: Document, content: dict[str, Any]) -> None:
    if content["format"] != "order":
        for line in content["title"]:
            paragraph(document, [(line, "biaosong")], align="center", size=Pt(22))
        _empty(document)
        if content["addressees"]:
            paragraph(document, [(content["addressees"], "fangsong")])
    _leveled(document, content["body"])
    named = content["attachments"]
    if named:
        _empty(document)
    for place, name in enumerate(named, 1):
        label = "附件：" if place == 1 else "　　　"
        number = f"{place}. " if len(named) > 1 else ""
        paragraph(document, [(f"{label}{number}{name}", "fangsong")], indent=2)
    if content["attendance"]:
        _empty(document)
    for one in content["attendance"]:
        paragraph(document, [(one["label"], "heiti"), (f"：{one['names']}", "fangsong")], indent=2)


def _leveled(document: Document, body: list[dict[str, Any]]) -> None:
    faces = {"first": "heiti", "second": "kaiti", None: "fangsong"}
    for one in body:
        pieces = [(one["lead"], faces[one["level"]]), (one["rest"], "fangsong")]
        paragraph(document, [(text, face) for text, face in pieces if text], indent=2)


def _closing(document: Document, content: dict[str, Any]) -> None:
    """署名 and date stand to the right; kept with the text before them, never alone (7.3.5.5)."""
    _empty(document, 2 if content["closing"] == "signature" else 1)
    last = document.paragraphs[-2]
    last.paragraph_format.keep_with_next = len(last.text) < _KEPT
    names = content["authors"]
    if content["closing"] == "signature":
        names = [
            f"{content['signatory_title'] or ''}　　{name}" for name in content["signatories"]
        ]
    in_from_the_right = 2 if content["closing"] == "plain" else 4
    for name in [*names, content["dated_on"]]:
        made = paragraph(document, [(name, "fangsong")], align="right")
        made.paragraph_format.right_indent = Length(int(CHARACTER * in_from_the_right))
        made.paragraph_format.keep_with_next = name != content["dated_on"]
    if content["note"]:
        paragraph(document, [(f"（{content['note']}）", "fangsong")], indent=2)


def _annex(document: Document, annex: dict[str, Any]) -> None:
    label = paragraph(document, [(annex["label"], "heiti")])
    label.paragraph_format.page_break_before = True
    _empty(document)
    for line in annex["title"]:
        paragraph(document, [(line, "biaosong")], align="center", size=Pt(22))
    _empty(document)
    _leveled(document, annex["body"])


def _imprint(document: Document, content: dict[str, Any]) -> None:
    """版记 follows the text; the hand that prints moves it to the foot of the last page."""
    _empty(document)
    bare = content["format"] == "letter"
    rows = [f"抄送：{content['copies']}"] if content["copies"] else []
    if not bare:
        rows.append(f"{content['printed_by']}\t{content['printed_on']}印发")
    for place, row in enumerate(rows):
        made = paragraph(document, [(row, "fangsong")], align="left", size=Pt(14))
        made.paragraph_format.first_line_indent = Pt(14)
        made.paragraph_format.keep_with_next = place < len(rows) - 1
        made.paragraph_format.tab_stops.add_tab_stop(
            Length(AREA - int(Pt(14))), WD_TAB_ALIGNMENT.RIGHT
        )
        if not bare:
            ruled(made, "top", 8 if place == 0 else 6, "000000")
            if place == len(rows) - 1:
                ruled(made, "bottom", 8, "000000")
