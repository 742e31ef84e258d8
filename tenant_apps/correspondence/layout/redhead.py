"""What stands on the paper of an official document, before anything is laid out."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal

from . import glyphs
from .faces import HOUSE, Faces
from .levels import paragraphs
from .parts import Parts, parted
from .titles import balanced

Format = Literal["document", "letter", "order", "minutes"]  # 文件、信函、命令、纪要
Closing = Literal["plain", "sealed", "signature"]  # 不加盖印章、加盖印章、加盖签名章

_TRAILING = "。；，、：.;,: "
_SUFFIX = "文件"


class Unsettled(ValueError):
    """A document that leaves the house has its number and its dates."""


@dataclass(frozen=True, kw_only=True)
class Partner:
    """联署机关: one that issues the document together with the host."""

    name: str  # as in the mark, without "文件"
    author: str  # 署名
    signatory: str | None = None


@dataclass(frozen=True, kw_only=True)
class RedHead:
    """公文版面: the elements of GB/T 9704-2012, 7 and 10.

    Only a draft may lack number, dates and 签发人: their places then say when they are settled.
    """

    letterhead: str  # 发文机关标志: "太和镇人民政府文件"
    title: str  # 标题; line breaks typed in it are kept, otherwise its lines are balanced
    body: str  # 正文: one paragraph a line; 附件 and 出席 within it, see `parts`
    author: str  # 署名
    printed_by: str  # 印发机关
    format: Format = "document"
    closing: Closing = "plain"
    partners: tuple[Partner, ...] = ()  # 联合行文: after the host, in their order
    dated_on: date | None = None  # 成文日期
    printed_on: date | None = None  # 印发日期
    number: str | None = None  # 发文字号
    upward: bool = False  # 上行文: shows 签发人
    signatory: str | None = None  # 签发人
    signatory_title: str | None = None  # 签发人职务, beside a signature seal
    copy_number: str | None = None  # 份号
    urgency: str | None = None  # 紧急程度
    addressees: str | None = None  # 主送机关: "各镇人民政府，区政府各部门"
    attachments: tuple[str, ...] = ()  # files named in 附件说明, behind the annexes of the text
    note: str | None = None  # 附注, without its brackets
    copies: str | None = None  # 抄送机关
    unbroken: tuple[str, ...] = ()  # further names that a title line must not cut
    both_sides: bool = False  # printed on both sides: the 版记 stands on an even page
    faces: Faces = HOUSE  # the unit's own fonts
    draft: bool = False

    def __post_init__(self) -> None:
        if self.draft:
            return
        if not (self.number and self.dated_on and self.printed_on):
            raise Unsettled("未编号或未定日期的公文只能按草稿排版。")
        if self.upward and not self.signatory:
            raise Unsettled("上行文应当标注签发人。")
        if self.partners and self.upward and not all(one.signatory for one in self.partners):
            raise Unsettled("联合上行文应当标注各机关的签发人。")

    def sealed(self, *partners: Partner) -> "RedHead":
        """With room for seals, of partners too; an order keeps its signature seal."""
        closing: Closing = "sealed" if self.closing == "plain" else self.closing
        return replace(self, closing=closing, partners=partners or self.partners)

    def as_content(self) -> dict[str, Any]:
        """The template's input: plain text only, punctuated as the standard wants it."""
        addressees = _line(self.addressees).rstrip(_TRAILING)
        copies = _line(self.copies).rstrip(_TRAILING)
        parts = self.parts()
        named = self.attachment_names()
        return {
            "format": self.format,
            "closing": self.closing,
            "faces": self.faces.families(),
            **self._heads(),
            "title": self._title_lines(),
            "body": _paragraphs(parts.body),
            "annexes": self._annexes(parts),
            "attendance": [
                {"label": one.label, "names": _line(one.names)} for one in parts.attendance
            ],
            "authors": [_line(self.author), *(_line(one.author) for one in self.partners)],
            "dated_on": written(self.dated_on),
            "number": _line(self.number) or None,
            "upward": self.upward and self.format == "document",
            "signatories": [_line(name) for name in self._signatories() if name],
            "signatory_title": _line(self.signatory_title) or None,
            "copy_number": _line(self.copy_number) or None,
            "urgency": _line(self.urgency) or None,
            "addressees": f"{addressees}：" if addressees else None,  # 7.3.2: a full-width colon
            "addressees_listed": f"{addressees}。",
            "attachments": named,
            "note": _unbracketed(_line(self.note)) or None,
            "copies": f"{copies}。" if copies else None,  # 7.4.2: a full stop at the end
            "printed_by": _line(self.printed_by),
            "printed_on": written(self.printed_on),
        }

    def parts(self) -> Parts:
        return parted(self.body, minutes=self.format == "minutes")

    def attachment_names(self) -> list[str]:
        """附件说明: the annexes bound with the text, then the files sent along (7.3.4)."""
        names = (*(annex.title for annex in self.parts().annexes), *self.attachments)
        return [_line(name).rstrip(_TRAILING) for name in names]

    def unprintable(self) -> str:
        """Characters no face has, printed as 〓: what a person should change before it leaves."""
        texts = (
            self.letterhead, self.title, self.author, self.printed_by, self.number, self.signatory,
            self.signatory_title, self.addressees, self.copies, self.note, *self.attachments,
            *self.body.splitlines(), *(one.name for one in self.partners),
            *(one.author for one in self.partners), *(one.signatory for one in self.partners),
        )  # fmt: skip
        return glyphs.missing("".join(glyphs.cleaned(text or "") for text in texts))

    def _heads(self) -> dict[str, Any]:
        """The mark as one line, and divided for joint issue: names here, 文件 beside them."""
        mark = _line(self.letterhead)
        suffix = _SUFFIX if mark.endswith(_SUFFIX) else ""
        names = [mark.removesuffix(_SUFFIX), *(_line(one.name) for one in self.partners)]
        return {"letterhead": mark, "letterheads": names, "letterhead_suffix": suffix}

    def _signatories(self) -> list[str | None]:
        return [self.signatory, *(one.signatory for one in self.partners)]

    def _title_lines(self) -> list[str]:
        partners = (one.author for one in self.partners)
        texts = (self.author, *partners, self.printed_by, self.addressees, *self.unbroken)
        names = map(_line, texts)
        return balanced([_line(line) for line in self.title.splitlines()], names=names)

    def _annexes(self, parts: Parts) -> list[dict[str, Any]]:
        many = len(parts.annexes) + len(self.attachments) > 1
        return [
            {
                "label": f"附件{place}" if many else "附件",
                "title": balanced([_line(annex.title)]) or [""],
                "body": _paragraphs(annex.body),
            }
            for place, annex in enumerate(parts.annexes, 1)
        ]


def written(day: date | None) -> str | None:
    """7.3.5.4: Arabic numerals, the year in full, no leading zero."""
    return f"{day.year}年{day.month}月{day.day}日" if day else None


def _paragraphs(lines: tuple[str, ...]) -> list[dict[str, Any]]:
    return [asdict(paragraph) for paragraph in paragraphs(map(_line, lines))]


def _line(text: str | None) -> str:
    return glyphs.printable(glyphs.cleaned(text)) if text else ""


def _unbracketed(note: str) -> str:
    return note[1:-1] if note[:1] in "（(" and note[-1:] in "）)" else note
