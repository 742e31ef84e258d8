"""单位名册: everything wrong is said at once, with its row, and nothing is built before."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from tenants.fingerprints import differences
from tenants.models import Unit
from tests.make import tenants as make
from tests.tenants.processes import ROOT, environment, manage

Import = Callable[[Path], dict]


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: str, heading: str = make.SHEET, encoding: str = "utf-8") -> Path:
        file = tmp_path / "名册.csv"
        file.write_bytes("\r\n".join([heading, *rows]).encode(encoding))
        return file

    return write


@pytest.fixture
def read(capsys: pytest.CaptureFixture[str]) -> Import:
    """What `unit import --json` answers, refusals included."""

    def run(file: Path) -> dict:
        with suppress(SystemExit):
            call_command("unit", "import", str(file), "--json")
        return json.loads(capsys.readouterr().out)

    return run


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_register_is_built_parents_first(sheet, read: Import, encoding: str) -> None:
    file = sheet(make.row("T2", parent_code="T1"), make.row("T1"), "", encoding=encoding)

    first, second = read(file), read(file)

    assert first["created"] == ["T1", "T2"]
    assert (second["created"], second["skipped"]) == ([], ["T2", "T1"])
    assert Unit.objects.get(code="T2").parent.code == "T1"
    assert Unit.objects.get(code="T1").name == "重庆市合川区试验镇T1人民政府"


@pytest.mark.django_db
def test_every_problem_is_said_at_once_with_its_row(sheet, read: Import) -> None:
    file = sheet(
        make.row("T1"),
        make.row("T1", name="另一个", subdomain="t-x"),
        make.row("T2", name="重庆市合川区试验镇T1人民政府"),
        make.row("T3", subdomain="t-t1"),
        make.row("T4", subdomain="Bad_Name"),
        make.row("T5", subdomain="www"),
        make.row("T6", parent_code="NOBODY"),
        make.row("T7", parent_code="T8"),
        make.row("T8", parent_code="T7"),
        make.row("T9", kind="village"),
        make.row("TA", short_name=""),
        make.row("TB", subdomain="taihe"),
        make.row("ZFB", subdomain="elsewhere"),
    )

    answer = read(file)

    assert (answer["ok"], answer["code"]) == (False, "import.problems")
    said = {(problem["row"], problem["message"]) for problem in answer["problems"]}
    expected = {
        3: "单位代码“T1”与第 2 行重复",
        4: "单位名称“重庆市合川区试验镇T1人民政府”与第 2 行重复",
        5: "域名前缀“t-t1”与第 2 行重复",
        6: "域名前缀“Bad_Name”只能用小写字母",
        7: "域名前缀“www”是系统保留的名字",
        8: "上级单位代码“NOBODY”既不在本文件里",
        9: "上级关系成了一个圈：T7 → T8 → T7",
        10: "上级关系成了一个圈：T8 → T7 → T8",
        11: "不认识的单位类别“village”",
        12: "缺少简称",
        13: "“taihe”已被 太和镇",
        14: "单位代码“ZFB”已属于 区政府办公室",
    }
    assert {row for row, _ in said} == set(expected)
    for row, words in expected.items():
        assert any(number == row and words in message for number, message in said), (row, said)
    assert not Unit.objects.filter(code__startswith="T").exists()


@pytest.mark.django_db
def test_a_spreadsheet_is_read_as_people_see_it(tmp_path: Path, read: Import) -> None:
    book = Workbook()
    book.active.append(["单位代码", "单位名称", "简称", "单位类别", "域名前缀", "上级单位代码"])
    book.active.append(
        [500117999, "重庆市合川区试验街道办事处", "试验街道", "街道办事处", "t-shiyan", "ZFB"]
    )
    book.save(tmp_path / "名册.xlsx")

    answer = read(tmp_path / "名册.xlsx")

    assert answer["created"] == ["500117999"]
    unit = Unit.objects.get(code="500117999")
    assert (unit.kind, unit.parent.code) == ("subdistrict", "ZFB")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("坏.xlsx", b"PK\x03\x04 cut off", "已损坏"),
        ("不是.xlsx", b"code,name", "已损坏"),
        ("旧.xls", b"", "另存为 .xlsx"),
        ("乱.csv", b"code,name\r\n\xff\xff\xff\x00", "看不懂文件的编码"),
        ("空.csv", b"", "缺少这些列"),
        ("缺列.csv", "code,name,kind\r\nT1,试验,town".encode(), "short_name（简称）"),
        ("只有列名.csv", make.SHEET.encode(), "文件里没有单位"),
    ],
)
def test_an_unreadable_file_is_refused_whole(
    tmp_path: Path, read: Import, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)

    answer = read(tmp_path / name)

    assert (answer["ok"], answer["code"]) == (False, "import.unreadable")
    assert said in answer["message"]


@pytest.mark.django_db
def test_a_missing_file_is_refused(tmp_path: Path, read: Import) -> None:
    assert "打不开文件" in read(tmp_path / "没有.csv")["message"]


@pytest.mark.django_db
def test_a_dry_run_builds_nothing(sheet, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("unit", "import", str(sheet(make.row("T1"))), "--dry-run", "--json")

    answer = json.loads(capsys.readouterr().out)
    assert (answer["planned"], answer["created"]) == (["T1"], [])
    assert not Unit.objects.filter(code="T1").exists()


def test_killed_half_way_and_run_again_it_completes(ground: None, sheet) -> None:
    file = sheet(*(make.row(f"T{number}") for number in range(1, 9)))
    command = [sys.executable, "manage.py", "unit", "import", str(file)]
    running = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not Unit.objects.filter(code="T2").exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    running.send_signal(signal.SIGKILL)
    running.wait()
    left = Unit.objects.filter(code__startswith="T").count()

    again = manage("unit", "import", str(file), "--json")

    assert 2 <= left < 8
    answer = json.loads(again.stdout)
    assert (len(answer["skipped"]), len(answer["created"])) == (left, 8 - left)
    units = list(Unit.objects.standing())
    assert len(units) == 10
    assert differences(units) == []
