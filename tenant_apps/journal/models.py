"""What happened in this unit: append-only, hash-chained per subject, rooted once a day."""

from django.db import models

from shared_apps.kernel.ids import new_id


class Entry(models.Model):
    """台账: one fact, written once. Actor and name are copied: history survives people."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject_id = models.UUIDField()
    seq = models.PositiveIntegerField()  # 1, 2, 3 … within the subject
    name = models.CharField(max_length=80)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=40)
    facts = models.JSONField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "seq"], name="entry_once_per_place")
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.seq} ({self.subject_id})"


class DailyRoot(models.Model):
    """日根: where every chain that moved since the last root stood, signed, chained to that root.

    A chain alone cannot tell that its end was cut off, nor that all of it is gone. The roots can.
    """

    day = models.DateField(primary_key=True)
    made_at = models.DateTimeField()
    newest = models.UUIDField(null=True)  # the youngest entry there was
    count = models.PositiveBigIntegerField()  # entries in the whole journal at that moment
    heads = models.JSONField()  # subject → [seq, hash]
    previous = models.CharField(max_length=64)
    root = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.root[:12]}"
