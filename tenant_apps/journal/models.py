"""What happened in this unit: append-only, hash-chained per subject."""

from django.db import models

from shared_apps.kernel.ids import new_id


class Entry(models.Model):
    """台账: one fact, written once, never changed. Actor and name are copied: history survives people."""

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
