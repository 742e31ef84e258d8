"""印章库: the seals of this unit, who keeps them, and every impression they made."""

from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Q

from shared_apps.kernel.ids import new_id
from tenant_apps.organization.models import Staff


class SealQuerySet(models.QuerySet["Seal"]):
    def visible_to(self, viewer: Staff) -> Self:
        """The whole bank for who manages it; each keeper sees the seals they keep."""
        if viewer.holds("seals.manage"):
            return self
        return self.filter(keepers=viewer)

    def usable_by(self, keeper: Staff) -> Self:
        return self.filter(keepers=keeper, state=Seal.State.IN_USE)


class Seal(models.Model):
    """印章: an image, a key with its certificate, and what it may be put on."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", "公章"
        SPECIAL = "special", "专用章"
        SIGNATURE = "signature", "签名章"

    class State(models.TextChoices):
        IN_USE = "in_use", "在用"
        SUSPENDED = "suspended", "停用"
        DESTROYED = "destroyed", "已销毁"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=9, choices=Kind)
    doc_kinds = models.JSONField(default=list)  # 文种 it may be put on; empty: all
    keepers = models.ManyToManyField(Staff, through="Keeper", related_name="+")
    image_sha256 = models.CharField(max_length=64)
    is_drawn = models.BooleanField()  # by us, for demonstration: no 刻制 stands behind it
    width_mm = models.PositiveSmallIntegerField()
    height_mm = models.PositiveSmallIntegerField()
    certificate = models.TextField()  # PEM
    serial = models.CharField(max_length=40, unique=True)
    wrapped_key = models.BinaryField()
    expires_at = models.DateTimeField()  # the certificate's
    state = models.CharField(max_length=9, choices=State, default=State.IN_USE)
    state_why = models.CharField(max_length=200, blank=True)
    state_at = models.DateTimeField()
    made_at = models.DateTimeField()
    impressions_made = models.PositiveIntegerField(default=0)  # the last number given

    objects = SealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=~Q(state="destroyed"), name="seal_named_once"
            ),
            models.CheckConstraint(
                name="seal_out_of_use_for_a_reason",
                condition=Q(state="in_use") | ~Q(state_why=""),
            ),
            models.CheckConstraint(
                name="seal_destroyed_without_its_key",
                condition=~Q(state="destroyed") | Q(wrapped_key=b""),
            ),
            models.CheckConstraint(
                name="seal_size", condition=Q(width_mm__range=(10, 60), height_mm__range=(10, 60))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_kind_display()}）"


class GuomiSeal(models.Model):
    """国密印章: the same seal after GB/T 38540, for OFD: an SM2 key, its certificate, and the 印章
    data the 制章者 signed. The newest one counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="national")
    certificate = models.TextField()  # PEM
    serial = models.CharField(max_length=40, unique=True)
    wrapped_key = models.BinaryField()
    expires_at = models.DateTimeField()
    image_sha256 = models.CharField(max_length=64)  # of the picture in it
    structure = models.BinaryField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.seal_id} ({self.serial})"


class Keeper(models.Model):
    """保管人: who keeps this seal, and so may use it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seal = models.ForeignKey(
        Seal, on_delete=models.CASCADE, related_name="kept_by", db_index=False
    )
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seal", "staff"], name="keeper_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} → {self.seal_id}"


class ImpressionQuerySet(models.QuerySet["Impression"]):
    def visible_to(self, viewer: Staff) -> Self:
        if viewer.holds("seals.manage"):
            return self
        return self.filter(Q(seal__keepers=viewer) | Q(by=viewer)).distinct()

    def update(self, **changes: Any) -> NoReturn:
        raise TypeError("The register of impressions is never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("The register of impressions is never changed.")


class Impression(models.Model):
    """用印登记: one seal on one document, by one keeper; numbered seal by seal without gaps."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seal = models.ForeignKey(
        Seal, on_delete=models.PROTECT, related_name="impressions", db_index=False
    )
    number = models.PositiveIntegerField()
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    title = models.CharField(max_length=200)
    document_number = models.CharField(max_length=40, blank=True)
    approved_by = models.CharField(
        max_length=80, blank=True
    )  # 批准人: who signed the document off
    approved_hash = models.CharField(max_length=64)
    sealed_sha256 = models.CharField(max_length=64, unique=True)
    ofd_sha256 = models.CharField(max_length=64, blank=True)  # of the OFD copy
    page = models.PositiveSmallIntegerField()
    x_mm = models.FloatField()
    y_mm = models.FloatField()
    is_paging = models.BooleanField(default=False)  # with 骑缝章
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    objects = ImpressionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seal", "number"], name="impression_numbered_once"),
            models.UniqueConstraint(
                fields=["subject_id", "seal", "approved_hash"],
                name="impression_once_on_a_document",
            ),
        ]
        indexes = [models.Index(fields=["subject_id"], name="impression_of_subject")]

    def __str__(self) -> str:
        return f"{self.seal_id} №{self.number} {self.title}"


class ExchangeKey(models.Model):
    """交换密钥: with it this unit signs what it posts. The newest one counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    certificate = models.TextField()
    serial = models.CharField(max_length=40, unique=True)
    wrapped_key = models.BinaryField()
    expires_at = models.DateTimeField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.serial
