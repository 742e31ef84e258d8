"""发通行证: a link for one person's own program to one document, for a while; or for the office
suite on the web, where the operator has attached one."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.errors import DomainError
from tenant_apps.files import holders
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.texts import events, locks, passes, places, subjects
from tenant_apps.texts.models import Pass
from tenant_apps.texts.wopi.service import Service, attached


class NoOffice(DomainError):
    code = "texts.no_office"


@transaction.atomic
def admit(
    *, subject_kind: str, subject_id: UUID, door: str, may_write: bool, by: Staff, at: datetime
) -> tuple[Pass, str]:
    """To write, one must be allowed to edit now; it is asked again at every save."""
    reach = places.edit if may_write else places.read
    place = reach(subject_kind, subject_id, by=by)
    token = secrets.token_urlsafe(32)
    row = Pass.objects.create(
        token_hash=passes.token_hash(token),
        door=door,
        subject_kind=subject_kind,
        subject_id=subject_id,
        staff=by,
        may_write=may_write,
        file_name=place.file_name,
        created_at=at,
        expires_at=at + (passes.LIFE if may_write else passes.READING),
    )
    if may_write:
        owner_kind, owner_id = place.owner
        record(
            events.PassGiven(
                subject_kind=owner_kind, subject_id=owner_id, door=door, may_write=may_write
            ),
            by=by,
            at=at,
        )
    return row, token


@transaction.atomic
def admit_to_office(
    *, subject_kind: str, subject_id: UUID, by: Staff, at: datetime
) -> tuple[Service, Pass, str]:
    """网页版 Office: where nobody writes in another way. Several within it are its own matter."""
    subjects.of(subject_kind)  # files attached are for desktop programs
    row, token = admit(
        subject_kind=subject_kind,
        subject_id=subject_id,
        door=Pass.Door.WOPI,
        may_write=True,
        by=by,
        at=at,
    )
    service = attached()
    if service is None:
        raise NoOffice("本系统没有接入在线文档服务。")
    place = holders.edit(subject_kind, subject_id, by=by)
    lock = locks.held(place, at=at)
    if lock is None or lock.way != "wopi":
        locks.refuse_others(place, locks.Pen(way="wopi", key="", by=by), at=at)
    return service, row, token
