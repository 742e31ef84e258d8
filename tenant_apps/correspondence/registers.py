"""发文簿: the register of what goes out, as a list and as a workbook."""

import io
from collections.abc import Iterable
from typing import Any

from shared_apps.kernel.clock import ZONE
from tenant_apps.correspondence.models import OutgoingDocument

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 5_000
HEADINGS = (
    "发文字号",
    "标题",
    "文种",
    "紧急程度",
    "主送",
    "抄送",
    "拟稿人",
    "签发人",
    "签发日期",
    "登记日期",
    "份数",
    "环节",
)
WIDTHS = (24, 48, 8, 10, 30, 30, 10, 10, 12, 12, 6, 10)
# A cell that begins so is a formula to the program that opens it.
_LIVE = ("=", "+", "-", "@", "\t", "\r")


def neutral(value: Any) -> Any:
    """Text that a spreadsheet would run is shown as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_LIVE) else value


def workbook(documents: Iterable[OutgoingDocument]) -> bytes:
    """`documents` with drafter, signatory and addressees read along."""
    from openpyxl import Workbook  # heavy: see tests/house/test_weight.py
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "发文簿"
    sheet.append(HEADINGS)
    for place, width in enumerate(WIDTHS, start=1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    for document in documents:
        sheet.append([neutral(value) for value in _row(document)])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _row(document: OutgoingDocument) -> list[Any]:
    recipients = list(document.addressees.all())
    return [
        document.number or "",
        document.title,
        document.get_doc_kind_display(),
        document.get_urgency_display(),
        "、".join(row.short_name for row in recipients if row.role == "main"),
        "、".join(row.short_name for row in recipients if row.role == "copy"),
        document.drafter.name,
        document.signatory.name if document.signatory else "",
        _day(document.signed_at),
        _day(document.registered_at),
        document.print_copies or "",
        document.get_stage_display(),
    ]


def _day(moment: Any) -> str:
    return moment.astimezone(ZONE).strftime("%Y-%m-%d") if moment else ""
