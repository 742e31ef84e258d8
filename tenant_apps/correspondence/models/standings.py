"""效力: what was decided about a document after it went out, and who has been told (条例 33)."""

from django.db import models
from django.db.models import Q

from shared_apps.kernel.ids import new_id
from tenant_apps.correspondence.kinds import Validity
from tenant_apps.correspondence.models.incoming import IncomingDocument
from tenant_apps.correspondence.models.joint import JointMatter
from tenant_apps.correspondence.models.outgoing import Addressee, OutgoingDocument
from tenant_apps.organization.models import Staff


class HeardChange(models.Model):
    """效力告知: what another unit told us of a document it had sent; signed for like one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    envelope_id = models.UUIDField(unique=True)
    from_code = models.CharField(max_length=20)
    from_short_name = models.CharField(max_length=40)
    source_id = models.UUIDField()  # the sender's own document
    # Empty until the document itself arrives, which may be later.
    incoming = models.ForeignKey(
        IncomingDocument, on_delete=models.PROTECT, null=True, related_name="heard"
    )
    # 联署: we issued it with them, and keep the paper ourselves.
    matter = models.ForeignKey(
        JointMatter, on_delete=models.PROTECT, null=True, related_name="heard"
    )
    what = models.CharField(max_length=9, choices=Validity)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=40)
    reason = models.CharField(max_length=200)
    from_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=40)  # the unit
    decided_at = models.DateTimeField()
    about = models.JSONField(default=dict)  # passed on: what it forwards, by whom it was issued
    replacement = models.JSONField(default=dict)  # 更正件, at the sender's
    received_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="heard_change_acknowledged_by_somebody",
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["source_id"], name="heard_change_of_source")]

    def __str__(self) -> str:
        return f"{self.from_short_name} {self.number} {self.get_what_display()}"


class StandingChange(models.Model):
    """撤销、废止、更正 of a released document: decided here or above us, or passed on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(
        OutgoingDocument, on_delete=models.PROTECT, related_name="changes"
    )
    what = models.CharField(max_length=9, choices=Validity)
    reason = models.CharField(max_length=200)
    from_on = models.DateField(null=True)
    replacement = models.ForeignKey(
        OutgoingDocument, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # 转发: what we had been told of the document that ours passes on.
    heard = models.ForeignKey(
        HeardChange, on_delete=models.PROTECT, null=True, related_name="passed_on"
    )
    decided_by = models.CharField(max_length=40)  # the unit
    by_name = models.CharField(max_length=40)
    by_post = models.CharField(max_length=80, blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    envelope_id = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "what"],
                condition=Q(what__in=("revoked", "repealed"), heard=None),
                name="standing_change_once_of_each_kind",
            ),
            models.UniqueConstraint(
                fields=["document", "heard"], name="standing_change_passed_on_once"
            ),
            models.CheckConstraint(
                name="standing_change_repeals_from_a_day",
                condition=Q(what="repealed", from_on__isnull=False)
                | ~Q(what="repealed") & Q(from_on=None),
            ),
        ]
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.document_id} {self.get_what_display()}"


class StandingNotice(models.Model):
    """告知: one unit that holds a copy, and whether it has signed for the news."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    change = models.ForeignKey(
        StandingChange, on_delete=models.CASCADE, related_name="notices", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    unit_code = models.CharField(max_length=20)
    short_name = models.CharField(max_length=40)
    state = models.CharField(
        max_length=12, choices=Addressee.State, default=Addressee.State.IN_TRANSIT
    )
    delivered_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "unit_code"], name="standing_notice_once")
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.short_name} {self.get_state_display()}"


class Correction(models.Model):
    """更正件: a document that, once released, takes the place of another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.OneToOneField(
        OutgoingDocument, on_delete=models.PROTECT, related_name="corrects"
    )
    of = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="corrections")
    reason = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.document_id} → {self.of_id}"
