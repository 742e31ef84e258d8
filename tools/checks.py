"""make check: look and change nothing. make fix: put right what a program can."""

import difflib
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools import frontend
from tools.places import FRONTEND, PROJECT, PYTHON, heading, say

OPENAPI = FRONTEND / "openapi.yaml"
SCHEMA_TYPES = FRONTEND / "src" / "api" / "schema.d.ts"
DJANGO_TEST = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}


@dataclass(frozen=True)
class Outcome:
    name: str
    ok: bool
    output: str
    seconds: float


@dataclass(frozen=True)
class Check:
    name: str
    ask: Callable[[], tuple[bool, str]]

    def run(self) -> Outcome:
        began = time.monotonic()
        ok, output = self.ask()
        return Outcome(self.name, ok, output.strip(), time.monotonic() - began)


def check() -> int:
    """Two at a time: the machine has two cores, and mypy alone takes one for a minute."""
    heading("检查（不改动任何文件）")
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(_told, CHECKS))
    failed = [outcome for outcome in outcomes if not outcome.ok]
    for outcome in failed:
        heading(f"{outcome.name} 没有通过")
        say(outcome.output)
    say()
    if failed:
        names = "、".join(outcome.name for outcome in failed)
        say(f"{len(CHECKS)} 项检查，{len(failed)} 项没有通过：{names}。能自动改的：make fix")
        return 1
    say(f"{len(CHECKS)} 项检查全部通过")
    return 0


def fix() -> int:
    heading("修正格式，更新接口文档和生成的类型")
    steps = (
        (PYTHON, "-m", "ruff", "check", "--fix", "--quiet", "."),
        (PYTHON, "-m", "ruff", "format", "--quiet", "."),
        _spectacular(OPENAPI),
    )
    worst = 0
    for step in steps:
        ok, output = _ask(*step)
        worst = worst or int(not ok)
        if output.strip():
            say(output.strip())
    worst = worst or frontend.npm("run", "--silent", "api")
    return worst or frontend.npm("run", "--silent", "fix")


def _told(check: Check) -> Outcome:
    outcome = check.run()
    say(f"  {'✓' if outcome.ok else '✗'} {outcome.name}（{outcome.seconds:.1f} 秒）")
    return outcome


def _ask(*command: str | Path, cwd: Path = PROJECT) -> tuple[bool, str]:
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**frontend.environment(), **DJANGO_TEST},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode == 0, done.stdout


def _python(*arguments: str) -> Callable[[], tuple[bool, str]]:
    return lambda: _ask(PYTHON, *arguments)


def _npm(*arguments: str) -> Callable[[], tuple[bool, str]]:
    return lambda: _ask(*frontend.command(*arguments), cwd=FRONTEND)


def _spectacular(target: Path) -> tuple[str | Path, ...]:
    options = ("--urlconf", "config.urls_schema", "--validate", "--fail-on-warn")
    return (PYTHON, "manage.py", "spectacular", *options, "--file", str(target))


def _openapi() -> tuple[bool, str]:
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "openapi.yaml"
        ok, output = _ask(*_spectacular(fresh))
        return (ok, output) if not ok else _same(fresh, OPENAPI)


def _schema_types() -> tuple[bool, str]:
    if not OPENAPI.exists():
        return False, _missing(OPENAPI)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "schema.d.ts"
        source = os.path.relpath(OPENAPI, FRONTEND)
        ok, output = _ask(
            *frontend.command("exec", "--", "openapi-typescript", source, "-o", str(fresh)),
            cwd=FRONTEND,
        )
        return (ok, output) if not ok else _same(fresh, SCHEMA_TYPES)


def _same(fresh: Path, committed: Path) -> tuple[bool, str]:
    """The committed file must say what the code says now."""
    if not committed.exists():
        return False, _missing(committed)
    before, after = (path.read_text().splitlines() for path in (committed, fresh))
    changes = list(difflib.unified_diff(before, after, "已提交", "代码现在", lineterm=""))
    shown = "\n".join(changes[:80])
    return not changes, f"{shown}\n与代码不一致：运行 make fix 更新" if changes else ""


def _missing(file: Path) -> str:
    return f"缺少 {file.relative_to(PROJECT)}：运行 make fix 生成"


CHECKS = (
    Check("类型 mypy", _python("-m", "mypy")),
    Check("格式 ruff format", _python("-m", "ruff", "format", "--check", ".")),
    Check("规则 ruff check", _python("-m", "ruff", "check", "--quiet", ".")),
    Check("分层 import-linter", lambda: _ask(PYTHON.with_name("lint-imports"))),
    Check("锁文件", _python("-m", "tools.locks")),
    Check("迁移 makemigrations", _python("manage.py", "makemigrations", "--check", "--dry-run")),
    Check("系统 manage.py check", _python("manage.py", "check", "--fail-level", "WARNING")),
    Check("接口 openapi.yaml", _openapi),
    Check("接口类型 schema.d.ts", _schema_types),
    Check("前端规则 oxlint", _npm("run", "--silent", "lint")),
    Check("前端类型与格式 vue-tsc prettier", _npm("run", "--silent", "check")),
    Check("前端体积", _npm("run", "--silent", "build")),
)
