"""Which facts of the unit may be sent out, and how much of each."""

from typing import Any

from shared_apps.kernel.events import Event, Facts
from tenant_apps.workflow import events as workflow
from tenant_apps.workflow import interventions

LABELS: dict[type[Event], str] = {
    workflow.RunStarted: "发起",
    workflow.StepApproved: "同意",
    workflow.StepRejected: "不同意",
    workflow.StepSentBack: "退回",
    workflow.StepTakenBack: "取回",
    workflow.RunWithdrawn: "撤销",
    workflow.ItemTransferred: "转办",
    workflow.ItemDelegated: "委派",
    workflow.DelegationAnswered: "委派已回",
    workflow.SignersAdded: "加签",
    workflow.SignerRemoved: "减签",
    interventions.RunTerminated: "终止",
    interventions.RunSuspended: "挂起",
    interventions.RunResumed: "恢复",
}
EVENTS = tuple(LABELS)
NAMES = {event.name: label for event, label in LABELS.items()}
TOLD = (
    "subject_id",
    "subject_kind",
    "run_id",
    "seq",
    "status",
    "nodes",
    "node",
    "step_name",
    "at",
    "by",
)


def said_of(facts: Facts) -> dict[str, Any]:
    """Where the matter stands, never what was written: opinions and answers stay in the unit,
    and whoever may read them does so through the API."""
    return {name: facts[name] for name in TOLD if name in facts}
