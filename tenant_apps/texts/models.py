"""正文: every text a document ever had, who holds the pen, who may come in by which door."""

from typing import Any, NoReturn, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from shared_apps.kernel.ids import new_id


class TextVersionQuerySet(models.QuerySet["TextVersion"]):
    def of(self, subject_kind: str, subject_id: UUID) -> Self:
        return self.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("number")

    def update(self, **changes: Any) -> NoReturn:
        raise TypeError("A version of a text is never changed: save another.")

    def delete(self) -> NoReturn:
        raise TypeError("A version of a text is never deleted.")


class TextVersion(models.Model):
    """正文版本: what one hand saved, for good. Bytes lie in the unit's store, words lie here.

    A side version (旁稿) is what came too late to become the text: kept beside it, to compare.
    """

    class Form(models.TextChoices):
        TYPED = "typed", "直接录入"
        WORD = "word", "Word 文件"

    class Way(models.TextChoices):
        TYPED = "typed", "页面录入"
        UPLOAD = "upload", "上传"
        BROWSER = "browser", "浏览器编辑"
        WEBDAV = "webdav", "桌面软件"
        WOPI = "wopi", "在线文档服务"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    number = models.PositiveIntegerField()
    is_side = models.BooleanField(default=False)
    base = models.PositiveIntegerField(default=0)  # the version it grew from
    form = models.CharField(max_length=5, choices=Form)
    way = models.CharField(max_length=7, choices=Way)
    step = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)  # of the file; of the words where there is none
    size = models.PositiveBigIntegerField()
    # Why the browser's editor cannot carry this file; empty where it can.
    obstacles = models.JSONField(default=list)
    # What of this file the layout cannot print; empty for what was typed.
    left_out = models.JSONField(default=list)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    author_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    objects = TextVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "number"], name="text_version_numbered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number} {self.author_name} {self.sha256[:12]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A version of a text is never changed: save another.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A version of a text is never deleted.")

    @property
    def stamp(self) -> str:
        """Another one whenever the text is another."""
        return f"{self.number}-{self.sha256}"


class EditLock(models.Model):
    """编辑锁: one pen a document, whichever way it is written. `key` is what the program shows."""

    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    key = models.CharField(max_length=1024)
    way = models.CharField(max_length=7, choices=TextVersion.Way)
    step = models.CharField(max_length=40, blank=True)  # past it, the lock is void
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=40)
    taken_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"], name="one_pen_for_a_document"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_name} ({self.way}) until {self.expires_at:%H:%M:%S}"


class Redline(models.Model):
    """花脸稿: the marked copy of two versions, made once for a pair of contents."""

    class State(models.TextChoices):
        WAITING = "waiting", "正在生成"
        READY = "ready", "已生成"
        FAILED = "failed", "没有生成"

    before = models.CharField(max_length=64)
    after = models.CharField(max_length=64)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    sha256 = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="redline_made_once_a_pair"),
            models.CheckConstraint(
                name="redline_ready_with_its_file",
                condition=Q(state="ready", made_at__isnull=False) & ~Q(sha256="")
                | ~Q(state="ready") & Q(made_at=None, sha256=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before[:8]} → {self.after[:8]} {self.state}"


class Pass(models.Model):
    """通行证: lets one person's program reach one document for a while. Only its hash is kept."""

    class Door(models.TextChoices):
        DAV = "dav", "桌面软件"
        WOPI = "wopi", "在线文档服务"
        SCRATCH = "scratch", "检验"  # an empty folder to try a client on

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    door = models.CharField(max_length=7, choices=Door)
    subject_kind = models.CharField(max_length=20, blank=True)
    subject_id = models.UUIDField(null=True)
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    may_write = models.BooleanField()
    file_name = models.CharField(max_length=240, blank=True)
    seen = models.PositiveIntegerField(default=0)  # the version its program read last
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pass_is_for_a_document_or_for_trying",
                condition=Q(door="scratch", subject_id=None)
                | ~Q(door="scratch") & Q(subject_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.door} {self.staff_id} → {self.subject_kind} {self.subject_id}"


class DavLock(models.Model):
    """A WebDAV lock as the protocol knows it, shared by all workers; beside it stands EditLock."""

    token = models.CharField(max_length=120, unique=True)
    place = models.CharField(max_length=1000, db_index=True)
    said = models.JSONField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.token} on {self.place}"


class DavProperty(models.Model):
    """What a WebDAV client wrote on a file's margin (Office keeps its own times there)."""

    place = models.CharField(max_length=1000)
    name = models.CharField(max_length=200)
    value = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "name"], name="dav_property_said_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.place}"


class ScratchNode(models.Model):
    """A file or folder in the empty room of a scratch pass."""

    owner = models.ForeignKey(Pass, on_delete=models.CASCADE, related_name="nodes")
    path = models.CharField(max_length=1000)
    is_folder = models.BooleanField()
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "path"], name="scratch_node_named_once")
        ]

    def __str__(self) -> str:
        return self.path
