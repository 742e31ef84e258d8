"""导出: requests as an Excel table, row by row into a file, and never a formula."""

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError
from tenant_apps.forms.models import FormVersion
from tenant_apps.organization.models import Staff
from tenant_apps.requests.models import Request
from tenant_apps.requests.queries import rights_of_reader
from tenant_apps.requests.wording import Words

MOST = 20_000
IN_MEMORY = 2**21
HEAD = ("编号", "事项", "申请人", "部门", "标题", "状态", "提交时间", "办结时间")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class TooManyRows(DomainError):
    code = "requests.export_too_large"


@dataclass(frozen=True)
class Column:
    name: str
    label: str


def workbook(rows: Iterable[Request], *, count: int, viewer: Staff) -> IO[bytes]:
    """One sheet. `rows` may be an iterator: nothing is held but the line being written."""
    if count > MOST:
        raise TooManyRows(
            f"共 {count} 件，一次最多导出 {MOST} 件。请选择事项，或缩短起止日期后分次导出。"
        )
    from openpyxl import Workbook  # heavy: see tests/house/test_weight.py

    book = Workbook(write_only=True)
    sheet = book.create_sheet("申请")
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGH", (18, 12, 10, 18, 36, 10, 18, 18), strict=True):
        sheet.column_dimensions[letter].width = width
    columns: list[Column] | None = None
    words = Words()
    for request in rows:
        if columns is None:
            columns = _columns(request.form)
            sheet.append([_bold(sheet, one) for one in (*HEAD, *(c.label for c in columns))])
        sheet.append([safe(one) for one in _line(request, columns, viewer, words)])
    if columns is None:
        sheet.append([_bold(sheet, one) for one in HEAD])
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the response closes it
    book.save(target)
    target.seek(0)
    return target


def safe(value: Any) -> Any:
    """A text that a spreadsheet would run is kept as the text it is."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def _columns(sheet: FormVersion) -> list[Column]:
    """The questions of the newest form; older answers fall under the same names."""
    return [Column(one.name, one.label) for one in sheet.shape.answered]


def _line(request: Request, columns: Iterable[Column], viewer: Staff, words: Words) -> list[Any]:
    filed = request.filed_at.astimezone(ZONE).replace(tzinfo=None)
    closed = request.closed_at.astimezone(ZONE).replace(tzinfo=None) if request.closed_at else None
    head = [
        request.number,
        request.kind.name,
        request.applicant.name,
        request.department.name,
        request.title,
        request.get_status_display(),
        filed,
        closed,
    ]
    said = _said(request, viewer, words)
    return [*head, *(said.get(one.name) for one in columns)]


def _said(request: Request, viewer: Staff, words: Words) -> Mapping[str, Any]:
    rights = rights_of_reader(request, viewer)
    shape = request.form.shape
    return {
        one.name: words.cell(one, request.answers.get(one.name))
        for one in shape.answered
        if rights.get(one.name) != "hidden"
    }


def _bold(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, value=safe(text))
    cell.font = Font(bold=True)
    return cell
