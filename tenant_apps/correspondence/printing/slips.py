"""发文稿纸、发文单、收文处理单: the run's opinions in the boxes that paper always had for them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tenant_apps.correspondence.inbox import IncomingPicture
from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.correspondence.printing.press import printed
from tenant_apps.correspondence.printing.wording import box, cells, day, minute
from tenant_apps.correspondence.queries import OUTGOING_STAGES as STAGES
from tenant_apps.correspondence.queries import OutgoingPicture
from tenant_apps.correspondence.validity import WORDS, Document, stamp_of
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import notices
from tenants.current import current_unit

# What a box of 收文处理单 is headed on paper; a step that the unit drew in, by its own name.
_INCOMING_BOXES = {
    "screen": "初审",
    "propose": "拟办意见",
    "circulate": "传阅情况",
    "instruct": "领导批示",
    "handle": "承办情况",
    "complete": "办结",
}
_BOXLESS = frozenset({"arrived", "register", "completed", "returned"})


def draft_paper(picture: OutgoingPicture, *, viewer: Staff, at: datetime) -> bytes:
    """发文稿纸（拟稿纸）: 签发 and 核稿 above, the text under them."""
    document = picture.document
    return _slip(
        "发文稿纸",
        above=[
            cells(
                ("文种", document.get_doc_kind_display()),
                ("紧急程度", document.get_urgency_display()),
            ),
        ],
        boxes=[
            box("签发", picture.opinions, "sign"),
            *_asked(picture),
            box("核稿", picture.opinions, "review"),
        ],
        below=[
            *_outgoing(picture),
            cells(("拟稿", _drafter(picture)), ("拟稿时间", day(document.created_at))),
        ],
        text=[line.strip() for line in document.body.splitlines() if line.strip()],
        foot=_foot(viewer, at),
    )


def dispatch_slip(picture: OutgoingPicture, *, viewer: Staff, at: datetime) -> bytes:
    """发文单: number, all opinions, and where the copies went."""
    document = picture.document
    signed = document.signatory.name if document.signatory and document.signed_at else ""
    sent = "、".join(one.row.short_name for one in picture.deliveries)
    return _slip(
        "发文单",
        above=[
            cells(
                ("文号", document.number or "未编号"), ("文种", document.get_doc_kind_display())
            ),
            cells(("紧急程度", document.get_urgency_display()), ("页数", str(picture.page_count))),
            *_standing(document, ((one.at, one) for one in document.changes.all())),
        ],
        boxes=[
            box("签发", picture.opinions, "sign"),
            *_asked(picture),
            box("核稿", picture.opinions, "review"),
            box("复核", picture.opinions, "verify"),
            box("登记编号、印制、核发", picture.opinions, "register", "print", "release"),
        ],
        below=[
            *_outgoing(picture),
            cells(("拟稿", _drafter(picture)), ("签发人", signed)),
            cells(("登记日期", day(document.registered_at)), ("印制份数", _copies(document))),
            cells(("签发日期", day(document.signed_at)), ("发出日期", day(document.released_at))),
            cells(("发往", sent or "未发出")),
        ],
        foot=_foot(viewer, at),
    )


def incoming_slip(picture: IncomingPicture, *, viewer: Staff, at: datetime) -> bytes:
    """收文处理单: 拟办、批示、承办 in their boxes."""
    document = picture.document
    due = document.due_on
    return _slip(
        "收文处理单",
        above=[
            cells(("来文单位", document.from_name)),
            cells(("来文字号", document.number), ("收文编号", document.register_number or "")),
            cells(
                ("收文日期", day(document.acknowledged_at)),
                ("办理时限", f"{due.year}年{due.month}月{due.day}日" if due else ""),
            ),
            cells(
                ("文种", document.get_doc_kind_display()),
                ("紧急程度", document.get_urgency_display()),
            ),
            cells(("标题", document.title)),
            *_standing(document, ((one.decided_at, one) for one in document.heard.order_by("pk"))),
            cells(("附件", "；".join(one.name for one in picture.attachments) or "无")),
        ],
        boxes=[
            box(_INCOMING_BOXES.get(one.key, one.label), picture.opinions, one.key)
            for one in picture.stages
            if one.key not in _BOXLESS
        ],
        below=[cells(one) for one in _ends(picture) if one[1]],
        foot=_foot(viewer, at),
    )


def _asked(picture: OutgoingPicture) -> list[dict[str, Any]]:
    """会签, and each step of 审签, where this document has them."""
    beside = [one for one in picture.stages if one.key == "cosign" or one.key not in STAGES]
    return [box(one.label, picture.opinions, one.key) for one in beside]


def _ends(picture: IncomingPicture) -> list[tuple[str, str]]:
    """传阅: who read it when, and what they said; the result; why it went back."""
    document = picture.document
    readers = notices.readers_of(document.run) if document.run else []
    read = (
        f"{one.person.name} {minute(one.read_at)} 阅{_said(one.opinion)}"
        if one.read_at
        else f"{one.person.name} 未阅"
        for one in readers
    )
    return [
        ("传阅", "；".join(read)),
        ("办理结果", document.result),
        ("退回理由", document.closed_reason),
    ]


def _standing(
    document: Document, changes: Iterable[tuple[datetime, Any]]
) -> list[list[dict[str, str]]]:
    """效力: only of what no longer stands as it was sent; who decided that, when and why."""
    word = stamp_of(document)
    if not word:
        return []
    decided = (f"{day(at)} {one.decided_by}{WORDS[one.what]}：{one.reason}" for at, one in changes)
    return [cells(("效力", "\n".join((word, *decided))))]


def _said(opinion: str) -> str:
    return f"（{opinion}）" if opinion else ""


def _slip(heading: str, **content: Any) -> bytes:
    unit = current_unit().name
    sheet = {"form": "slip", "red": True, "unit": unit, "heading": f"{unit}{heading}", "text": []}
    return printed(sheet | content)


def _outgoing(picture: OutgoingPicture) -> list[list[dict[str, str]]]:
    return [
        cells(("标题", picture.document.title)),
        cells(("主送", _names(picture.addressees))),
        cells(("抄送", _names(picture.copies) or "无")),
        cells(("附件", "；".join(one.name for one in picture.attachments) or "无")),
    ]


def _copies(document: OutgoingDocument) -> str:
    return f"{document.print_copies} 份" if document.print_copies else ""


def _drafter(picture: OutgoingPicture) -> str:
    return str(picture.document.drafter.name)


def _names(units: list[dict[str, str]]) -> str:
    return "、".join(unit["short_name"] for unit in units)


def _foot(viewer: Staff, at: datetime) -> str:
    return f"{viewer.name} {minute(at)} 打印"
