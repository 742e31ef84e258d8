"""What every operation begins and ends with: the lock, the refusals, the answer to a repeat.

`take_seat` for a person at an open item, `lock_run` for an operation on the whole run. The run's
row is locked first and alone, and all else is read afterwards.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from shared_apps.kernel.errors import DomainError, Invalid, NotFound
from shared_apps.kernel.events import Event as Fact
from shared_apps.kernel.rows import Prepared
from tenant_apps.journal.recording import end_of
from tenant_apps.organization.models import Mandate, Staff
from tenant_apps.workflow import allowances, rules, subjects, supervising
from tenant_apps.workflow.board import Board
from tenant_apps.workflow.models import Event, Item, Run, Step
from tenant_apps.workflow.recording import Outcome, finish, outcome_of

LONGEST_OPINION = 2000
LONGEST_REQUEST_ID = 64

Chosen = Mapping[str, Iterable[UUID]]  # node → who shall handle it


class ReasonRequired(Invalid):
    code = "workflow.reason_required"


class OpinionTooLong(Invalid):
    code = "workflow.opinion_too_long"


class BadRequestId(Invalid):
    code = "workflow.bad_request_id"


class NoForm(Invalid):
    code = "workflow.no_form"


class RequestReused(DomainError):
    code = "workflow.request_reused"


@dataclass(frozen=True)
class Turn:
    """A person at an open seat of a locked run."""

    board: Board
    item: Item


def take_seat(  # noqa: PLR0913  it serves office verbs, which name all they need
    item_id: UUID, op: str, *, by: Staff, at: datetime, request_id: str, opinion: str
) -> Turn | Outcome:
    """Lock, then read, then refuse. A repeated request is answered with its first outcome."""
    check_text(opinion, request_id)
    run = _lock(item_id)
    items = _seats(item=item_id, request=request_id)
    _introduce(items, by)
    item = next(one for one in items if one.pk == item_id)
    if item.asked_before:
        earlier = earlier_outcome(run, op, by=by, request_id=request_id, item=item)
        if earlier is not None:
            return earlier
    if refusal := rules.why_not_handle(item, run, by, now=at):
        if isinstance(refusal, rules.NotYourTurn):
            refusal = allowances.why_waiting(item, items) or refusal
        raise for_whom(refusal, run, by)
    board = Board(run, by=by, at=at)
    board.lends, board.chain = item.lends, item.chain or ""
    board.sit_down(item.step, items)
    return Turn(board, item)


def _lock(item: UUID) -> Run:
    run = _run_of.first(item=item)
    if run is None:
        raise NotFound("没有这件待办，或您无权查看。")
    return run


def _introduce(items: Sequence[Item], by: Staff | None) -> None:
    """Put the people and mandates to the seats. Mostly there is nobody but who acts, who is here
    already; five joins would cost the database more than all the rest of an act."""
    met = {by.pk: by} if by else {}
    wanted = {pk for item in items for pk in (item.owner_id, item.principal_id, item.by_id) if pk}
    if strangers := wanted - met.keys():
        met |= Staff.objects.in_bulk(strangers)
    lent = {item.mandate_id for item in items if item.mandate_id}
    mandates = Mandate.objects.in_bulk(lent) if lent else {}
    for item in items:
        item.owner, item.principal = met[item.owner_id], met[item.principal_id]
        item.by = met[item.by_id] if item.by_id else None
        item.mandate = mandates[item.mandate_id] if item.mandate_id else None


_run_of = Prepared(
    lambda item: Run.objects.select_for_update(no_key=True).filter(
        pk=Item.objects.filter(pk=item).values("run")[:1]
    )
)
_seats: Prepared[Any] = Prepared(
    lambda item, request: (
        Item.objects.filter(step=Item.objects.filter(pk=item).values("step")[:1])
        .select_related("step")
        .annotate(
            asked_before=Exists(Event.objects.filter(run=OuterRef("run"), request_id=request)),
            # Both here, where they cost no statement of their own:
            lends=Exists(Mandate.objects.standing()),
            chain=end_of(OuterRef("run__subject_id")),
        )
    ),
    texts=["request"],
)


def refuse_verb(turn: Turn, verb: str) -> None:
    """What the step's settings, or the way the seat came to its owner, forbid."""
    node, seats = turn.board.chart.nodes[turn.item.step.node], turn.board.items_of(turn.item.step)
    if refusal := allowances.why_not_verb(node, turn.item, seats, verb):
        raise for_whom(refusal, turn.board.run, turn.board.by)


def kept_answers(turn: Turn, answers: Mapping[str, Any] | None, by: Staff) -> Mapping[str, Any]:
    """What this handler filled in, kept by the subject's app; answers what conditions ask.

    The form is checked whenever the seat has something it must fill in, answered or not.
    """
    run, item = turn.board.run, turn.item
    rights = allowances.rights_of(turn.board.chart.nodes[item.step.node], item, by)
    if answers is None and "required" not in rights.values():
        return {}
    if answers and subjects.kind_of(run).keep is None:
        raise NoForm("此件没有可以填写的表单，请刷新页面后重试。")
    turn.board.chain = None  # the app may record what it keeps
    return subjects.keep_answers(run, rights, answers or {}, by)


def lock_of_item(item_id: UUID) -> tuple[Run, list[Item], Item]:
    """Lock the run of any item, whoever owns it; then all items at its step."""
    run = _lock(item_id)
    of_step = Item.objects.filter(step=Item.objects.filter(pk=item_id).values("step")[:1])
    items = list(of_step.select_related("step", "owner", "principal", "mandate", "by"))
    return run, items, next(one for one in items if one.pk == item_id)


def lock_run(run_id: UUID, *, by: Staff) -> Run:
    run = Run.objects.select_for_update(no_key=True).filter(pk=run_id).first()
    if run is None:
        raise NotFound("没有这件办理事项，或您无权查看。")
    supervising.readable(run_id, viewer=by)
    return run


def for_whom(refusal: DomainError, run: Run, by: Staff | None) -> DomainError:
    """A stranger learns nothing; whoever may see it also learns where it stands now."""
    if by is None or not Run.objects.visible_to(by).filter(pk=run.pk).exists():
        return NotFound("没有这件待办，或您无权查看。")
    live = Step.objects.filter(run=run, status=Step.Status.OPEN).values_list("node", flat=True)
    refusal.extra["nodes"] = sorted(live)
    return refusal


def event_of(run_id: UUID, *, by: Staff, request_id: str) -> Event | None:
    event = Event.objects.filter(run=run_id, request_id=request_id).first()
    if event is not None and event.actor_id != by.pk:
        raise RequestReused("这次提交的编号已被使用，请刷新页面后重试。")
    return event


def earlier_outcome(
    run: Run, op: str, *, by: Staff, request_id: str, item: Item | None = None
) -> Outcome | None:
    event = event_of(run.pk, by=by, request_id=request_id)
    if event is None:
        return None
    if event.op != op or (item is not None and event.detail.get("item_id") != str(item.pk)):
        raise RequestReused("这次提交的编号已用于另一操作，请刷新页面后重试。")
    return outcome_of(event, run, repeated=True)


def finish_turn(
    turn: Turn,
    op: str,
    fact: Callable[..., Fact],
    request_id: str,
    opinion: str,
    **detail: Any,
) -> Outcome:
    item, step = turn.item, turn.item.step
    if item.principal_id != item.owner_id:  # 代签: the record names both
        detail |= {"acts_for": item.principal_id, "acts_for_name": item.principal.name}
    return finish(
        turn.board,
        op,
        fact,
        request_id=request_id,
        item_id=item.pk,
        node=step.node,
        step_name=step.name,
        opinion=opinion,
        **detail,
    )


def need_reason(opinion: str, message: str) -> None:
    if not opinion.strip():
        raise ReasonRequired(message, by_field={"opinion": [message]})


def check_text(opinion: str, request_id: str) -> None:
    if not 0 < len(request_id) <= LONGEST_REQUEST_ID:
        raise BadRequestId("提交缺少编号，请刷新页面后重试。")
    if len(opinion) > LONGEST_OPINION:
        message = f"意见最多 {LONGEST_OPINION} 字，请精简或以附件提交。"
        raise OpinionTooLong(message, by_field={"opinion": [message]})


def plain_choice(chosen: Chosen | None) -> dict[str, list[str]]:
    """As the run keeps it; the same person once."""
    return {
        node: list(dict.fromkeys(str(one) for one in people))
        for node, people in (chosen or {}).items()
    }
