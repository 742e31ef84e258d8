"""Units of the city and the names they answer to."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_tenants.models import DomainMixin, TenantMixin

from shared_apps.kernel.ids import new_id


class UnitQuerySet(models.QuerySet["Unit"]):
    def standing(self) -> Self:
        """Units whose schema is complete, suspended ones included."""
        return self.exclude(status=Unit.Status.PREPARING)

    def in_service(self) -> Self:
        return self.filter(status=Unit.Status.ACTIVE)


class Unit(TenantMixin):
    """单位: one body with an office of its own: one schema, one set of books."""

    class Kind(models.TextChoices):
        PARTY_COMMITTEE = "party_committee", "党委"
        CONGRESS = "congress", "人大"
        GOVERNMENT = "government", "政府"
        CONSULTATIVE = "consultative", "政协"
        DISCIPLINE = "discipline", "纪委监委"
        PARTY_DEPARTMENT = "party_department", "党委部门"
        CONGRESS_OFFICE = "congress_office", "人大机关"
        CONSULTATIVE_OFFICE = "consultative_office", "政协机关"
        BUREAU = "bureau", "政府部门"
        VERTICAL = "vertical", "垂直管理机构"
        ASSOCIATION = "association", "群团组织"
        JUDICIAL = "judicial", "司法机关"
        SUBDISTRICT = "subdistrict", "街道办事处"
        TOWN = "town", "镇"

    class Status(models.TextChoices):
        PREPARING = "preparing", "筹建中"
        ACTIVE = "active", "正常"
        SUSPENDED = "suspended", "已停用"

    auto_create_schema = False  # provisioning.py makes it, whole or not at all

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120, unique=True)
    short_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=24, choices=Kind)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="children"
    )
    subdomain = models.CharField(max_length=40, unique=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.PREPARING)
    provenance = models.CharField(max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="unit_schema_is_named_unit", condition=Q(schema_name__startswith="unit_")
            ),
            models.CheckConstraint(
                name="unit_is_not_its_parent", condition=~Q(pk=models.F("parent"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.short_name} ({self.code})"

    @property
    def url(self) -> str:
        return f"{settings.HESHU_SCHEME}://{self.subdomain}.{settings.HESHU_DOMAIN}{settings.HESHU_PORT}"


class Domain(DomainMixin):
    """A host name of a unit; the first is `<subdomain>.<HESHU_DOMAIN>`."""


class UnitEvent(models.Model):
    """单位大事: who suspended or resumed a unit, when and why. Written once, never changed."""

    class Verb(models.TextChoices):
        SUSPENDED = "suspended", "停用"
        RESUMED = "resumed", "恢复"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=12, choices=Verb)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=40)
    why = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["unit", "-at"], name="unit_event_latest")]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.unit} {self.at:%Y-%m-%d %H:%M}"
