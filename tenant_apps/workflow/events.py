"""Facts of the flow. They are written on the chain of the *subject* (the document).

One act of an office changes a document and its run together. Written on one chain, the two facts
stand one after the other, and the document's story reads in order; a chain of the run's own would
split it in two. Whoever writes to that chain holds the run's row, so nobody else is writing to it.
"""

from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from shared_apps.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class OnRun:
    """What every fact of a run carries. `digest` seals the event that replays to the rows."""

    run_id: UUID
    subject_kind: str
    seq: int
    digest: str
    status: str
    nodes: list[str] = field(default_factory=list)  # where the run stands now
    handlers: list[UUID] = field(default_factory=list)  # who got work by this act


@dataclass(frozen=True, kw_only=True)
class OnStep(OnRun):
    node: str
    step_name: str
    item_id: UUID | None = None
    opinion: str = ""


@dataclass(frozen=True, kw_only=True)
class RunStarted(OnRun, Event):
    name: ClassVar[str] = "workflow.run.started"


@dataclass(frozen=True, kw_only=True)
class StepApproved(OnStep, Event):
    name: ClassVar[str] = "workflow.step.approved"


@dataclass(frozen=True, kw_only=True)
class StepRejected(OnStep, Event):
    name: ClassVar[str] = "workflow.step.rejected"


@dataclass(frozen=True, kw_only=True)
class StepSentBack(OnStep, Event):
    name: ClassVar[str] = "workflow.step.sent_back"
    to: str
    straight: bool


@dataclass(frozen=True, kw_only=True)
class ItemTransferred(OnStep, Event):
    name: ClassVar[str] = "workflow.item.transferred"
    to: UUID
    to_name: str


@dataclass(frozen=True, kw_only=True)
class StepTakenBack(OnStep, Event):
    name: ClassVar[str] = "workflow.step.taken_back"


@dataclass(frozen=True, kw_only=True)
class RunWithdrawn(OnRun, Event):
    name: ClassVar[str] = "workflow.run.withdrawn"
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class FlowPublished(Event):
    """A new version of a flow; the subject is the version."""

    name: ClassVar[str] = "workflow.flow.published"
    key: str
    version: int
    graph: str


@dataclass(frozen=True, kw_only=True)
class FlowDrafted(Event):
    """Somebody began to draw; the subject is the draft. Later savings of it are not facts."""

    name: ClassVar[str] = "workflow.flow.drafted"
    key: str
    base: int


@dataclass(frozen=True, kw_only=True)
class FlowDraftDropped(Event):
    name: ClassVar[str] = "workflow.flow.draft_dropped"
    key: str


@dataclass(frozen=True, kw_only=True)
class FlowImported(Event):
    """流程导入: a BPMN file became a draft; the subject is the file kept."""

    name: ClassVar[str] = "workflow.flow.imported"
    key: str
    sha: str
