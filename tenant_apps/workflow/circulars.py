"""What is only to be read: copies (抄送), papers that go round (传阅), and what was done for one.

Reading never holds a run up and is never counted with its seats; it outlives the run's end.
"""

from typing import Self

from django.db import models
from django.db.models import Q

from shared_apps.kernel.ids import new_id
from tenant_apps.organization.models import Staff


class Circulation(models.Model):
    """传阅: one round among named readers; over when everybody has read, or when called in."""

    class EndReason(models.TextChoices):
        NONE = "", "传阅中"
        READ = "read", "已全部阅毕"
        RECALLED = "recalled", "已收回"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey("workflow.Run", on_delete=models.CASCADE, related_name="circulations")
    sender = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    serial = models.BooleanField(default=False)  # one after another, else all at once
    text = models.CharField(max_length=500, blank=True)  # what the readers are asked
    due_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(
        max_length=8, choices=EndReason, default=EndReason.NONE, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="circulation_ended_exactly_with_a_reason",
                condition=Q(ended_at=None, end_reason="")
                | Q(ended_at__isnull=False) & ~Q(end_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_end_reason_display()} {self.pk}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def delivered(self) -> Self:
        """What has reached its reader and was not called in unread."""
        return self.filter(arrived_at__isnull=False, withdrawn_at=None)

    def unread(self) -> Self:
        return self.delivered().filter(read_at=None)


class Notice(models.Model):
    """待阅: one thing one person is to read."""

    class Kind(models.TextChoices):
        CC = "cc", "抄送"
        CIRCULATE = "circulate", "传阅"
        DONE_FOR = "done_for", "事后阅知"
        TOLD = "told", "督办告知"  # a supervisor changed something, or says something
        NEWS = "news", "办理告知"  # what became of it after one had handled it

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey("workflow.Run", on_delete=models.CASCADE, related_name="notices")
    circulation = models.ForeignKey(
        Circulation, on_delete=models.CASCADE, null=True, related_name="readers", db_index=False
    )
    # 事后阅知: the turn somebody else acted in this person's name.
    item = models.ForeignKey(
        "workflow.Item", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=9, choices=Kind)
    person = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    sender = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    text = models.CharField(max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(default=0)  # its place in a serial round
    arrived_at = models.DateTimeField(null=True)  # null: the round has not come to this reader
    read_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)  # 催阅
    opinion = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            # 按实例去重: however many send it, one person has one copy of one run.
            models.UniqueConstraint(
                fields=["run", "person"], condition=Q(kind="cc"), name="notice_one_copy_each"
            ),
            models.UniqueConstraint(
                fields=["circulation", "person"],
                condition=Q(withdrawn_at=None),
                name="notice_once_in_a_round",
            ),
            models.CheckConstraint(
                name="notice_of_a_round_exactly_when_circulated",
                condition=Q(kind="circulate", circulation__isnull=False)
                | ~Q(kind="circulate") & Q(circulation=None),
            ),
            models.CheckConstraint(
                name="notice_read_only_after_it_came",
                condition=Q(read_at=None, opinion="") | Q(arrived_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "-arrived_at", "-id"],
                condition=Q(read_at=None, withdrawn_at=None, arrived_at__isnull=False),
                name="notice_to_read",
            ),
            models.Index(
                fields=["person", "-read_at", "-id"],
                condition=Q(read_at__isnull=False),
                name="notice_read",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_late(self) -> bool:
        """Reminded of, and still not read."""
        return self.reminded_at is not None and self.read_at is None
