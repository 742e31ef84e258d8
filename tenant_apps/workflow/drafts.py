"""What one types before one acts, and what one often types. Private, and no fact of the office.

So nothing here is recorded: a draft is gone with the act, which is.
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from shared_apps.kernel.errors import DomainError, Invalid, NotFound
from tenant_apps.organization.models import Phrase, Staff
from tenant_apps.workflow import rules
from tenant_apps.workflow.models import Item

LONGEST_PHRASE = 200
MOST_PHRASES = 30
STOCK = ("同意。", "同意，请按程序办理。", "已阅。", "请办公室核实后再报。")


class BadPhrase(Invalid):
    code = "phrase.bad_text"


class EnoughPhrases(DomainError):
    code = "phrase.enough"


def keep(item_id: UUID, text: str, *, by: Staff, at: datetime) -> None:
    """暂存意见, as it is typed: only its owner's, only while it is open."""
    mine = Item.objects.filter(pk=item_id, owner=by)
    if mine.filter(status=Item.Status.OPEN).update(draft=text):
        return
    raise _why_not(item_id, by, at)


def see(item_id: UUID, *, by: Staff, at: datetime) -> None:
    """已打开: the first time its owner looks at it; the sender can no longer take it back."""
    mine = Item.objects.filter(pk=item_id, owner=by)
    if mine.filter(status=Item.Status.OPEN, seen_at=None).update(seen_at=at):
        return
    if not mine.exists():
        raise _why_not(item_id, by, at)


def phrases(person: Staff) -> list[Phrase]:
    """常用语 in the order they were kept; who has none yet is offered the stock."""
    return list(Phrase.objects.filter(person=person).order_by("pk"))


def add_phrase(text: str, *, by: Staff) -> Phrase:
    """Kept once, however often it is added."""
    text = " ".join(text.split())
    if not 0 < len(text) <= LONGEST_PHRASE:
        message = f"常用语须在 1 至 {LONGEST_PHRASE} 字之间。"
        raise BadPhrase(message, by_field={"text": [message]})
    mine = Phrase.objects.filter(person=by)
    if known := mine.filter(text=text).first():
        return known
    if mine.count() >= MOST_PHRASES:
        raise EnoughPhrases(f"常用语最多 {MOST_PHRASES} 条，请先删去不用的。")
    try:
        with transaction.atomic():
            return Phrase.objects.create(person=by, text=text)
    except IntegrityError:  # the same words from two pages at once
        return mine.get(text=text)


def drop_phrase(phrase_id: UUID, *, by: Staff) -> None:
    gone, _ = Phrase.objects.filter(pk=phrase_id, person=by).delete()
    if not gone:
        raise NotFound("没有这条常用语。")


def _why_not(item_id: UUID, by: Staff, at: datetime) -> DomainError:
    rows = Item.objects.select_related("run", "step", "owner", "principal", "mandate", "by")
    item = rows.filter(pk=item_id).first()
    if item is None or by.pk not in (item.owner_id, item.principal_id):
        return NotFound("没有这件待办，或您无权查看。")
    return rules.why_not_handle(item, item.run, by, now=at) or NotFound("没有这件待办。")
