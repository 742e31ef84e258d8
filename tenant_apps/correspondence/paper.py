"""From a document to what stands on its paper."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from shared_apps.kernel.clock import ZONE
from tenant_apps.correspondence.kinds import Urgency, goes_up, layout_of
from tenant_apps.correspondence.layout import Closing, Format, RedHead
from tenant_apps.correspondence.models import Addressee, Letterhead, OutgoingDocument


def on_paper(
    document: OutgoingDocument,
    *,
    head: Letterhead,
    recipients: Sequence[Addressee],
    attachments: Sequence[str],
    printed_at: datetime | None = None,
) -> RedHead:
    """`printed_at` is the moment of 核发; without it the page is a draft."""
    format = format_of(document, head)
    signed_on = document.signed_at.astimezone(ZONE).date() if document.signed_at else None
    main = "、".join(row.short_name for row in recipients if row.role == "main")
    copies = "、".join(row.short_name for row in recipients if row.role == "copy")
    return RedHead(
        format=format,
        closing=_closing(head, format),
        letterhead=_mark(head, format),
        title=f"{head.signature}{document.title}",
        body=document.body,
        author=head.signature,
        printed_by=head.signature,
        dated_on=signed_on,  # 成文日期 is the date of the signature (条例 第九条（十二）)
        printed_on=printed_at.astimezone(ZONE).date() if printed_at else None,
        number=document.number,
        upward=goes_up(document.doc_kind),
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
    return RedHead(
        format=format,
        closing=_closing(head, format),
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


def format_of(document: OutgoingDocument, head: Letterhead) -> Format:
    found = layout_of(document.doc_kind, chosen=document.layout, style=head.style)
    return cast(Format, found)


def takes_seal(document: OutgoingDocument, head: Letterhead) -> bool:
    """条例 9 ⑬: whoever signs seals; 纪要 are not signed, and so go without."""
    return head.sealed and format_of(document, head) != "minutes"


def _closing(head: Letterhead, format: Format) -> Closing:
    if format == "order":
        return "signature"
    return "sealed" if head.sealed and format != "minutes" else "plain"


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


def text_hash(
    document: OutgoingDocument, recipients: Sequence[Addressee], files: Sequence[str]
) -> str:
    """What the signature binds: kind, title, text, 附注, recipients and files by content."""
    said = [
        document.doc_kind,
        document.title,
        document.body,
        [[row.role, row.unit_code] for row in recipients],
        sorted(files),
        *([document.note] if document.note else []),
        *([{"file": document.text_sha256}] if document.text_sha256 else []),
    ]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
