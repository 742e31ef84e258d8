"""Live updates: the browser is told that something changed, by ids only, and re-reads."""

import json
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import connection

from shared_apps.kernel.rows import Batch
from shared_apps.outbox.listening import LIVE

TOPICS = ("todo", "incoming", "outgoing", "board", "preview", "texts")
AT_ONCE = 100  # a notice may hold 8,000 bytes


def tell(
    topic: str,
    id: object,
    unit_schema: str,
    staff_ids: Iterable[UUID] | None = None,
    *,
    along: Batch | None = None,
) -> None:
    """Tell some staff of a unit, or all of it, at commit. "public" is the city host.

    `along`: what is about to be written anyway takes the notice with it.
    """
    if topic not in TOPICS:
        raise ValueError(f"not a topic: {topic}")
    notice: dict[str, object] = {"topic": topic, "id": str(id), "unit": unit_schema}
    for one in [notice] if staff_ids is None else _in_portions(notice, staff_ids):
        _notify(one, along)


def _in_portions(
    notice: dict[str, object], staff_ids: Iterable[UUID]
) -> Iterator[dict[str, object]]:
    people = sorted({str(one) for one in staff_ids})
    for start in range(0, len(people), AT_ONCE):
        yield {**notice, "staff": people[start : start + AT_ONCE]}


def _notify(notice: dict[str, object], along: Batch | None) -> None:
    said = "SELECT pg_notify(%s, %s)", [LIVE, json.dumps(notice)]
    if along is not None:
        along.say(*said)
        return
    with connection.cursor() as cursor:
        cursor.execute(*said)
