"""通行证: found again by the hash of what the program shows, while it is good."""

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from tenant_apps.organization.models import Staff
from tenant_apps.texts.models import Pass

LIFE = timedelta(hours=10)  # an office day; a lock renews itself, a pass does not
READING = timedelta(hours=2)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find(token: str, *, doors: Collection[str], at: datetime) -> Pass | None:
    """None for what was never given, ran out, was called back, or whose holder has left."""
    return (
        Pass.objects.select_related("staff")
        .filter(token_hash=token_hash(token), door__in=doors, revoked_at=None)
        .filter(expires_at__gt=at, staff__is_active=True)
        .first()
    )


def call_back(subject_kind: str, subject_id: UUID, *, by: Staff, at: datetime) -> None:
    """收回: one's own links to this document are worth nothing from here."""
    Pass.objects.filter(
        subject_kind=subject_kind, subject_id=subject_id, staff=by, revoked_at=None
    ).update(revoked_at=at)
