"""What the city vouches for: every certificate it issued, and which of them it took back.

Certificates are public by nature. Private keys are not here: the city's own lie under var/, a
unit's in the unit's schema, encrypted.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q

from shared_apps.kernel.ids import new_id
from tenants.models import Unit


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def revoked(self) -> Self:
        return self.exclude(revoked_at=None)


class Certificate(models.Model):
    """证书: whose key it is, what it may be used for, until when, and whether it was revoked."""

    class Purpose(models.TextChoices):
        SEAL = "seal", "电子印章"
        EXCHANGE = "exchange", "公文交换"
        GUOMI = "guomi", "国密印章"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    serial = models.CharField(max_length=40, unique=True)  # in hex, as the certificate prints it
    purpose = models.CharField(max_length=8, choices=Purpose)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    pem = models.TextField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(max_length=200, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="certificate_revoked_with_a_reason",
                condition=Q(revoked_at=None, revoked_why="")
                | Q(revoked_at__isnull=False) & ~Q(revoked_why=""),
            ),
            models.CheckConstraint(
                name="certificate_period", condition=Q(expires_at__gt=F("issued_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.serial})"


class Asking(models.Model):
    """来访: how often an address asked the public page to verify something, minute by minute."""

    address = models.CharField(max_length=64)  # its hash: who asked is nobody's business
    minute = models.DateTimeField()
    asked = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address", "minute"], name="asking_once_for_each_minute"
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked} ({self.address[:8]})"
