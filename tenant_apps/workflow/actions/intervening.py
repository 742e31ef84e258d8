"""改派, 跳转, 强制通过, 终止, 反馈: what a supervisor may do to a colleague's matter, and why.

None of it passes over a compulsory step. A document with office verbs of its own is moved on its
own page (subjects.own_verbs), but for a turn or a redrawing where its app allows them.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from shared_apps.kernel.errors import DomainError, NotFound
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import (
    allowances,
    engine,
    groups,
    interventions,
    overruling,
    rules,
    selecting,
    subjects,
)
from tenant_apps.workflow.models import Item, Run, Step
from tenant_apps.workflow.recording import Outcome
from tenant_apps.workflow.supervisors import Charge, conclude, named, take_charge


class CannotReassign(DomainError):
    code = "workflow.cannot_reassign"


class WhichStep(DomainError):
    code = "workflow.which_step"


class NobodyToTell(DomainError):
    code = "workflow.nobody_to_tell"


def reassign(
    *, run_id: UUID, item_id: UUID, to: UUID, by: Staff, at: datetime, request_id: str, reason: str
) -> Outcome:
    """改派: one seat goes to somebody else, who must hold the step's right if it decides there.

    Only that seat: whoever was added beside it stays, and those asked by it now answer its new
    owner. What was 委派 goes on as such, and still comes back to whoever gave it out.
    """
    charge = take_charge(run_id, "reassign", by=by, at=at, request_id=request_id, reason=reason)
    if isinstance(charge, Outcome):
        return charge
    _refuse_over(charge.run)
    if custody := subjects.kind_of(charge.run).stays_with:
        raise CannotReassign(custody)
    item = next((one for one in charge.live if one.pk == item_id), None)
    if item is None:
        raise CannotReassign("这件待办已经办完或已关闭，请刷新后查看现在由谁办理。")
    person = Staff.objects.in_service().filter(pk=to).first()
    if person is None:
        raise NotFound("没有这位同事，或其账号已停用。")
    board, step = charge.board, item.step
    if refusal := _why_not_reassign(item, board.items_of(step), person):
        raise refusal
    if allowances.decides(item):
        selecting.refuse_unfit(person, engine.asking_for(board, board.chart.nodes[step.node]))
    gives_opinion = item.confirm and person.pk != item.principal_id
    still = {"confirm": True, "principal_id": item.principal_id} if gives_opinion else {}
    status = item.status
    board.close_item(item, Item.Action.REASSIGNED)
    board.hand_over(item, person.pk, status=status, **still)
    return conclude(
        charge,
        "reassign",
        interventions.ItemReassigned,
        request_id=request_id,
        said=f"{by.name}把「{step.name}」由{item.owner.name}改派给{person.name}。",
        detail={
            "item_id": item.pk,
            "node": step.node,
            "step_name": step.name,
            "from_name": item.owner.name,
            "to": person.pk,
            "to_name": person.name,
        },
    )


def jump(
    *,
    run_id: UUID,
    to: str,
    by: Staff,
    at: datetime,
    request_id: str,
    reason: str,
    people: Iterable[UUID] = (),
) -> Outcome:
    """跳转: on to, or back to, any step of the same level; never past a compulsory one."""
    charge = take_charge(run_id, "jump", by=by, at=at, request_id=request_id, reason=reason)
    if isinstance(charge, Outcome):
        return charge
    refuse_unturnable(charge.run)
    board = charge.board
    leaving, scope = departure(charge, to)
    names = [step.name for step in charge.steps() if _stands_in(charge, step, leaving)]
    for item in charge.live:
        if _stands_in(charge, item.step, leaving):
            board.close_item(item, Item.Action.JUMPED)
    for step in leaving:
        engine.cancel(board, step, Step.Status.CANCELLED)
    target = board.chart.nodes[to]
    named_people = tuple(_fit(people, engine.asking_for(board, target)))
    engine.enter(board, to, engine.Token(scope, leaving[0], "", named_people))
    return conclude(
        charge,
        "jump",
        interventions.RunJumped,
        request_id=request_id,
        said=f"{by.name}把此件由{_quoted(names)}跳转到「{target.name}」。",
        detail={"to": to, "step_name": target.name, "left": names},
    )


def force(
    *, run_id: UUID, by: Staff, at: datetime, request_id: str, reason: str, node: str = ""
) -> Outcome:
    """强制通过: a step that is not compulsory counts as passed, whatever its seats have said."""
    charge = take_charge(run_id, "force", by=by, at=at, request_id=request_id, reason=reason)
    if isinstance(charge, Outcome):
        return charge
    refuse_unmovable(charge.run)
    board, step = charge.board, _which(charge, node)
    if refusal := overruling.why_not_force(board.chart.nodes[step.node]):
        raise refusal
    for item in board.items_of(step):
        if item.status in Item.LIVE:
            board.close_item(item, Item.Action.FORCED)
    board.close_step(step, Step.Status.DONE)
    engine.leave(board, step)
    return conclude(
        charge,
        "force",
        interventions.StepForced,
        request_id=request_id,
        said=f"{by.name}强制通过了「{step.name}」环节。",
        detail={"node": step.node, "step_name": step.name},
    )


def terminate(*, run_id: UUID, by: Staff, at: datetime, request_id: str, reason: str) -> Outcome:
    """终止: the run ends here, for everybody, suspended or not."""
    charge = take_charge(run_id, "terminate", by=by, at=at, request_id=request_id, reason=reason)
    if isinstance(charge, Outcome):
        return charge
    _refuse_over(charge.run)
    if refusal := why_not_end(charge.run):
        raise refusal
    if charge.run.status == Run.Status.SUSPENDED:
        charge.board.resume()  # no run that is over is suspended
    engine.end(charge.board, Run.Status.TERMINATED)
    return conclude(
        charge,
        "terminate",
        interventions.RunTerminated,
        request_id=request_id,
        said=f"{by.name}终止了此件的办理。",
    )


def tell(*, run_id: UUID, by: Staff, at: datetime, request_id: str, text: str) -> Outcome:
    """反馈: a word to whoever has it now. Nothing moves, nothing is decided."""
    charge = take_charge(run_id, "tell", by=by, at=at, request_id=request_id, reason=text)
    if isinstance(charge, Outcome):
        return charge
    _refuse_over(charge.run)
    if all(item.owner_id == by.pk for item in charge.live):
        raise NobodyToTell("此件就在您自己手里，没有需要反馈的办理人。")
    charge.quoted = charge.starter_hears = False
    said = f"{by.name}反馈：{charge.reason}"
    return conclude(charge, "tell", interventions.HandlerTold, request_id=request_id, said=said)


def departure(charge: Charge, to: str) -> tuple[list[Step], Step | None]:
    """Which open visits a jump closes, and inside which split it lands; else the refusal."""
    board, chart = charge.board, charge.board.chart
    around = chart.nesting.get(to, ())
    scope = next((one for one in board.open.values() if around and one.node == around[-1]), None)
    if around and scope is None:
        raise overruling.CannotJump("该环节在尚未开始或已经汇合的并行分支里，不能直接跳转进去。")
    level = scope.pk if scope else None
    leaving = [step for step in board.open.values() if step.scope_id == level]
    if scope is not None:
        leaving = [
            step
            for step in leaving
            if step.node == to or chart.leads(step.node, to) or chart.leads(to, step.node)
        ]
    inside = [step for step in charge.steps() if _stands_in(charge, step, leaving)]
    locked = subjects.kind_of(charge.run).locked
    if refusal := overruling.why_not_jump(chart, [one.node for one in inside], to, locked=locked):
        raise refusal
    if len(leaving) != 1:
        raise overruling.CannotJump("该环节所在的分支已经办完，不能单独跳转；请跳转到分支之前。")
    return leaving, scope


def why_not_end(run: Run) -> DomainError | None:
    """A document whose run ended without it would be left on nobody's desk."""
    return _on_its_page() if subjects.kind_of(run).own_verbs else None


def refuse_unmovable(run: Run) -> None:
    """Force: the run is under way, and its subject has no verbs of its own."""
    if subjects.kind_of(run).own_verbs:
        raise _on_its_page()
    if refusal := rules.why_not_running(run):
        raise refusal


def refuse_unturnable(run: Run) -> None:
    """Jump and edit: as force, unless the subject's app lets a supervisor turn it."""
    why_not_turn = subjects.kind_of(run).why_not_turn
    if why_not_turn is None:
        refuse_unmovable(run)
    elif refusal := why_not_turn(run) or rules.why_not_running(run):
        raise refusal


def _on_its_page() -> DomainError:
    return rules.ActOnDocument("请在公文页面办理。")


def _refuse_over(run: Run) -> None:
    if run.status not in Run.LIVE and (refusal := rules.why_not_running(run)):
        raise refusal


def _why_not_reassign(item: Item, seats: list[Item], person: Staff) -> DomainError | None:
    if person.pk == item.owner_id:
        return CannotReassign(f"此件已由{person.name}办理，请改派给别人。")
    if person.pk in groups.engaged(seats) - {item.principal_id}:
        return CannotReassign(f"{person.name}已经是「{item.step.name}」环节的办理人，请另选。")
    return None


def _which(charge: Charge, node: str) -> Step:
    steps = charge.steps()
    if not node and len(steps) == 1:
        return steps[0]
    found = next((step for step in steps if step.node == node), None)
    if found is None:
        places = _quoted(step.name for step in steps)
        raise WhichStep(f"此件现在{places}环节，请选择其中一个。", nodes=[s.node for s in steps])
    return found


def _stands_in(charge: Charge, step: Step, others: Iterable[Step]) -> bool:
    around = {step.pk, *engine.levels(charge.board, step)}
    return any(other.pk in around for other in others)


def _fit(people: Iterable[UUID], asking: selecting.Asking) -> list[UUID]:
    chosen = list(dict.fromkeys(people))
    serving = Staff.objects.in_service().in_bulk(chosen)
    for pk in chosen:
        if pk not in serving:
            raise NotFound("所选人员中有人不在本单位，或其账号已停用，请另选。")
        selecting.refuse_unfit(serving[pk], asking)
    return chosen


def _quoted(names: Iterable[str]) -> str:
    return named(f"「{name}」" for name in dict.fromkeys(names))
