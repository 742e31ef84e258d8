"""What was applied for, and by whom."""

from typing import Self

from django.db import models
from django.db.models import Q

from shared_apps.kernel.ids import new_id
from tenant_apps.forms.models import FormVersion
from tenant_apps.organization.models import Department, Staff
from tenant_apps.organization.queries import departments_within
from tenant_apps.requests.models.kinds import RequestKind
from tenant_apps.workflow.models import Run, met_by

READ_UNIT = "requests.read.unit"


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, viewer: Staff) -> Self:
        """One's own, what one was given to handle or to read, and what one's duty reaches."""
        within = departments_within(viewer, READ_UNIT)
        if within is None or viewer.holds("workflow.supervise"):
            return self
        mine = Q(applicant=viewer) | met_by(viewer, "run")
        return self.filter(mine | Q(department__in=within) if within else mine)


class Request(models.Model):
    """申请: the answers to one version of a form, on their way along a flow."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.ForeignKey(RequestKind, on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey(
        FormVersion, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answers = models.JSONField(default=dict)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=40, unique=True)
    applicant = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # Where the applicant sat when it was filed: no reorganisation moves it.
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    run = models.OneToOneField(Run, on_delete=models.PROTECT, null=True, related_name="+")
    status = models.CharField(
        max_length=10, choices=Run.Status, default=Run.Status.RUNNING
    )  # the run's, mirrored in the same transaction
    request_id = models.CharField(max_length=64)
    filed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = "申请"
        constraints = [
            models.UniqueConstraint(
                fields=["applicant", "request_id"], name="request_once_per_click"
            ),
            models.CheckConstraint(
                name="request_closed_exactly_when_over",
                condition=Q(status__in=["running", "suspended"], closed_at=None)
                | ~Q(status__in=["running", "suspended"]) & Q(closed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["applicant", "-filed_at", "-id"], name="request_mine"),
            models.Index(fields=["-filed_at", "-id"], name="request_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.pk})"


class Draft(models.Model):
    """草稿: what somebody began to fill in; one per person and kind, nobody else's business."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.ForeignKey(RequestKind, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+", db_index=False)
    form = models.ForeignKey(
        FormVersion, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "kind"], name="draft_one_per_kind")
        ]

    def __str__(self) -> str:
        return str(self.pk)
