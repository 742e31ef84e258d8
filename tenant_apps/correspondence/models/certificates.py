"""版式检测单: what was measured on the released copy, kept with it."""

from django.db import models

from shared_apps.kernel.ids import new_id
from tenant_apps.correspondence.models.outgoing import OutgoingDocument


class Certificate(models.Model):
    """版式检测单: the findings of one PDF, and the printed form under its own hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.OneToOneField(
        OutgoingDocument, on_delete=models.PROTECT, related_name="certificate"
    )
    pdf_sha256 = models.CharField(max_length=64)  # of what was measured
    findings = models.JSONField()
    failed = models.PositiveSmallIntegerField()
    warned = models.PositiveSmallIntegerField()
    sheet_sha256 = models.CharField(max_length=64)  # the printed form
    measured_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.document_id}：不符合 {self.failed}，提示 {self.warned}"
