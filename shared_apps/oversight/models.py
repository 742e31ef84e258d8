"""What units report about how matters proceed, and the board drawn from it for the city's leaders.

Rows name posts, never persons: the city supervises matters, it does not rank people
(防治“指尖上的形式主义”, 2023).
"""

from django.db import models
from django.db.models import Q

from shared_apps.kernel.ids import new_id


class ProgressLine(models.Model):
    """One matter of one unit as last reported: where it is, since when, until when."""

    class Flow(models.TextChoices):
        OUTGOING = "outgoing", "发文"
        INCOMING = "incoming", "收文"
        JOINT = "joint", "联署"  # a text that another unit hosts

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit_code = models.CharField(max_length=20)
    short_name = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    seq = models.PositiveIntegerField()  # of the report; an older one arriving late is ignored
    flow = models.CharField(max_length=10, choices=Flow)
    doc_kind = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=40, blank=True)
    urgency = models.CharField(max_length=12)
    stage = models.CharField(max_length=10)
    stage_label = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()  # of the stage within its flow
    entered_at = models.DateTimeField()
    stage_since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    envelope_id = models.UUIDField(null=True)
    steps = models.JSONField()  # [{name, post, opened_at, closed_at, state}]
    recipients = models.JSONField()  # of an outgoing one: [{code, short_name, state, …times}]
    reported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_code", "subject_id"], name="line_once_per_matter"
            )
        ]
        indexes = [
            models.Index(
                fields=["unit_code", "-id"], condition=Q(closed_at=None), name="line_open"
            ),
            models.Index(fields=["-id"], condition=Q(closed_at=None), name="line_open_newest"),
            models.Index(fields=["flow", "entered_at"], name="line_entered"),
            models.Index(fields=["closed_at"], name="line_closed"),
            models.Index(
                fields=["envelope_id"], condition=~Q(envelope_id=None), name="line_by_envelope"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.short_name} {self.title} {self.stage_label}"


class Reporter(models.Model):
    """When a unit last reported anything: units that never did are shown as such."""

    unit_code = models.CharField(primary_key=True, max_length=20)
    reported_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.unit_code} {self.reported_at:%F %T}"


class Board(models.Model):
    """The leaders' board as last drawn: one row, packed as it will travel, so that reading it
    costs the same whether the city has a hundred units or a thousand."""

    name = models.CharField(primary_key=True, max_length=20)
    drawn_at = models.DateTimeField()
    packed = models.BinaryField()  # JSON in gzip

    def __str__(self) -> str:
        return f"{self.name} {self.drawn_at:%F %T}"
