"""What is attached to a document."""

from uuid import UUID

from tenant_apps.files.models import Attachment


def attachments_of(subject_kind: str, subject_id: UUID) -> list[Attachment]:
    """In order, with their latest versions: one statement."""
    return list(Attachment.objects.of(subject_kind, subject_id))
