"""自由流: at a step whose author left it open, the handler says who comes next.

Not a second engine: the steps are drawn into this run's own graph behind the present one, and the
approval goes on as always, all in one act. What was drawn ahead before stays ahead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared_apps.kernel.errors import DomainError, NotFound
from tenant_apps.organization.queries import staff_by_ids
from tenant_apps.workflow import allowances, graphs
from tenant_apps.workflow.models import Graph
from tenant_apps.workflow.turns import Turn
from tenant_apps.workflow.verdicts import Mode

MOST_STEPS = 9
LONGEST_NAME = 20


class CannotChooseWay(DomainError):
    code = "workflow.cannot_choose_way"


@dataclass(frozen=True)
class Following:
    """One step to come: these people, in this way."""

    people: Sequence[UUID]
    name: str = "办理"
    mode: str = Mode.ALL


def lead_on(turn: Turn, steps: Sequence[Following]) -> dict[str, Any]:
    """Draw the steps in; answers what the event keeps of it."""
    board, step = turn.board, turn.item.step
    node = board.chart.nodes[step.node]
    if not node.free:
        raise CannotChooseWay(f"「{node.name}」之后的环节由流程设定，不能自选。")
    if not allowances.decides(turn.item):
        raise CannotChooseWay("您只是受邀提意见，后续环节由请您的人决定。")
    if step.back_to:
        raise CannotChooseWay("此件是退回后重办的，办完直接送回退回的环节，不能另选。")
    if len(steps) > MOST_STEPS:
        raise CannotChooseWay(f"一次最多自选 {MOST_STEPS} 个环节。")
    _refuse_unknown({pk for one in steps for pk in one.people})
    was = board.run.graph_id
    nodes = dict(Graph.objects.values_list("body", flat=True).get(pk=was)["nodes"])
    to, place = nodes[step.node]["next"], len(nodes)
    for one in reversed(steps):
        key = f"free{place}"
        nodes[key] = _drawn(one, to)
        to, place = [{"to": key}], place + 1
    nodes[step.node] = {**nodes[step.node], "next": to}
    board.redraw(graphs.store({"nodes": nodes}))
    return {"was": was, "graph": board.run.graph_id}


def _drawn(step: Following, to: Any) -> Mapping[str, Any]:
    return {
        "type": "task",
        "name": step.name.strip()[:LONGEST_NAME] or "办理",
        "mode": step.mode,
        "who": [{"staff": [str(pk) for pk in dict.fromkeys(step.people)]}],
        "free": True,  # who is chosen may choose in turn
        "next": to,
    }


def _refuse_unknown(people: set[UUID]) -> None:
    if len(staff_by_ids(people)) < len(people):
        raise NotFound("所选人员中有人不在本单位或账号已停用，请另选。")
