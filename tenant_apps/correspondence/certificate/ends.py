"""版记 and 页码 (7.4, 7.5, 10.1)."""

import re

from tenant_apps.correspondence.certificate.findings import Clause, Finding, Subject
from tenant_apps.correspondence.certificate.heads import CHARACTER

_PAGE_NUMBER = re.compile(r"—(\d+)—")


def checked(subject: Subject) -> list[Finding]:
    return [*_imprint(subject), *_numbers(subject)]


def _imprint(subject: Subject) -> list[Finding]:
    rules = subject.last.dark_rules
    if subject.page.format == "letter":
        bare = Clause("10.1", "信函版记不加分隔线、印发机关和印发日期", "规定")
        printed = any(line.text.endswith("印发") for line in subject.last.lines)
        right = not rules and not printed
        return [bare.holds("没有", "没有" if right else "有", right)]
    last = Clause("7.4", "版记末条分隔线与版心下边缘重合", "推荐")
    if not rules:
        return [last.length(262, None)]
    demanded = [0.35, *([0.25] if len(rules) > 2 else []), 0.35]
    thick = Clause("7.4.1", "版记分隔线高度", "推荐")
    found = [last.length(262, rules[-1].bottom)]
    for want, rule in zip(demanded, (rules[0], *rules[1:-1][:1], rules[-1]), strict=False):
        found.append(thick.length(want, rule.height, 0.12))
    width = Clause("7.4.1", "版记分隔线与版心等宽", "推荐")
    found.append(width.length(156, rules[-1].width))
    if subject.page.both_sides:
        even = Clause("7.4", "双面印制时版记在偶数页", "实务")
        found.append(
            even.holds("偶数页", f"第{len(subject.sheets)}页", len(subject.sheets) % 2 == 0)
        )
    return found


def _numbers(subject: Subject) -> list[Finding]:
    found = []
    for place, sheet in enumerate(subject.sheets, 1):
        line = next((li for li in sheet.lines if _PAGE_NUMBER.fullmatch(li.text)), None)
        if place == 1 and subject.page.format == "letter":
            none = Clause("10.1", "信函首页不显示页码", "规定")
            found.append(none.holds("没有", line.text if line else "没有", line is None))
        elif line:
            ink = sheet.line_ink(line)
            dash = Clause("7.5", f"第{place}页页码一字线距版心下边缘", "一般")
            side = Clause("7.5", f"第{place}页页码{'右' if place % 2 else '左'}空一字", "一般")
            found.append(dash.length(7, (ink.top + ink.bottom) / 2 - 262))
            edge = 184 - line.box.right if place % 2 else line.box.left - 28
            found.append(side.length(CHARACTER, edge))
    return found
