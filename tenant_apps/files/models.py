"""Files that belong to something: an attachment keeps name and place, its versions the bytes."""

from typing import Any, NoReturn, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

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
                condition=Q(removed_at=None),
                name="attachment_of_subject",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "name"],
                condition=Q(removed_at=None),
                name="attachment_named_once_on_its_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.pk})"

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

    @property
    def flaw(self) -> str:
        return self.version.flaw


class VersionQuerySet(models.QuerySet["Version"]):
    def update(self, **changes: Any) -> NoReturn:
        raise TypeError("A version is never changed: add another.")

    def delete(self) -> NoReturn:
        raise TypeError("A version is never deleted.")


class Version(models.Model):
    """版本: the bytes as they were, for good. The type is what they say, not what was claimed."""

    class Flaw(models.TextChoices):
        NONE = "", "完好"
        ENCRYPTED = "encrypted", "有打开密码"
        TRUNCATED = "truncated", "内容不完整"
        MACROS = "macros", "带有宏"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, related_name="versions", db_index=False
    )
    number = models.PositiveSmallIntegerField(default=1)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    flaw = models.CharField(max_length=10, choices=Flaw, default=Flaw.NONE, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    uploader_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attachment", "number"], name="version_numbered_once"),
            models.CheckConstraint(name="version_is_not_empty", condition=Q(size__gt=0)),
        ]
        indexes = [models.Index(fields=["sha256"], name="version_by_content")]

    def __str__(self) -> str:
        return f"v{self.number} {self.sha256[:12]} ({self.size})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A version is never changed: add another.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A version is never deleted.")


class Preview(models.Model):
    """预览: what was made of some content, once for all who attach it in this unit."""

    class State(models.TextChoices):
        PENDING = "pending", "正在生成"
        READY = "ready", "可以查看"
        FAILED = "failed", "不能预览"

    sha256 = models.CharField(max_length=64, primary_key=True)
    state = models.CharField(max_length=7, choices=State, default=State.PENDING)
    reason = models.CharField(max_length=200, blank=True)
    # What is drawn: the content itself, or the PDF made of it.
    drawn_sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="preview_drawn_exactly_when_ready",
                condition=Q(state="ready", pages__gt=0) & ~Q(drawn_sha256="")
                | ~Q(state="ready") & Q(drawn_sha256="", pages=0),
            ),
            models.CheckConstraint(
                name="preview_failed_exactly_with_a_reason",
                condition=Q(state="failed") & ~Q(reason="") | ~Q(state="failed") & Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.state}"
