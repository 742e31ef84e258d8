"""make test: everything that proves the house, and one honest sum at the end."""

import json
import os
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from tools import frontend, machine
from tools.places import IN_CI, PROJECT, PYTHON, VAR, Refused, heading, say, warn

REPORTS = VAR / "reports"
NEEDS_OF_MARKS = {
    "chromium": "browser",
    "redis-server": "broker",
    "libreoffice-writer-nogui": "office",
    "litmus": "litmus",
}


@dataclass(frozen=True)
class Sum:
    """What one runner counted. A runner that broke counts as one failure, never as nothing."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    @classmethod
    def broken(cls, name: str) -> "Sum":
        return cls(name, failed=1)


def test(arguments: list[str]) -> int:
    """All of it, or with arguments only pytest with these."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    missing = machine.prepare()
    frontend.build()
    sums = [] if arguments else [_vitest()]
    with _Database("test"):
        sums.append(_pytest(arguments, left_out=_marks_of(missing)))
    return conclude(sums, left_out=_marks_of(missing))


def test_long(arguments: list[str]) -> int:
    """The flows' model and pairs of acts, many times; kill -9 for a quarter of an hour or more."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("HESHU_MODEL_EXAMPLES", "1000")
    os.environ.setdefault("HESHU_PAIR_ROUNDS", "20")
    os.environ["HESHU_FAULT_SECONDS"] = arguments[0] if arguments else "900"
    model = [
        "tests/workflow/test_model.py",
        "tests/concurrency/test_pairs.py",
        *("-o", "timeout=7200"),
    ]
    with _Database("test"):
        sums = [_pytest(model, left_out=[]), _pytest(["tests/faults"], left_out=[])]
    return conclude(sums, left_out=[])


class _Database:
    """A cluster for the length of the run; one that ran already is left running."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> str:
        self.ran_before = self._do("status").returncode == 0
        started = self._do("start")
        if started.returncode != 0:
            raise Refused("数据库没有起来，原因见上。")
        return started.stdout.strip()

    def __exit__(self, *error: object) -> None:
        if not self.ran_before:
            self._do("stop")

    def _do(self, verb: str) -> subprocess.CompletedProcess[str]:
        command = [str(PYTHON), "-m", "tenants.postgres", verb, f"--{self.name}"]
        return subprocess.run(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)


def _vitest() -> Sum:
    heading("前端测试（vitest）")
    report = REPORTS / "vitest.json"
    report.unlink(missing_ok=True)
    code = frontend.npm(
        *("run", "--silent", "test", "--"),
        *("--reporter=default", "--reporter=json", f"--outputFile.json={report}"),
    )
    try:
        counted = json.loads(report.read_text())
    except (OSError, ValueError):
        return Sum.broken("vitest")
    failed = int(counted["numFailedTests"]) or int(code != 0)
    skipped = int(counted["numPendingTests"]) + int(counted.get("numTodoTests", 0))
    return Sum("vitest", int(counted["numPassedTests"]), failed, skipped)


def _pytest(arguments: list[str], *, left_out: list[str]) -> Sum:
    heading("后端、接口与浏览器测试（pytest）")
    report = REPORTS / "pytest.xml"
    report.unlink(missing_ok=True)
    command = [str(PYTHON), "-m", "pytest", f"--junitxml={report}", "-q"]
    if IN_CI:
        command += ["--durations=15", "-o", "console_output_style=classic"]
    if left_out:
        command += ["-m", " and ".join(f"not {mark}" for mark in left_out)]
    if "browser" in left_out:
        command += ["--ignore", "tests/browser"]
    done = subprocess.run([*command, *arguments], cwd=PROJECT, env=frontend.environment())
    return read_junit(report, done.returncode)


def read_junit(report: Path, code: int) -> Sum:
    try:
        suite = ET.parse(report).getroot().find("testsuite")  # noqa: S314 - our own pytest wrote it
    except (OSError, ET.ParseError):
        return Sum.broken("pytest")
    if suite is None or code > 1:
        return Sum.broken("pytest")
    count = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
    failed = count["failures"] + count["errors"]
    passed = count["tests"] - failed - count["skipped"]
    return Sum("pytest", passed, failed or int(code != 0), count["skipped"])


def _marks_of(missing: list[machine.Need]) -> list[str]:
    packages = {need.package for need in missing}
    return [mark for package, mark in NEEDS_OF_MARKS.items() if package in packages]


def conclude(sums: list[Sum], *, left_out: list[str]) -> int:
    heading("合计")
    for each in sums:
        say(f"{each.name}：通过 {each.passed}，失败 {each.failed}，跳过 {each.skipped}")
    if left_out:
        warn(f"没有运行的测试：{'、'.join(left_out)}（这台机器缺少上面列出的软件）")
    failed = sum(each.failed for each in sums)
    passed = sum(each.passed for each in sums)
    skipped = sum(each.skipped for each in sums)
    say(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


def bench(names: list[str]) -> int:
    """Benches have a cluster of their own, with the durable settings of a running one."""
    frontend.build()
    with _Database("bench") as url:
        command = [str(PYTHON), "-m", "tests.bench", *names]
        return subprocess.run(
            command, cwd=PROJECT, env={**os.environ, "DATABASE_URL": url}
        ).returncode
