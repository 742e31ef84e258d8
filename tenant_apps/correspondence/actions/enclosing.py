"""附件 of a draft: put in and taken out by whoever has the document on the desk."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tenant_apps.correspondence import desks
from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.correspondence.viewing import attachment
from tenant_apps.files import actions as files
from tenant_apps.organization.models import Staff


@transaction.atomic
def enclose(
    *,
    document_id: UUID,
    name: str,
    chunks: Iterable[bytes],
    size: int,
    by: Staff,
    at: datetime,
) -> OutgoingDocument:
    """附上: a file of any type; what may not be attached is refused by the files app."""
    document = desks.to_edit(document_id, by=by)
    files.attach(
        subject_kind="outgoing",
        subject_id=document.pk,
        name=name,
        chunks=chunks,
        size=size,
        by=by,
        at=at,
    )
    return document


@transaction.atomic
def remove(*, document_id: UUID, attachment_id: UUID, by: Staff, at: datetime) -> OutgoingDocument:
    """移除附件: it leaves the list; the journal keeps that it was there."""
    document = desks.to_edit(document_id, by=by)
    found = attachment("outgoing", document.pk, attachment_id)
    files.remove(attachment_id=found.pk, by=by, at=at)
    return document
