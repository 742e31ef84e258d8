"""How every intervention begins and ends: who may, why, and who is told.

A supervisor is whoever heads the departments where it lies, or supervises the unit (supervising);
a step may grant its own handlers to lead the matter on by another way (流程调度).
Nobody intervenes in a matter of their own. Everybody affected hears of it: a fact in the journal,
a notice to read, a word to the open page.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from shared_apps.kernel.errors import DomainError, Forbidden, NotFound
from shared_apps.kernel.events import Event as Fact
from shared_apps.outbox.live import tell
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import allowances, graphs, options, supervising
from tenant_apps.workflow.board import Board
from tenant_apps.workflow.circulars import Notice
from tenant_apps.workflow.models import Event, Item, Run, Step
from tenant_apps.workflow.recording import Outcome, finish
from tenant_apps.workflow.turns import ReasonRequired, check_text, earlier_outcome
from tenants.current import current_unit

WHAT_FOR = {"tell": ("text", "请写明要向办理人反馈什么。")}
AS_BEFORE = ("principal_id", "mandate_id", "kind", "parent_id", "method", "confirm", "due_at")
LONGEST_NOTICE = 500
SELF_SERVING = ("reassign", "jump", "force", "edit")
WORDS_ONLY = ("tell", "urge")


class OwnMatter(Forbidden):
    """发起人不能干预自己的事项."""

    code = "workflow.own_matter"


class OutOfReach(Forbidden):
    code = "workflow.out_of_reach"


class Hand(Board):
    """A board on which somebody other than the handlers moves."""

    def suspend(self, until: datetime | None) -> None:
        facts = {"status": Run.Status.SUSPENDED, "suspended_at": self.at, "resume_at": until}
        self._set(self.run, **facts)

    def resume(self) -> None:
        self._set(self.run, status=Run.Status.RUNNING, suspended_at=None, resume_at=None)

    def redraw(self, sha: str) -> None:
        self._set(self.run, graph_id=sha)
        self.chart = graphs.load(sha)

    def postpone(self, item: Item, due_at: datetime) -> None:
        self._set(item, due_at=due_at)

    def reset(self, row: Run | Step | Item, facts: dict[str, Any]) -> None:
        """Columns as they were; what is open stands on the board again."""
        self._set(row, **facts)
        if isinstance(row, Step):
            self.open.pop(row.pk, None)
            if row.status == Step.Status.OPEN:
                self.open[row.pk] = row

    def give_back(self, last: Item, item: Item, status: str) -> None:
        """The seat's next turn is as an earlier one was: its owner, in whose name, until when."""
        as_before = {name: getattr(item, name) for name in AS_BEFORE}
        self.hand_over(last, item.owner_id, status=status, **as_before)


@dataclass
class Charge:
    """A supervisor at a locked run, with every live item of it on the table."""

    board: Hand
    reason: str
    live: list[Item]
    heard: set[UUID] = field(default_factory=set)
    quoted: bool = True  # the notice says the reason after what was done
    starter_hears: bool = True

    @property
    def run(self) -> Run:
        return self.board.run

    def steps(self) -> list[Step]:
        """Open visits where somebody acts, in the order they were opened."""
        found = [step for step in self.board.open.values() if self.is_task(step)]
        return sorted(found, key=lambda step: step.opened_seq)

    def is_task(self, step: Step) -> bool:
        node = self.board.chart.nodes.get(step.node)
        waits = node is not None and node.type == "sub"  # for runs of another flow
        return waits or any(item.step_id == step.pk for item in self.live)


def take_charge(  # noqa: PLR0913  it serves office verbs, which name all they need
    run_id: UUID, op: str, *, by: Staff, at: datetime, request_id: str, reason: str
) -> Charge | Outcome:
    """Lock, then look, then refuse: 404 outside one's scope, 403 with whom to ask, 409."""
    check_text(reason, request_id)
    run = Run.objects.select_for_update(no_key=True).filter(pk=run_id).first()
    reach = supervising.reach_of(by)
    if run is None:
        raise NotFound("没有这件办理事项，或您无权查看。")
    # Reassigned out of one's departments, the same click again still gets the same answer.
    mine = Event.objects.filter(run=run, request_id=request_id, actor=by).exists()
    if not mine and not in_hand(run, reach=reach, by=by):
        raise _not_yours(run, by)
    if earlier := earlier_outcome(run, op, by=by, request_id=request_id):
        return earlier
    if not reason.strip():
        name, message = WHAT_FOR.get(op, ("reason", "请写明理由。"))
        raise ReasonRequired(message, by_field={name: [message]})
    board = Hand(run, by=by, at=at)
    live = items_on(board)
    if refusal := why_not_intervene(run, live, op, reach=reach, by=by):
        raise refusal
    return Charge(board, reason.strip(), live)


def in_hand(run: Run, *, reach: supervising.Reach, by: Staff) -> bool:
    """Supervised; or handled at a step that grants it, or led by another way a moment ago."""
    if supervising.in_scope(reach).filter(pk=run.pk).exists():
        return True
    seats = Item.objects.filter(run=run, owner=by, status=Item.Status.OPEN)
    return bool(granted(run, seats.select_related("step"), by)) or _has_led(run, by)


def granted(run: Run, live: Iterable[Item], by: Staff) -> set[str]:
    """流程调度: what the settings of a step let its handlers do, who decide there. `live` come
    with their steps."""
    nodes = graphs.load(run.graph_id).nodes
    mine = [one for one in live if one.owner_id == by.pk and one.status == Item.Status.OPEN]
    deciding = [one for one in mine if allowances.decides(one) and one.step.node in nodes]
    return {op for one in deciding for op in nodes[one.step.node].grants}


def _has_led(run: Run, by: Staff) -> bool:
    return Event.objects.filter(run=run, actor=by, op__in=options.GRANTS).exists()


def items_on(board: Hand) -> list[Item]:
    """Every item of the open steps, on the board; those that live are answered."""
    steps = board.open
    board.read_items(steps.values())
    live = [
        item
        for step in steps.values()
        for item in board.items_of(step)
        if item.status in Item.LIVE
    ]
    people = Staff.objects.in_bulk({item.owner_id for item in live})
    for step in steps.values():
        for item in board.items_of(step):
            item.step = step
    for item in live:
        item.owner = people[item.owner_id]
    return live


def _not_yours(run: Run, by: Staff) -> DomainError:
    if not Run.objects.visible_to(by).filter(pk=run.pk).exists():
        return NotFound("没有这件办理事项，或您无权查看。")
    who = supervising.supervisors()
    return Forbidden(f"您没有督办此件的权限，请联系{named(who)}。", who=who)


def why_not_intervene(
    run: Run, live: Iterable[Item], op: str, *, reach: supervising.Reach, by: Staff
) -> DomainError | None:
    """`live` come with owners and steps. The page shows the same sentence on the closed button."""
    if op in SELF_SERVING and run.starter_id == by.pk:
        who = [name for name in supervising.supervisors() if name != by.name]
        return OwnMatter(f"此件由您发起，不能由您自己干预，请联系{named(who)}。", who=who)
    holding = [item for item in live if item.status == Item.Status.OPEN]
    if op in granted(run, live, by) or (op == "undo" and _has_led(run, by)):
        return None
    is_none = reach.departments is not None and not reach.departments
    if is_none or (op not in WORDS_ONLY and not all(reach.covers(item.owner) for item in holding)):
        who = supervising.supervisors()
        names = list(dict.fromkeys(item.owner.name for item in holding))
        return OutOfReach(
            f"此件现由{named(names)}办理，不都在您负责的部门；请联系{named(who)}。", who=who
        )
    return None


def named(people: Iterable[str]) -> str:
    return "、".join(people) or "具有“流程督办与干预”权限的人员"


def conclude(  # noqa: PLR0913  it serves office verbs, which name all they need
    charge: Charge,
    op: str,
    fact: Callable[..., Fact],
    *,
    request_id: str,
    said: str,
    detail: dict[str, Any] | None = None,
) -> Outcome:
    """Record it and let everybody affected hear. `said`: the notice's text, without the reason."""
    board, run = charge.board, charge.run
    people = board.affected() | charge.heard
    people |= {run.starter_id} if charge.starter_hears else set()
    seated = [item for item in charge.live if item.status == Item.Status.OPEN]
    people |= {one for item in seated for one in (item.owner_id, item.principal_id)}
    people -= {board.by.pk} if board.by else set()
    outcome = finish(
        board,
        op,
        fact,
        request_id=request_id,
        reason=charge.reason,
        told=sorted(str(one) for one in people),
        **(detail or {}),
    )
    text = f"{said}理由：{charge.reason}" if charge.quoted else said
    _give_to_read(run, people, text, by=board.by, at=board.at)
    if others := people - board.affected():
        tell("todo", run.pk, current_unit().schema_name, others)
    return outcome


def _give_to_read(
    run: Run, people: Iterable[UUID], text: str, *, by: Staff | None, at: datetime
) -> None:
    """阅知: it stands among what each of them has to read until they have."""
    shown = text if len(text) <= LONGEST_NOTICE else f"{text[: LONGEST_NOTICE - 1]}…"
    Notice.objects.bulk_create(
        Notice(run=run, person_id=one, sender=by, kind=Notice.Kind.TOLD, text=shown, arrived_at=at)
        for one in sorted(people)
    )
