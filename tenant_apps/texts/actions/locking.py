"""接手: the pen is taken out of somebody's hand. The only thing about pens worth a record."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.outbox.live import tell
from tenant_apps.files import holders
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.texts import events, locks, subjects
from tenant_apps.texts.models import EditLock
from tenants.current import current_unit


@transaction.atomic
def take_over(
    *, subject_kind: str, subject_id: UUID, way: str, key: str, by: Staff, at: datetime
) -> EditLock:
    """接手: whoever may edit may take the pen; the first is told, and keeps what was typed."""
    subjects.of(subject_kind)
    place = holders.edit(subject_kind, subject_id, by=by)
    before = locks.held(place, at=at)
    lock = locks.put(place, locks.Pen(way=way, key=key, by=by), at=at)
    if before is not None and before.key != key:
        tell("texts", subject_id, current_unit().schema_name, [before.owner_id])
        record(
            events.PenTakenOver(
                subject_id=subject_id,
                subject_kind=subject_kind,
                from_id=before.owner_id,
                from_name=before.owner_name,
                way=way,
            ),
            by=by,
            at=at,
        )
    return lock
