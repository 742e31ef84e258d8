"""What the nightly look at the unit's flows has found: the last one only."""

from django.db import models

from shared_apps.kernel.ids import new_id


class StuckScan(models.Model):
    """卡住的事项, as of one scan."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scanned_at = models.DateTimeField()
    rows = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{len(self.rows)} ({self.scanned_at})"
