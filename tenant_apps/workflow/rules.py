"""What may this person do now, and why not: pure answers over rows already read.

Each answer is the refusal itself, or None: the action raises it, the page shows message and `who`.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError, Forbidden
from tenant_apps.organization.models import Staff
from tenant_apps.organization.queries import holders_of
from tenant_apps.workflow import groups, mandates
from tenant_apps.workflow.models import Item, Run, Step


class AlreadyHandled(DomainError):
    code = "workflow.already_handled"


class NotYourTurn(DomainError):
    code = "workflow.not_your_turn"


class NotYours(Forbidden):
    code = "workflow.not_yours"


class ElsewhereNow(DomainError):
    code = "workflow.elsewhere_now"


class RunOver(DomainError):
    code = "workflow.run_over"


class Suspended(DomainError):
    """挂起: nobody acts until it goes on; the sentence says when, and who can bring that about."""

    code = "workflow.suspended"


class ActOnDocument(DomainError):
    """A document's own verbs change the document too: the generic ones are closed for it."""

    code = "workflow.act_on_document"


class CannotSendBack(DomainError):
    code = "workflow.cannot_send_back"


class CannotTransfer(DomainError):
    code = "workflow.cannot_transfer"


class CannotWithdraw(DomainError):
    code = "workflow.cannot_withdraw"


class CannotTakeBack(DomainError):
    code = "workflow.cannot_take_back"


DONE_HOW = {
    Item.Action.SEND_BACK: "退回",
    Item.Action.TRANSFER: "转办",
    Item.Action.CLOSED: "关闭",
    Item.Action.LENT: "转受托人代办",
    Item.Action.RECALL: "收回",
    Item.Action.FORCED: "强制办结",
    Item.Action.JUMPED: "跳转",
    Item.Action.REASSIGNED: "改派",
}


def why_not_handle(item: Item, run: Run, by: Staff, *, now: datetime) -> DomainError | None:
    """`item` comes with its owner, its principal, its mandate, its step and whoever closed it."""
    if refusal := mandates.why_not_while_lent(item, by):
        return refusal
    if item.owner_id != by.pk:
        return NotYours(f"此件由{item.owner.name}办理，您不能代为办理。", who=[item.owner.name])
    if item.status not in Item.LIVE:
        return already_handled(item, run, now)
    if refusal := why_not_running(run):
        return refusal
    if item.status == Item.Status.WAITING:
        return NotYourTurn(f"「{item.step.name}」环节按顺序办理，还没有轮到您。")
    return mandates.why_not_in_their_name(item, now=now)


def why_not_running(run: Run) -> DomainError | None:
    if run.status == Run.Status.RUNNING:
        return None
    if run.status == Run.Status.SUSPENDED:
        return _suspended(run)
    return RunOver(f"此件{run.get_status_display()}，不能再办理。", status=str(run.status))


def why_not_at(live: Iterable[Item], run: Run, node: str, by: Staff) -> DomainError | None:
    """May this person act at a node? `live` are all live items of the run with owner and step."""
    if refusal := why_not_running(run):
        return refusal
    everyone = list(live)
    here = [item for item in everyone if item.step.node == node]
    mine = [item for item in here if item.owner_id == by.pk]
    if any(item.status == Item.Status.OPEN for item in mine):
        return None
    acting = [item for item in here or everyone if item.status == Item.Status.OPEN]
    if not acting:
        return ElsewhereNow("目前正在等待子流程办结。")
    names = list(dict.fromkeys(item.owner.name for item in acting))
    whom = "、".join(names)
    if mine:
        return NotYourTurn(f"「{mine[0].step.name}」环节按顺序办理，请等{whom}办完。", who=names)
    if here:
        return NotYours(f"「{here[0].step.name}」由{whom}办理。", who=names)
    places = "、".join(dict.fromkeys(f"「{item.step.name}」" for item in acting))
    return ElsewhereNow(f"目前在{places}环节，由{whom}办理。", who=names)


def why_not_transfer(item: Item, seats: Iterable[Item], to: Staff) -> DomainError | None:
    if to.pk == item.owner_id:
        return CannotTransfer("不能转办给自己。")
    if to.pk in groups.engaged(seats):
        return CannotTransfer(f"{to.name}已经是「{item.step.name}」环节的办理人，请另选。")
    return None


def why_not_send_back(
    target: Step | None, *, precedes: bool, levels: Iterable[UUID | None], straight: bool
) -> DomainError | None:
    """`levels`: the scopes around the step, innermost first."""
    around = list(levels)
    if target is None or not precedes:
        return CannotSendBack("只能退回到此前已经办过的环节。")
    if target.scope_id not in around:
        return CannotSendBack("不能退回到另一条并行分支里的环节。")
    if straight and target.scope_id != around[0]:
        return CannotSendBack("退回到分支以外时须逐步重办，不能直接送回本环节。")
    return None


def why_not_withdraw(run: Run, items: Iterable[Item], by: Staff) -> DomainError | None:
    """撤销: freely until somebody else has acted; later only while it lies with the starter."""
    if run.starter_id != by.pk:
        return Forbidden("只有发起人可以撤销。")
    if refusal := why_not_running(run):
        return refusal
    everyone = list(items)
    holding = [item.owner for item in everyone if item.status == Item.Status.OPEN]
    if holding and all(owner.pk == by.pk for owner in holding):
        return None
    if any(item.by_id not in (None, by.pk) for item in everyone if item.status == "done"):
        names = list(dict.fromkeys(owner.name for owner in holding))
        if not names:
            return CannotWithdraw("已有人办理，现正等待子流程办结，不能直接撤销。")
        return CannotWithdraw(
            f"已有人办理，不能直接撤销；请先请{'、'.join(names)}退回给您。", who=names
        )
    return None


def why_not_take_back(
    run: Run, mine: Step | None, opened: Iterable[Step], items: Iterable[Item], by: Staff
) -> DomainError | None:
    """取回: my own finished step, while nobody at what it opened has done anything."""
    if refusal := why_not_running(run):
        return refusal
    following, seats = list(opened), list(items)
    if mine is None or not following or any(one.scope_id != mine.scope_id for one in following):
        return CannotTakeBack("下一环节已经办理或正在并行办理，不能取回。")
    if any(one.pk not in {item.step_id for item in seats} for one in following):
        return CannotTakeBack("子流程已经发起，不能取回。")
    signed = [item for item in seats if item.step_id == mine.pk and item.status == "done"]
    if not signed or any(item.by_id != by.pk for item in signed):
        return CannotTakeBack("此环节不是您一人办结的，不能取回。")
    touched = [item for item in seats if item.step_id != mine.pk and item.status == "done"]
    if touched:
        return CannotTakeBack("下一环节已有人办理，不能取回。")
    return None


def already_handled(item: Item, run: Run, now: datetime) -> AlreadyHandled:
    closed_at = item.closed_at or now
    when = closed_at.astimezone(ZONE)
    same_day = when.date() == now.astimezone(ZONE).date()
    clock = f"{when:%H:%M}" if same_day else f"{when.month}月{when.day}日 {when:%H:%M}"
    name = item.by.name if item.by else "系统"
    how = DONE_HOW.get(Item.Action(item.action), "办理")
    if item.action == Item.Action.CLOSED and run.status == Run.Status.WITHDRAWN:
        how = "撤销"
    elif item.action == Item.Action.CLOSED and item.step.status == Step.Status.RETURNED:
        how = "退回"
    return AlreadyHandled(
        f"此件已由 {name} 于 {clock} {how}。",
        status=str(run.status),
        by=name,
        at=closed_at.isoformat(),
    )


def _suspended(run: Run) -> Suspended:
    """Rare, so only this refusal looks up who can help."""
    who = [person.name for person in holders_of("workflow.supervise")[:5]]
    whom = "、".join(who) or "流程督办人"
    if run.resume_at:
        when = run.resume_at.astimezone(ZONE)
        ends = f"，{when.month}月{when.day}日 {when:%H:%M} 自动恢复；如需提前恢复，请联系{whom}。"
    else:
        ends = f"，由{whom}恢复后才能办理。"
    return Suspended(f"此件已挂起{ends}", status=str(run.status), who=who)
