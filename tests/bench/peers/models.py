"""What SpiffWorkflow leaves to its host: where the state is kept, and whose desk it is on."""

from django.db import models


class Kept(models.Model):
    state = models.JSONField()
    status = models.CharField(max_length=10, default="running")
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.status} {self.pk}"


class Todo(models.Model):
    kept = models.ForeignKey(Kept, on_delete=models.CASCADE)
    step = models.CharField(max_length=40)
    owner = models.IntegerField(db_index=True)
    opinion = models.TextField(blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.step} of {self.owner}"
