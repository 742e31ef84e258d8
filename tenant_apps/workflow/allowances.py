"""Which acts a seat has: by its kind, by the settings of its step, by how it came to its owner.

Pure answers like those of rules.py: the refusal itself, or None.
"""

from collections.abc import Iterable, Sequence

from shared_apps.kernel.errors import DomainError
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import groups, rules
from tenant_apps.workflow.graphs import Node
from tenant_apps.workflow.models import Item, Step

MOST_ADDED = 20
WORDS = {
    "reject": "不同意",
    "send_back": "退回",
    "transfer": "转办",
    "delegate": "委派",
    "add": "加签",
    "remove": "减签",
    "take_back": "取回",
}
Kind, Status, Action = Item.Kind, Item.Status, Item.Action


class NotAllowedHere(DomainError):
    code = "workflow.not_allowed_here"


class OnlyAdvises(DomainError):
    """加签 and 委派: who was asked gives an opinion; who asked decides."""

    code = "workflow.only_advises"


class CannotAdd(DomainError):
    code = "workflow.cannot_add"


class CannotRemove(DomainError):
    code = "workflow.cannot_remove"


class CannotDelegate(DomainError):
    code = "workflow.cannot_delegate"


def why_not_verb(node: Node, item: Item, seats: Iterable[Item], verb: str) -> DomainError | None:
    """May this seat do that at all? `seats` are all items at the step, owners and principals."""
    if not node.lets(verb):
        return NotAllowedHere(f"「{node.name}」环节的流程设置不允许{WORDS[verb]}。", verb=verb)
    if item.confirm and verb in ("reject", "send_back", "add"):
        return _advises(f"此件是{item.principal.name}委派给您的", item.principal.name)
    if item.owner_id != item.principal_id and verb in ("transfer", "delegate"):
        whom = item.principal.name
        return CannotDelegate(
            f"您代{whom}办理此件，不能再转给别人；办不了请交回{whom}。", who=[whom]
        )
    if verb == "send_back" and item.kind in groups.ADDED:
        whom = _asker(item, seats)
        return _advises(f"您是{whom}请来加签的", whom)
    if verb == "add" and item.kind == Kind.HOST:
        return CannotAdd("会签意见已经收齐，请您直接决定：同意、不同意或退回。")
    return None


def why_not_add(
    item: Item, seats: Sequence[Item], place: str, people: Sequence[Staff]
) -> DomainError | None:
    """加签: nobody twice, not too deep, not too many."""
    if not 0 < len(people) <= MOST_ADDED:
        return CannotAdd(f"每次加签须选 1 至 {MOST_ADDED} 人。")
    if len({person.pk for person in people}) < len(people):
        return CannotAdd("同一人不能加签两次。")
    here = groups.engaged(seats)
    again = [person.name for person in people if person.pk in here]
    if again:
        return CannotAdd(f"{'、'.join(again)}已在「{item.step.name}」环节办理，不能重复加签。")
    joins_group = place == "with" and item.kind in groups.ADDED
    if groups.depth(item, seats) + (not joins_group) > groups.DEEPEST:
        return CannotAdd(f"加签最多 {groups.DEEPEST} 层，请直接填写意见。")
    return None


def why_not_add_to_document(node: Node, seats: Sequence[Item], place: str) -> DomainError | None:
    """公文: its steps end by the document's own verbs, so what is added may never end one."""
    if place != "before":
        return CannotAdd("公文只能前加签：请对方先提意见，再由您在公文页面办理。")
    beside = {seat.slot for seat in seats if seat.kind == Kind.SIGN}
    if len(beside) > 1 and node.mode in ("any", "vote"):
        return CannotAdd(f"「{node.name}」由其中一人办理即可，不需要加签；可转办或直接填写意见。")
    return None


def why_waiting(item: Item, seats: Iterable[Item]) -> rules.NotYourTurn | None:
    """Whom a waiting seat waits for, where it asked them itself."""
    names = [one.owner.name for one in groups.below(item, seats) if one.status == Status.OPEN]
    whom = "、".join(dict.fromkeys(names))
    return (
        rules.NotYourTurn(f"您已请{whom}加签，等其提出意见后再由您办理。", who=names)
        if names
        else None
    )


def is_own_piece(item: Item) -> bool:
    """取回: one of several pieces of a step that is still open, rather than the whole step."""
    return item.step.status == Step.Status.OPEN and item.status == Status.DONE


def why_not_retract(
    node: Node, item: Item, seats: Sequence[Item], by: Staff
) -> DomainError | None:
    """会签 and 票签: as long as nothing has been made of what I said."""
    if item.by_id != by.pk or not is_own_piece(item):
        return rules.CannotTakeBack("只能取回您自己在本环节办结之前所办的意见。")
    if not node.lets("take_back"):
        return why_not_verb(node, item, seats, "take_back")
    if any(one.slot == item.slot and one.turn > item.turn for one in seats):
        return rules.CannotTakeBack("您的席位已另有办理，不能取回。")
    if item.kind != Kind.SIGN or item.action not in (Action.APPROVE, Action.REJECT):
        return rules.CannotTakeBack("您的意见已经交给请您办理的人，不能取回。")
    if node.mode == "in_turn":
        return rules.CannotTakeBack("本环节依次办理，下一位已经收到，不能取回；可请其退回。")
    if any(seat.kind == Kind.HOST for seat in seats):
        return rules.CannotTakeBack("会签意见已经收齐，正由主办决定，不能取回。")
    return None


def decides(item: Item) -> bool:
    """Does what this seat says move the run, or is it only said to somebody?"""
    return item.kind not in groups.ADDED and not item.confirm


def rights_of(node: Node, item: Item, reader: Staff) -> dict[str, str]:
    """The form's rights: who decides here, now, fills in; everybody else reads what they may."""
    fills_in = item.owner_id == reader.pk and item.status == Status.OPEN and decides(item)
    if fills_in:
        return dict(node.fields)
    return {name: right if right == "hidden" else "read" for name, right in node.fields.items()}


def why_not_remove(item: Item, seats: Sequence[Item], by: Staff) -> DomainError | None:
    """减签: by who asked, before the other has acted, and never the last one who is to act."""
    if item.parent_id is None:
        return CannotRemove(f"{item.owner.name}是流程指定的办理人，不能减签。")
    if item.status not in Item.LIVE:
        return CannotRemove(f"{item.owner.name}已经办理，不能减签。")
    askers = askers_of(item, seats)
    if by.pk not in {person.pk for person in askers}:
        names = list(dict.fromkeys(person.name for person in askers))
        return CannotRemove(f"只有加签的人可以减签，请联系{'、'.join(names)}。", who=names)
    gone = {item.pk, *(one.pk for one in groups.below(item, seats))}
    if not any(seat.status in Item.LIVE and seat.pk not in gone for seat in seats):
        return CannotRemove(f"{item.owner.name}是最后一位待办理的人，不能减签；可请其直接办理。")
    return None


def why_not_delegate(item: Item, seats: Iterable[Item], to: Staff) -> DomainError | None:
    if to.pk == item.owner_id:
        return CannotDelegate("不能委派给自己。")
    if to.pk in groups.engaged(seats):
        return CannotDelegate(f"{to.name}已经是「{item.step.name}」环节的办理人，请另选。")
    return None


def askers_of(item: Item, seats: Iterable[Item]) -> list[Staff]:
    """Who added a seat: the owner of the seat it stands by, and who clicked."""
    everyone = list(seats)
    parent = next((one for one in everyone if one.pk == item.parent_id), None)
    if parent is None:
        return []
    turns = [one for one in everyone if one.slot == parent.slot]
    last = max(turns, key=lambda one: one.turn)
    first = next(one for one in everyone if (one.slot, one.turn) == (item.slot, 0))
    clicked = next((one.owner for one in everyone if one.owner_id == first.sender_id), last.owner)
    return [last.owner, clicked]


def _asker(item: Item, seats: Iterable[Item]) -> str:
    names = [person.name for person in askers_of(item, seats)]
    return names[0] if names else "主办人"


def _advises(why: str, whom: str) -> OnlyAdvises:
    return OnlyAdvises(f"{why}，请填写意见交回，由{whom}决定。", who=[whom])
