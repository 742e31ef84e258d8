"""Hear NOTIFY: on a direct connection of its own, since LISTEN does not survive a pooler."""

import os
import select
from types import TracebackType
from typing import Any, Self

import psycopg2
from django.db import connection
from psycopg2 import sql

OUTBOX = "heshu_outbox"
LIVE = "heshu_live"
NOTICES_A_DEAD_LINE: dict[str, Any] = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
REST_SECONDS = 1.0  # between two attempts to reach a database that is away


class Listener:
    """Waits for notices on one channel; reaches the database again by itself when it was away."""

    def __init__(self, channel: str) -> None:
        self.channel = channel
        self._connection: Any = None
        self._woken, self._wake = os.pipe()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
        os.close(self._woken)
        os.close(self._wake)

    def wake(self) -> None:
        """End a wait at once, from another thread or a signal handler."""
        os.write(self._wake, b"!")

    def connect(self) -> None:
        """Raises when the database cannot be reached: a process should not begin deaf."""
        wanted = connection.get_connection_params()
        parameters: dict[str, Any] = {
            name: value
            for name, value in wanted.items()
            if name in ("host", "port", "user", "password", "dbname", "database", "sslmode")
        }
        self._connection = psycopg2.connect(
            **parameters, **NOTICES_A_DEAD_LINE, application_name="heshu-listener"
        )
        self._connection.autocommit = True
        with self._connection.cursor() as cursor:
            cursor.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self.channel)))

    def wait(self, seconds: float) -> list[str] | None:
        """Payloads that came, [] when none did; None when some may have been missed."""
        try:
            if self._connection is None:
                self.connect()
                return None
            return self._heard(seconds)
        except psycopg2.Error:
            self.close()
            select.select([self._woken], [], [], min(seconds, REST_SECONDS))
            return []

    def _heard(self, seconds: float) -> list[str]:
        if not self._connection.notifies:
            ready, _, _ = select.select([self._connection, self._woken], [], [], seconds)
            if self._woken in ready:
                os.read(self._woken, 1)
            self._connection.poll()
        payloads = [notice.payload for notice in self._connection.notifies]
        self._connection.notifies.clear()
        return payloads

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
