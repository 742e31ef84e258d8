"""Facts about the addresses themselves; they are for the journal, and are sent nowhere."""

from dataclasses import dataclass
from typing import ClassVar

from shared_apps.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class WebhookKept(Event):
    name: ClassVar[str] = "webhooks.kept"
    title: str
    url: str
    events: list[str]
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class SecretRenewed(Event):
    name: ClassVar[str] = "webhooks.secret_renewed"
    title: str
    turn: int


@dataclass(frozen=True, kw_only=True)
class CallRepeated(Event):
    """重发; the subject is the address."""

    name: ClassVar[str] = "webhooks.call_repeated"
    call: str
    event: str
