"""额度: everybody's leave of a year for who keeps it, its history, and a table of grants."""

import io
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import IO, Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from shared_apps.kernel.errors import Forbidden, Invalid, NotFound
from tenant_apps.organization.models import Staff
from tenant_apps.requests import balances
from tenant_apps.requests.models import BalanceEntry

KEEPER = "requests.manage"
HEAD = ("姓名", "账号", "假别", "年度", "天数", "说明")
MOST_ROWS, MOST_BYTES = 2000, 2 * 1024 * 1024
MOST_DAYS = 366
YEARS = range(2000, 2101)


class NotKept(Forbidden):
    code = "requests.grants_not_yours"


class BadTable(Invalid):
    """Every fault of the table at once, line by line."""

    code = "requests.grants_table"


@dataclass(frozen=True)
class Person:
    """One person's accounts of a year, in days."""

    staff: Staff
    accounts: list[dict[str, Any]]


@dataclass(frozen=True)
class Line:
    """One line of the table, checked."""

    staff: UUID
    account: str
    year: int
    days: Decimal
    reason: str


@dataclass
class Table:
    lines: list[Line] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def refuse_others(viewer: Staff) -> None:
    if not viewer.holds(KEEPER):
        raise NotKept("只有负责办事资源的人员可以查看和核定全单位的假期额度。")


def people(viewer: Staff, year: int) -> list[Person]:
    """Everybody in service, with two statements however many they are."""
    refuse_others(viewer)
    sums: dict[tuple[UUID, str], dict[tuple[str, str], int]] = {}
    rows = BalanceEntry.objects.filter(year=year).values_list("staff", "account", "way", "state")
    for staff, account, way, state, halves in rows.annotate(halves=Sum("halves")).order_by():
        sums.setdefault((staff, account), {})[way, state] = halves
    everybody = Staff.objects.in_service().select_related("department")
    return [
        Person(
            one, [_account(name, year, sums.get((one.pk, name), {})) for name in balances.LABELS]
        )
        for one in everybody.order_by("department__position", "department__name", "position", "pk")
    ]


def _account(name: str, year: int, sums: dict[tuple[str, str], int]) -> dict[str, Any]:
    used = sums.get(("take", "settled"), 0) - sums.get(("back", "settled"), 0)
    pending = sums.get(("take", "pending"), 0) - sums.get(("back", "pending"), 0)
    now = balances.Balance(sums.get(("grant", "settled"), 0), used, pending)
    return balances.in_days(name, year, now)


def history(viewer: Staff, staff: UUID, year: int) -> QuerySet[BalanceEntry]:
    """核定记录: every grant to one person, the newest first."""
    refuse_others(viewer)
    if not Staff.objects.filter(pk=staff).exists():
        raise NotFound("没有这位同事。")
    rows = BalanceEntry.objects.filter(staff=staff, year=year, way=BalanceEntry.Way.GRANT)
    return rows.select_related("by", "request").order_by("-at", "-pk")


def opened(content: bytes) -> IO[bytes]:
    if len(content) > MOST_BYTES:
        raise _bad([f"表格超过 {MOST_BYTES // 1024 // 1024} MB，请分开导入。"])
    return io.BytesIO(content)


def read(content: IO[bytes]) -> list[Line]:
    """The first sheet: 姓名, 账号, 假别, 年度, 天数, 说明. One fault, and nothing of it counts."""
    cells = _cells(content)
    if not cells or [str(one or "").strip() for one in cells[0][: len(HEAD)]] != list(HEAD):
        raise _bad([f"第 1 行应依次为：{'、'.join(HEAD)}。"])
    known = {one.account: one for one in Staff.objects.in_service()}
    found = Table()
    for number, row in enumerate(cells[1:], start=2):
        if any(cell not in (None, "") for cell in row):
            _take(found, number, [*row, *[None] * len(HEAD)][: len(HEAD)], known)
    if found.faults or not found.lines:
        raise _bad(found.faults or ["表格里没有可导入的行。"])
    return found.lines


def _take(found: Table, number: int, row: list[Any], known: dict[str, Staff]) -> None:
    name, login, kind, year, days, reason = (
        str(one if one is not None else "").strip() for one in row
    )
    person = known.get(login)
    accounts = {label: key for key, label in balances.LABELS.items()}
    wrong = []
    if person is None:
        wrong.append(f"没有账号“{login}”" if login else "没有填写账号")
    elif person.name != name:
        wrong.append(f"账号“{login}”是{person.name}，不是“{name}”")
    if kind not in accounts:
        wrong.append(f"假别须为{'或'.join(accounts)}")
    if not year.isdigit() or int(year) not in YEARS:
        wrong.append(f"年度“{year}”不对")
    if (amount := _days(days)) is None:
        wrong.append(f"天数“{days}”不对：须为半天的整数倍，且不为零")
    if not reason:
        wrong.append("没有填写说明")
    if wrong or person is None or amount is None:
        found.faults.append(f"第 {number} 行：{'；'.join(wrong)}。")
        return
    found.lines.append(Line(person.pk, accounts[kind], int(year), amount, reason[:100]))


def _days(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    whole = amount.is_finite() and amount * 2 == int(amount * 2)
    return amount if whole and 0 < abs(amount) <= MOST_DAYS else None


def _cells(content: IO[bytes]) -> list[tuple[Any, ...]]:
    from openpyxl import load_workbook  # heavy: see tests/house/test_weight.py
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(content, read_only=True, data_only=True)
        rows = list(book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, values_only=True))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError, ValueError):
        raise _bad(["这不是可以读取的 Excel 表格（.xlsx）。"]) from None
    if len(rows) > MOST_ROWS + 1:
        raise _bad([f"一次最多导入 {MOST_ROWS} 行，请分开导入。"])
    return rows


def _bad(faults: list[str]) -> BadTable:
    message = f"表格有 {len(faults)} 处问题，改好后再导入；现在没有核定任何额度。"
    return BadTable(message, by_field={"file": faults})
