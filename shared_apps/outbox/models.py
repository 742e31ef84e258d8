"""What is still to be done, for every unit, in one table: the truth that engines only execute."""

from django.db import models
from django.db.models import Q

from shared_apps.kernel.ids import new_id


class Dispatch(models.Model):
    """One fact on its way to one subscriber; deleted only with the commit of its work."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.CharField(max_length=63)  # the schema it runs in; "public" for the city floor
    subscriber = models.CharField(max_length=80)
    event = models.CharField(max_length=80)
    facts = models.JSONField()
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # null: at once, whatever anybody's clock says
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    dead_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(dead_at=None), name="dispatch_waiting"),
            models.Index(fields=["-dead_at"], condition=~Q(dead_at=None), name="dispatch_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.subscriber} ({self.unit})"


class Timing(models.Model):
    """定时: when a timed job was last put into the outbox, by whichever worker came first."""

    job = models.CharField(max_length=80, primary_key=True)
    slot = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.job} {self.slot}"
