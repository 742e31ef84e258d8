"""文种 and urgency: the fifteen kinds of 2012 条例 article 8, and which of them go upward.

The direction is practice (实务), not the regulation's wording.
"""

from django.db import models


class Kind(models.TextChoices):
    RESOLUTION = "resolution", "决议"
    DECISION = "decision", "决定"
    ORDER = "order", "命令"
    COMMUNIQUE = "communique", "公报"
    ANNOUNCEMENT = "announcement", "公告"
    PUBLIC_NOTICE = "public_notice", "通告"
    OPINION = "opinion", "意见"
    NOTICE = "notice", "通知"
    CIRCULAR = "circular", "通报"
    REPORT = "report", "报告"
    REQUEST = "request", "请示"
    REPLY = "reply", "批复"
    MOTION = "motion", "议案"
    LETTER = "letter", "函"
    MINUTES = "minutes", "纪要"


class Urgency(models.TextChoices):
    NONE = "none", "平件"
    URGENT = "urgent", "加急"
    EXTRA_URGENT = "extra_urgent", "特急"


UPWARD = frozenset({Kind.REQUEST, Kind.REPORT, Kind.MOTION})


def goes_up(kind: str) -> bool:
    return kind in UPWARD
