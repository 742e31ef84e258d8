"""What can be searched: the words of documents and of what is attached to them."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from shared_apps.kernel.ids import new_id
from tenant_apps.search.fields import Words


class Passage(models.Model):
    """段: some text of a document or of one attachment; made anew from them at any time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    attachment_id = models.UUIDField(null=True)  # null: the document itself
    part = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=300)
    text = models.TextField()
    words = Words()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "attachment_id", "part"],
                nulls_distinct=False,
                name="passage_once",
            )
        ]
        indexes = [GinIndex(fields=["words"], fastupdate=False, name="passage_words")]

    def __str__(self) -> str:
        return f"{self.title} ({self.subject_kind} {self.subject_id})"
