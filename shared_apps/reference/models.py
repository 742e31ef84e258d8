"""The city's working calendar: what each year's notice of the State Council (放假通知) says.

A year once entered is never changed: a corrected one takes its place, and who entered which, and
when, stays readable. Years nobody entered are those of the seed (kernel/clock.py).
"""

from django.db import models
from django.db.models import F, Q

from shared_apps.kernel.clock import Kind
from shared_apps.kernel.ids import new_id


class CityYear(models.Model):
    """一年的放假安排."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.PositiveSmallIntegerField()
    notice = models.CharField(max_length=120)  # 文号 or where it was taken from
    entered_by = models.CharField(max_length=80)  # copied: history survives people
    entered_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year"], condition=Q(replaced_at=None), name="city_year_one_valid"
            ),
            models.CheckConstraint(
                name="city_year_period",
                condition=Q(replaced_at=None) | Q(replaced_at__gte=F("entered_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.notice}"


class CityDay(models.Model):
    """A day of that year that differs from an ordinary week."""

    KINDS = [(kind.value, kind.value) for kind in Kind]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.ForeignKey(
        CityYear, on_delete=models.PROTECT, related_name="days", db_index=False
    )
    date = models.DateField()
    kind = models.CharField(max_length=9, choices=KINDS)
    name = models.CharField(max_length=40, blank=True)  # 国庆节; 调休上班

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "date"], name="city_day_once_a_year"),
            models.CheckConstraint(
                name="city_day_kind_known", condition=Q(kind__in=[kind.value for kind in Kind])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"
