"""What files, texts, ink and search terms hang on: each app that keeps such things says how to
reach them.

    holders.register(Kind("outgoing", "发文", read=…, edit=…, page=…))

Called from the app's `ready()`. The doors of files and of its neighbours above ask here, so that
none of them knows a document, and no bare id opens anything: `read` and `edit` refuse by
themselves, in the house's order (404, 403, 409).
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from shared_apps.kernel.errors import NotFound
from tenant_apps.organization.models import Staff


@dataclass(frozen=True, kw_only=True)
class Holding:
    """持有: one thing that files hang on, as somebody who may see it sees it."""

    kind: str
    id: UUID
    title: str
    step: str = ""  # the node of the flow it is at; empty when it is in none


@dataclass(frozen=True, kw_only=True)
class Kind:
    kind: str
    label: str
    # The viewer may see it, else NotFound.
    read: Callable[[UUID, Staff], Holding]
    # The viewer may change its files now: locked first, then refused. Inside a transaction.
    edit: Callable[[UUID, Staff], Holding]
    # Where its page is.
    page: Callable[[UUID], str]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    if _kinds.get(kind.kind, kind) is not kind:
        raise RuntimeError(f"The kind of holder {kind.kind!r} is registered twice.")
    _kinds[kind.kind] = kind
    return kind


def kind_of(kind: str) -> Kind:
    try:
        return _kinds[kind]
    except KeyError:
        raise NotFound("没有这类事项。") from None


def read(kind: str, subject_id: UUID, *, by: Staff) -> Holding:
    return kind_of(kind).read(subject_id, by)


def edit(kind: str, subject_id: UUID, *, by: Staff) -> Holding:
    return kind_of(kind).edit(subject_id, by)
