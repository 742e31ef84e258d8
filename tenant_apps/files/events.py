from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shared_apps.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class FileAttached(Event):
    """The subject is the document, so that its files stand in its own story."""

    name: ClassVar[str] = "files.attached"
    attachment_id: UUID
    file_name: str
    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class FileRemoved(Event):
    name: ClassVar[str] = "files.removed"
    attachment_id: UUID
    file_name: str
    sha256: str
