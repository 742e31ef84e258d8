"""python3 -m tools run|test|check|fix|bench|lock|stop|clean: what the Makefile calls."""

import argparse
import os
import shutil
import subprocess
import sys

from tools import checks, environment, frontend, machine, testing
from tools.places import FRONTEND, PROJECT, PYTHON, VAR, Refused, say


def run(arguments: list[str]) -> int:
    environment.prepare("run")
    machine.prepare_office()
    os.chdir(PROJECT)
    os.execv(PYTHON, [str(PYTHON), "-m", "tools.run", *arguments])


def test(arguments: list[str]) -> int:
    environment.prepare()
    return testing.test(arguments)


def check(arguments: list[str]) -> int:
    environment.prepare()
    frontend.prepare()
    return checks.check()


def fix(arguments: list[str]) -> int:
    environment.prepare()
    frontend.prepare()
    return checks.fix()


def test_long(arguments: list[str]) -> int:
    """What is too long for every commit; the seconds of killing may be named."""
    environment.prepare()
    return testing.test_long(arguments)


def bench(arguments: list[str]) -> int:
    environment.prepare()
    return testing.bench(arguments)


def lock(arguments: list[str]) -> int:
    """Pin what the .in files ask for; --upgrade takes newer versions."""
    environment.prepare()
    uv = [str(PYTHON.with_name("uv")), "pip", "compile", "--quiet", "--no-header"]
    options = ["--universal", "--python-version", "3.11", "--generate-hashes"]
    for name in environment.LOCKS:
        files = ["--output-file", f"requirements/{name}.txt", f"requirements/{name}.in"]
        command = [*uv, *options, *files]
        code = subprocess.run([*command, *arguments], cwd=PROJECT).returncode
        if code != 0:
            return code
    return subprocess.run([PYTHON, "-m", "tools.locks"], cwd=PROJECT).returncode


def stop(arguments: list[str]) -> int:
    """End what make run started."""
    if not PYTHON.exists():
        say("没有什么在运行。")
        return 0
    return subprocess.run([PYTHON, "-m", "tools.run", "--stop"], cwd=PROJECT).returncode


def clean(arguments: list[str]) -> int:
    """Remove what can be made again; the data in var/ and its cluster stay."""
    stop([])
    if PYTHON.exists():
        for name in ("--test", "--bench"):
            forget = [str(PYTHON), "-m", "tenants.postgres", "destroy", name]
            subprocess.run(forget, cwd=PROJECT, check=True)
    for folder in (".venv", ".mypy_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis"):
        shutil.rmtree(PROJECT / folder, ignore_errors=True)
    for place in (FRONTEND / "node_modules", FRONTEND / "dist", VAR / "stamps", VAR / "reports"):
        shutil.rmtree(place, ignore_errors=True)
    say("已清理。演示数据还在；要连数据一起重建：make run ARGS=--rebuild")
    return 0


VERBS = {
    verb.__name__: verb for verb in (run, test, test_long, check, fix, bench, lock, stop, clean)
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python3 -m tools", description=__doc__)
    parser.add_argument("verb", choices=VERBS)
    asked, rest = parser.parse_known_args()
    try:
        return VERBS[asked.verb](rest)
    except Refused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
