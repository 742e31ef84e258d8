"""The levels of a document's text (结构层次), read off the numbering its author typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

# 7.3.3: 一、 is set in 黑体, （一） in 楷体; 1. and （1） stay in the face of the text.
_FIRST = re.compile(r"[一二三四五六七八九十百]+、")
_SECOND = re.compile(r"[（(][一二三四五六七八九十百]+[)）]")
# A numbered sentence this long is text that happens to be numbered, not a heading.
_LONGEST_HEADING = 40


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: the heading it opens with, if any, and what runs on behind it."""

    level: Literal["first", "second"] | None
    lead: str
    rest: str


def paragraphs(lines: Iterable[str]) -> list[Paragraph]:
    """Every line with something on it; without any, one empty paragraph holds the place."""
    return [_paragraph(line) for line in lines if line] or [Paragraph(None, "", "")]


def _paragraph(line: str) -> Paragraph:
    heading, stop, rest = line.partition("。")
    if len(heading) <= _LONGEST_HEADING:
        if _FIRST.match(line):
            return Paragraph("first", heading + stop, rest)
        if _SECOND.match(line):
            return Paragraph("second", heading + stop, rest)
    return Paragraph(None, line, "")
