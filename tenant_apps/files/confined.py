"""Hostile bytes are looked at by a child that has nothing to lose: no rights, no network, no time.

The child is one of our own modules; it confines itself once it has read its libraries and before
it reads the file (office/confining.py). It refuses with exit code 3 and one word on stderr;
however else it ends, the file is `broken`.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings

OFFICE_MEMORY = 3 << 30
REFUSED = 3
BARE = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}  # none of our settings, none of our secrets


class Refused(Exception):
    """`reason`: encrypted, broken, late or large, as the child says it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Limits:
    seconds: float = 20
    memory: int = 1 << 30
    answer: int = 256 << 20  # bytes


LIMITS = Limits()


def run(
    module: str, arguments: Sequence[str], *, stdin: BinaryIO, limits: Limits = LIMITS
) -> bytes:
    """What the child wrote, given the open file; the file's own name it never learns."""
    command = [sys.executable, "-m", module, *arguments]
    with tempfile.TemporaryFile() as answer:
        try:
            done = subprocess.run(
                command,
                stdin=stdin,
                stdout=answer,
                stderr=subprocess.PIPE,
                timeout=limits.seconds,
                cwd=settings.BASE_DIR,
                env={
                    "PATH": "/usr/bin:/bin",
                    "LANG": "C.UTF-8",
                    "HESHU_MEMORY": str(limits.memory),
                },
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Refused("late") from None
        if done.returncode == REFUSED:
            raise Refused(done.stderr.decode(errors="replace").strip() or "broken")
        if done.returncode != 0:
            raise Refused("broken")
        if answer.seek(0, 2) > limits.answer:
            raise Refused("large")
        answer.seek(0)
        return answer.read()
