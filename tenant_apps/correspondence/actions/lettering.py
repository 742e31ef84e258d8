"""代字 and 文号: letterheads, numbers reserved and given up (条例 25 ②); 篇幅, 留痕."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from shared_apps.kernel.errors import DomainError, Forbidden, Invalid, NotFound
from tenant_apps.correspondence import lettering_events as events
from tenant_apps.correspondence import numbering
from tenant_apps.correspondence.models import (
    LedgerNumber,
    Letterhead,
    OutgoingDocument,
    TracingRule,
    WritingLimits,
)
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff

# The one row each, in the journal.
LIMITS = UUID("6c696d69-7473-5000-8000-000000000001")
TRACING = UUID("74726163-696e-5000-8000-000000000001")


class PrefixTaken(DomainError):
    code = "numbering.prefix_taken"


class PrefixInUse(DomainError):
    code = "numbering.prefix_in_use"


class OutOfOrder(Invalid):
    code = "writing_limits.out_of_order"


@transaction.atomic
def add_letterhead(*, content: dict[str, Any], by: Staff, at: datetime) -> Letterhead:
    """新增代字: another 发文机关标志 with a series of its own."""
    _refuse_others(by)
    head = Letterhead(**content)
    head.position = Letterhead.objects.count()
    _save(head)
    record(_changed(head), by=by, at=at)
    return head


@transaction.atomic
def change_letterhead(
    *, letterhead_id: UUID, content: dict[str, Any], by: Staff, at: datetime
) -> Letterhead:
    """修改代字: what numbers were given under stays as it was."""
    head = Letterhead.objects.select_for_update(no_key=True).filter(pk=letterhead_id).first()
    if head is None:
        raise NotFound("没有这个代字。")
    _refuse_others(by)
    prefix = content.get("prefix", head.prefix)
    if prefix != head.prefix and OutgoingDocument.objects.filter(prefix=head.prefix).exists():
        raise PrefixInUse(f"“{head.prefix}”已有公文使用，代字不能改。请新增一个代字。")
    for name, value in content.items():
        setattr(head, name, value)
    _save(head)
    record(_changed(head), by=by, at=at)
    return head


@transaction.atomic
def set_limits(*, longest: int, longest_special: int, by: Staff, at: datetime) -> WritingLimits:
    """篇幅: from how many characters on a draft is told that it is long (减负)."""
    _refuse_others(by)
    if longest_special > longest:
        message = "专项文稿的篇幅不应超过综合性文稿。"
        raise OutOfOrder(message, by_field={"longest_special": [message]})
    limits, _ = WritingLimits.objects.update_or_create(
        id=1, defaults={"longest": longest, "longest_special": longest_special}
    )
    said = events.WritingLimitsSet(
        subject_id=LIMITS, longest=longest, longest_special=longest_special
    )
    record(said, by=by, at=at)
    return limits


@transaction.atomic
def set_tracing(*, is_asked: bool, drafter_may_stop: bool, by: Staff, at: datetime) -> TracingRule:
    """留痕: whether changes after 送核 are marked, and whether the drafter may do without."""
    _refuse_others(by)
    rule, _ = TracingRule.objects.update_or_create(
        id=1, defaults={"is_asked": is_asked, "drafter_may_stop": drafter_may_stop}
    )
    said = events.TracingRuleSet(
        subject_id=TRACING, is_asked=is_asked, drafter_may_stop=drafter_may_stop
    )
    record(said, by=by, at=at)
    return rule


@transaction.atomic
def reserve(*, prefix: str, reason: str, by: Staff, at: datetime) -> LedgerNumber:
    """预留号: a number taken before its document is registered, and why."""
    if not by.holds("correspondence.outgoing.register"):
        raise Forbidden("由登记编号的人员预留文号。")
    if not Letterhead.objects.filter(prefix=prefix).exists():
        raise NotFound("本单位没有这个代字。")
    found = numbering.reserve(prefix=prefix, reason=reason, by=by, at=at)
    said = events.NumberReserved(subject_id=found.pk, number=found.number, reason=reason)
    record(said, by=by, at=at)
    return found


@transaction.atomic
def give_up(*, number_id: UUID, reason: str, by: Staff, at: datetime) -> LedgerNumber:
    """作废预留号: nobody gets it any more; the ledger keeps it with the reason."""
    if not by.holds("correspondence.outgoing.register"):
        raise Forbidden("由登记编号的人员作废文号。")
    found = numbering.give_up(numbering.held(number_id), reason=reason, by=by, at=at)
    said = events.NumberGivenUp(subject_id=found.pk, number=found.number, reason=reason)
    record(said, by=by, at=at)
    return found


def _refuse_others(by: Staff) -> None:
    if not by.holds("correspondence.numbering.manage"):
        raise Forbidden("由办公室维护发文机关标志和代字。")


def _save(head: Letterhead) -> None:
    try:
        with transaction.atomic():
            head.save()
    except IntegrityError:
        raise PrefixTaken(
            f"代字“{head.prefix}”已有，请换一个。", by_field={"prefix": ["代字不能重复。"]}
        ) from None


def _changed(head: Letterhead) -> events.LetterheadChanged:
    return events.LetterheadChanged(subject_id=head.pk, prefix=head.prefix, mark=head.mark)
