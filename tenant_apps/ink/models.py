"""手写批注: what a hand wrote on a page, as vectors, bound to exactly the pages it lay on."""

from typing import Any, NoReturn, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from shared_apps.kernel.ids import new_id
from tenant_apps.files.models import Attachment
from tenant_apps.organization.models import Staff


class Sheet(models.Model):
    """版面: one version of the pages of a document, or of a file beside it, named by its hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    # A scan, an attachment; none: the document's own pages.
    file = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    sha256 = models.CharField(max_length=64)  # of the document's PDF, or of the file itself
    # The PDF with the pages, in the unit's store, where it is another than that.
    drawn_sha256 = models.CharField(max_length=64, blank=True)
    # Width and height of each page as it is shown, in hundredths of a millimetre.
    pages = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "sha256"], name="ink_sheet_kept_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({len(self.pages)} 页)"

    @property
    def shown_sha256(self) -> str:
        return self.drawn_sha256 or self.sha256


class LayerQuerySet(models.QuerySet["Layer"]):
    def on(self, subject_kind: str, subject_id: UUID) -> Self:
        return self.filter(sheet__subject_kind=subject_kind, sheet__subject_id=subject_id)

    def visible_to(self, viewer: Staff) -> Self:
        """Of a document one may read: what was handed in, and all that is one's own."""
        return self.filter(Q(state=Layer.State.HANDED_IN) | Q(author=viewer))


class Layer(models.Model):
    """笔迹层: what one person wrote at one turn on one version; handed in, it stays as it is.

    What came after the turn was over is set aside (留存): its author still sees it, nobody else.
    """

    class State(models.TextChoices):
        OPEN = "open", "书写中"
        HANDED_IN = "handed_in", "已提交"
        ASIDE = "aside", "留存"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="layers")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    author_name = models.CharField(max_length=40)
    author_title = models.CharField(max_length=60, blank=True)
    acts_for = models.CharField(max_length=40, blank=True)  # 代签: in whose name
    seat = models.UUIDField()  # the turn of the flow, or the copy that went round
    step = models.CharField(max_length=40)
    step_name = models.CharField(max_length=40)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    begun_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)  # of what was handed in

    objects = LayerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "author", "seat"],
                condition=~Q(state="aside"),
                name="ink_layer_once_a_turn",
            ),
            models.UniqueConstraint(
                fields=["sheet", "author", "seat"],
                condition=Q(state="aside"),
                name="ink_layer_set_aside_once_a_turn",
            ),
            models.CheckConstraint(
                name="ink_layer_closed_exactly_when_not_open",
                condition=Q(state="open", closed_at=None)
                | ~Q(state="open") & Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="ink_layer_sealed_by_its_digest_when_handed_in",
                condition=Q(state="handed_in") & ~Q(digest="")
                | ~Q(state="handed_in") & Q(digest=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name} {self.step_name} {self.get_state_display()}"


class Mark(models.Model):
    """一笔, or one typed note: never changed, only struck out by its author while writing."""

    class Ink(models.TextChoices):
        RED = "red", "红"
        BLUE = "blue", "蓝"
        BLACK = "black", "黑"
        HIGHLIGHT = "highlight", "荧光"

    class Width(models.TextChoices):
        FINE = "fine", "细"
        MEDIUM = "medium", "中"
        BROAD = "broad", "粗"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    layer = models.ForeignKey(
        Layer, on_delete=models.PROTECT, related_name="marks", db_index=False
    )
    key = models.UUIDField()  # the browser's own name for it: sent twice, it is kept once
    place = models.PositiveSmallIntegerField()  # its order in the layer: later ink lies on top
    page = models.PositiveSmallIntegerField()
    ink = models.CharField(max_length=9, choices=Ink)
    width = models.CharField(max_length=6, choices=Width)
    # x, y, pressure, time after each other: hundredths of a millimetre from the upper left corner
    # of the page as shown, thousandths, milliseconds since the pen touched. A note has one point.
    points = models.JSONField()
    text = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["layer", "key"], name="ink_mark_once_in_its_layer")
        ]

    def __str__(self) -> str:
        return self.text or f"{self.get_ink_display()} {len(self.points) // 4} 点"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("What was written is struck out, never deleted.")
