"""催办, 催阅: who has it, or has it to read, is reminded; once in ten minutes, whoever asks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import events, notices, rules, supervising
from tenant_apps.workflow.actions.noticing import NotConcerned, check_note
from tenant_apps.workflow.board import Board
from tenant_apps.workflow.circulars import Circulation, Notice
from tenant_apps.workflow.models import Event, Item, Run
from tenant_apps.workflow.recording import Outcome, finish
from tenant_apps.workflow.turns import earlier_outcome, lock_run

URGED_ONCE_IN = timedelta(minutes=10)


class UrgedRecently(DomainError):
    status = 429
    code = "workflow.urged_recently"


class NobodyToUrge(DomainError):
    code = "workflow.nobody_to_urge"


def urge(
    *,
    run_id: UUID,
    by: Staff,
    at: datetime,
    request_id: str,
    text: str = "",
    is_named: bool = False,
) -> Outcome:
    """催办: whoever has it now.

    `is_named`: the subject's app has named this person for it (专人催办).
    """
    run = lock_run(run_id, by=by)
    if earlier := earlier_outcome(run, "urge", by=by, request_id=request_id):
        return earlier
    check_note(text, request_id)
    if not (is_named or run.starter_id == by.pk or supervising.supervises(by, run_id)):
        raise NotConcerned("只有发起人和流程监督人可以催办。")
    if refusal := rules.why_not_running(run):
        raise refusal
    _refuse_haste(run, "urge", "催办", at)
    holding = Item.objects.filter(run=run, status=Item.Status.OPEN).exclude(owner=by)
    items = list(holding.select_related("owner").order_by("step__opened_seq", "slot"))
    if not items:
        raise NobodyToUrge("此件现在在您自己手中，请直接办理。")
    Item.objects.filter(pk__in=[item.pk for item in items]).update(reminded_at=at)
    outcome = finish(
        Board(run, by=by, at=at),
        "urge",
        events.Urged,
        request_id=request_id,
        people=[str(item.owner_id) for item in items],
        names=[item.owner.name for item in items],
        text=text,
    )
    notices.call(run.pk, {pk for item in items for pk in (item.owner_id, item.principal_id)})
    return outcome


def urge_readers(
    *,
    run_id: UUID,
    by: Staff,
    at: datetime,
    request_id: str,
    text: str = "",
    is_named: bool = False,
) -> Outcome:
    """催阅: everybody who has it to read and has not read it; who sent a round round urges its
    readers, who supervises or is named for the subject those of all rounds."""
    run = lock_run(run_id, by=by)
    if earlier := earlier_outcome(run, "urge_readers", by=by, request_id=request_id):
        return earlier
    check_note(text, request_id)
    rounds = _rounds_of(run, by=by, of_all=is_named or by.holds("workflow.supervise"))
    _refuse_haste(run, "urge_readers", "催阅", at)
    late = Notice.objects.unread().filter(circulation__in=rounds).exclude(person=by)
    rows = list(late.select_related("person").order_by("circulation", "position"))
    if not rows:
        raise NobodyToUrge("收到传阅的人都已阅，没有需要催阅的人。")
    Notice.objects.filter(pk__in=[one.pk for one in rows]).update(reminded_at=at)
    named = {one.person_id: one.person.name for one in rows}  # in two rounds: reminded once
    outcome = finish(
        Board(run, by=by, at=at),
        "urge_readers",
        events.ReadersUrged,
        request_id=request_id,
        people=[str(pk) for pk in named],
        names=list(named.values()),
        text=text,
    )
    notices.call(run.pk, named)
    return outcome


def _rounds_of(run: Run, *, by: Staff, of_all: bool) -> Sequence[Circulation]:
    """The rounds under way whose readers this person may remind; locked, like every change."""
    going = notices.locked_rounds(one.pk for one in notices.open_rounds(run.pk))
    found = [one for one in going if of_all or one.sender_id == by.pk]
    if going and not found:
        raise NotConcerned("只有发起传阅的人、催办人和流程监督人可以催阅。")
    return found


def _refuse_haste(run: Run, op: str, word: str, at: datetime) -> None:
    last = Event.objects.filter(run=run, op=op, at__gt=at - URGED_ONCE_IN).order_by("-seq")
    urged = last.select_related("actor").first()
    if urged is None:
        return
    again = urged.at + URGED_ONCE_IN
    name = urged.actor.name if urged.actor else "系统"
    raise UrgedRecently(
        f"{name}已于 {urged.at.astimezone(ZONE):%H:%M} {word}，"
        f"{again.astimezone(ZONE):%H:%M} 以后可再次{word}。",
        retry_after=max(1, int((again - at).total_seconds())),
    )
