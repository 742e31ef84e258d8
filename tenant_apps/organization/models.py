"""People of this unit: departments, staff, and the duties that say what each may do."""

from datetime import datetime
from functools import cached_property
from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from shared_apps.kernel.clock import Kind
from shared_apps.kernel.ids import new_id


class DepartmentQuerySet(models.QuerySet["Department"]):
    def standing(self) -> Self:
        return self.filter(closed_at=None)


class Department(models.Model):
    """部门: a node of the unit's tree; the root is the unit itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="children"
    )
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    phone = models.CharField(max_length=40, blank=True)  # on the root: the unit's switchboard
    head = models.ForeignKey("Staff", on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parent"],
                condition=Q(parent=None),
                nulls_distinct=False,
                name="department_one_root",
            ),
            models.UniqueConstraint(
                fields=["parent", "name"],
                condition=Q(closed_at=None),
                name="department_named_once_under_its_parent",
            ),
            models.CheckConstraint(
                name="department_is_not_its_parent", condition=~Q(pk=F("parent"))
            ),
            models.CheckConstraint(
                name="department_root_stays_open",
                condition=Q(parent__isnull=False) | Q(closed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.pk})"


class Post(models.Model):
    """岗位: a seat in a department, whoever sits on it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="posts", db_index=False
    )
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["department", "name"], name="post_named_once_in_its_department"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.pk})"


class StaffQuerySet(models.QuerySet["Staff"]):
    def in_service(self) -> Self:
        return self.filter(is_active=True)

    def visible_to(self, viewer: "Staff") -> Self:
        """Colleagues see each other; who has left is seen by the administrator."""
        if viewer.holds("organization.staff.manage"):
            return self
        return self.filter(is_active=True)


class StaffManager(BaseUserManager["Staff"]):
    def get_queryset(self) -> StaffQuerySet:
        return StaffQuerySet(self.model, using=self._db)

    def in_service(self) -> StaffQuerySet:
        return self.get_queryset().in_service()

    def visible_to(self, viewer: "Staff") -> StaffQuerySet:
        return self.get_queryset().visible_to(viewer)


class Staff(AbstractBaseUser):
    """人员: a person of this unit, and at the same time the login of this unit's door.

    Rows are never deleted: whoever leaves is disabled, and history keeps pointing at them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # The refusal of a password that resembles one of these calls it by its verbose name.
    account = models.CharField("账号", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    pinyin = models.CharField("姓名拼音", max_length=120, db_index=True)
    initials = models.CharField(max_length=40, db_index=True)
    title = models.CharField(max_length=60, blank=True)  # 职务
    phone = models.CharField(max_length=40, blank=True)
    mobile = models.CharField(max_length=20, blank=True)
    published = models.BooleanField(default=True)  # in the city's directory
    mobile_published = models.BooleanField(default=False)  # only if the person chose so
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="staff")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "account"
    objects = StaffManager()

    class Meta:
        indexes = [models.Index(fields=["position", "pinyin", "id"], name="staff_as_listed")]

    def __str__(self) -> str:
        return f"{self.name} ({self.account})"

    def holds(self, permission: str) -> bool:
        """May this person do this at all? One query for all permissions of this instance."""
        return permission in self.permissions

    @cached_property
    def permissions(self) -> dict[str, str]:
        """Every permission held, with its widest data scope."""
        held: dict[str, str] = {}
        if not self.is_active:
            return held
        duties = Duty.objects.filter(held_by__staff_id=self.pk)
        for names, scope in duties.values_list("permissions", "scope"):
            for name in names:
                held[name] = max(held.get(name, scope), scope, key=Duty.Scope.values.index)
        return held


class Duty(models.Model):
    """职责: a named set of permissions and how far they reach."""

    class Scope(models.TextChoices):  # from narrow to wide: `Staff.permissions` relies on it
        OWN = "own", "本人"
        DEPARTMENT = "department", "本部门"
        SUBTREE = "subtree", "本部门及下级"
        UNIT = "unit", "本单位"

    class Guard(models.TextChoices):
        NONE = "", "一般职责"
        SYSTEM = "system", "系统管理"
        SECURITY = "security", "安全管理"
        AUDIT = "audit", "审计管理"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40, unique=True)
    permissions = models.JSONField(default=list)
    scope = models.CharField(max_length=12, choices=Scope, default=Scope.UNIT)
    guard = models.CharField(max_length=10, choices=Guard, default=Guard.NONE, blank=True)
    is_stock = models.BooleanField(default=False)
    for_newcomers = models.BooleanField(default=False)  # who joins the unit receives it
    position = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "职责"
        constraints = [
            # What `holder_guard_is_its_dutys` (migration 0002) points at.
            models.UniqueConstraint(fields=["id", "guard"], name="duty_with_its_guard"),
            models.UniqueConstraint(
                fields=["guard"], condition=~Q(guard=""), name="duty_one_for_each_guard"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class DutyHolder(models.Model):
    """任职: one person holds one duty. `guard` repeats the duty's: a constraint must see it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    duty = models.ForeignKey(
        Duty, on_delete=models.CASCADE, related_name="held_by", db_index=False
    )
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="duties_held")
    guard = models.CharField(max_length=10, choices=Duty.Guard, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["duty", "staff"], name="duty_held_once"),
            models.UniqueConstraint(
                fields=["staff"], condition=~Q(guard=""), name="one_of_three_administrators"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} → {self.duty_id}"


class Claim(models.Model):
    """一次性链接: whoever holds it sets this person's password, once. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="claims")
    digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.staff_id} ({self.expires_at})"


class Knock(models.Model):
    """敲门: wrong passwords in a row, by account or by address.

    Keyed by a hash and kept for accounts that do not exist too, or being locked out would tell
    which accounts do.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.failures} ({self.key[:8]})"


class MandateQuerySet(models.QuerySet["Mandate"]):
    def standing(self) -> Self:
        """Not ended by anybody; whether its hours have come is another question."""
        return self.filter(ended_at=None)

    def active(self, at: datetime) -> Self:
        return self.standing().filter(starts_at__lte=at, ends_at__gt=at)

    def visible_to(self, viewer: Staff) -> Self:
        """The two it concerns."""
        return self.filter(Q(principal=viewer) | Q(agent=viewer))


class Mandate(models.Model):
    """委托代签: for a while, one person's work goes to a colleague, who acts in their name."""

    class EndReason(models.TextChoices):
        NONE = "", "未结束"
        RECALLED = "recalled", "委托人收回"
        RETURNED = "returned", "受托人交回"
        STOPPED = "stopped", "流程监督人终止"
        EXPIRED = "expired", "到期"
        LEFT = "left", "人员停用"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    principal = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    flows = models.JSONField(default=list)  # keys of flows; none named: all of them
    # What stays with the principal: [{"kind": "flow" | "starter" | "doc_kind" | "run", "value"}].
    excluded = models.JSONField(default=list)
    existing = models.BooleanField(default=False)  # what lay on the desk when it began goes too
    request_id = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(
        max_length=8, choices=EndReason, default=EndReason.NONE, blank=True
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["principal", "request_id"], name="mandate_once_per_request"
            ),
            models.CheckConstraint(
                name="mandate_is_for_another", condition=~Q(principal=F("agent"))
            ),
            models.CheckConstraint(
                name="mandate_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="mandate_ended_exactly_with_a_reason",
                condition=Q(ended_at=None, end_reason="")
                | Q(ended_at__isnull=False) & ~Q(end_reason=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["principal", "ends_at"],
                condition=Q(ended_at=None),
                name="mandate_standing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.principal_id} → {self.agent_id}"


class Phrase(models.Model):
    """常用语: what one person often writes as an opinion. Private: no fact of the office."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="phrases", db_index=False
    )
    text = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "text"], name="phrase_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.text[:20]} ({self.person_id})"


class CalendarDay(models.Model):
    """本单位工作日历的一天: where it differs from the city's calendar, and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    date = models.DateField(unique=True)
    kind = models.CharField(max_length=9, choices=[(kind.value, kind.value) for kind in Kind])
    reason = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="calendar_day_kind_known",
                condition=Q(kind__in=[kind.value for kind in Kind]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"
