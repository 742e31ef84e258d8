"""用纸、版心、正文 and what closes it (5, 7.3.3 to 7.3.7)."""

import re
from itertools import pairwise
from statistics import median

from tenant_apps.correspondence.certificate.findings import (
    TYPE_AREA_ERROR,
    Clause,
    Finding,
    Subject,
    printed,
)
from tenant_apps.correspondence.certificate.heads import CHARACTER, PITCH
from tenant_apps.correspondence.certificate.ruler import Line, Sheet
from tenant_apps.correspondence.layout import written

_PAGE_NUMBER = re.compile(r"—\d+—")


def checked(subject: Subject) -> list[Finding]:
    return [
        *_paper(subject),
        *_grid(subject),
        *_text(subject),
        *_closing(subject),
        *_annexes(subject),
    ]


def _paper(subject: Subject) -> list[Finding]:
    sheet = subject.first
    edges = [sheet.line_ink(line) for sheet in subject.sheets for line in _typed(sheet)]
    found = [
        Clause("5.1", "用纸幅面宽", "规定").length(210, sheet.width, 0.5),
        Clause("5.1", "用纸幅面高", "规定").length(297, sheet.height, 0.5),
    ]
    if edges:
        left, right = min(box.left for box in edges), max(box.right for box in edges)
        binding = Clause("5.2.1", "订口（左白边）", "规定")
        if left < 28 + CHARACTER / 2:  # else no line is flush left, and nothing shows the margin
            found.append(binding.length(28, left, TYPE_AREA_ERROR))
        inside = right <= 184 + TYPE_AREA_ERROR
        width = Clause("5.2.1", "版心宽（文字右缘不出版心）", "规定")
        found.append(width.holds("≤ 185.0 mm", f"{right:.2f} mm", inside))
    return found


def _typed(sheet: Sheet) -> list[Line]:
    """Lines of the type area: neither mark nor page number."""
    return [li for li in sheet.lines if li.size < 30 and not _PAGE_NUMBER.fullmatch(li.text)]


def _grid(subject: Subject) -> list[Finding]:
    """5.2.3 shows on pages that text runs through from top to bottom: up to the one where it is
    signed, which may be short although another follows (annexes, 版记 overleaf)."""
    dated = _after_text(subject, written(subject.page.dated_on) or "")
    ends = subject.sheets.index(dated[0]) if dated else len(subject.sheets) - 1
    full = [sheet for sheet in subject.sheets[1:ends] if len(_typed(sheet)) > 12]
    found = [one for sheet in full[:3] for one in _full_page(sheet)]
    sizes = [
        line.size for sheet in subject.sheets for line in _typed(sheet) if 15 < line.size < 17
    ]
    if sizes:
        size = Clause("5.2.2", "正文字号（三号）", "一般")
        found.append(size.holds("16 pt", f"{median(sizes):.2f} pt", abs(median(sizes) - 16) < 0.4))
    return found


def _full_page(sheet: Sheet) -> list[Finding]:
    lines = [line for line in _typed(sheet) if 15 < line.size < 17]
    top, bottom = sheet.line_ink(lines[0]).top, sheet.line_ink(lines[-1]).bottom
    widths = [
        b.left - a.left
        for line in lines
        for a, b in pairwise(line.glyphs)
        if "一" <= a.char <= "鿿" and "一" <= b.char <= "鿿"
    ]
    found = [
        Clause("5.2.1", "天头（上白边）", "规定").length(37, top, TYPE_AREA_ERROR),
        Clause("5.2.1", "版心下边缘", "规定").holds(
            "≤ 263.0 mm", f"{bottom:.2f} mm", bottom <= 262 + TYPE_AREA_ERROR
        ),
        Clause("5.2.3", "每面行数", "一般").count(22, len(lines)),
    ]
    if widths:
        each = Clause("5.2.3", "每行字数", "一般")
        found.append(each.count(28, round(156 / median(widths))))
    return found


def _text(subject: Subject) -> list[Finding]:
    body = map(printed, subject.page.parts().body)
    begins = next((line for line in body if line), "")[:8]
    shown = bool(begins and subject.first.line(begins))
    said = Clause("7.3.3", "公文首页显示正文", "规定")
    found = [said.holds("是", "是" if shown else "否", shown)]
    line = subject.first.line(begins) if shown else None
    if line:
        indent = Clause("7.3.3", "每个自然段左空二字", "一般")
        found.append(indent.length(28 + 2 * CHARACTER, line.box.left))
    return found


def _closing(subject: Subject) -> list[Finding]:
    page = subject.page
    day = written(page.dated_on) or ""
    dated = _after_text(subject, day)
    form = Clause("7.3.5.4", "成文日期用阿拉伯数字、年份全称、不编虚位", "规定")
    found = [form.holds(day, dated[1].text if dated else "没有找到", dated is not None)]
    if dated is None:
        return found
    sheet, line = dated
    alone = [
        li
        for li in _typed(sheet)
        if li.box.top < line.box.top - 2.5 * PITCH and _begins_as_text(li)
    ]
    kept = Clause("7.3.5.5", "署名页有正文，不出现“此页无正文”", "规定")
    found.append(kept.holds("是", "是" if alone else "否", bool(alone)))
    # The nearest above: the first line of the title may be the same name.
    above = [li for li in sheet.lines if li.box.top < line.box.top]
    name = next((li for li in reversed(above) if li.text == printed(page.author)), None)
    if page.closing == "plain" and name and not page.partners:
        first = Clause("7.3.5.2", "成文日期首字比署名首字右移二字", "规定")
        found.append(first.length(2 * CHARACTER, line.box.left - name.box.left))
    elif page.closing != "plain":
        right = Clause("7.3.5.1", "成文日期右空四字", "一般")
        found.append(right.length(184 - 4 * CHARACTER, line.box.right))
    note = _after_text(subject, f"（{(page.note or '').strip('（）()')}）") if page.note else None
    if note:
        indent = Clause("7.3.6", "附注居左空二字、加圆括号", "规定")
        found.append(indent.length(28 + 2 * CHARACTER, note[1].box.left))
    return found


def _begins_as_text(line: Line) -> bool:
    """Flush left or two characters in; names of those who seal stand further right."""
    aside = line.box.left - 28
    return aside < CHARACTER / 2 or abs(aside - 2 * CHARACTER) < CHARACTER / 8


def _after_text(subject: Subject, words: str) -> tuple[Sheet, Line] | None:
    """The last line that says just this: a date may stand in the text as well."""
    found = [(s, li) for s in subject.sheets for li in s.lines if words and li.text == words]
    return found[-1] if found else None


def _annexes(subject: Subject) -> list[Finding]:
    found = []
    for number, annex in enumerate(subject.page.parts().annexes, 1):
        labels = ("附件", f"附件{number}")
        begins = printed(annex.title)[:6]
        pages = [s for s in subject.sheets if s.lines and s.lines[0].text in labels]
        sheet = next((s for s in pages if any(begins in li.text for li in s.lines)), None)
        new = Clause("7.3.7", f"附件{number}另面编排，“附件”在左上角第一行", "规定")
        if sheet is None:
            found.append(new.holds("是", "否", False))
            continue
        title = sheet.lines[1]
        third = Clause("7.3.7", f"附件{number}标题在版心第三行", "规定")
        found.append(new.length(37, sheet.lines[0].box.top, TYPE_AREA_ERROR))
        found.append(third.length(37 + 2 * PITCH, title.box.top))
    return found
