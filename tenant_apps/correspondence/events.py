"""Facts about documents that others may hear of."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shared_apps.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class OutgoingEvent(Event):
    """Every act on an outgoing document; `run_seq` tells a later report from an earlier one."""

    name: ClassVar[str] = "correspondence.outgoing"
    title: str


@dataclass(frozen=True, kw_only=True)
class OutgoingDrafted(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.drafted"
    doc_kind: str


@dataclass(frozen=True, kw_only=True)
class OutgoingRevised(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.revised"
    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class OutgoingSubmitted(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.submitted"


@dataclass(frozen=True, kw_only=True)
class OutgoingReviewed(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.reviewed"
    opinion: str


@dataclass(frozen=True, kw_only=True)
class OutgoingAgreed(OutgoingEvent):
    """审签: a step beyond those of the regulation, by its name."""

    name: ClassVar[str] = "correspondence.outgoing.agreed"
    step: str
    opinion: str


@dataclass(frozen=True, kw_only=True)
class OutgoingCosigned(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.cosigned"
    opinion: str


@dataclass(frozen=True, kw_only=True)
class OutgoingSigned(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.signed"
    opinion: str
    text_hash: str


@dataclass(frozen=True, kw_only=True)
class OutgoingDeclined(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.declined"
    reason: str


@dataclass(frozen=True, kw_only=True)
class OutgoingVerified(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.verified"
    opinion: str


@dataclass(frozen=True, kw_only=True)
class OutgoingAmended(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.amended"
    changed: list[str]
    opinion: str


@dataclass(frozen=True, kw_only=True)
class OutgoingRegistered(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.registered"
    number: str
    print_copies: int


@dataclass(frozen=True, kw_only=True)
class OutgoingDiscarded(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.discarded"
    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class OutgoingExplained(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.explained"
    rule: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class OutgoingPrinted(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.printed"
    pdf_sha256: str
    page_count: int


@dataclass(frozen=True, kw_only=True)
class OutgoingSealed(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.sealed"
    seal: str
    pdf_sha256: str
    ofd_sha256: str
    is_paging: bool


@dataclass(frozen=True, kw_only=True)
class OutgoingReleased(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.released"
    number: str
    pdf_sha256: str
    units: list[str]


@dataclass(frozen=True, kw_only=True)
class OutgoingMeasured(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.measured"
    pdf_sha256: str
    failed: int
    warned: int


@dataclass(frozen=True, kw_only=True)
class OutgoingSentBack(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.sent_back"
    to: str
    opinion: str


@dataclass(frozen=True, kw_only=True)
class OutgoingTurned(OutgoingEvent):
    """流程转向, or its taking back: by a supervisor, to another step."""

    name: ClassVar[str] = "correspondence.outgoing.turned"
    to: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class OutgoingTransferred(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.transferred"
    to_id: UUID
    opinion: str


@dataclass(frozen=True, kw_only=True)
class OutgoingVoided(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.voided"
    reason: str


@dataclass(frozen=True, kw_only=True)
class OutgoingWithdrawalAsked(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.withdrawal_asked"
    unit: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class OutgoingReceiptArrived(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.receipt_arrived"
    unit: str
    state: str


@dataclass(frozen=True, kw_only=True)
class OutgoingAnswered(OutgoingEvent):
    name: ClassVar[str] = "correspondence.outgoing.answered"
    unit: str
    envelope_id: UUID


@dataclass(frozen=True, kw_only=True)
class OutgoingReplied(OutgoingEvent):
    """A document of its own answers it: 批复 or 复函, which is signed for as any other."""

    name: ClassVar[str] = "correspondence.outgoing.replied"
    unit: str
    incoming_id: UUID


@dataclass(frozen=True, kw_only=True)
class FontInstalled(Event):
    name: ClassVar[str] = "correspondence.font.installed"
    face: str
    family: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class FontRemoved(Event):
    name: ClassVar[str] = "correspondence.font.removed"
    face: str
    family: str


@dataclass(frozen=True, kw_only=True)
class IncomingEvent(Event):
    name: ClassVar[str] = "correspondence.incoming"
    envelope_id: UUID | None  # none: it came on paper
    title: str


@dataclass(frozen=True, kw_only=True)
class IncomingArrived(IncomingEvent):
    name: ClassVar[str] = "correspondence.incoming.arrived"
    from_unit: str


@dataclass(frozen=True, kw_only=True)
class IncomingTaken(IncomingEvent):
    """A paper was signed for; `read` are the fields that came out of its file and were checked."""

    name: ClassVar[str] = "correspondence.incoming.taken"
    from_unit: str
    number: str
    read: list[str]
    like: list[str]  # documents it may repeat, taken in all the same


@dataclass(frozen=True, kw_only=True)
class IncomingAcknowledged(IncomingEvent):
    name: ClassVar[str] = "correspondence.incoming.acknowledged"
    by_post: str


@dataclass(frozen=True, kw_only=True)
class IncomingDeclined(IncomingEvent):
    name: ClassVar[str] = "correspondence.incoming.declined"
    by_post: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class IncomingWithdrawn(IncomingEvent):
    name: ClassVar[str] = "correspondence.incoming.withdrawn"
    reason: str


@dataclass(frozen=True, kw_only=True)
class IncomingRegistered(IncomingEvent):
    name: ClassVar[str] = "correspondence.incoming.registered"
    register_number: str


@dataclass(frozen=True, kw_only=True)
class IncomingScreened(IncomingEvent):
    """初审通过: which lines were ticked, what the rules had found."""

    name: ClassVar[str] = "correspondence.incoming.screened"
    ticked: list[str]
    found: list[str]
    opinion: str


@dataclass(frozen=True, kw_only=True)
class IncomingReturned(IncomingEvent):
    """初审退回来文单位: signed for, and sent back with the articles it does not meet."""

    name: ClassVar[str] = "correspondence.incoming.returned"
    by_post: str
    reason: str
    articles: list[str]


@dataclass(frozen=True, kw_only=True)
class IncomingProposed(IncomingEvent):
    name: ClassVar[str] = "correspondence.incoming.proposed"
    opinion: str
    course: str = ""


@dataclass(frozen=True, kw_only=True)
class IncomingTakenBack(IncomingEvent):
    """取回改办: the proposal lies with its proposer again."""

    name: ClassVar[str] = "correspondence.incoming.taken_back"
    reason: str


@dataclass(frozen=True, kw_only=True)
class IncomingCirculated(IncomingEvent):
    """传阅: a round began among these."""

    name: ClassVar[str] = "correspondence.incoming.circulated"
    names: list[str]


@dataclass(frozen=True, kw_only=True)
class IncomingReadingEnded(IncomingEvent):
    """阅知 is over: all have read, or it was ended, and then those left out are named."""

    name: ClassVar[str] = "correspondence.incoming.reading_ended"
    unread: list[str]


@dataclass(frozen=True, kw_only=True)
class IncomingUrged(IncomingEvent):
    """催办 by the person named for it (条例 24 ⑥)."""

    name: ClassVar[str] = "correspondence.incoming.urged"
    text: str


@dataclass(frozen=True, kw_only=True)
class IncomingReadersUrged(IncomingEvent):
    """催阅: all who had it to read; who they were is the flow's own record."""

    name: ClassVar[str] = "correspondence.incoming.readers_urged"
    text: str


@dataclass(frozen=True, kw_only=True)
class IncomingUrgerNamed(IncomingEvent):
    """改催办人 after 拟办."""

    name: ClassVar[str] = "correspondence.incoming.urger_named"
    former: str
    named: str
    text: str


@dataclass(frozen=True, kw_only=True)
class IncomingInstructed(IncomingEvent):
    name: ClassVar[str] = "correspondence.incoming.instructed"
    opinion: str
    handlers: list[str]


@dataclass(frozen=True, kw_only=True)
class IncomingDerived(IncomingEvent):
    """A draft was begun from it: passed on, or answered by a document of its own."""

    name: ClassVar[str] = "correspondence.incoming.derived"
    how: str
    document_id: UUID


@dataclass(frozen=True, kw_only=True)
class IncomingAgreed(IncomingEvent):
    """阅批: a step that the unit drew in, by its name."""

    name: ClassVar[str] = "correspondence.incoming.agreed"
    step: str
    opinion: str


@dataclass(frozen=True, kw_only=True)
class IncomingHandled(IncomingEvent):
    name: ClassVar[str] = "correspondence.incoming.handled"
    result: str


@dataclass(frozen=True, kw_only=True)
class IncomingCompleted(IncomingEvent):
    name: ClassVar[str] = "correspondence.incoming.completed"
    answer: str


@dataclass(frozen=True, kw_only=True)
class IncomingSentBack(IncomingEvent):
    name: ClassVar[str] = "correspondence.incoming.sent_back"
    to: str
    opinion: str


@dataclass(frozen=True, kw_only=True)
class IncomingTransferred(IncomingEvent):
    name: ClassVar[str] = "correspondence.incoming.transferred"
    to_id: UUID
    opinion: str
