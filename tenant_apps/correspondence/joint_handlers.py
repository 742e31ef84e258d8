"""What we do about facts of 联合行文, on both sides of it: one call each."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.utils import timezone

from shared_apps.exchange import receipts
from shared_apps.exchange.receiving import Arrival, News, hears_back, receives
from shared_apps.kernel.events import Facts, subscribe
from shared_apps.outbox import live
from tenant_apps.correspondence import events, joint_capsules, joint_events, progress
from tenant_apps.correspondence.actions import joining, partnering
from tenants.current import current_unit

# ---- at the host -------------------------------------------------------------------------


@subscribe(joint_events.OutgoingJointAsked, name="correspondence.joint_request")
def post_request(facts: Facts) -> None:
    joint_capsules.post_request(
        _id(facts), round=facts["round"], source_entry=facts["entry_id"], at=_at(facts)
    )


@subscribe(joint_events.OutgoingJointRecalled, name="correspondence.joint_recall")
def post_recall(facts: Facts) -> None:
    joint_capsules.post_recall(
        _id(facts),
        units=facts["units"],
        content={"round": facts["round"], "reason": facts["reason"]},
        source_entry=facts["entry_id"],
        at=_at(facts),
    )


@subscribe(joint_events.OutgoingJointUrged, name="correspondence.joint_urge")
def post_urge(facts: Facts) -> None:
    joint_capsules.post_urge(
        _id(facts),
        unit=facts["unit"],
        content={name: facts[name] for name in ("round", "text", "by", "by_post")},
        source_entry=facts["entry_id"],
        at=_at(facts),
    )


@subscribe(events.OutgoingSealed, name="correspondence.joint_paper")
@subscribe(joint_events.OutgoingJointSealed, name="correspondence.joint_paper")
def post_paper(facts: Facts) -> None:
    joint_capsules.post_paper(_id(facts), source_entry=facts["entry_id"], at=_at(facts))


@subscribe(events.OutgoingReleased, name="correspondence.joint_issued")
def post_issued(facts: Facts) -> None:
    # The same fact posts the document to its recipients: a second envelope of its own.
    entry = uuid5(UUID(facts["entry_id"]), "joint_issued")
    joint_capsules.post_issued(_id(facts), source_entry=str(entry), at=_at(facts))


@receives("joint_answer")
def answered(arrival: Arrival) -> None:
    joining.take_signature(arrival)


@receives("joint_sealed")
def sealed(arrival: Arrival) -> None:
    joining.take_sealed(arrival)


@hears_back("joint_request")
def heard(news: Sequence[News]) -> None:
    joining.take_receipts(news)


# ---- at a partner ------------------------------------------------------------------------


@receives("joint_request")
def arrive(arrival: Arrival) -> None:
    partnering.receive(arrival)


@receives("joint_recall")
def recalled(arrival: Arrival) -> None:
    partnering.take_recall(arrival)


@receives("joint_urge")
def urged(arrival: Arrival) -> None:
    partnering.take_urge(arrival)


@receives("joint_paper")
def paper(arrival: Arrival) -> None:
    partnering.take_paper(arrival)


@subscribe(joint_events.JointAcknowledged, name="correspondence.joint_acknowledged")
def tell_acknowledged(facts: Facts) -> None:
    receipts.acknowledged(
        UUID(facts["envelope_id"]), at=_at(facts), by_name=facts["by"], by_post=facts["by_post"]
    )


@subscribe(joint_events.JointAnswered, name="correspondence.joint_answer")
def post_answer(facts: Facts) -> None:
    joint_capsules.post_answer(
        _id(facts),
        said={name: facts[name] for name in ("agreed", "by", "by_post", "opinion")},
        source_entry=facts["entry_id"],
        at=_at(facts),
    )


@subscribe(joint_events.JointSealed, name="correspondence.joint_sealed")
def post_sealed(facts: Facts) -> None:
    joint_capsules.post_sealed(
        _id(facts), seal=facts["seal"], source_entry=facts["entry_id"], at=_at(facts)
    )


def _tell(facts: Facts) -> None:
    progress.report_joint(_id(facts), at=timezone.now())
    live.tell("incoming", facts["subject_id"], current_unit().schema_name)


for _fact in joint_events.JointEvent.__subclasses__():
    subscribe(_fact, name="correspondence.joint_told")(_tell)


def _id(facts: Facts) -> UUID:
    return UUID(facts["subject_id"])


def _at(facts: Facts) -> datetime:
    return datetime.fromisoformat(facts["at"])
