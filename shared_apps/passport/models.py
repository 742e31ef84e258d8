"""Who of the units' people may stand on the city floor, and how they get there. No passwords."""

from django.db import models
from django.db.models import Q

from shared_apps.kernel.ids import new_id
from tenants.models import Unit


class CityDuty(models.Model):
    """全区职责: a person of some unit who leads, operates or audits the whole. Never deleted."""

    class Kind(models.TextChoices):  # the first a person holds names their visit
        LEADER = "leader", "区领导"
        OPERATOR = "operator", "运维人员"
        AUDITOR = "auditor", "区级审计员"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    staff_id = models.UUIDField()
    name = models.CharField(max_length=40)  # copied: this floor cannot see the unit's people
    kind = models.CharField(max_length=10, choices=Kind)
    granted_by = models.CharField(max_length=80)
    granted_at = models.DateTimeField()
    revoked_by = models.CharField(max_length=80, blank=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "staff_id", "kind"],
                condition=Q(revoked_at=None),
                name="city_duty_granted_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.get_kind_display()} ({self.unit_id})"


class Ticket(models.Model):
    """一次性通行票: the home unit vouches for a person, for sixty seconds and one use."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    staff_id = models.UUIDField()
    name = models.CharField(max_length=40)
    title = models.CharField(max_length=60, blank=True)
    target = models.CharField(max_length=40)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "staff_id"], name="ticket_of_person")]

    def __str__(self) -> str:
        return f"{self.name} → {self.target}"


class CitySession(models.Model):
    """A person's visit on the city host; ended rows stay as the record of visits."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    staff_id = models.UUIDField()
    name = models.CharField(max_length=40)
    title = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=45)
    opened_at = models.DateTimeField()
    idle_until = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "staff_id"], name="city_session_of_person")]

    def __str__(self) -> str:
        return f"{self.name} ({self.opened_at})"
