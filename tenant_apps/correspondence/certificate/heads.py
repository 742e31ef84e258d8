"""版头 and 标题: what stands above the text (7.2, 7.3.1, 7.3.2, 10.1, 10.2, 10.3)."""

import re

from tenant_apps.correspondence.certificate.findings import Clause, Finding, Subject, printed
from tenant_apps.correspondence.certificate.ruler import Box, Line, Sheet

CHARACTER = 156 / 28
PITCH = 225 * 1.875 / 40.375
_NUMBER = re.compile(r"[^〔〕]+〔\d{4}〕[1-9]\d*号")
# Where the mark begins: (clause, millimetres from the upper edge of the sheet).
_MARKS = {
    "document": ("7.2.4", 37 + 35),
    "letter": ("10.1", 30),
    "order": ("10.2", 37 + 20),
    "minutes": ("10.3", 37 + 35),
}


def checked(subject: Subject) -> list[Finding]:
    found = [*_mark(subject), *_number(subject)]
    if subject.page.format == "letter":
        return [*found, *_double_rules(subject.first), *_title(subject)]
    if subject.page.format == "order":
        return found
    return [*found, *_red_rule(subject), *_title(subject)]


def _mark(subject: Subject) -> list[Finding]:
    clause, demanded = _MARKS[subject.page.format]
    ink = subject.first.ink(colour="red")
    strength = "可以" if subject.page.format == "minutes" else "规定"
    item = Clause(clause, "发文机关标志上边缘（距页上边）", strength)  # type: ignore[arg-type]  # two of its words
    found = [item.length(demanded, ink.top if ink else None)]
    if ink and (lowest := _mark_ink(subject)):
        middle = Clause("7.2.4", "发文机关标志居中（左右空白之差）", "规定")
        found.append(middle.length(0, (lowest.left - 28) - (184 - lowest.right), 1.0))
    return found


def _mark_ink(subject: Subject) -> Box | None:
    number = _number_line(subject)
    rules = subject.first.red_rules
    below = min([rule.top for rule in rules[:1]] + ([number.box.top] if number else []) or [120])
    return subject.first.ink(Box(0, 0, 210, below - 0.5), "red")


def _number_line(subject: Subject) -> Line | None:
    number = (subject.page.number or "").replace(" ", "")
    return subject.first.line(number) if number else None


def _number(subject: Subject) -> list[Finding]:
    number, line = subject.page.number or "", _number_line(subject)
    form = Clause("7.2.5", "发文字号：年份用六角括号全称，序号不加“第”、不编虚位", "规定")
    found = []
    if subject.page.format != "order":
        right = bool(line and _NUMBER.fullmatch(number))
        found.append(form.holds("代字〔四位年份〕N号", number or "没有找到", right))
    if line is None:
        return found
    box, mark = line.box, _mark_ink(subject)
    if subject.page.format == "letter":
        right_edge = Clause("10.1", "发文字号顶格居版心右边缘", "规定")
        return [*found, right_edge.length(184, subject.first.line_ink(line).right)]
    if mark and not subject.page.upward:
        below = Clause("7.2.5", "发文字号在标志下空二行", "规定")
        found.append(below.length(2 * PITCH, box.top - mark.bottom))
    if not subject.page.upward:
        middle = Clause("7.2.5", "发文字号居中（距版心中线）", "规定")
        found.append(middle.length(0, box.middle - (28 + 78)))
        return found
    left = Clause("7.2.5", "上行文发文字号居左空一字", "规定")
    names = Clause("7.2.6", "签发人姓名用楷体、居右空一字", "规定")
    edge = max(one.box.right for one in _signers(subject, line))
    return [
        *found,
        left.length(28 + CHARACTER, box.left),
        names.length(184 - CHARACTER, edge if subject.page.signatory else None),
    ]


def _signers(subject: Subject, number: Line) -> list[Line]:
    """From 签发人 down to the line of the number, where the last of the names stands."""
    lines = subject.first.lines
    begins = min([one.box.top for one in lines if "签发人" in one.text] + [number.box.top])
    return [one for one in lines if begins - 1 <= one.box.top <= number.box.top + 1]


def _red_rule(subject: Subject) -> list[Finding]:
    rules, number = subject.first.red_rules, _number_line(subject)
    below = Clause("7.2.7", "红色分隔线在发文字号下", "规定")
    width = Clause("7.2.7", "红色分隔线与版心等宽", "规定")
    if not rules:
        return [width.length(156, None)]
    rule = rules[0]
    return [
        below.length(4, rule.top - number.box.bottom if number else None),
        width.length(156, rule.width),
        Clause("5.2.1", "红色分隔线左端（订口）", "规定").length(28, rule.left),
    ]


def _double_rules(sheet: Sheet) -> list[Finding]:
    rules = sheet.red_rules
    there = Clause("10.1", "信函首页两条红色双线", "规定").count(4, len(rules))
    if len(rules) != 4:
        return [there]
    mark = sheet.ink(Box(0, 0, 210, rules[0].top - 0.5), "red")
    width = Clause("10.1", "红色双线线长", "规定")
    thick = rules[0].height > rules[1].height and rules[3].height > rules[2].height
    return [
        there,
        Clause("10.1", "红色双线在标志下", "规定").length(
            4, rules[0].top - mark.bottom if mark else None
        ),
        width.length(170, rules[0].width),
        width.length(170, rules[3].width),
        Clause("10.1", "红色双线居中（左端距页边）", "规定").length(20, rules[0].left),
        Clause("10.1", "第二条红色双线距下页边", "规定").length(
            20, sheet.height - rules[3].bottom
        ),
        Clause("10.1", "双线上粗下细、下方上细下粗", "规定").holds(
            "是", "是" if thick else "否", thick
        ),
    ]


def _title(subject: Subject) -> list[Finding]:
    title = [line for line in subject.first.lines if abs(line.size - 22) < 0.3]
    size = Clause("7.3.1", "标题用二号字", "一般")
    if not title:
        return [size.holds("22 pt", "没有找到", False)]
    middle = Clause("7.3.1", "标题居中（距版心中线）", "一般")
    # By the ink: a line that ends with “、” leaves half of its box unset.
    aside = [subject.first.line_ink(line).middle - 106 for line in title]
    found = [
        size.holds("22 pt", f"{title[0].size:.1f} pt", True),
        middle.length(0, max(aside, key=abs)),
    ]
    rules = subject.first.red_rules
    if subject.page.format == "document" and rules:
        below = Clause("7.3.1", "标题在红色分隔线下空二行", "一般")
        found.append(below.length(2 * PITCH, title[0].box.top - rules[0].bottom))
    return [*found, *_addressees(subject, title[-1])]


def _addressees(subject: Subject, above: Line) -> list[Finding]:
    names = printed(subject.page.addressees or "")[:6]
    # The mark and the title may begin with the same words: 重庆市合川区….
    under = [li for li in subject.first.lines if li.box.top > above.box.top]
    line = next((li for li in under if names and li.text.startswith(names)), None)
    if line is None:
        return []
    spacing = Clause("7.3.2", "主送机关在标题下空一行", "规定")
    left = Clause("7.3.2", "主送机关居左顶格", "规定")
    return [
        spacing.length(2 * PITCH - CHARACTER, line.box.top - above.box.bottom),
        left.length(28, line.box.left),
    ]
