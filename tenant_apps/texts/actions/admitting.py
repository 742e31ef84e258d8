"""发通行证: a link for one person's own program to one document, for a while."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tenant_apps.files import holders, naming
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.texts import events, passes, subjects
from tenant_apps.texts.models import Pass


@transaction.atomic
def admit(
    *, subject_kind: str, subject_id: UUID, door: str, may_write: bool, by: Staff, at: datetime
) -> tuple[Pass, str]:
    """To write, one must be allowed to edit now; it is asked again at every save."""
    subjects.of(subject_kind)
    reach = holders.edit if may_write else holders.read
    holding = reach(subject_kind, subject_id, by=by)
    token = secrets.token_urlsafe(32)
    row = Pass.objects.create(
        token_hash=passes.token_hash(token),
        door=door,
        subject_kind=subject_kind,
        subject_id=subject_id,
        staff=by,
        may_write=may_write,
        file_name=naming.cleaned(f"{holding.title or '正文'}.docx"),
        created_at=at,
        expires_at=at + (passes.LIFE if may_write else passes.READING),
    )
    if may_write:
        record(
            events.PassGiven(
                subject_id=subject_id, subject_kind=subject_kind, door=door, may_write=may_write
            ),
            by=by,
            at=at,
        )
    return row, token
