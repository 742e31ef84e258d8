"""Pages to lay out, and a ruler to lay on them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import pdfplumber

from tenant_apps.correspondence.layout import RedHead, render_pdf

MM = 25.4 / 72
CHARACTER = 156 / 28
ASCENT = 0.85  # of the em box, above the baseline


def red_head(**changes: Any) -> RedHead:
    facts: dict[str, Any] = {
        "letterhead": "太和镇人民政府文件",
        "number": "太和府文〔2026〕12号",
        "title": "太和镇人民政府关于申请拨付2026年森林防火专项资金的请示",
        "addressees": "合川区人民政府",
        "body": "现将有关情况请示如下。\n妥否，请批示。",
        "author": "太和镇人民政府",
        "dated_on": date(2026, 11, 2),
        "copies": "区林业局，区财政局",
        "printed_by": "太和镇党政办公室",
        "printed_on": date(2026, 11, 2),
    }
    return RedHead(**facts | changes)


@dataclass(frozen=True)
class Line:
    """One line of type: its em box, in millimetres from the sheet's upper left corner."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    fonts: frozenset[str]


@dataclass(frozen=True)
class Rule:
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Sheet:
    width: float
    height: float
    lines: list[Line]
    rules: list[Rule]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def line(self, words: str) -> Line:
        return found([self], words)


def measured(page: RedHead) -> list[Sheet]:
    with pdfplumber.open(BytesIO(render_pdf(page))) as pdf:
        return [_sheet(sheet) for sheet in pdf.pages]


def found(sheets: list[Sheet], words: str) -> Line:
    """The one line with these words, on whichever sheet."""
    (line,) = [line for sheet in sheets for line in sheet.lines if words in line.text]
    return line


def _sheet(page: Any) -> Sheet:
    by_baseline = defaultdict(list)
    for char in page.chars:
        if char["text"].strip():
            by_baseline[round((page.height - char["matrix"][5]) * MM, 1)].append(char)
    return Sheet(
        width=page.width * MM,
        height=page.height * MM,
        lines=[_line(base, chars) for base, chars in sorted(by_baseline.items())],
        rules=[
            Rule(r["x0"] * MM, r["x1"] * MM, r["top"] * MM, r["bottom"] * MM)
            for r in sorted(page.rects, key=lambda r: r["top"])
            if r["width"] * MM > 100
        ],
    )


def _line(baseline: float, chars: list[Any]) -> Line:
    chars = sorted(chars, key=lambda char: char["x0"])
    size = chars[0]["size"] * MM
    top = baseline - ASCENT * size
    return Line(
        text="".join(char["text"] for char in chars),
        left=chars[0]["x0"] * MM,
        right=chars[-1]["x1"] * MM,
        top=top,
        bottom=top + size,
        fonts=frozenset(char["fontname"].partition("+")[2] for char in chars),
    )
