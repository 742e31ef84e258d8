"""What a unit's documents are headed and numbered with."""

from django.db import models
from django.db.models import Q

from shared_apps.kernel.ids import new_id
from tenant_apps.correspondence.kinds import STYLES, Layout


class Letterhead(models.Model):
    """发文机关标志 and 代字: «重庆市合川区太和镇人民政府文件», «太和府»."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mark = models.CharField(max_length=80)
    prefix = models.CharField(max_length=20, unique=True)
    signature = models.CharField(max_length=80)
    style = models.CharField(max_length=8, choices=STYLES, default=Layout.DOCUMENT)
    both_sides = models.BooleanField(default=False)  # printed so: 版记 on an even page
    # 加盖印章; documents to everybody under a mark of their own may go without (条例 9 ⑬).
    sealed = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.mark}（{self.prefix}）"


class NumberSeries(models.Model):
    """The last number given, per prefix and year. Its row is the lock: no gaps."""

    prefix = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prefix", "year"], name="series_once_per_year")
        ]

    def __str__(self) -> str:
        return f"{self.prefix}〔{self.year}〕{self.last}"


class LedgerNumber(models.Model):
    """文号台账: every number that was ever given of a series, and what became of it.

    Numbers follow each other without gaps: one that no document bears says why it does not.
    """

    class State(models.TextChoices):
        USED = "used", "已用"
        RESERVED = "reserved", "预留"
        GIVEN_UP = "given_up", "作废"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prefix = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State)
    # The document that bears it, or bore it until both were given up.
    document_id = models.UUIDField(null=True)
    title = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["prefix", "year", "value"], name="ledger_number_given_once"
            ),
            models.CheckConstraint(
                name="ledger_number_used_or_explained",
                condition=Q(state="used", document_id__isnull=False)
                | Q(state="reserved", document_id=None) & ~Q(reason="")
                | Q(state="given_up") & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_state_display()}"

    @property
    def number(self) -> str:
        """In full, without leading zero, in 六角括号 (GB/T 9704 7.2.5)."""
        return f"{self.prefix}〔{self.year}〕{self.value}号"
