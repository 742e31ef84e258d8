"""Live updates: the browser is told that something changed, by ids only, and re-reads."""

import json
from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from shared_apps.outbox.listening import LIVE

TOPICS = ("todo", "incoming", "outgoing", "board")
AT_ONCE = 100  # a notice may hold 8,000 bytes


def tell(
    topic: str, id: object, unit_schema: str, staff_ids: Iterable[UUID] | None = None
) -> None:
    """Tell some staff of a unit, or all of it, at commit. "public" is the city host."""
    if topic not in TOPICS:
        raise ValueError(f"not a topic: {topic}")
    notice: dict[str, object] = {"topic": topic, "id": str(id), "unit": unit_schema}
    if staff_ids is None:
        _notify(notice)
        return
    people = sorted({str(one) for one in staff_ids})
    for start in range(0, len(people), AT_ONCE):
        _notify({**notice, "staff": people[start : start + AT_ONCE]})


def _notify(notice: dict[str, object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [LIVE, json.dumps(notice)])
