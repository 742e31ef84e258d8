"""What the city's templates tell the units."""

from dataclasses import dataclass
from typing import ClassVar

from shared_apps.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class TemplatePublished(Event):
    """A new version of a template; it is the subject."""

    name: ClassVar[str] = "templates.template.published"
    key: str
    number: int
    called: str
    note: str
