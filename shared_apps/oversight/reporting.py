"""The one way figures come in: a unit says how a matter stands, as often as it likes."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.sending import send
from shared_apps.oversight.models import ProgressLine, Reporter
from tenants.current import current_unit, public_floor

DRAW = "oversight.draw"


@dataclass(frozen=True, kw_only=True)
class Report:
    """How a matter stands now. `seq` grows with every act on it."""

    subject_id: UUID
    seq: int
    flow: str
    doc_kind: str
    title: str
    number: str
    urgency: str
    stage: str
    stage_label: str
    position: int
    entered_at: datetime
    stage_since: datetime
    due_at: datetime | None = None
    closed_at: datetime | None = None
    envelope_id: UUID | None = None
    steps: list[dict[str, Any]] = field(default_factory=list)
    recipients: list[dict[str, Any]] = field(default_factory=list)


def report(said: Report, *, at: datetime) -> bool:
    """Keep the newest report of a matter; False when a newer one was already there."""
    unit = current_unit()
    facts = asdict(said) | {"short_name": unit.short_name, "reported_at": at}
    subject_id = facts.pop("subject_id")
    with public_floor(), transaction.atomic():
        line, created = ProgressLine.objects.select_for_update(no_key=True).get_or_create(
            unit_code=unit.code, subject_id=subject_id, defaults=facts
        )
        if not created:
            if line.seq > said.seq:
                return False
            ProgressLine.objects.filter(pk=line.pk).update(**facts)
        Reporter.objects.update_or_create(unit_code=unit.code, defaults={"reported_at": at})
        _ask_for_a_new_board(at)
    return True


def withdraw_line(subject_id: UUID, *, at: datetime) -> None:
    """A matter given up before it was official (作废) leaves the board."""
    unit = current_unit()
    with public_floor():
        ProgressLine.objects.filter(unit_code=unit.code, subject_id=subject_id).delete()
        _ask_for_a_new_board(at)


def _ask_for_a_new_board(at: datetime) -> None:
    """Many reports, one drawing: ask only when nobody has asked since the last one began."""
    assert connection.in_atomic_block  # noqa: S101
    waiting = Dispatch.objects.filter(subscriber=DRAW, leased_until=None, dead_at=None)
    if not waiting.exists():
        send(unit="public", subscriber=DRAW, event=DRAW, facts={}, at=at)
