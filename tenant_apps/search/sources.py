"""What there is to search: each app that keeps documents says which, who sees them, what they say.

    sources.register(Source("outgoing", "发文", visible=…, read=…, every=…))

Called from the app's `ready()`. Who may see a hit is asked of the documents themselves, inside the
very statement that searches: nothing is filtered afterwards, and no count tells of what is hidden.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tenant_apps.organization.models import Staff


@dataclass(frozen=True, kw_only=True)
class Said:
    """What one document says."""

    title: str
    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Source:
    kind: str  # as files.holders calls it
    label: str
    visible: Callable[[Staff], QuerySet[Any]]
    read: Callable[[UUID], Said | None]
    every: Callable[[], Iterable[UUID]]


_sources: dict[str, Source] = {}


def register(source: Source) -> Source:
    if _sources.get(source.kind, source) is not source:
        raise RuntimeError(f"The source {source.kind!r} is registered twice.")
    _sources[source.kind] = source
    return source


def every() -> list[Source]:
    return list(_sources.values())


def known(kind: str) -> Source | None:
    return _sources.get(kind)
