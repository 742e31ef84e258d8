"""Cars, rooms, seals and stock items, and who has asked for them when."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from simple_history.models import HistoricalRecords

from shared_apps.kernel.ids import new_id
from tenant_apps.requests.models.requests import Request


class Resource(models.Model):
    """资源: something of the unit's that people ask for."""

    class Kind(models.TextChoices):
        CAR = "car", "车辆"
        ROOM = "room", "会议室"
        SEAL = "seal", "印章"
        STOCK = "stock", "物品"

    # One at a time. Seals are only registered; of stock there is a quantity.
    EXCLUSIVE = (Kind.CAR, Kind.ROOM)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=5, choices=Kind)
    name = models.CharField(max_length=40)
    note = models.CharField(max_length=100, blank=True)  # 丰田 普拉多 · 7 座
    capacity = models.PositiveIntegerField(null=True)  # seats, or the quantity in store
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="resource_named_once"),
            models.CheckConstraint(
                name="stock_has_a_quantity", condition=~Q(kind="stock") | Q(capacity__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_kind_display()})"


class OneAtATime(ExclusionConstraint):
    """Without `django.contrib.postgres`, whose app asks each new connection about hstore."""

    def check(self, model: Any, connection: Any) -> list[Any]:
        return []


# Core GiST knows ranges only: an equal resource is an overlapping range of its hash, so that no
# unit needs an extension. Two resources with one hash (1 in 2⁶⁴) could only refuse too much.
_HASH = Func(F("resource"), Value(0), function="uuid_hash_extended")
_LANE = Func(_HASH, _HASH, Value("[]"), function="int8range")
_TIME = Func(F("starts_at"), F("ends_at"), function="tstzrange")


class Booking(models.Model):
    """预约: one request's wish for one resource. Confirmed ones cannot overlap: PostgreSQL says
    so, whoever writes and however many write at once."""

    class State(models.TextChoices):
        PENDING = "pending", "待批"
        CONFIRMED = "confirmed", "已定"
        RELEASED = "released", "已放弃"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="bookings")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    quantity = models.PositiveIntegerField(default=1)
    exclusive = models.BooleanField()  # copied from the kind of resource
    state = models.CharField(max_length=9, choices=State, default=State.PENDING)
    given_back_at = models.DateTimeField(null=True)  # released by its user, not by the flow

    class Meta:
        constraints = [
            OneAtATime(
                name="booking_one_at_a_time",
                expressions=[(_LANE, "&&"), (_TIME, "&&")],
                condition=Q(state="confirmed", exclusive=True),
            ),
            models.CheckConstraint(
                name="booking_begins_before_it_ends",
                condition=Q(starts_at=None, ends_at=None, exclusive=False)
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(name="booking_of_something", condition=Q(quantity__gt=0)),
            models.CheckConstraint(
                name="booking_given_back_is_released",
                condition=Q(given_back_at=None) | Q(state="released"),
            ),
        ]
        indexes = [models.Index(fields=["resource", "starts_at"], name="booking_of_resource")]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.pk}"
