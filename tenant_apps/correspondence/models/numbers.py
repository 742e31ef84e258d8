"""What a unit's documents are headed and numbered with."""

from django.db import models

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
