"""What a unit rules of its texts: how long they may be (减负), which changes are marked (留痕)."""

from django.db import models
from django.db.models import Q

LONGEST, LONGEST_SPECIAL = 5000, 4000  # characters, until the unit says otherwise


class WritingLimits(models.Model):
    """篇幅: the unit's own measure, one row; they are said, never enforced."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    longest = models.PositiveIntegerField(default=LONGEST)  # 综合性文稿
    longest_special = models.PositiveIntegerField(default=LONGEST_SPECIAL)  # 专项文稿

    class Meta:
        constraints = [
            models.CheckConstraint(name="writing_limits_once", condition=Q(id=1)),
            models.CheckConstraint(
                name="writing_limits_in_order",
                condition=Q(longest_special__gt=0, longest__gte=models.F("longest_special")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.longest}／{self.longest_special} 字"

    @classmethod
    def now(cls) -> "WritingLimits":
        return cls.objects.first() or cls()


class TracingRule(models.Model):
    """留痕: after 送核 the browser's editor marks every change; the unit's own ruling, one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    is_asked = models.BooleanField(default=True)
    drafter_may_stop = models.BooleanField(default=False)  # once it was sent back for changes

    class Meta:
        constraints = [models.CheckConstraint(name="tracing_rule_once", condition=Q(id=1))]

    def __str__(self) -> str:
        return "送核后留痕" if self.is_asked else "不要求留痕"

    @classmethod
    def now(cls) -> "TracingRule":
        return cls.objects.first() or cls()
