"""Facts about forms. Each form has a chain of its own."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shared_apps.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class FormOpened(Event):
    name: ClassVar[str] = "forms.form.opened"
    key: str
    called: str


@dataclass(frozen=True, kw_only=True)
class DraftSaved(Event):
    """What was drawn stays in the row; the record says that it was, and how much."""

    name: ClassVar[str] = "forms.draft.saved"
    revision: int
    fields: int


@dataclass(frozen=True, kw_only=True)
class DraftDropped(Event):
    name: ClassVar[str] = "forms.draft.dropped"
    revision: int


@dataclass(frozen=True, kw_only=True)
class FormPublished(Event):
    name: ClassVar[str] = "forms.form.published"
    key: str
    version: int
    version_id: UUID
    called: str
