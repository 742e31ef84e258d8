"""One request of the office suite, and the answers the protocol has for it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tenant_apps.files import holders
from tenant_apps.texts.actions.saving import LARGEST_FILE
from tenant_apps.texts.models import EditLock, Pass
from tenants.outside import Answer

BAD_REQUEST = "400 Bad Request"
LONGEST_LOCK = 1024
MOST = LARGEST_FILE + 1
TEXT = ("Content-Type", "text/plain; charset=utf-8")


def plain(status: str, words: str = "", **said: str) -> Answer:
    """`said` are headers of the protocol: lock="…" is X-WOPI-Lock."""
    head = [(f"X-WOPI-{name}", value) for name, value in said.items()]
    return Answer(status, [TEXT, ("Cache-Control", "no-store"), *head], words.encode())


def in_json(facts: dict[str, object], **said: str) -> Answer:
    answer = plain("200 OK", json.dumps(facts, ensure_ascii=False), **said)
    answer.headers[0] = ("Content-Type", "application/json")
    return answer


class Mismatch(Exception):
    """409: the lock is another, and the caller hears which."""

    def __init__(self, standing: EditLock | None, why: str) -> None:
        super().__init__(why)
        self.answer = plain("409 Conflict", Lock=said_of(standing), LockFailureReason=why)


def said_of(standing: EditLock | None) -> str:
    """What another way of writing holds is no lock of the protocol's: it has no name there."""
    return standing.key if standing is not None and standing.way == "wopi" else ""


@dataclass(frozen=True)
class Call:
    environ: dict[str, Any]
    held: Pass
    at: datetime

    @property
    def kind(self) -> str:
        return self.held.subject_kind

    @property
    def subject_id(self) -> UUID:
        assert self.held.subject_id is not None  # noqa: S101  the table's own constraint
        return self.held.subject_id

    def head(self, name: str) -> str:
        return str(self.environ.get(f"HTTP_X_WOPI_{name}", ""))

    def read(self) -> holders.Holding:
        return holders.read(self.kind, self.subject_id, by=self.held.staff)

    def edit(self) -> holders.Holding:
        """Asked at every change: who might a while ago may not any more."""
        return holders.edit(self.kind, self.subject_id, by=self.held.staff)

    def body(self) -> bytes:
        """Never more than one byte too many: whoever takes it in refuses that."""
        said = int(self.environ.get("CONTENT_LENGTH") or MOST)
        content: bytes = self.environ["wsgi.input"].read(min(said, MOST))
        return content
