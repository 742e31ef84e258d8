"""Files beside something: an attachment keeps name and place, its versions the bytes."""

from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models

from shared_apps.kernel.ids import new_id


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def of(self, subject_kind: str, subject_id: UUID) -> Self:
        """What is attached now, in its order, each with its latest version."""
        found = self.filter(subject_kind=subject_kind, subject_id=subject_id, removed_at=None)
        return found.select_related("latest").order_by("position", "pk")


class Attachment(models.Model):
    """附件: a named place beside a document. Removing it leaves the row, with the time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    latest = models.ForeignKey("Version", on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["subject_kind", "subject_id", "position"],
                condition=models.Q(removed_at=None),
                name="attachment_of_subject",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def version(self) -> "Version":
        if self.latest is None:
            raise RuntimeError(f"attachment {self.pk} has no version")
        return self.latest

    @property
    def sha256(self) -> str:
        return self.version.sha256

    @property
    def size(self) -> int:
        return self.version.size

    @property
    def content_type(self) -> str:
        return self.version.content_type


class Version(models.Model):
    """版本: the bytes as they were, for good, and the type they themselves show."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="versions")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    uploader_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.size}"
