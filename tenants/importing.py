"""单位名册: reading a list of units and saying everything that is wrong with it, row by row.

Nothing is built here. A list without problems becomes facts in building order, parents first.
"""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from shared_apps.kernel.errors import DomainError
from tenants.models import Unit
from tenants.naming import UnitFacts

COLUMNS = {
    "code": ("单位代码", "代码"),
    "name": ("单位名称", "名称"),
    "short_name": ("简称", "单位简称"),
    "kind": ("单位类别", "类别"),
    "subdomain": ("域名前缀", "域名"),
    "parent_code": ("上级单位代码", "上级代码", "上级单位"),
    "provenance": ("来源",),
}
REQUIRED = ("code", "name", "short_name", "kind", "subdomain")
KINDS = {label: value for value, label in Unit.Kind.choices}
LARGEST = 5 * 1024 * 1024


class Unreadable(DomainError):
    """The file as a whole; no row can be judged."""

    status = 400
    code = "import.unreadable"


@dataclass(frozen=True)
class Problem:
    row: int  # as the spreadsheet counts: the headings are row 1
    message: str


@dataclass
class Register:
    """A list of units that was read and judged."""

    new: list[UnitFacts] = field(default_factory=list)  # parents first
    standing: list[UnitFacts] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


Rows = list[tuple[int, UnitFacts]]


def read(path: Path) -> Register:
    """Read and judge the whole file; all problems at once."""
    rows = [(number, _facts(cells, number)) for number, cells in _cells(path)]
    if not rows:
        raise Unreadable("文件里没有单位：第一行是列名，从第二行起每行一个单位。")
    register = Register()
    known = {unit.code: unit for unit in Unit.objects.select_related("parent")}
    for number, facts in rows:
        register.problems += [Problem(number, said) for said in facts.problems()]
    register.problems += [*_twins(rows), *_strangers(rows, known), *_orphans(rows, known)]
    register.problems += _circles(rows, known)
    register.problems.sort(key=lambda problem: problem.row)
    if not register.problems:
        _sort(rows, known, register)
    return register


def _cells(path: Path) -> Iterable[tuple[int, dict[str, str]]]:
    table = _table(path)
    headings = _headings(table[0] if table else [])
    for number, line in enumerate(table[1:], start=2):
        cells = {name: line[place] for name, place in headings.items() if place < len(line)}
        if any(line):
            yield number, cells


def _table(path: Path) -> list[list[str]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"打不开文件 {path}：{error.strerror}。") from None
    if len(content) > LARGEST:
        raise Unreadable(f"文件超过 {LARGEST // 1024 // 1024} MB，不像是单位名册。")
    if path.suffix.lower() == ".xlsx":
        return _sheet(content)
    if path.suffix.lower() == ".csv":
        return [
            [cell.strip() for cell in line] for line in csv.reader(io.StringIO(_text(content)))
        ]
    raise Unreadable("只能导入 .csv 或 .xlsx 文件；旧的 .xls 请先另存为 .xlsx。")


def _text(content: bytes) -> str:
    """UTF-8, or what a Chinese Excel writes."""
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if utf16 else ["utf-8-sig", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("看不懂文件的编码：请另存为 UTF-8 或 GBK 编码的 .csv，再导入一次。")


def _sheet(content: bytes) -> list[list[str]]:
    """The first sheet; what Excel stores as numbers is read as people see it."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        lines = list(book.worksheets[0].iter_rows(values_only=True))
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        LookupError,
        OSError,
        ValueError,
        SyntaxError,
    ):
        raise Unreadable(
            "这个 .xlsx 文件已损坏：请在表格软件里打开并另存一份，再导入一次。"
        ) from None
    return [[_shown(cell) for cell in line] for line in lines]


def _shown(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _headings(line: list[str]) -> dict[str, int]:
    """Which column is what, by its English or its Chinese heading."""
    places = {name: place for place, name in enumerate(line)}
    found = {
        column: places[name]
        for column, labels in COLUMNS.items()
        for name in (*reversed(labels), column)
        if name in places
    }
    if missing := [column for column in REQUIRED if column not in found]:
        said = "、".join(f"{column}（{COLUMNS[column][0]}）" for column in missing)
        raise Unreadable(f"第 1 行缺少这些列：{said}。")
    return found


def _facts(cells: dict[str, str], number: int) -> UnitFacts:
    facts = UnitFacts(**{column: cells.get(column, "") for column in COLUMNS}, position=number - 1)
    return replace(facts, kind=KINDS.get(facts.kind, facts.kind))


def _twins(rows: Rows) -> Iterable[Problem]:
    for attribute, label in (
        ("code", "单位代码"),
        ("name", "单位名称"),
        ("subdomain", "域名前缀"),
    ):
        seen: dict[str, int] = {}
        for number, facts in rows:
            value = getattr(facts, attribute)
            if value and seen.setdefault(value, number) != number:
                yield Problem(number, f"{label}“{value}”与第 {seen[value]} 行重复")


def _strangers(rows: Rows, known: dict[str, Unit]) -> Iterable[Problem]:
    """A new row may not take what a standing unit has, nor a known code mean another unit."""
    by_name = {unit.name: unit for unit in known.values()}
    by_subdomain = {unit.subdomain: unit for unit in known.values()}
    for number, facts in rows:
        unit = known.get(facts.code)
        if unit and unit.subdomain != facts.subdomain:
            yield Problem(
                number, f"单位代码“{facts.code}”已属于 {unit}（域名前缀 {unit.subdomain}）"
            )
        for value, owner in (
            (facts.name, by_name.get(facts.name)),
            (facts.subdomain, by_subdomain.get(facts.subdomain)),
        ):
            if owner and owner.code != facts.code and not unit:
                yield Problem(number, f"“{value}”已被 {owner} 使用")


def _orphans(rows: Rows, known: dict[str, Unit]) -> Iterable[Problem]:
    codes = {facts.code for _, facts in rows} | set(known)
    for number, facts in rows:
        if facts.parent_code and facts.parent_code not in codes:
            yield Problem(number, f"上级单位代码“{facts.parent_code}”既不在本文件里，也没有建立")


def _circles(rows: Rows, known: dict[str, Unit]) -> Iterable[Problem]:
    parents = {code: unit.parent.code if unit.parent else "" for code, unit in known.items()}
    parents |= {facts.code: facts.parent_code for _, facts in rows}
    for number, facts in rows:
        trail = [facts.code]
        while (above := parents.get(trail[-1])) and above not in trail:
            trail.append(above)
        if above == facts.code and len(trail) > 1:
            yield Problem(number, f"上级关系成了一个圈：{' → '.join([*trail, above])}")


def _sort(rows: Rows, known: dict[str, Unit], register: Register) -> None:
    """Parents first, otherwise in the order of the file."""
    waiting: dict[str, list[UnitFacts]] = defaultdict(list)
    unbuilt = {facts.code for _, facts in rows if not _stands(known.get(facts.code))}
    for _, facts in rows:
        if facts.code not in unbuilt:
            register.standing.append(facts)
        elif facts.parent_code in unbuilt:
            waiting[facts.parent_code].append(facts)
        else:
            register.new.append(facts)
    for facts in register.new:  # grows while it is walked: children follow their parents
        register.new += waiting.pop(facts.code, [])


def _stands(unit: Unit | None) -> bool:
    return unit is not None and unit.status != Unit.Status.PREPARING
