"""What we do about facts, our own and others': one call each, no rule here."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from shared_apps.exchange import receipts
from shared_apps.exchange.counting import counts
from shared_apps.exchange.receiving import Arrival, News, Plea, hears_back, receives, withdraws
from shared_apps.kernel.events import Facts, subscribe
from shared_apps.outbox import live
from shared_apps.outbox.manners import merges
from tenant_apps.correspondence import (
    capsules,
    counting,
    events,
    inking,
    joint_handlers,  # noqa: F401  those of 联合行文; its facts stand with the others below
    progress,
    seal_handlers,  # noqa: F401  what the seal bank tells
    standing_events,
)
from tenant_apps.correspondence.actions import (
    arriving,
    certifying,
    circulating,
    hearing,
    noticing,
)
from tenant_apps.search import indexing
from tenant_apps.workflow.events import CirculationChanged, NoticesRead, ReadWithOpinion
from tenant_apps.workflow.models import Run
from tenants.current import current_unit

DOCUMENT, ANSWER, STANDING, ANNULMENT = "document", "answer", "standing", "annulment"


# ---- what travels ----------------------------------------------------------------------


@subscribe(events.OutgoingReleased, name="correspondence.post")
def post_document(facts: Facts) -> None:
    capsules.post_document(_id(facts), source_entry=facts["entry_id"], at=_at(facts))


@subscribe(events.OutgoingPrinted, name="correspondence.measure")
def measure(facts: Facts) -> None:
    certifying.measure(document_id=_id(facts), at=_at(facts))


@subscribe(events.IncomingCompleted, name="correspondence.answer")
def post_answer(facts: Facts) -> None:
    capsules.post_answer(_id(facts), source_entry=facts["entry_id"], by=facts["by"], at=_at(facts))


@subscribe(events.IncomingAcknowledged, name="correspondence.acknowledged")
def tell_acknowledged(facts: Facts) -> None:
    receipts.acknowledged(**_receipt(facts))


@subscribe(events.OutgoingAnswered, name="correspondence.answer_taken")
def tell_answer_taken(facts: Facts) -> None:
    receipts.acknowledged(**_receipt(facts))


@subscribe(events.IncomingDeclined, name="correspondence.declined")
def tell_declined(facts: Facts) -> None:
    receipts.returned(**_receipt(facts), reason=facts["reason"])


@subscribe(events.IncomingReturned, name="correspondence.returned")
def tell_returned(facts: Facts) -> None:
    if facts["envelope_id"] is None:
        return  # a paper goes back as it came: by hand
    receipts.returned(**_receipt(facts), reason=facts["reason"])


@subscribe(events.OutgoingWithdrawalAsked, name="correspondence.withdraw")
def ask_back(facts: Facts) -> None:
    capsules.ask_back(
        _id(facts), unit=facts["unit"], reason=facts["reason"], by=facts["by"], at=_at(facts)
    )


@subscribe(standing_events.OutgoingStandingChanged, name="correspondence.post_standing")
def post_standing(facts: Facts) -> None:
    capsules.post_standing(UUID(facts["change_id"]), source_entry=facts["entry_id"], at=_at(facts))


@subscribe(standing_events.IncomingAnnulled, name="correspondence.post_annulment")
def post_annulment(facts: Facts) -> None:
    capsules.post_annulment(
        _id(facts),
        source_entry=facts["entry_id"],
        reason=facts["reason"],
        by=facts["by"],
        by_post=facts["by_post"],
        at=_at(facts),
    )


@subscribe(standing_events.StandingAcknowledged, name="correspondence.standing_acknowledged")
def tell_standing_acknowledged(facts: Facts) -> None:
    receipts.acknowledged(**_receipt(facts))


@subscribe(standing_events.StandingNotKept, name="correspondence.standing_not_kept")
def tell_standing_not_kept(facts: Facts) -> None:
    receipts.returned(**_receipt(facts), reason=facts["reason"])


# ---- what arrives ----------------------------------------------------------------------


@receives(DOCUMENT)
def arrive(arrival: Arrival) -> None:
    arriving.receive(arrival)


@receives(ANSWER)
def answered(arrival: Arrival) -> None:
    hearing.take_answer(arrival)


@receives(STANDING)
def told(arrival: Arrival) -> None:
    noticing.hear(arrival)


@receives(ANNULMENT)
def annulled(arrival: Arrival) -> None:
    noticing.take_annulment(arrival)


@hears_back(STANDING)
def heard_of_standing(news: list[News]) -> None:
    noticing.take_receipts(news)


@hears_back(DOCUMENT)
def heard(news: list[News]) -> None:
    hearing.take_receipts(news)


@withdraws(DOCUMENT)
def asked_back(plea: Plea) -> bool:
    return arriving.give_back(plea)


counts(DOCUMENT)(counting.copies)
counts(STANDING)(counting.tellings)


# ---- what its readers do ----------------------------------------------------------------


@subscribe(NoticesRead, name="correspondence.read")
def read(facts: Facts) -> None:
    subjects = Run.objects.filter(pk__in=facts["runs"], subject_kind="incoming")
    for document_id in subjects.values_list("subject_id", flat=True):
        _heard_of_round(document_id, facts)


@subscribe(ReadWithOpinion, name="correspondence.round_answered")
@subscribe(CirculationChanged, name="correspondence.round_changed")
def round_changed(facts: Facts) -> None:
    if facts["subject_kind"] == "incoming":
        _heard_of_round(_id(facts), facts)


def _heard_of_round(document_id: UUID, facts: Facts) -> None:
    circulating.finish_reading(document_id=document_id, at=_at(facts))
    live.tell("incoming", document_id, current_unit().schema_name)


# ---- what was written by hand while reading ------------------------------------------------


@subscribe(NoticesRead, name="correspondence.ink_of_readers")
def hand_in_ink(facts: Facts) -> None:
    inking.read([UUID(one) for one in facts["runs"]])


# ---- who is told -----------------------------------------------------------------------


def _id(facts: Facts) -> UUID:
    return UUID(facts["subject_id"])


def _at(facts: Facts) -> datetime:
    return datetime.fromisoformat(facts["at"])


def _receipt(facts: Facts) -> dict[str, Any]:
    return {
        "envelope_id": UUID(facts["envelope_id"]),
        "at": _at(facts),
        "by_name": facts["by"],
        "by_post": facts.get("by_post", ""),
    }


def _report_outgoing(facts: Facts) -> None:
    progress.report_outgoing(_id(facts), at=timezone.now())
    live.tell("outgoing", facts["subject_id"], current_unit().schema_name)


def _report_incoming(facts: Facts) -> None:
    progress.report_incoming(_id(facts), at=timezone.now())
    live.tell("incoming", facts["subject_id"], current_unit().schema_name)


# ---- what can be searched ------------------------------------------------------------------


@subscribe(events.OutgoingDrafted, name="correspondence.search_outgoing")
@subscribe(events.OutgoingRevised, name="correspondence.search_outgoing")
@subscribe(events.OutgoingRegistered, name="correspondence.search_outgoing")
@subscribe(events.OutgoingReleased, name="correspondence.search_outgoing")
def _index_outgoing(facts: Facts) -> None:
    indexing.take_document("outgoing", _id(facts))


@subscribe(events.IncomingArrived, name="correspondence.search_incoming")
@subscribe(events.IncomingTaken, name="correspondence.search_incoming")
@subscribe(events.IncomingRegistered, name="correspondence.search_incoming")
@subscribe(events.IncomingHandled, name="correspondence.search_incoming")
def _index_incoming(facts: Facts) -> None:
    indexing.take_document("incoming", _id(facts))


merges("correspondence.search_outgoing")
merges("correspondence.search_incoming")
merges("correspondence.report_outgoing")
merges("correspondence.report_incoming")
for _sent in events.OutgoingEvent.__subclasses__():
    subscribe(_sent, name="correspondence.report_outgoing")(_report_outgoing)
for _received in events.IncomingEvent.__subclasses__():
    subscribe(_received, name="correspondence.report_incoming")(_report_incoming)
