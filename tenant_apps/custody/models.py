"""涉密纸件: which classified papers this unit holds, and who has them; nothing of what they say.

This system is not made for secrets (非涉密系统). What is kept here is what a custody register on a
desk may say: numbers, level, term, hands, place and days. There is no column for a title, a text
or a file, and every text that can be typed is held to a pattern that no title fits.
"""

from typing import Self

from django.db import models
from django.db.models import Q

from shared_apps.kernel.ids import new_id
from tenant_apps.organization.models import Staff

KEEPS = "custody.keep"


class PaperQuerySet(models.QuerySet["ClassifiedPaper"]):
    def visible_to(self, viewer: Staff) -> Self:
        """All of them for who keeps the register; else what one holds."""
        return self if viewer.holds(KEEPS) else self.filter(holder=viewer)


class ClassifiedPaper(models.Model):
    """涉密纸件: one numbered copy."""

    class Level(models.TextChoices):
        TOP_SECRET = "top_secret", "绝密"
        SECRET = "secret", "机密"
        CONFIDENTIAL = "confidential", "秘密"

    class State(models.TextChoices):
        HELD = "held", "在管"
        RETURNED = "returned", "已清退"
        DESTROYED = "destroyed", "已销毁"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)  # 编号 of the unit's own register
    copy_number = models.CharField(max_length=6)  # 份号: a classified document always bears one
    level = models.CharField(max_length=12, choices=Level)
    term = models.CharField(max_length=6, blank=True)  # 保密期限: 10年, 6个月, 长期
    holder = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=20)
    received_on = models.DateField()
    state = models.CharField(max_length=9, choices=State, default=State.HELD)
    closed_on = models.DateField(null=True)
    approved_by = models.CharField(max_length=40, blank=True)  # 批准人
    witness = models.CharField(max_length=40, blank=True)  # 监销人

    objects = PaperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="classified_paper_closed_with_approval",
                condition=Q(state="held", closed_on=None, approved_by="", witness="")
                | Q(state="returned", closed_on__isnull=False, witness="") & ~Q(approved_by="")
                | Q(state="destroyed", closed_on__isnull=False)
                & ~Q(approved_by="")
                & ~Q(witness=""),
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="classified_paper_by_state")]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.number} 第{self.copy_number}份"
