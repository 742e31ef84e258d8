"""What can be written on: each app with pages says which they are and whose turn it is.

    subjects.register(Subject(kind="outgoing", standing=…, pages=…, seats=…, lock=…))

Called from the app's `ready()`. Who may read is files.holders' matter, asked before. The files
that hang on it are written on as well (scans): its app need not know.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared_apps.kernel.errors import NotFound
from tenant_apps.organization.models import Staff


@dataclass(frozen=True, kw_only=True)
class Pages:
    """版面 as they are now: the hash they are bound to, and the PDF that shows them."""

    sha256: str
    content: Callable[[], bytes]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Whether it has pages of its own; and why nothing is written on it any more, what to do."""

    has_pages: bool = True
    final: str = ""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """席位: one turn of a person, by which they write: a step of the flow, a copy to read."""

    id: UUID
    step: str
    step_name: str
    acts_for: str = ""
    closed_at: datetime | None = None
    acted: bool = False  # its owner's own act closed it: what was written goes along

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


@dataclass(frozen=True, kw_only=True)
class Subject:
    kind: str
    # For a viewer who may see it, else NotFound; refused where there is nothing to write on.
    standing: Callable[[UUID, Staff], Standing]
    # Asked only where it has some.
    pages: Callable[[UUID, Staff], Pages]
    # Every turn this person has or had, the open ones first.
    seats: Callable[[UUID, Staff], Sequence[Seat]]
    # Nobody else acts on it, nor writes its story, until we commit; NotFound for a stranger.
    lock: Callable[[UUID, Staff], None]


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> Subject:
    if _subjects.get(subject.kind, subject) is not subject:
        raise RuntimeError(f"The pages of {subject.kind!r} are registered twice.")
    _subjects[subject.kind] = subject
    return subject


def of(kind: str) -> Subject:
    try:
        return _subjects[kind]
    except KeyError:
        raise NotFound("这类事项没有可以批注的版面。") from None
