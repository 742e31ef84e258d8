"""取锁, 续锁, 还锁 at the page's door. Nothing about the document changes: nothing to record."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tenant_apps.organization.models import Staff
from tenant_apps.texts import locks, places
from tenant_apps.texts.models import EditLock


@transaction.atomic
def take(subject_kind: str, subject_id: UUID, pen: locks.Pen, *, at: datetime) -> EditLock:
    return locks.take(places.edit(subject_kind, subject_id, by=pen.by), pen, at=at)


@transaction.atomic
def renew(subject_kind: str, subject_id: UUID, *, key: str, by: Staff, at: datetime) -> EditLock:
    place = places.edit(subject_kind, subject_id, by=by)
    return locks.renew(place, key=key, by=by, at=at)


def release(subject_kind: str, subject_id: UUID, *, key: str, by: Staff) -> None:
    """Possible after the document has moved on as well: one gives back what one holds."""
    locks.release(places.read(subject_kind, subject_id, by=by), key=key)
