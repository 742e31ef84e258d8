"""Where things are, and how the tools speak."""

import os
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
VAR = PROJECT / "var"
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
FRONTEND = PROJECT / "frontend"
IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")


class Refused(Exception):
    """The tool cannot go on; the message says what to do."""


def say(text: str = "") -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def heading(text: str) -> None:
    say(f"\n\033[1m== {text}\033[0m" if sys.stdout.isatty() else f"\n== {text}")


def warn(text: str) -> None:
    line = "!" * 78
    say(f"{line}\n{text}\n{line}")
