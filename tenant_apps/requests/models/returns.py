"""What was approved and not used to its end."""

from django.db import models
from django.db.models import Q

from shared_apps.kernel.ids import new_id
from tenant_apps.organization.models import Staff
from tenant_apps.requests.models.requests import Request


class GivingBack(models.Model):
    """销假、还车、提前归还: from when on a request no longer takes what it was given."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="given_back")
    since = models.DateTimeField(null=True)  # null: all of it
    halves = models.PositiveIntegerField(default=0)  # half days that came back
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    click = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "click"], name="given_back_once_per_click"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(since=None), name="given_back_whole_only_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.since or '全部'}"
