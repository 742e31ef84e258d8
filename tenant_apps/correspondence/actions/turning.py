"""流程转向, 改后续步骤: a supervisor leads a document that is not signed yet by another way.

The engine moves the run, or redraws what is ahead of it (with a reason, told to everybody, half an
hour to take it back), and the document follows. No step that 条例 20–25 asks for is passed over,
and what is drawn in comes before 签发; 会签 may be cut short.
"""

from shared_apps.kernel.errors import DomainError
from tenant_apps.correspondence import desks, events
from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.journal.recording import record
from tenant_apps.workflow.models import Event, Run, Step
from tenant_apps.workflow.rules import ActOnDocument

TURNABLE = ("draft", "review", "extra", "cosign", "sign")
LOCKED = frozenset({"draft", "review", "sign", "verify", "register", "print", "release"})
FOLLOWED = ("jump", "undo")


def why_not_turn(run: Run) -> DomainError | None:
    stages = OutgoingDocument.objects.filter(run=run).values_list("stage", flat=True)
    match stages.first():
        case None:
            return ActOnDocument("请在公文页面办理。")
        case stage if stage in TURNABLE:
            return None
        case stage:
            said = "此件已经签发，不能再转向；需要时请在公文页面退回或作废。"
            return desks.NotAtThisStage(said, stage=stage)


def follow(run: Run, op: str) -> None:
    """In the transaction of the act: the document stands where its run stands."""
    if op not in FOLLOWED:
        return
    document = desks.lock(OutgoingDocument.objects.get(run=run))
    nodes = Step.objects.filter(run=run, status=Step.Status.OPEN).values_list("node", flat=True)
    stage = desks.stage_of(nodes[0], OutgoingDocument)
    if op == "undo" and document.stage == stage:  # of what moved nothing; 审签 is of several steps
        return
    document.stage = stage
    document.save(update_fields=["stage"])
    turned = Event.objects.select_related("actor").get(run=run, seq=run.seq)
    record(
        events.OutgoingTurned(
            subject_id=document.pk,
            title=document.title,
            to=stage,
            reason=turned.detail["reason"],
        ),
        by=turned.actor,
        at=turned.at,
    )
