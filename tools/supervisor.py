"""A group of processes that live and die together.

Each child leads a process group of its own, so a Ctrl-C in the terminal reaches only the
supervisor, which then ends the children in order; and whatever a dying child leaves behind is
ended before it is started again. If the supervisor itself is killed, Linux tells the children
(parent death signal).
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

FIRST_PAUSE = 0.5  # seconds before a dead child is started again, doubled each time
LONGEST_PAUSE = 30.0
HEALTHY = 60.0  # after so many seconds of life the next death counts as the first
GRACE = 25.0  # seconds between SIGTERM and SIGKILL; a worker finishes what it holds
LOG_LIMIT = 20 * 1024 * 1024
PR_SET_PDEATHSIG = 1

Tell = Callable[[str], None]


@dataclass
class Child:
    """One program of the group, and what became of it."""

    name: str
    command: Sequence[str | Path]
    log: Path
    env: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    born_at: float = 0.0
    due_at: float = 0.0

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    def start(self, *, now: float) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.env},
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            )
        self.born_at = now

    def signal(self, number: signal.Signals) -> None:
        """To the child and to everything it started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except (ProcessLookupError, PermissionError):
                return

    def has_died(self, *, now: float) -> bool:
        """True once per death; leftovers of its group are gone and the next start is set."""
        if self.process is None or self.process.poll() is None:
            return False
        self.signal(signal.SIGKILL)
        self.deaths = 1 if now - self.born_at > HEALTHY else self.deaths + 1
        self.due_at = now + min(FIRST_PAUSE * 2 ** (self.deaths - 1), LONGEST_PAUSE)
        return True

    def last_words(self, lines: int = 5) -> str:
        try:
            with self.log.open("rb") as log:
                log.seek(max(0, self.log.stat().st_size - 4096))
                return "\n".join(log.read().decode(errors="replace").splitlines()[-lines:])
        except OSError:
            return ""


class Supervisor:
    """Starts the children, restarts the dead with growing pauses, ends all when told to."""

    def __init__(self, children: Sequence[Child], tell: Tell) -> None:
        self.children = children
        self.tell = tell
        self.stopping = False

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)

    def start(self) -> None:
        for child in self.children:
            if not self.stopping:
                child.start(now=time.monotonic())

    def watch(self, *, until: Callable[[], bool] = lambda: False, tick: float = 0.1) -> None:
        """Keep them alive until told to stop, or until the caller has seen what it waits for."""
        while not self.stopping and not until():
            self._look(now=time.monotonic())
            time.sleep(tick)

    def end(self) -> None:
        """SIGTERM in reverse order of start, then SIGKILL for whoever does not listen."""
        for child in reversed(self.children):
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.tell(f"{child.name} 没有按时退出，强制结束")
            child.signal(signal.SIGKILL)
            child.process.wait()

    def _look(self, *, now: float) -> None:
        for child in self.children:
            if child.process is None:
                if now >= child.due_at:
                    child.start(now=now)
                    self.tell(f"{child.name} 已重新启动（进程 {child.pid}）")
            elif child.has_died(now=now):
                self._report(child, pause=child.due_at - now)

    def _report(self, child: Child, *, pause: float) -> None:
        code = child.process.returncode if child.process else None
        self.tell(
            f"{child.name} 意外退出（{code}），{pause:.1f} 秒后重启（第 {child.deaths} 次），"
            f"日志 {child.log}\n{child.last_words()}"
        )
        child.process = None

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
