"""The project's own Python: .venv with the locked packages, made on any Python ≥ 3.11."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import stamps
from tools.places import PROJECT, PYTHON, VENV, Refused, heading

LOCKS = ("base", "run", "dev", "prod")
ENOUGH = {"run": ("run", "dev"), "dev": ("dev",)}  # a developer's machine can run it as well
STAMP = VENV / ".locked"


def prepare(wanted: str = "dev") -> None:
    """Install that lock, unless what is there is enough. To run the city takes half of dev."""
    if PYTHON.exists() and any(stamps.holds(STAMP, _digest(one)) for one in ENOUGH[wanted]):
        return
    heading("安装锁定的 Python 软件包（.venv）")
    if not PYTHON.exists() or not _works():
        _make()
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    # Python compiles what it imports when it does; compiling all there is takes half a minute.
    locked = ["--require-hashes", "--no-deps", "--no-compile", "--only-binary", ":all:"]
    done = subprocess.run(
        [*pip, "-qq", *locked, "-r", str(_lock(wanted))], cwd=PROJECT, env=clean()
    )
    if done.returncode != 0:
        raise Refused("软件包没有装上：请看上面 pip 的说明（网络或软件源），再运行一次。")
    stamps.put(STAMP, _digest(wanted))


def _lock(name: str) -> Path:
    return PROJECT / "requirements" / f"{name}.txt"


def _digest(name: str) -> str:
    return stamps.digest([_lock(name)])


def clean() -> dict[str, str]:
    """The environment without another Python's or virtual environment's settings."""
    foreign = {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__"}
    return {key: value for key, value in os.environ.items() if key not in foreign}


def _works() -> bool:
    """A .venv outlives the Python it was made from; then it must be made again."""
    return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0


def _make() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "venv", VENV], env=clean(), capture_output=True, text=True
    )
    if done.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Refused(
            "建不了 Python 虚拟环境。Debian/Ubuntu 上请先执行：apt-get install python3-venv\n"
            + (done.stdout + done.stderr).strip()
        )
