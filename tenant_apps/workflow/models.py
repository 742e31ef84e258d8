"""Flows and what runs on them: five tables that hold the state, one that holds the history."""

from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from shared_apps.kernel.ids import new_id
from tenant_apps.organization.models import Mandate, Staff
from tenant_apps.workflow.circulars import Notice as Notice
from tenant_apps.workflow.met import met_by as met_by
from tenant_apps.workflow.scans import StuckScan as StuckScan


class Graph(models.Model):
    """流程图: immutable and named by its content, so a running matter can never lose its own."""

    sha = models.CharField(max_length=64, primary_key=True)
    body = models.JSONField()

    def __str__(self) -> str:
        return self.sha[:12]


class Definition(models.Model):
    """流程: one version of a named flow. Publishing adds one; running matters keep theirs."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    graph = models.ForeignKey(Graph, on_delete=models.PROTECT, related_name="+")
    # Permissions whose holders may follow every run of this flow, named by the app it serves.
    readers = models.JSONField(default=list)
    is_stock = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "流程"
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="definition_version_once"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(is_active=True), name="definition_one_active"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} 第{self.version}版 ({self.key})"


class RunQuerySet(models.QuerySet["Run"]):
    def live(self) -> Self:
        return self.filter(status__in=Run.LIVE)

    def visible_to(self, viewer: Staff) -> Self:
        """What one started or was ever given to handle; all of a flow for those who follow it."""
        if viewer.permissions.get("workflow.supervise") == "unit":
            return self
        named = Definition.objects.exclude(readers=[]).values_list("readers", flat=True).distinct()
        followed = Q()
        for readers in named:
            if any(viewer.holds(permission) for permission in readers):
                followed |= Q(definition__readers=readers)
        return self.filter(Q(starter=viewer) | met_by(viewer) | followed)


class Run(models.Model):
    """流程实例: one matter on its way. Its row is the lock of everything below it."""

    class Status(models.TextChoices):
        RUNNING = "running", "办理中"
        SUSPENDED = "suspended", "已挂起"
        DONE = "done", "已办结"
        REJECTED = "rejected", "未获同意"
        WITHDRAWN = "withdrawn", "已撤销"
        TERMINATED = "terminated", "已终止"

    LIVE = (Status.RUNNING, Status.SUSPENDED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    # Differs from the definition's only where this one run's further way was edited.
    graph = models.ForeignKey(Graph, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    starter = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)
    data = models.JSONField(default=dict)  # what conditions ask about
    chosen = models.JSONField(default=dict)  # node → staff ids picked by an earlier handler
    seq = models.PositiveIntegerField(default=0)  # number of the last event
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # 挂起: since when, and when it goes on by itself.
    suspended_at = models.DateTimeField(null=True)
    resume_at = models.DateTimeField(null=True)
    # 办结期限 set from outside: no desk of this run has longer, whatever its step allows.
    due_at = models.DateTimeField(null=True)
    # 子流程: the visit of a step that waits for this run.
    parent = models.ForeignKey(
        "Step", on_delete=models.CASCADE, null=True, related_name="children", db_index=False
    )

    # Copied from the subject, so that a list of work needs no look at it (labels.py).
    title = models.CharField(max_length=200)
    doc_kind = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=40, blank=True)
    urgency = models.CharField(max_length=12, blank=True)
    from_unit = models.CharField(max_length=40, blank=True)
    awaits = models.CharField(max_length=200, blank=True)  # what it waits for beside its own steps
    awaits_until = models.DateTimeField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=Q(status__in=["running", "suspended"]),
                name="run_one_live_per_subject",
            ),
            models.CheckConstraint(
                name="run_closed_exactly_when_over",
                condition=Q(status__in=["running", "suspended"], closed_at=None)
                | ~Q(status__in=["running", "suspended"]) & Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="run_suspended_exactly_since",
                condition=Q(status="suspended", suspended_at__isnull=False)
                | ~Q(status="suspended") & Q(suspended_at=None, resume_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["starter", "-created_at", "-id"], name="run_started"),
            models.Index(fields=["subject_id"], name="run_of_subject"),
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="run_of_step"),
            models.Index(
                fields=["resume_at"], condition=Q(resume_at__isnull=False), name="run_resumes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.pk})"


class Step(models.Model):
    """环节: one visit of one node: the token. A second visit is a second row."""

    class Status(models.TextChoices):
        OPEN = "open", "办理中"
        DONE = "done", "已办"
        REJECTED = "rejected", "不同意"
        RETURNED = "returned", "已退回"
        CANCELLED = "cancelled", "已取消"
        SKIPPED = "skipped", "无人办理，自动略过"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="steps", db_index=False)
    node = models.CharField(max_length=40)
    name = models.CharField(max_length=40)  # copied: an edited graph may name it otherwise
    opened_seq = models.PositiveIntegerField()  # the event that opened it: orders the visits
    # The visit of the split this branch runs in; the visit whose end opened this one.
    scope = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    prev = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    back_to = models.CharField(max_length=40, blank=True)  # 退回后直送: where it goes when done
    status = models.CharField(max_length=9, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="step_closed_exactly_when_not_open",
                condition=Q(status="open", closed_at=None)
                | ~Q(status="open") & Q(closed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["run"], condition=Q(status="open"), name="step_open"),
            models.Index(fields=["run", "opened_seq"], name="step_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.pk})"


class Item(models.Model):
    """待办: one turn of one seat at a step, with exactly one owner and at most one opinion."""

    class Status(models.TextChoices):
        WAITING = "waiting", "等待"
        OPEN = "open", "待办"
        DONE = "done", "已办"
        CANCELLED = "cancelled", "已关闭"

    class Action(models.TextChoices):
        APPROVE = "approve", "同意"
        REJECT = "reject", "不同意"
        SEND_BACK = "send_back", "退回"
        TRANSFER = "transfer", "转办"
        ADDED = "added", "加签"  # 后加签: my part is done, the added persons follow
        DELEGATE = "delegate", "委派"
        RETURNED = "returned", "委派已回"  # the deputy has answered; it lies with its owner again
        LENT = "lent", "转受托人代办"
        RECALL = "recall", "收回"
        AUTO = "auto", "系统自动"
        # How a seat ends without its owner's own act:
        SUPERSEDED = "superseded", "他人已办，自动关闭"
        CLOSED = "closed", "随环节关闭"
        REMOVED = "removed", "减签"
        FORCED = "forced", "强制办结"
        JUMPED = "jumped", "随跳转关闭"
        REASSIGNED = "reassigned", "改派"

    class Kind(models.TextChoices):
        SIGN = "sign", "办理"
        BEFORE = "before", "前加签"
        AFTER = "after", "后加签"
        HOST = "host", "主办汇总"  # 会签 collected, not all agreed: the host decides

    LIVE = (Status.OPEN, Status.WAITING)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="items")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="items", db_index=False)
    slot = models.PositiveSmallIntegerField()  # the seat
    turn = models.PositiveSmallIntegerField(default=0)  # a transfer opens the seat's next turn
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Whose authority it is; differs from the owner where somebody acts for another (代签).
    principal = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # 代签: the standing mandate by which it came to this owner.
    mandate = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.SIGN)
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    # 加签: how the group this seat was added with signs (all, any, in_turn).
    method = models.CharField(max_length=7, blank=True)
    confirm = models.BooleanField(default=False)  # 委派: when its owner has acted it comes back
    status = models.CharField(max_length=9, choices=Status, default=Status.OPEN)
    action = models.CharField(max_length=10, choices=Action, blank=True)
    opinion = models.TextField(blank=True)
    draft = models.TextField(blank=True)  # what its owner has typed so far; gone once acted
    opinion_kind = models.CharField(max_length=8, blank=True)  # 审核意见, 会签意见 … of the node
    # Who brought it here, and whose act closed it.
    sender = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # Marks beside the state, set without an event: opened on screen, reminded, escalated.
    seen_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "slot", "turn"], name="item_one_per_turn"),
            models.UniqueConstraint(
                fields=["step", "slot"],
                condition=Q(status__in=["open", "waiting"]),
                name="item_one_owner_per_seat",
            ),
            models.CheckConstraint(
                name="item_closed_exactly_when_not_live",
                condition=Q(status__in=["open", "waiting"], closed_at=None, action="")
                | ~Q(status__in=["open", "waiting"]) & Q(closed_at__isnull=False) & ~Q(action=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "-opened_at", "-id"],
                condition=Q(status="open"),
                name="item_todo",
            ),
            models.Index(
                fields=["by", "-closed_at", "-id"], condition=Q(status="done"), name="item_done"
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(status="open", due_at__isnull=False),
                name="item_due",
            ),
            models.Index(fields=["principal"], condition=Q(status="open"), name="item_principal"),
            models.Index(fields=["mandate"], condition=Q(mandate__isnull=False), name="item_lent"),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.pk}"


class Event(models.Model):
    """流转记录: one accepted operation. Its effects replay to the rows above (verifying.py).

    The chain of hashes is the journal's: the entry named here carries this event's digest.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    op = models.CharField(max_length=16)
    actor = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    request_id = models.CharField(max_length=64)
    at = models.DateTimeField()
    fx = models.JSONField()
    detail = models.JSONField(default=dict)
    entry_id = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "seq"], name="event_once_per_place"),
            models.UniqueConstraint(fields=["run", "request_id"], name="event_once_per_request"),
        ]

    def __str__(self) -> str:
        return f"{self.op} #{self.seq} ({self.run_id})"


class FlowDraft(models.Model):
    """流程草稿: what the administrator is drawing; publishing it makes the next version."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80)
    body = models.JSONField()  # may still be faulty
    edit = models.PositiveIntegerField(default=1)  # counts the savings: the If-Match of a page
    # The version it was begun from; what is published meanwhile is not overwritten unseen.
    base = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.name} 草稿 ({self.key})"


class FlowSource(models.Model):
    """导入原文: the BPMN file a flow was imported from, kept to the letter."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=64, db_index=True)
    sha = models.CharField(max_length=64)
    xml = models.TextField()
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.key} {self.sha[:12]}"
