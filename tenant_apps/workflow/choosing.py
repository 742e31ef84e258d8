"""下一步办理人由上一办理人指定: for which steps ahead the present handler names the people."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from tenant_apps.forms import conditions
from tenant_apps.organization.models import Staff
from tenant_apps.organization.queries import holders_of
from tenant_apps.workflow import allowances, engine
from tenant_apps.workflow.graphs import STOPS, Chart, Edge, Node
from tenant_apps.workflow.models import Item
from tenant_apps.workflow.verdicts import Verdict, last_turns


@dataclass(frozen=True)
class Choice:
    """`needed`: agreeing is refused without; else it may go another way, or others act first."""

    key: str
    name: str
    mode: str
    permission: str  # only holders of it can be chosen; empty: anybody
    needed: bool
    chosen: list[Staff]  # so far; or the only one who can be


def choices(
    item: Item, node: Node, chart: Chart, seats: Iterable[Item], rights: Mapping[str, str]
) -> list[Choice]:
    """What agreeing may ask of this seat. `rights`: what of the form it still fills in."""
    passes = _passes(item, node, seats)
    if item.confirm or not (passes or allowances.decides(item)) or node.key not in chart.nodes:
        return []
    if item.step.back_to:
        ahead = {item.step.back_to: True}
    else:
        filled_in = {name for name, right in rights.items() if right in ("edit", "required")}
        ahead = following(chart, node.key, item.run.data, unsure=filled_in)
    return [
        _choice(chart.nodes[key], item.run.chosen.get(key, ()), needed=sure and passes)
        for key, sure in ahead.items()
        if permission_of(chart.nodes[key]) is not None
    ]


def following(
    chart: Chart, key: str, data: Mapping[str, Any], *, unsure: Collection[str] = ()
) -> dict[str, bool]:
    """The stops that may come next → whether it is certain. `unsure`: answers yet to be given."""
    found: dict[str, bool] = {}
    waiting = [(edge.to, True) for edge in chart.nodes[key].next]
    while waiting:
        place, sure = waiting.pop(0)
        node = chart.nodes[place]
        if node.type in STOPS:
            found[place] = found.get(place, False) or sure
        elif node.type == "join":  # other branches may still be under way
            waiting += [(edge.to, False) for edge in node.next]
        else:
            waiting += [(edge.to, sure and certain) for edge, certain in _ways(node, data, unsure)]
    return found


def permission_of(node: Node) -> str | None:
    """What whoever is chosen must hold, empty for anybody; None: nobody chooses here."""
    asked = next((one for one in node.who if one.get("chosen")), None)
    return None if asked is None else asked.get("permission", "")


def _ways(
    node: Node, data: Mapping[str, Any], unsure: Collection[str]
) -> Iterator[tuple[Edge, bool]]:
    """The branches that apply, as the engine takes them; all that could, where it is not known."""
    rules = [edge.when for edge in node.next if edge.when is not None]
    if any(leaf["field"] in unsure for rule in rules for leaf in conditions.leaves(rule)):
        yield from ((edge, False) for edge in node.next)
        return
    ways = engine.open_ways(node, data)
    yield from ((edge, True) for edge in (ways[:1] if node.type == "xor" else ways))


def _passes(item: Item, node: Node, seats: Iterable[Item]) -> bool:
    """Would the step be done if this seat agreed now?"""
    mine = copy(item)
    mine.status, mine.action = Item.Status.DONE, Item.Action.APPROVE
    turns = [mine if seat.pk == item.pk else seat for seat in last_turns(seats)]
    return engine.verdict_of(node, turns) is Verdict.PASSED


def _choice(node: Node, earlier: Sequence[str], *, needed: bool) -> Choice:
    permission = permission_of(node) or ""
    able = holders_of(permission) if permission else Staff.objects.in_service()
    found = {str(one.pk): one for one in able.filter(pk__in=earlier).select_related("department")}
    chosen = [found[pk] for pk in earlier if pk in found]
    if not chosen and permission:
        only = list(able.select_related("department")[:2])
        chosen = only if len(only) == 1 else []
    return Choice(node.key, node.name, node.mode.value, permission, needed, chosen)
