"""发文: what this unit drafts, signs off, numbers and releases, and how it fares afterwards."""

from typing import Self

from django.db import models
from django.db.models import Q

from shared_apps.kernel.ids import new_id
from tenant_apps.correspondence.kinds import Kind, Layout, Urgency, Validity
from tenant_apps.organization.models import Department, Staff
from tenant_apps.workflow.models import Run, met_by

NUMBERED = ("print", "release", "released")
SIGNED = ("verify", "register", *NUMBERED)


class OutgoingQuerySet(models.QuerySet["OutgoingDocument"]):
    def visible_to(self, viewer: Staff) -> Self:
        """Everything, for those who read for the unit; else what one drafted, signs, handled or
        seals."""
        if viewer.holds("correspondence.read.unit"):
            return self
        mine = met_by(viewer, "run") | met_by(viewer, "seal_run")
        return self.filter(Q(drafter=viewer) | Q(signatory=viewer) | mine)


class OutgoingDocument(models.Model):
    """发文: a document this unit drafts, signs off, numbers, prints and releases (条例 18–25)."""

    class Stage(models.TextChoices):
        DRAFT = "draft", "起草"
        REVIEW = "review", "审核"
        EXTRA = "extra", "审签"  # a step that the unit, or a supervisor for this one, drew in
        COSIGN = "cosign", "会签"
        SIGN = "sign", "签发"
        VERIFY = "verify", "复核"
        REGISTER = "register", "登记"
        PRINT = "print", "印制"
        RELEASE = "release", "核发"
        RELEASED = "released", "已发出"
        DECLINED = "declined", "不予发文"
        VOID = "void", "已作废"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    doc_kind = models.CharField(max_length=16, choices=Kind)
    urgency = models.CharField(max_length=12, choices=Urgency, default=Urgency.NONE)
    is_major = models.BooleanField(default=False)  # 重要公文: signed by the head (条例 22)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    is_joint = models.BooleanField(default=False)  # 联合行文, hosted by us
    layout = models.CharField(max_length=8, choices=Layout, default=Layout.AUTO)
    note = models.CharField(max_length=200, blank=True)  # 附注
    text_sha256 = models.CharField(max_length=64, blank=True)  # the Word file that body is from
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.DRAFT)
    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="+")
    # 用印 lies with the keepers of our seals as a matter of its own.
    seal_run = models.OneToOneField(Run, on_delete=models.PROTECT, null=True, related_name="+")
    drafter = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signatory = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    text_hash = models.CharField(max_length=64, blank=True)  # frozen by the signature
    prefix = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=40, null=True, unique=True)
    registered_at = models.DateTimeField(null=True)
    print_copies = models.PositiveSmallIntegerField(null=True)  # 印制份数, fixed at 登记
    printed_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    envelope_id = models.UUIDField(null=True, unique=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    printed_sha256 = models.CharField(max_length=64, blank=True)  # before any seal
    ofd_sha256 = models.CharField(max_length=64, blank=True)  # the same page as OFD, sealed
    page_count = models.PositiveSmallIntegerField(default=0)
    # As printed: how the page closes and where its seals go, whatever the letterhead says since.
    closing = models.CharField(max_length=9, blank=True)
    seal_places = models.JSONField(default=list)
    standing = models.CharField(max_length=9, choices=Validity, default=Validity.IN_FORCE)
    standing_from = models.DateField(null=True)  # 废止: no longer in force from this day on
    void_reason = models.CharField(max_length=200, blank=True)
    explained = models.JSONField(default=dict)  # rule → why it goes on all the same, by whom, when
    checked = models.JSONField(default=dict)  # 核稿: what the rules found and a person ticked
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="outgoing_numbered_exactly_when_registered",
                condition=Q(stage__in=NUMBERED, number__isnull=False, registered_at__isnull=False)
                | ~Q(stage__in=NUMBERED) & Q(number=None, registered_at=None),
            ),
            models.CheckConstraint(
                name="outgoing_signed_before_registration",
                condition=Q(stage__in=SIGNED, signed_at__isnull=False, signatory__isnull=False)
                | ~Q(stage__in=SIGNED) & Q(signed_at=None),
            ),
            models.CheckConstraint(
                name="outgoing_released_with_its_text",
                condition=Q(stage="released", released_at__isnull=False) & ~Q(pdf_sha256="")
                | ~Q(stage="released") & Q(released_at=None),
            ),
            # Who stood at 核发 before there was an act of 印制 is printed as it is released.
            models.CheckConstraint(
                name="outgoing_printed_after_registration",
                condition=Q(stage__in=("release", "released")) | Q(pdf_sha256="", printed_at=None),
            ),
        ]
        indexes = [models.Index(fields=["stage", "-id"], name="outgoing_by_stage")]

    def __str__(self) -> str:
        return f"{self.number or '未编号'} {self.title}"

    @property
    def has_ofd(self) -> bool:
        """Sealed with its PDF; of what is printed to go without a seal, made when asked for."""
        return bool(self.ofd_sha256 or (self.printed_sha256 and not self.seal_places))


class Addressee(models.Model):
    """主送 / 抄送: one recipient, named as when chosen, and where its copy is."""

    class Role(models.TextChoices):
        MAIN = "main", "主送"
        COPY = "copy", "抄送"

    class State(models.TextChoices):
        UNSENT = "unsent", "未发出"
        IN_TRANSIT = "in_transit", "在途"
        DELIVERED = "delivered", "待签收"
        ACKNOWLEDGED = "acknowledged", "已签收"
        RETURNED = "returned", "已退回"
        WITHDRAWN = "withdrawn", "已撤回"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(
        OutgoingDocument, on_delete=models.CASCADE, related_name="addressees", db_index=False
    )
    role = models.CharField(max_length=4, choices=Role)
    position = models.PositiveSmallIntegerField()
    unit_code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=State, default=State.UNSENT)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)  # acknowledged, returned or withdrawn
    settled_by = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "unit_code"], name="addressee_once_per_document"
            )
        ]
        ordering = ["-role", "position"]  # 主送 before 抄送

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.short_name}"


class Answer(models.Model):
    """办理结果: what a recipient answered, keyed by the envelope that brought it."""

    id = models.UUIDField(primary_key=True, editable=False)  # the answering envelope's
    document = models.ForeignKey(
        OutgoingDocument, on_delete=models.PROTECT, related_name="answers"
    )
    unit_code = models.CharField(max_length=20)
    short_name = models.CharField(max_length=40)
    # 批复, 复函: the document that brought it, where it was one.
    incoming = models.ForeignKey(
        "correspondence.IncomingDocument", on_delete=models.PROTECT, null=True, related_name="+"
    )
    text = models.TextField()
    number = models.CharField(max_length=40, blank=True)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.short_name}：{self.text[:20]}"
