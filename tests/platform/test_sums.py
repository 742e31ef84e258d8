"""The last line of make test is honest: what broke, was skipped or never ran counts as well."""

from pathlib import Path

import pytest

from tools import testing
from tools.testing import Sum

REPORT = (
    '<testsuites><testsuite tests="{0}" failures="{1}" errors="{2}" skipped="{3}"/></testsuites>'
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return tmp_path / "pytest.xml"


@pytest.mark.parametrize(
    ("counts", "code", "expected"),
    [
        ((10, 0, 0, 0), 0, Sum("pytest", 10, 0, 0)),
        ((10, 1, 2, 1), 1, Sum("pytest", 6, 3, 1)),
        ((10, 0, 0, 0), 1, Sum("pytest", 10, 1, 0)),
    ],
)
def test_pytest_is_counted_from_its_report(report, counts, code, expected):
    report.write_text(REPORT.format(*counts))

    assert testing.read_junit(report, code) == expected


@pytest.mark.parametrize(("text", "code"), [(None, 0), ("<testsuites/>", 0), ("half a fi", 1)])
def test_a_runner_without_a_report_is_a_failure(report, text, code):
    if text is not None:
        report.write_text(text)

    assert testing.read_junit(report, code) == Sum("pytest", failed=1)


def test_an_aborted_run_is_a_failure_whatever_it_counted(report):
    report.write_text(REPORT.format(10, 0, 0, 0))

    assert testing.read_junit(report, 2).failed == 1


@pytest.mark.parametrize(
    ("sums", "code", "last"),
    [
        ([Sum("vitest", 3), Sum("pytest", 10)], 0, "13 passed, 0 failed"),
        ([Sum("vitest", 3), Sum("pytest", 9, 1)], 1, "12 passed, 1 failed"),
        ([Sum("pytest", 9, 0, 2)], 0, "9 passed, 0 failed, 2 skipped"),
        ([Sum("pytest")], 1, "0 passed, 0 failed"),
    ],
)
def test_the_sum_ends_the_run(capsys, sums, code, last):
    assert testing.conclude(sums, left_out=[]) == code
    assert capsys.readouterr().out.rstrip().endswith(f"\n{last}")


def test_what_was_left_out_is_said_loudly(capsys):
    testing.conclude([Sum("pytest", 9)], left_out=["browser"])

    assert "没有运行的测试：browser" in capsys.readouterr().out
