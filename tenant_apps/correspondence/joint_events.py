"""Facts of 联合行文: at the host about its document, at a partner about what it was asked."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shared_apps.kernel.events import Event
from tenant_apps.correspondence.events import OutgoingEvent


@dataclass(frozen=True, kw_only=True)
class OutgoingJointAsked(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.joint_asked"
    round: int
    text_hash: str
    units: list[str]


@dataclass(frozen=True, kw_only=True)
class OutgoingJointRecalled(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.joint_recalled"
    round: int
    reason: str
    units: list[str]


@dataclass(frozen=True, kw_only=True)
class OutgoingJointUrged(OutgoingEvent):
    """催办: what that partner still owes, and until when it was to."""

    name: ClassVar[str] = "correspondence.outgoing.joint_urged"
    unit: str
    round: int
    text: str
    by_post: str


@dataclass(frozen=True, kw_only=True)
class OutgoingJointSigned(OutgoingEvent):
    """A partner's signature: by whom there, with which opinion, under which text."""

    name: ClassVar[str] = "correspondence.outgoing.joint_signed"
    unit: str
    by_name: str
    by_post: str
    opinion: str
    text_hash: str


@dataclass(frozen=True, kw_only=True)
class OutgoingJointRefused(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.joint_refused"
    unit: str
    by_name: str
    by_post: str
    opinion: str
    text_hash: str


@dataclass(frozen=True, kw_only=True)
class OutgoingJointSealed(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.joint_sealed"
    unit: str
    seal: str
    pdf_sha256: str
    ofd_sha256: str


@dataclass(frozen=True, kw_only=True)
class OutgoingJointSealRefused(OutgoingEvent):
    """What came back is not our paper with one seal more."""

    name: ClassVar[str] = "correspondence.outgoing.joint_seal_refused"
    unit: str
    envelope_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class JointEvent(Event):
    """At a partner; the subject is the matter it was asked to sign."""

    name: ClassVar[str] = "correspondence.joint"
    envelope_id: UUID
    title: str


@dataclass(frozen=True, kw_only=True)
class JointArrived(JointEvent):
    name: ClassVar[str] = "correspondence.joint.arrived"
    from_unit: str


@dataclass(frozen=True, kw_only=True)
class JointAcknowledged(JointEvent):
    name: ClassVar[str] = "correspondence.joint.acknowledged"
    by_post: str


@dataclass(frozen=True, kw_only=True)
class JointMoved(JointEvent):
    """It lies on another desk of ours now: the host reads which post has it, and for how long."""

    name: ClassVar[str] = "correspondence.joint.moved"
    steps: list[str]


@dataclass(frozen=True, kw_only=True)
class JointUrged(JointEvent):
    """主办催办: whoever has it was reminded."""

    name: ClassVar[str] = "correspondence.joint.urged"
    text: str


@dataclass(frozen=True, kw_only=True)
class JointAnswered(JointEvent):
    """签发, or why not: who decided last in our own flow."""

    name: ClassVar[str] = "correspondence.joint.answered"
    agreed: bool
    by_post: str
    opinion: str


@dataclass(frozen=True, kw_only=True)
class JointCalledOff(JointEvent):
    name: ClassVar[str] = "correspondence.joint.called_off"
    reason: str


@dataclass(frozen=True, kw_only=True)
class JointPaperArrived(JointEvent):
    name: ClassVar[str] = "correspondence.joint.paper_arrived"
    pdf_sha256: str


@dataclass(frozen=True, kw_only=True)
class JointSealed(JointEvent):
    name: ClassVar[str] = "correspondence.joint.sealed"
    seal: str
    pdf_sha256: str
    ofd_sha256: str


@dataclass(frozen=True, kw_only=True)
class JointStandingChanged(JointEvent):
    """撤销, 废止, 更正 by the host: what we signed with it no longer stands as it was."""

    name: ClassVar[str] = "correspondence.joint.standing_changed"
    what: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class JointIssued(JointEvent):
    name: ClassVar[str] = "correspondence.joint.issued"
    pdf_sha256: str
