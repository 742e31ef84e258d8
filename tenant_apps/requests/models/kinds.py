"""What can be applied for: data, and no code of its own."""

from django.db import models
from simple_history.models import HistoricalRecords

from shared_apps.kernel.ids import new_id


class RequestKind(models.Model):
    """事项: a form, a flow, and what the house watches over meanwhile (`settings`, kinds.py)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    icon = models.CharField(max_length=30, blank=True)
    group = models.CharField(max_length=20)
    hint = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    form_key = models.CharField(max_length=64)
    flow_key = models.CharField(max_length=64)
    settings = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)
    is_stock = models.BooleanField(default=False)
    template = models.CharField(max_length=31, blank=True)  # 市级模板; empty: the unit's own
    template_number = models.PositiveIntegerField(default=0)  # the version it began with
    template_newest = models.PositiveIntegerField(default=0)  # as the city has told us
    # 采用中: {number, card, settings}, until the drafts of form and flow are published.
    pending = models.JSONField(null=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "事项"

    def __str__(self) -> str:
        return f"{self.name} ({self.key})"


class NumberSeries(models.Model):
    """The last number given, per prefix and year. Its row is the lock: no gaps."""

    prefix = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prefix", "year"], name="request_series_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.prefix}〔{self.year}〕{self.last}"
