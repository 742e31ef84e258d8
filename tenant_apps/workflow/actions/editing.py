"""改后续步骤: one running matter gets a graph of its own for what is still ahead.

Where it stands and what it has passed stay as they are, and so does every compulsory step ahead.
The event keeps both hashes, so that the applicant can always see what was changed, and by whom.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from tenant_apps.organization.models import Staff
from tenant_apps.workflow import (
    comparing,
    designing,
    graphs,
    interventions,
    overruling,
    subflows,
    subjects,
)
from tenant_apps.workflow.actions.intervening import refuse_unturnable
from tenant_apps.workflow.models import Graph, Step
from tenant_apps.workflow.recording import Outcome
from tenant_apps.workflow.supervisors import conclude, take_charge


def edit(
    *,
    run_id: UUID,
    graph: dict[str, Any],
    by: Staff,
    at: datetime,
    request_id: str,
    reason: str,
) -> Outcome:
    """改后续步骤: the drawing is judged like any (graphs.check), and then against this run."""
    charge = take_charge(run_id, "edit", by=by, at=at, request_id=request_id, reason=reason)
    if isinstance(charge, Outcome):
        return charge
    refuse_unturnable(charge.run)
    kind = subjects.kind_of(charge.run)
    board, was = charge.board, charge.run.graph_id
    chart = graphs.check(graph)
    # A document's road is judged like the one its unit might publish: the office verbs stay.
    judge = designing.faults if kind.own_verbs else subflows.faults
    for fault in judge(charge.run.definition.key, graph):
        raise graphs.BadGraph(fault.message, node=fault.node)
    drawn = Graph.objects.values_list("body", flat=True).get(pk=was)
    visits = list(Step.objects.filter(run=run_id).order_by("opened_seq"))
    redrawing = overruling.Redrawing(
        was=board.chart,
        now=chart,
        before=drawn["nodes"],
        after=graph["nodes"],
        standing=[step.node for step in visits if step.status == Step.Status.OPEN],
        visited=[step.node for step in visits],
        returning=[step.back_to for step in visits if step.back_to],
        locked=kind.locked,
    )
    if refusal := redrawing.why_not():
        raise refusal
    differences = comparing.compare(drawn, graph)
    if not differences:
        raise overruling.CannotEdit("后续步骤没有改动，不需要提交。")
    board.redraw(graphs.store(graph))
    return conclude(
        charge,
        "edit",
        interventions.RunEdited,
        request_id=request_id,
        said=f"{by.name}调整了此件的后续步骤（{len(differences)} 处），可在办理详情查看改动。",
        detail={"before": was, "graph": charge.run.graph_id},
    )
