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


class Course(models.TextChoices):
    """承办 (条例 24 ④): only to be read, or to be acted on."""

    NOTE = "note", "阅知"
    HANDLE = "handle", "批办"


class Layout(models.TextChoices):
    """格式 of GB/T 9704-2012: 文件 (7), 信函 (10.1), 命令 (10.2), 纪要 (10.3)."""

    AUTO = "auto", "随文种"
    DOCUMENT = "document", "文件格式"
    LETTER = "letter", "信函格式"
    ORDER = "order", "命令格式"
    MINUTES = "minutes", "纪要格式"


class Validity(models.TextChoices):
    """效力 (条例 33): 废止 from its day on, 撤销 from the very start; 更正: another copy takes its
    place. The later in this list prevails."""

    IN_FORCE = "in_force", "有效"
    CORRECTED = "corrected", "已更正"
    REPEALED = "repealed", "已废止"
    REVOKED = "revoked", "已撤销"


STYLES = [one for one in Layout.choices if one[0] != Layout.AUTO]
_OF_KIND = {
    Kind.LETTER: Layout.LETTER,
    Kind.ORDER: Layout.ORDER,
    Kind.MINUTES: Layout.MINUTES,
}


def layout_of(kind: str, *, chosen: str, style: str) -> str:
    """What was chosen at drafting; else what the 文种 asks for; else the letterhead's own."""
    if chosen != Layout.AUTO:
        return chosen
    return str(_OF_KIND.get(Kind(kind), style))


# Stages of 收文: nobody has signed for it; it stands in no register yet, or never will; over.
UNSIGNED = ("arrived", "declined", "withdrawn")
UNREGISTERED = (*UNSIGNED, "register")
UNSCREENED = (*UNREGISTERED, "screen", "returned")  # not yet this unit's to deal with, or never
CLOSED = ("completed", "returned", "declined", "withdrawn")

UPWARD = frozenset({Kind.REQUEST, Kind.REPORT, Kind.MOTION})


def goes_up(kind: str) -> bool:
    return kind in UPWARD


# What is usually only to be read; by practice, and whoever proposes may say otherwise.
_TO_NOTE = frozenset(
    {
        Kind.RESOLUTION,
        Kind.COMMUNIQUE,
        Kind.ANNOUNCEMENT,
        Kind.PUBLIC_NOTICE,
        Kind.NOTICE,
        Kind.CIRCULAR,
        Kind.MINUTES,
    }
)


def usual_course(kind: str, *, is_copy: bool) -> str:
    """抄送 and what merely tells go round; what asks, reports or orders is acted on."""
    return str(Course.NOTE if is_copy or kind in _TO_NOTE else Course.HANDLE)
