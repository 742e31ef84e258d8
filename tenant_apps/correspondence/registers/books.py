"""What stands in which column of which register, said once for screen, workbook and paper."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from shared_apps.kernel.clock import ZONE
from tenant_apps.correspondence import inbox, queries
from tenant_apps.correspondence.models import IncomingDocument, OutgoingDocument
from tenant_apps.correspondence.validity import Document, stamp_of
from tenant_apps.organization.models import Staff

FILTERS = ("year", "kind", "stage", "unit", "prefix", "channel", "standing", "q")
Wanted = dict[str, str]


@dataclass(frozen=True)
class Column:
    key: str
    label: str
    width: int  # in the workbook, in characters; on paper, in proportion
    only_paper: bool = False  # too much for a screen: in the workbook and on paper only
    holds: Literal["words", "day", "count"] = "words"  # to the workbook


@dataclass(frozen=True)
class Line:
    """One document in the register."""

    id: UUID
    cells: list[str]


@dataclass(frozen=True)
class Book:
    key: str
    label: str
    columns: tuple[Column, ...]
    find: Callable[[Staff, Wanted], QuerySet[Any]]
    cells: Callable[[Any], dict[str, str]]
    stages: dict[str, str]  # what one may narrow it by, named


def lines_of(book: Book, documents: Iterable[Any]) -> list[Line]:
    return [line_of(book, one) for one in documents]


def line_of(book: Book, document: Any) -> Line:
    said = book.cells(document)
    return Line(document.pk, [said[column.key] for column in book.columns])


def _outgoing(viewer: Staff, wanted: Wanted) -> QuerySet[OutgoingDocument]:
    found = queries.outgoing_for(
        viewer, **{name: wanted[name] for name in ("year", "kind", "stage", "prefix", "q")}
    )
    if standing := wanted["standing"]:
        found = found.filter(standing=standing)
    if unit := wanted["unit"]:
        found = found.filter(addressees__unit_code=unit)
    found = found.select_related("drafter", "signatory").prefetch_related("addressees")
    return found.defer("body", "explained", "checked", "seal_places")


def _outgoing_cells(document: OutgoingDocument) -> dict[str, str]:
    recipients = list(document.addressees.all())
    return {
        "number": document.number or "未编号",
        "title": document.title or "（还没有标题）",
        "kind": document.get_doc_kind_display(),
        "urgency": document.get_urgency_display(),
        "main": "、".join(row.short_name for row in recipients if row.role == "main"),
        "copies": "、".join(row.short_name for row in recipients if row.role == "copy"),
        "drafter": document.drafter.name,
        "signatory": document.signatory.name if document.signatory else "",
        "signed": _day(document.signed_at),
        "registered": _day(document.registered_at),
        "count": str(document.print_copies or ""),
        "released": _day(document.released_at),
        "stage": document.get_stage_display(),
        "state": _state(document, "作废" if document.stage == "void" else ""),
    }


OUTGOING = Book(
    key="outgoing",
    label="发文簿",
    columns=(
        Column("number", "发文字号", 22),
        Column("title", "标题", 44),
        Column("kind", "文种", 6),
        Column("urgency", "紧急程度", 9, only_paper=True),
        Column("main", "主送", 26),
        Column("copies", "抄送", 20, only_paper=True),
        Column("drafter", "拟稿", 9),
        Column("signatory", "签发", 9),
        Column("signed", "签发日期", 12, only_paper=True, holds="day"),
        Column("registered", "登记日期", 12, holds="day"),
        Column("count", "份数", 6, only_paper=True, holds="count"),
        Column("released", "发出日期", 12, only_paper=True, holds="day"),
        Column("stage", "环节", 9),
        Column("state", "状态", 12),
    ),
    find=_outgoing,
    cells=_outgoing_cells,
    stages={key: str(label) for key, label in OutgoingDocument.Stage.choices},
)


def _incoming(viewer: Staff, wanted: Wanted) -> QuerySet[IncomingDocument]:
    found = inbox.incoming_for(viewer, stage=wanted["stage"], q=wanted["q"])
    for name, asked in (("doc_kind", "kind"), ("channel", "channel"), ("standing", "standing")):
        if value := wanted[asked]:
            found = found.filter(**{name: value})
    if unit := wanted["unit"]:
        found = found.filter(Q(from_code=unit) | Q(from_name=unit) | Q(from_short_name=unit))
    if year := queries.year_of(wanted["year"]):
        found = found.filter(received_at__year=year)
    return found.select_related("lead").defer("body", "screened", "result", "answer")


_GONE = {"declined": "退回", "returned": "退回", "withdrawn": "被撤回"}


def _incoming_cells(document: IncomingDocument) -> dict[str, str]:
    return {
        "register": document.register_number or "未登记",
        "from": document.from_short_name,
        "number": document.number,
        "title": document.title,
        "kind": document.get_doc_kind_display(),
        "urgency": document.get_urgency_display(),
        "channel": document.get_channel_display(),
        "received": _day(document.received_at),
        "due": _day(document.due_on),
        "lead": document.lead.name if document.lead else "",
        "completed": _day(document.completed_at),
        "shelf": document.shelf_mark,
        "stage": document.get_stage_display(),
        "state": _state(document, _GONE.get(document.stage, "")),
    }


INCOMING = Book(
    key="incoming",
    label="收文簿",
    columns=(
        Column("register", "收文号", 16),
        Column("from", "来文机关", 18),
        Column("number", "来文字号", 22),
        Column("title", "标题", 44),
        Column("kind", "文种", 6),
        Column("urgency", "紧急程度", 9, only_paper=True),
        Column("channel", "方式", 9),
        Column("received", "收文日期", 12, holds="day"),
        Column("due", "办理时限", 12, only_paper=True, holds="day"),
        Column("lead", "主办", 9, only_paper=True),
        Column("completed", "办结日期", 12, only_paper=True, holds="day"),
        Column("shelf", "原件存放", 14, only_paper=True),
        Column("stage", "环节", 9),
        Column("state", "状态", 12),
    ),
    find=_incoming,
    cells=_incoming_cells,
    stages={key: str(label) for key, label in IncomingDocument.Stage.choices} | {"open": "在办"},
)

BOOKS = {book.key: book for book in (OUTGOING, INCOMING)}


def _state(document: Document, gone: str) -> str:
    """What became of the copy, then of its force: 退回；已撤销."""
    return "；".join(word for word in (gone, stamp_of(document)) if word)


def _day(moment: datetime | date | None) -> str:
    if moment is None:
        return ""
    day = moment.astimezone(ZONE).date() if isinstance(moment, datetime) else moment
    return day.isoformat()
