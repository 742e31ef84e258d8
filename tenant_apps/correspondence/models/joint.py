"""联合行文: at the host the bodies that sign with it, at a partner what it was asked to sign."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from shared_apps.kernel.ids import new_id
from tenant_apps.correspondence.kinds import Kind, Urgency, Validity
from tenant_apps.correspondence.models.outgoing import OutgoingDocument
from tenant_apps.organization.models import Staff
from tenant_apps.workflow.models import Run, met_by


class JointPartner(models.Model):
    """联署机关: one partner of a document that we host, and what it has answered."""

    class State(models.TextChoices):
        UNASKED = "unasked", "未送签"
        ASKED = "asked", "待签发"
        SIGNED = "signed", "已签发"
        REFUSED = "refused", "不同意"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(
        OutgoingDocument, on_delete=models.CASCADE, related_name="partners", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    unit_code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=State, default=State.UNASKED)
    round = models.PositiveSmallIntegerField(default=0)  # a changed text is asked for anew
    asked_hash = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)  # by when it owes what it owes now: name, then seal
    envelope_id = models.UUIDField(null=True)
    received_at = models.DateTimeField(null=True)  # signed for at the partner's door
    by_name = models.CharField(max_length=40, blank=True)
    by_post = models.CharField(max_length=80, blank=True)
    opinion = models.TextField(blank=True)  # of who signed, or why not
    settled_at = models.DateTimeField(null=True)
    # 用印: the paper as it was sent there, and as it came back.
    sent_sha256 = models.CharField(max_length=64, blank=True)
    sealed_sha256 = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)  # with what came back sealed
    urged_at = models.DateTimeField(null=True)
    urged_by_request = models.CharField(max_length=40, blank=True)  # the same click again

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "unit_code"], name="joint_partner_once_per_document"
            ),
            models.CheckConstraint(
                name="joint_partner_settled_when_it_answered",
                condition=Q(state__in=("signed", "refused"), settled_at__isnull=False)
                | ~Q(state__in=("signed", "refused")) & Q(settled_at=None),
            ),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.short_name} {self.get_state_display()}"


class JointMatterQuerySet(models.QuerySet["JointMatter"]):
    def visible_to(self, viewer: Staff) -> Self:
        """All, for the post desk and who reads for the unit; the keepers of seals what is to be
        sealed; anybody else what one handles."""
        if viewer.holds("correspondence.read.unit") or viewer.holds(
            "correspondence.incoming.acknowledge"
        ):
            return self
        mine = met_by(viewer, "run") | met_by(viewer, "seal_run")
        if viewer.holds("seals.use"):
            mine |= Q(stage__in=("seal", "sealed"))
        return self.filter(mine)


class JointMatter(models.Model):
    """联署件: a text that another unit hosts, which we sign by our own flow and then seal."""

    class Stage(models.TextChoices):
        ARRIVED = "arrived", "待签收"
        SIGNING = "signing", "签发中"
        SIGNED = "signed", "已签发"
        SEAL = "seal", "待用印"
        SEALED = "sealed", "已用印"
        ISSUED = "issued", "已发出"
        REFUSED = "refused", "不同意"
        CALLED_OFF = "called_off", "主办撤回"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    envelope_id = models.UUIDField(unique=True)
    source_id = models.UUIDField()  # the host's own document
    round = models.PositiveSmallIntegerField()
    from_code = models.CharField(max_length=20)
    from_name = models.CharField(max_length=120)
    from_short_name = models.CharField(max_length=40)
    doc_kind = models.CharField(max_length=16, choices=Kind)
    urgency = models.CharField(max_length=12, choices=Urgency)
    title = models.CharField(max_length=200)
    body = models.TextField()
    bodies = models.JSONField()  # names of all who sign, the host first
    recipients = models.CharField(max_length=2000, blank=True)
    text_hash = models.CharField(max_length=64)
    due_on = models.DateField(null=True)
    received_at = models.DateTimeField()
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.ARRIVED)
    run = models.OneToOneField(Run, on_delete=models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signatory = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    opinion = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=40, blank=True)
    pdf_sha256 = models.CharField(max_length=64)  # the draft, then the printed paper
    ofd_sha256 = models.CharField(max_length=64, blank=True)  # the same page as OFD, where it came
    page_count = models.PositiveSmallIntegerField()
    paper_sha256 = models.CharField(max_length=64, blank=True)  # the paper as it came to be sealed
    place = models.JSONField(default=dict)
    # 用印 lies with the keepers of our seals as a matter of its own.
    seal_run = models.OneToOneField(Run, on_delete=models.PROTECT, null=True, related_name="+")
    sealed_at = models.DateTimeField(null=True)
    urged_at = models.DateTimeField(null=True)  # 主办催办
    urged_text = models.CharField(max_length=200, blank=True)
    standing = models.CharField(max_length=9, choices=Validity, default=Validity.IN_FORCE)
    standing_from = models.DateField(null=True)  # 废止: no longer in force from this day on

    objects = JointMatterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_code", "source_id", "round"], name="joint_matter_once_per_round"
            ),
            models.CheckConstraint(
                name="joint_matter_signed_by_somebody",
                condition=Q(signed_at=None, signatory=None)
                | Q(signed_at__isnull=False, signatory__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_short_name} {self.title} {self.get_stage_display()}"

    @property
    def pressing_since(self) -> datetime | None:
        """The 催办 that still stands: an urge to sign ends with the signature."""
        answered = self.signed_at and self.urged_at and self.urged_at <= self.signed_at
        return None if answered else self.urged_at

    @property
    def has_ofd(self) -> bool:
        return bool(self.ofd_sha256)
