"""What stands on the paper of a red-head document (红头文件), before anything is laid out."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from . import glyphs
from .levels import paragraphs
from .titles import balanced

_TRAILING = "。；，、：.;,: "


class Unsettled(ValueError):
    """A document that leaves the house has its number and its dates."""


@dataclass(frozen=True, kw_only=True)
class RedHead:
    """公文版面: the elements of GB/T 9704-2012, 7, for a document without a seal.

    Only a draft may lack number, dates and 签发人: their places then say when they are settled.
    """

    letterhead: str  # 发文机关标志: "太和镇人民政府文件"
    title: str  # 标题; line breaks typed in it are kept, otherwise its lines are balanced
    body: str  # 正文: one paragraph a line
    author: str  # 署名
    printed_by: str  # 印发机关
    dated_on: date | None = None  # 成文日期
    printed_on: date | None = None  # 印发日期
    number: str | None = None  # 发文字号
    upward: bool = False  # 上行文: shows 签发人
    signatory: str | None = None  # 签发人
    copy_number: str | None = None  # 份号
    urgency: str | None = None  # 紧急程度
    addressees: str | None = None  # 主送机关: "各镇人民政府，区政府各部门"
    attachments: tuple[str, ...] = ()  # 附件说明
    note: str | None = None  # 附注, without its brackets
    copies: str | None = None  # 抄送机关
    unbroken: tuple[str, ...] = ()  # further names that a title line must not cut
    draft: bool = False

    def __post_init__(self) -> None:
        if self.draft:
            return
        if not (self.number and self.dated_on and self.printed_on):
            raise Unsettled("未编号或未定日期的公文只能按草稿排版。")
        if self.upward and not self.signatory:
            raise Unsettled("上行文应当标注签发人。")

    def as_content(self) -> dict[str, Any]:
        """The template's input: plain text only, punctuated as the standard wants it."""
        addressees = _line(self.addressees).rstrip(_TRAILING)
        copies = _line(self.copies).rstrip(_TRAILING)
        return {
            "letterhead": _line(self.letterhead),
            "title": self._title_lines(),
            "body": _paragraphs(self.body),
            "author": _line(self.author),
            "dated_on": written(self.dated_on),
            "number": _line(self.number) or None,
            "upward": self.upward,
            "signatory": _line(self.signatory) or None,
            "copy_number": _line(self.copy_number) or None,
            "urgency": _line(self.urgency) or None,
            "addressees": f"{addressees}：" if addressees else None,  # 7.3.2: a full-width colon
            "addressees_listed": f"{addressees}。",
            "attachments": [_line(name).rstrip(_TRAILING) for name in self.attachments],
            "note": _unbracketed(_line(self.note)) or None,
            "copies": f"{copies}。" if copies else None,  # 7.4.2: a full stop at the end
            "printed_by": _line(self.printed_by),
            "printed_on": written(self.printed_on),
        }

    def unprintable(self) -> str:
        """Characters no face has, printed as 〓: what a person should change before it leaves."""
        texts = (
            self.letterhead, self.title, self.author, self.printed_by, self.number, self.signatory,
            self.addressees, self.copies, self.note, *self.attachments, *self.body.splitlines(),
        )  # fmt: skip
        return glyphs.missing("".join(glyphs.cleaned(text or "") for text in texts))

    def _title_lines(self) -> list[str]:
        names = map(_line, (self.author, self.printed_by, self.addressees, *self.unbroken))
        return balanced([_line(line) for line in self.title.splitlines()], names=names)


def written(day: date | None) -> str | None:
    """7.3.5.4: Arabic numerals, the year in full, no leading zero."""
    return f"{day.year}年{day.month}月{day.day}日" if day else None


def _paragraphs(text: str) -> list[dict[str, Any]]:
    found = paragraphs(map(_line, text.splitlines()))
    return [asdict(paragraph) for paragraph in found]


def _line(text: str | None) -> str:
    return glyphs.printable(glyphs.cleaned(text)) if text else ""


def _unbracketed(note: str) -> str:
    return note[1:-1] if note[:1] in "（(" and note[-1:] in "）)" else note
