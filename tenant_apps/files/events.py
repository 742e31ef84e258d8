"""Facts about files. The subject is the document, so that its files stand in its own story."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shared_apps.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class FileAttached(Event):
    name: ClassVar[str] = "files.attached"
    attachment_id: UUID
    file_name: str
    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class FileReplaced(Event):
    """`replaced` is the content that stood there before; its bytes are kept."""

    name: ClassVar[str] = "files.replaced"
    attachment_id: UUID
    file_name: str
    sha256: str
    size: int
    version: int
    replaced: str


@dataclass(frozen=True, kw_only=True)
class FileRemoved(Event):
    name: ClassVar[str] = "files.removed"
    attachment_id: UUID
    file_name: str
    sha256: str
