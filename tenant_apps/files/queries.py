"""What is attached to a document, and what stood there before."""

from uuid import UUID

from tenant_apps.files.models import Attachment, Version


def attachments_of(subject_kind: str, subject_id: UUID) -> list[Attachment]:
    """In order, with their latest versions: one statement."""
    return list(Attachment.objects.of(subject_kind, subject_id))


def versions_of(attachment: Attachment) -> list[Version]:
    """Newest first."""
    return list(attachment.versions.order_by("-number"))
