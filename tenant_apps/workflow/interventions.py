"""Facts of supervision (督办): whoever changed the way of somebody else's matter, and why.

Written on the subject's chain like every fact of a run. `told` are the people who heard of it.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from shared_apps.kernel.events import Event
from tenant_apps.workflow.events import OnRun


@dataclass(frozen=True, kw_only=True)
class Intervention(OnRun):
    reason: str
    told: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ItemReassigned(Intervention, Event):
    name: ClassVar[str] = "workflow.item.reassigned"
    item_id: UUID
    node: str
    step_name: str
    from_name: str
    to: UUID
    to_name: str


@dataclass(frozen=True, kw_only=True)
class RunJumped(Intervention, Event):
    name: ClassVar[str] = "workflow.run.jumped"
    to: str
    step_name: str
    left: list[str]


@dataclass(frozen=True, kw_only=True)
class StepForced(Intervention, Event):
    name: ClassVar[str] = "workflow.step.forced"
    node: str
    step_name: str


@dataclass(frozen=True, kw_only=True)
class RunTerminated(Intervention, Event):
    name: ClassVar[str] = "workflow.run.terminated"


@dataclass(frozen=True, kw_only=True)
class RunSuspended(Intervention, Event):
    name: ClassVar[str] = "workflow.run.suspended"
    until: str


@dataclass(frozen=True, kw_only=True)
class RunResumed(Intervention, Event):
    """`since` to now the clock stood still; `moved` says which limits moved for it."""

    name: ClassVar[str] = "workflow.run.resumed"
    since: str
    minutes: int
    moved: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class RunEdited(Intervention, Event):
    """改后续步骤: both graphs by their hashes; anyone can compare them later."""

    name: ClassVar[str] = "workflow.run.edited"
    before: str
    graph: str


@dataclass(frozen=True, kw_only=True)
class HandlerTold(Intervention, Event):
    """反馈: a word to whoever has it now; nothing moves. The word is the reason."""

    name: ClassVar[str] = "workflow.run.handler_told"


@dataclass(frozen=True, kw_only=True)
class InterventionUndone(Intervention, Event):
    name: ClassVar[str] = "workflow.intervention.undone"
    undone: str
    undone_seq: int
