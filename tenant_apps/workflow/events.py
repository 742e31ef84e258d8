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
    acts_for: UUID | None = None  # 代签: in whose name
    acts_for_name: str = ""


@dataclass(frozen=True, kw_only=True)
class RunStarted(OnRun, Event):
    name: ClassVar[str] = "workflow.run.started"


@dataclass(frozen=True, kw_only=True)
class StepApproved(OnStep, Event):
    """自由流: `was` and `graph` where the handler drew the next steps in."""

    name: ClassVar[str] = "workflow.step.approved"
    was: str = ""
    graph: str = ""


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
class SignersAdded(OnStep, Event):
    """加签: before, after or beside (with) the seat of who asked; `method` is the group's."""

    name: ClassVar[str] = "workflow.signers.added"
    place: str
    method: str
    people: list[str]
    names: list[str]


@dataclass(frozen=True, kw_only=True)
class SignerRemoved(OnStep, Event):
    """减签: the opinion is the reason."""

    name: ClassVar[str] = "workflow.signer.removed"
    owner: UUID
    owner_name: str


@dataclass(frozen=True, kw_only=True)
class ItemDelegated(OnStep, Event):
    """委派: `confirm` comes back with an opinion; else the other decides in the owner's name."""

    name: ClassVar[str] = "workflow.item.delegated"
    to: UUID
    to_name: str
    confirm: bool


@dataclass(frozen=True, kw_only=True)
class DelegationAnswered(OnStep, Event):
    name: ClassVar[str] = "workflow.item.delegation_answered"


@dataclass(frozen=True, kw_only=True)
class StepTakenBack(OnStep, Event):
    name: ClassVar[str] = "workflow.step.taken_back"


@dataclass(frozen=True, kw_only=True)
class StepConcluded(OnStep, Event):
    """系统自动办结: what the step waited for has come."""

    name: ClassVar[str] = "workflow.step.concluded"


@dataclass(frozen=True, kw_only=True)
class StepReseated(OnStep, Event):
    """系统调整办理人: others can act at it now."""

    name: ClassVar[str] = "workflow.step.reseated"
    gone: list[str]  # ids
    come: list[str]


@dataclass(frozen=True, kw_only=True)
class ChildEnded(OnStep, Event):
    """子流程办结: how a run ended that a step waited for, and which answers came back."""

    name: ClassVar[str] = "workflow.child.ended"
    step: UUID
    child: UUID
    ended: str
    brought: list[str] = field(default_factory=list)
    unfit: str = ""  # why the subject's form did not take them


@dataclass(frozen=True, kw_only=True)
class EndedWithParent(OnRun, Event):
    """随主流程结束: the step that waited for this run waits no longer."""

    name: ClassVar[str] = "workflow.run.ended_with_parent"


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


@dataclass(frozen=True, kw_only=True)
class ItemLent(OnStep, Event):
    """代签: what already lay on a desk went along with a mandate."""

    name: ClassVar[str] = "workflow.item.lent"
    to: UUID
    to_name: str


@dataclass(frozen=True, kw_only=True)
class ItemRecalled(OnStep, Event):
    """收回: it lies with its principal again."""

    name: ClassVar[str] = "workflow.item.recalled"
    to: UUID
    to_name: str
    taken_from: str


@dataclass(frozen=True, kw_only=True)
class Copied(OnRun, Event):
    """抄送: names as they were, for the reader of the record."""

    name: ClassVar[str] = "workflow.run.copied"
    people: list[UUID]
    names: list[str]
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Circulated(OnRun, Event):
    """传阅: a round began."""

    name: ClassVar[str] = "workflow.circulation.sent"
    circulation: UUID
    people: list[UUID]
    names: list[str]
    serial: bool
    due_on: str | None = None
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class CirculationChanged(OnRun, Event):
    """传阅: readers were added, or called back before they had read."""

    name: ClassVar[str] = "workflow.circulation.changed"
    circulation: UUID
    added: list[str]
    recalled: list[str]


@dataclass(frozen=True, kw_only=True)
class ReadWithOpinion(OnRun, Event):
    name: ClassVar[str] = "workflow.notice.answered"
    notice: UUID
    opinion: str


@dataclass(frozen=True, kw_only=True)
class NoticesRead(Event):
    """阅知: the subject is the reader; one fact for all that was read at once."""

    name: ClassVar[str] = "workflow.notices.read"
    notices: list[UUID]
    runs: list[UUID]


@dataclass(frozen=True, kw_only=True)
class Urged(OnRun, Event):
    """催办: who was reminded."""

    name: ClassVar[str] = "workflow.run.urged"
    people: list[UUID]
    names: list[str]
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class ReadersUrged(OnRun, Event):
    """催阅: who was reminded to read."""

    name: ClassVar[str] = "workflow.circulation.urged"
    people: list[UUID]
    names: list[str]
    text: str = ""
