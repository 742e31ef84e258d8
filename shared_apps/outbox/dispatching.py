"""The dispatcher: hears that there is work, leases it, hands it to the engine, and keeps the time.

Any number may run at once. How much is leased at a time is bounded for all of them together, so
that what is leased is done before its lease runs out, and what may wait does wait.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Protocol
from uuid import UUID

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from shared_apps.outbox import leasing, timetable
from shared_apps.outbox.leasing import Lease
from shared_apps.outbox.listening import OUTBOX, Listener

PORTION = 50  # rows an engine carries in one go
MOST_OUTSTANDING = 100
POLL_SECONDS = 5.0  # retries that fall due make no noise
BUSY_SECONDS = 0.05  # until some of what is outstanding is done
logger = logging.getLogger(__name__)


class Executor(Protocol):
    def submit(self, ids: Sequence[UUID]) -> None:
        """Have these leased rows carried soon, somewhere. Raises when it cannot."""


class Dispatcher:
    def __init__(self, executor: Executor, *, clock: Callable[[], datetime]) -> None:
        self._executor = executor
        self._clock = clock
        self._listener = Listener(OUTBOX)
        self._stopping = threading.Event()
        self._ticked = ""

    def stop(self) -> None:
        """Lease nothing more; safe in a signal handler."""
        self._stopping.set()
        self._listener.wake()

    def run(self) -> None:
        pause = 0.0
        with self._listener:
            while not self._stopping.is_set():
                self._listener.wait(pause)
                pause = self._round_or_rest()
        connection.close()

    def _round_or_rest(self) -> float:
        """A database that is away for a moment ends no worker."""
        close_old_connections()
        try:
            return self._round()
        except (DatabaseError, InterfaceError):
            logger.exception("the outbox cannot be read")
            connection.close()
            return POLL_SECONDS

    def _round(self) -> float:
        """Returns how long there is nothing to do unless somebody calls."""
        at = self._clock()
        self._tick(at)
        busy = leasing.outstanding(at)
        room = MOST_OUTSTANDING - busy
        if room <= 0:
            return BUSY_SECONDS
        leased = leasing.lease(batch=room, at=at, quiet=False, long=False)
        if not leased and not busy:  # the post is through: now the reports on it
            leased = leasing.lease(batch=room, at=at, quiet=True, long=False)
        for portion in portions(leased):
            self._hand_over(portion)
        if len(leased) == room:
            return 0.0
        return BUSY_SECONDS if busy or leased else POLL_SECONDS  # reports were left for later

    def _hand_over(self, portion: list[UUID]) -> None:
        try:
            self._executor.submit(portion)
        except Exception:  # an engine is anybody's code: whatever it raises, the rows go back
            logger.exception("the engine takes no work")
            leasing.give_back(portion)
            self._stopping.wait(POLL_SECONDS)

    def _tick(self, at: datetime) -> None:
        minute = at.strftime("%Y%m%d%H%M")
        if minute != self._ticked:
            timetable.tick(at)
            self._ticked = minute


class LongLane:
    """Carries what takes long, one by one, in a thread of its own beside a dispatcher.

    Each is leased only when the last is done, so a lease covers one piece of work.
    """

    def __init__(
        self, carry: Callable[[list[str]], int], *, clock: Callable[[], datetime]
    ) -> None:
        self._carry = carry
        self._clock = clock
        self._listener = Listener(OUTBOX)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="long lane", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """Begin nothing more; what is under way has so long, then its lease runs out."""
        self._stopping.set()
        self._listener.wake()
        self._thread.join(seconds)

    def _run(self) -> None:
        pause = 0.0
        with self._listener:
            while not self._stopping.is_set():
                self._listener.wait(pause)
                pause = self._round()
        connection.close()

    def _round(self) -> float:
        close_old_connections()
        try:
            leased = leasing.lease(batch=1, at=self._clock(), long=True)
            if leased:
                self._carry([str(one.id) for one in leased])
        except (DatabaseError, InterfaceError):
            logger.exception("the outbox cannot be read")
            connection.close()
            return POLL_SECONDS
        return 0.0 if leased else POLL_SECONDS


def portions(leased: list[Lease]) -> Iterator[list[UUID]]:
    """Rows of one unit stay together as far as they can: they share a transaction. What may wait
    is in no portion with what may not, or the post of one unit would follow others' reports."""
    ordered = sorted(leased, key=lambda one: (one.waits, one.unit, one.id))
    for _, rows in groupby(ordered, key=lambda one: one.waits):
        ids = [one.id for one in rows]
        for start in range(0, len(ids), PORTION):
            yield ids[start : start + PORTION]
