"""The post office between units: what was sealed, where each copy is, what each place answered.

No key leads from here into a unit: a unit is named by its row in public, a matter by its bare id.
"""

from django.db import models
from django.db.models import Q

from shared_apps.kernel.ids import new_id
from tenants.models import Unit


class Envelope(models.Model):
    """公文封: one sealed copy, the same for all it is addressed to. Never changed once posted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)  # who opens it at the other end: document, answer …
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    source_entry = models.UUIDField(unique=True)  # the sender's journal entry: posted once
    subject_id = models.UUIDField()  # the matter in the sender's own unit
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=80, blank=True)
    doc_kind = models.CharField(max_length=40, blank=True)
    urgency = models.CharField(max_length=20, blank=True)
    content = models.JSONField()
    manifest = models.JSONField()
    digest = models.CharField(max_length=64)
    signature = models.TextField(blank=True)  # the sender's, over the digest; base64
    certificate = models.TextField(blank=True)  # to check it by; PEM
    size = models.PositiveBigIntegerField()  # bytes of all files
    sealed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["from_unit", "subject_id"], name="envelope_of_subject")]

    def __str__(self) -> str:
        return f"{self.number or self.kind} {self.title} ({self.pk})"


class Delivery(models.Model):
    """投递: one copy on its way to one unit. State and times say the same, by constraint."""

    class State(models.TextChoices):
        IN_TRANSIT = "in_transit", "在途"
        DELIVERED = "delivered", "待签收"
        ACKNOWLEDGED = "acknowledged", "已签收"
        RETURNED = "returned", "已退回"
        WITHDRAWN = "withdrawn", "已撤回"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)  # its dispatch's too
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="deliveries")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.IN_TRANSIT)
    posted_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)  # it took to deliver

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["envelope", "to_unit"], name="delivery_once_per_unit"),
            models.CheckConstraint(
                name="delivery_state_says_what_its_times_say",
                condition=Q(
                    state="in_transit",
                    delivered_at=None,
                    acknowledged_at=None,
                    returned_at=None,
                    withdrawn_at=None,
                )
                | Q(
                    state="delivered",
                    delivered_at__isnull=False,
                    acknowledged_at=None,
                    returned_at=None,
                    withdrawn_at=None,
                )
                | Q(
                    state="acknowledged",
                    delivered_at__isnull=False,
                    acknowledged_at__isnull=False,
                    returned_at=None,
                    withdrawn_at=None,
                )
                | Q(
                    state="returned",
                    delivered_at__isnull=False,
                    returned_at__isnull=False,
                    withdrawn_at=None,
                )
                | Q(
                    state="withdrawn",
                    acknowledged_at=None,
                    returned_at=None,
                    withdrawn_at__isnull=False,
                ),
            ),
        ]
        indexes = [models.Index(fields=["to_unit", "state"], name="delivery_by_place")]

    def __str__(self) -> str:
        return f"{self.envelope_id} → {self.to_unit_id} {self.state}"


class Receipt(models.Model):
    """回执: what a unit answered about its copy, once of each kind. The ledger counts these."""

    class Kind(models.TextChoices):
        DELIVERED = "delivered", "已送达"
        ACKNOWLEDGED = "acknowledged", "已签收"
        RETURNED = "returned", "已退回"
        WITHDRAWN = "withdrawn", "已撤回"
        WITHDRAWAL_REFUSED = "withdrawal_refused", "撤回未成"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="receipts")
    kind = models.CharField(max_length=20, choices=Kind)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=40, blank=True)
    by_post = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "kind"], name="receipt_once_of_each_kind"),
            models.CheckConstraint(
                name="receipt_of_a_return_gives_a_reason",
                condition=~Q(kind="returned") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.kind}"


class FileStanding(models.Model):
    """效力: that a file, known by its SHA-256 only, was revoked, repealed or corrected."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    what = models.CharField(max_length=9)
    label = models.CharField(max_length=10)
    number = models.CharField(max_length=40, blank=True)
    declared_at = models.DateTimeField()
    from_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.number} {self.label}"
