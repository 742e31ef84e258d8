"""python -m tests.bench [NAME …]: each bench a ratio against a peer in one run, bigger is better.

One name runs here and prints one JSON object as its last line; without a name each bench runs
in a process of its own and docs/benchmarks.md is written. A bench is a module with `run()`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib import import_module
from pathlib import Path
from typing import Any

from tenants.postgres import cluster

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
BENCHES = (
    *("provision", "migrate", "request", "exchange", "dashboard", "memory", "workflow"),
    "documents",
    "documents_seal",
    "registers",
)
# Their work is making files and little else, and ext4 makes them several times slower for minutes
# after many were deleted (its search for inodes passes over recent ones): measured 9 to 19 there.
IN_MEMORY = ("provision", "migrate")
HEAD = """# 性能对比

由 `make bench` 写成，请勿手改。每一项都是同一次运行里与对照物的比值，越大越好
（耗时：对照 ÷ 我们；速率：我们 ÷ 对照）；`ratio` 取其中最差的一部分。
provision 与 migrate 双方都在内存盘上的数据库里测，免得测到文件系统；其余在磁盘上。

| 项目 | 比值 | 目标 | 达到 | 测了什么 |
|---|---:|---:|:-:|---|
"""


def main(names: list[str]) -> int:
    if unknown := set(names) - set(BENCHES):
        sys.stderr.write(
            f"没有这些对比：{'、'.join(sorted(unknown))}。可选：{'、'.join(BENCHES)}\n"
        )
        return 2
    if len(names) == 1:
        return _here(names[0])
    results = [_apart(name) for name in names or BENCHES]
    if not names:
        _write(results)
    return 0 if all(result["ok"] for result in results) else 1


def _here(name: str) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ.setdefault("HESHU_LOG_LEVEL", "ERROR")
    os.environ.setdefault("HESHU_VAR", str(ROOT / "var" / "bench"))
    with _memory() if name in IN_MEMORY else nullcontext():
        return _measured(name)


@contextmanager
def _memory() -> Iterator[None]:
    server = cluster("memory")
    os.environ["DATABASE_URL"] = server.start()
    try:
        yield
    finally:
        server.destroy()


def _measured(name: str) -> int:
    import django

    django.setup()
    result = {"name": name, **import_module(f"tests.bench.{name}").run()}
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    return 0 if result["ok"] else 1


def _apart(name: str) -> dict[str, Any]:
    sys.stderr.write(f"—— {name}\n")
    command = [sys.executable, "-m", "tests.bench", name]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    sys.stdout.write(done.stdout)
    sys.stdout.flush()
    try:
        return dict(json.loads(done.stdout.splitlines()[-1]))
    except (IndexError, ValueError):
        return {"name": name, "ratio": 0, "goal": 0, "ok": False, "what": "没有跑完"}


def _write(results: list[dict[str, Any]]) -> None:
    lines = [
        f"| {result['name']} | {result['ratio']:.2f} | {result['goal']:g} "
        f"| {'是' if result['ok'] else '**否**'} | {result.get('what', '')} |"
        for result in results
    ]
    details = [f"## {result['name']}\n\n```json\n{_pretty(result)}\n```" for result in results]
    PAGE.write_text(HEAD + "\n".join(lines) + "\n\n" + "\n\n".join(details) + "\n")


def _pretty(result: dict[str, Any]) -> str:
    return json.dumps(result, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
