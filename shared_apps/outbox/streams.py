"""Who is listening live, and what each has not been told yet. Runs on one event loop, no locks.

A stream keeps topics and ids only, each once: a browser that reads slowly gets fewer words and
takes no more memory. What it missed it re-reads from the pages anyway.
"""

import asyncio
import json
from collections import defaultdict
from contextlib import suppress

EVERYTHING = '{"topic": "*", "id": ""}'  # something may have been missed: re-read what you show
MOST_WAITING = 200
MOST_OF_ONE_PERSON = 20


class Stream:
    """One open connection of one person."""

    __slots__ = ("_bell", "_waiting", "closed", "schema", "staff")

    def __init__(self, schema: str, staff: str) -> None:
        self.schema = schema
        self.staff = staff
        self.closed = False
        self._waiting: dict[str, None] = {}
        self._bell = asyncio.Event()

    def put(self, data: str) -> None:
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.clear()
            data = EVERYTHING
        self._waiting[data] = None
        self._bell.set()

    def close(self) -> None:
        self.closed = True
        self._bell.set()

    async def next(self, seconds: float) -> list[str]:
        """What came meanwhile; [] when nothing did for so long, or when the stream is closed."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._bell.wait(), seconds)
        self._bell.clear()
        waiting = list(self._waiting)
        self._waiting.clear()
        return waiting


class Hub:
    """All open streams of this process, by unit."""

    def __init__(self) -> None:
        self._streams: defaultdict[str, list[Stream]] = defaultdict(list)

    def __len__(self) -> int:
        return sum(map(len, self._streams.values()))

    def open(self, schema: str, staff: str) -> Stream:
        """A person's oldest stream gives way when there are too many of them."""
        own = [stream for stream in self._streams[schema] if stream.staff == staff]
        if len(own) >= MOST_OF_ONE_PERSON:
            self.close(own[0])
        stream = Stream(schema, staff)
        self._streams[schema].append(stream)
        return stream

    def close(self, stream: Stream) -> None:
        stream.close()
        with suppress(ValueError):
            self._streams[stream.schema].remove(stream)
        if not self._streams[stream.schema]:
            del self._streams[stream.schema]

    def close_all(self) -> None:
        for streams in list(self._streams.values()):
            for stream in list(streams):
                self.close(stream)

    def fan_out(self, payload: str) -> None:
        """A notice as `live.tell` writes it."""
        notice = json.loads(payload)
        data = json.dumps({"topic": notice["topic"], "id": notice["id"]})
        staff = notice.get("staff")
        for stream in self._streams.get(notice["unit"], ()):
            if staff is None or stream.staff in staff:
                stream.put(data)

    def resync(self) -> None:
        """Notices may have been missed while the database was away."""
        for streams in self._streams.values():
            for stream in streams:
                stream.put(EVERYTHING)
