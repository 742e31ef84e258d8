"""From a document to what stands on its paper."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from shared_apps.kernel.clock import ZONE
from tenant_apps.correspondence import jointly, judging
from tenant_apps.correspondence.kinds import Urgency, layout_of
from tenant_apps.correspondence.layout import Format, RedHead
from tenant_apps.correspondence.models import (
    Addressee,
    JointPartner,
    Letterhead,
    OutgoingDocument,
)

MOST_NAMED = 3


def on_paper(  # noqa: PLR0913  all that stands on a page
    document: OutgoingDocument,
    *,
    head: Letterhead,
    recipients: Sequence[Addressee],
    attachments: Sequence[str],
    partners: Sequence[JointPartner] = (),
    printed_at: datetime | None = None,
) -> RedHead:
    """`printed_at` is the moment of 核发; without it the page is a draft."""
    format = format_of(document, head)
    upward = judging.goes_up(document, recipients)
    dated = jointly.dated(document, partners)
    main = "、".join(row.short_name for row in recipients if row.role == "main")
    copies = "、".join(row.short_name for row in recipients if row.role == "copy")
    page = RedHead(
        format=format,
        closing="signature" if format == "order" else "plain",
        letterhead=_mark(head, format),
        title=f"{_issuers(head, partners)}{document.title}",
        body=document.body,
        author=head.signature,
        printed_by=head.signature,
        dated_on=dated.astimezone(ZONE).date() if dated else None,  # 成文日期 (条例 9 ⑫)
        printed_on=printed_at.astimezone(ZONE).date() if printed_at else None,
        number=document.number,
        upward=upward,
        signatory=document.signatory.name if document.signatory else None,
        signatory_title=document.signatory.title if document.signatory else None,
        note=document.note or None,
        both_sides=head.both_sides,
        urgency=None if document.urgency == Urgency.NONE else document.get_urgency_display(),
        addressees=main or None,
        attachments=tuple(attachments),
        copies=copies or None,
        draft=printed_at is None,
    )
    joined = jointly.on_paper(partners, upward=upward)
    return page.sealed(*joined) if joined or takes_seal(document, head) else page


SAMPLE = "\n".join(
    (
        "为使各科室在印发前看到版面的样子，现按本单位发文机关标志排出样张。",
        "一、版面",
        "版心、行距、字号和红色分隔线按 GB/T 9704-2012 排定，与正式公文相同。",
        "二、内容",
        "本页文字仅作示意，不是公文。",
    )
)


def sample(head: Letterhead, *, at: datetime) -> RedHead:
    """样张: what a document under this letterhead looks like."""
    format = cast(Format, head.style)
    day = at.astimezone(ZONE).date()
    page = RedHead(
        format=format,
        closing="signature" if format == "order" else "plain",
        letterhead=_mark(head, format),
        title=f"{head.signature}关于发文机关标志样张的通知",
        body=SAMPLE,
        author=head.signature,
        printed_by=head.signature,
        dated_on=day,
        printed_on=day,
        number=f"{head.prefix}〔{day.year}〕1号",
        signatory="某某某",
        signatory_title="职务",
        both_sides=head.both_sides,
        addressees="各科室、所属各单位",
    )
    return page.sealed() if head.sealed and format != "minutes" else page


def format_of(document: OutgoingDocument, head: Letterhead) -> Format:
    found = layout_of(document.doc_kind, chosen=document.layout, style=head.style)
    return cast(Format, found)


def takes_seal(document: OutgoingDocument, head: Letterhead) -> bool:
    """条例 9 ⑬: whoever signs seals; 纪要 are not signed, and so go without. Once it is printed,
    the print decides."""
    if document.closing:
        return bool(document.seal_places)
    return wants_seal(document, head)


def wants_seal(document: OutgoingDocument, head: Letterhead) -> bool:
    """As its letterhead says now, however it was printed."""
    return (head.sealed or document.is_joint) and format_of(document, head) != "minutes"


def _issuers(head: Letterhead, partners: Sequence[JointPartner]) -> str:
    """发文机关名称 of the title (条例 9 ⑦): up to three of them in full."""
    if len(partners) < MOST_NAMED:
        return " ".join([head.signature, *(one.name for one in partners)])
    return f"{head.signature}等{len(partners) + 1}个机关"


def _mark(head: Letterhead, format: Format) -> str:
    """发文机关标志 of this format (7.2.4, 10.1, 10.2, 10.3), from the unit's own letterhead."""
    if head.style == format:
        return head.mark
    body = head.mark.removesuffix("文件")
    if format == "order":
        return f"{body.removesuffix('令')}令"
    if format == "minutes":
        return body if body.endswith("纪要") else f"{body}会议纪要"
    return f"{body}文件" if format == "document" else body


def bound(
    document: OutgoingDocument,
    recipients: Sequence[Addressee],
    files: Sequence[str],
    partners: Sequence[str] = (),
) -> list[Any]:
    """What a signature binds: kind, title, text, 附注, recipients, files by content, and who
    else signs."""
    return [
        document.doc_kind,
        document.title,
        document.body,
        [[row.role, row.unit_code] for row in recipients],
        sorted(files),
        *([document.note] if document.note else []),
        *([{"file": document.text_sha256}] if document.text_sha256 else []),
        *([{"partners": list(partners)}] if partners else []),
    ]


def hash_of(said: list[Any]) -> str:
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
