"""事件通知: addresses of other systems, and every call that was made to them."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from shared_apps.kernel.ids import new_id


class Webhook(models.Model):
    """One address that hears of this unit's flows. Its secret is derived, never stored."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=40)
    url = models.CharField(max_length=400)
    events = models.JSONField(default=list)  # names of facts; empty: all that are offered
    turn = models.PositiveIntegerField(default=1)  # of the secret: each renewal is another one
    is_active = models.BooleanField(default=True)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    resting_until = models.DateTimeField(null=True)  # after a failure nothing is sent before
    created_at = models.DateTimeField()

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["url"], condition=Q(is_active=True), name="webhook_one_per_address"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Call(models.Model):
    """通知: one fact for one address, sent until it is taken or given up. Its id never changes,
    so a receiver that hears it twice knows it."""

    class State(models.TextChoices):
        WAITING = "waiting", "待发送"
        DONE = "done", "已送达"
        DEAD = "dead", "未送达"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    webhook = models.ForeignKey(
        Webhook, on_delete=models.CASCADE, related_name="calls", db_index=False
    )
    entry_id = models.UUIDField()
    event = models.CharField(max_length=60)
    body = models.JSONField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    answered = models.PositiveSmallIntegerField(null=True)  # the last HTTP status
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # of the next attempt

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "entry_id"], name="call_once_per_fact"),
        ]
        indexes = [models.Index(fields=["webhook", "-id"], name="call_newest_first")]

    def __str__(self) -> str:
        return f"{self.event} → {self.webhook_id}"
