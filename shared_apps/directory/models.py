"""全区通讯录: what units choose to publish about themselves, with its history.

A card is never changed: a new one takes its place from that instant on. `valid_to` is empty on the
card of today.
"""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from shared_apps.kernel.ids import new_id
from tenants.models import Unit

TODAY = Q(valid_to=None)


def as_of(at: datetime) -> Q:
    """The cards that were true at an instant of the past."""
    return Q(valid_from__lte=at) & (Q(valid_to=None) | Q(valid_to__gt=at))


class Card(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    pinyin = models.CharField(max_length=240)
    initials = models.CharField(max_length=80)
    phone = models.CharField(max_length=40, blank=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class UnitCard(Card):
    """单位名片."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cards")
    short_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=24)
    parent_code = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_to=None), name="unit_card_one_today"
            ),
            models.CheckConstraint(
                name="unit_card_period",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.short_name} ({self.valid_from})"


class PersonCard(Card):
    """人员名片: name, place, title and office phone; the mobile only if its owner chose so."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    staff_id = models.UUIDField()
    department = models.CharField(max_length=60)
    department_id = models.UUIDField()
    title = models.CharField(max_length=60, blank=True)
    mobile = models.CharField(max_length=20, blank=True)
    order = models.CharField(max_length=160)  # unit, department, person: how lists are read

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "staff_id"],
                condition=Q(valid_to=None),
                name="person_card_one_today",
            ),
            models.CheckConstraint(
                name="person_card_period",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["order", "id"], condition=Q(valid_to=None), name="person_card_as_listed"
            ),
            models.Index(
                fields=["unit", "order"], condition=Q(valid_to=None), name="person_card_of_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit_id})"
