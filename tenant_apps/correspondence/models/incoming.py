"""收文: what other units sent, by exchange or on paper, from 签收 to the answer."""

from typing import Self

from django.db import models
from django.db.models import Q

from shared_apps.kernel.ids import new_id
from tenant_apps.correspondence.kinds import (
    UNREGISTERED,
    UNSIGNED,
    Course,
    Kind,
    Urgency,
    Validity,
)
from tenant_apps.organization.models import Staff
from tenant_apps.workflow.models import Run, met_by


class IncomingQuerySet(models.QuerySet["IncomingDocument"]):
    def visible_to(self, viewer: Staff) -> Self:
        """All, for the post desk and who reads for the unit; else what one handles."""
        if viewer.holds("correspondence.read.unit") or viewer.holds(
            "correspondence.incoming.acknowledge"
        ):
            return self
        return self.filter(met_by(viewer, "run"))


class IncomingDocument(models.Model):
    """收文: a sealed copy from another unit, or a paper; and what this unit does with it."""

    class Channel(models.TextChoices):
        EXCHANGE = "exchange", "公文交换"
        PAPER = "paper", "纸质来文"

    class Stage(models.TextChoices):
        ARRIVED = "arrived", "待签收"
        REGISTER = "register", "登记"
        SCREEN = "screen", "初审"
        PROPOSE = "propose", "拟办"
        CIRCULATE = "circulate", "传阅"
        INSTRUCT = "instruct", "批示"
        EXTRA = "extra", "阅批"  # a step that the unit drew in
        HANDLE = "handle", "承办"
        COMPLETE = "complete", "办结"
        COMPLETED = "completed", "已办结"
        RETURNED = "returned", "初审退回"
        DECLINED = "declined", "已退回"
        WITHDRAWN = "withdrawn", "已撤回"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.EXCHANGE)
    envelope_id = models.UUIDField(unique=True, null=True)
    source_id = models.UUIDField(null=True)  # the sender's own document
    from_code = models.CharField(max_length=20, blank=True)  # none: a body outside the directory
    from_name = models.CharField(max_length=120)
    from_short_name = models.CharField(max_length=40)
    is_copy = models.BooleanField(default=False)  # 抄送: to know, not to answer
    doc_kind = models.CharField(max_length=16, choices=Kind)
    urgency = models.CharField(max_length=12, choices=Urgency)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=40, blank=True)
    body = models.TextField()
    digest = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    ofd_sha256 = models.CharField(max_length=64, blank=True)  # the same page as OFD, where it came
    page_count = models.PositiveSmallIntegerField()
    # Said of a paper by who registered it; a sealed copy carries its own page.
    written_on = models.DateField(null=True)  # 成文日期
    signer = models.CharField(max_length=40, blank=True)  # 签发人 of 上行文
    shelf_mark = models.CharField(max_length=60, blank=True)  # where the paper itself lies

    stage = models.CharField(max_length=10, choices=Stage, default=Stage.ARRIVED)
    run = models.OneToOneField(Run, on_delete=models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+"
    )
    register_number = models.CharField(max_length=40, null=True, unique=True)
    registered_at = models.DateTimeField(null=True)
    # 初审: what was ticked and found, by whom and when.
    screened = models.JSONField(default=dict)
    course = models.CharField(max_length=6, choices=Course, blank=True)  # chosen at 拟办
    is_major = models.BooleanField(default=False)  # 重要公文
    # 专人催办: who answers for its being done in time (条例 24 ⑥).
    urger = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    # 主办: the first of those it was given to; the others support (条例 24 ④).
    lead = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    result = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    completed_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)
    standing = models.CharField(max_length=9, choices=Validity, default=Validity.IN_FORCE)
    standing_from = models.DateField(null=True)  # 废止: no longer in force from this day on

    objects = IncomingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="incoming_sealed_exactly_when_exchanged",
                condition=Q(
                    channel="exchange",
                    envelope_id__isnull=False,
                    source_id__isnull=False,
                    sealed_at__isnull=False,
                )
                & ~Q(pdf_sha256="")
                | Q(
                    channel="paper",
                    envelope_id=None,
                    source_id=None,
                    sealed_at=None,
                    pdf_sha256="",
                ),
            ),
            models.CheckConstraint(
                name="incoming_signed_for_exactly_when_past_the_door",
                condition=Q(
                    stage__in=UNSIGNED, acknowledged_at=None, acknowledged_by=None, run=None
                )
                | ~Q(stage__in=UNSIGNED)
                & Q(
                    acknowledged_at__isnull=False,
                    acknowledged_by__isnull=False,
                    run__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="incoming_numbered_exactly_when_registered",
                condition=Q(stage__in=UNREGISTERED, register_number=None, registered_at=None)
                | ~Q(stage__in=UNREGISTERED)
                & Q(register_number__isnull=False, registered_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "-id"], name="incoming_by_stage"),
            # 重复: the same number, title or file, asked at every registration.
            models.Index(fields=["number"], name="incoming_by_number"),
            models.Index(fields=["title", "-received_at"], name="incoming_by_title"),
            models.Index(fields=["pdf_sha256"], name="incoming_by_page"),
        ]

    def __str__(self) -> str:
        return f"{self.from_short_name} {self.number} {self.title}"

    @property
    def has_ofd(self) -> bool:
        return bool(self.ofd_sha256)
