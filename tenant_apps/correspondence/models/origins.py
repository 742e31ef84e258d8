"""What an outgoing document began from."""

from django.db import models

from shared_apps.kernel.ids import new_id
from tenant_apps.correspondence.models.incoming import IncomingDocument
from tenant_apps.correspondence.models.outgoing import OutgoingDocument


class Origin(models.Model):
    """由来: the incoming document that an outgoing one passes on or answers."""

    class How(models.TextChoices):
        FORWARD = "forward", "转发"
        REPLY = "reply", "答复"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.OneToOneField(
        OutgoingDocument, on_delete=models.PROTECT, related_name="origin"
    )
    source = models.ForeignKey(IncomingDocument, on_delete=models.PROTECT, related_name="derived")
    how = models.CharField(max_length=7, choices=How)

    def __str__(self) -> str:
        return f"{self.get_how_display()} {self.source_id}"
