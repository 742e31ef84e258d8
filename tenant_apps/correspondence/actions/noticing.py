"""效力告知 at this unit: it comes in, marks our copy, is passed on where we forwarded, signed for.

It may come before the document it is about, or after that was given back.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shared_apps.exchange.receiving import Arrival, News
from shared_apps.kernel.errors import Forbidden, NotFound
from shared_apps.kernel.rows import Prepared
from tenant_apps.correspondence import (
    desks,
    joint_events,
    judging,
    matters,
    receipts,
    ruling,
    standing_events,
    standings,
    validity,
)
from tenant_apps.correspondence.actions import standing
from tenant_apps.correspondence.kinds import Validity
from tenant_apps.correspondence.models import (
    HeardChange,
    IncomingDocument,
    JointMatter,
    OutgoingDocument,
    StandingChange,
)
from tenant_apps.journal.recording import record, record_all
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import labels, notices
from tenant_apps.workflow.models import Item, Run
from tenants.current import current_unit

_told_before = Prepared(
    lambda source, sender: HeardChange.objects.filter(
        source_id=source, from_code=sender, incoming=None
    ).order_by("pk"),
    texts=("sender",),
)


@transaction.atomic(savepoint=False)  # the delivery has one already
def hear(arrival: Arrival) -> None:
    """到件: the same envelope again changes nothing."""
    if HeardChange.objects.filter(envelope_id=arrival.envelope_id).exists():
        return
    said = arrival.content
    heard = HeardChange.objects.create(
        envelope_id=arrival.envelope_id,
        from_code=arrival.from_unit.code,
        from_short_name=arrival.from_unit.short_name,
        source_id=UUID(said["document"]),
        what=said["what"],
        title=said["title"],
        number=said["number"],
        reason=said["reason"],
        from_on=date.fromisoformat(said["from_on"]) if said["from_on"] else None,
        decided_by=said["decided_by"],
        decided_at=arrival.sealed_at,
        about=said["about"],
        replacement=said["replacement"],
        received_at=arrival.at,
    )
    record(
        standing_events.StandingHeard(**_about(heard), what=heard.what),
        by=None,
        at=arrival.at,
        end="",
    )
    _mark_signed(heard, at=arrival.at)
    copies = IncomingDocument.objects.filter(source_id=heard.source_id, from_code=heard.from_code)
    if document := copies.order_by("-pk").first():
        _mark(heard, desks.lock(document), at=arrival.at)


def catch_up(document: IncomingDocument, *, at: datetime) -> None:
    """The document comes after what was told of it."""
    if document.source_id is None:  # on paper: nothing is told of it
        return
    for heard in _told_before(source=document.source_id, sender=document.from_code):
        _mark(heard, document, at=at)


@transaction.atomic
def acknowledge(*, change_id: UUID, by: Staff, at: datetime) -> HeardChange:
    """签收告知: the post desk has taken note; the sender sees by whom and when."""
    if not by.holds("correspondence.incoming.acknowledge"):
        raise Forbidden("由机要文书签收效力告知。")
    heard = HeardChange.objects.select_for_update(no_key=True).filter(pk=change_id).first()
    if heard is None:
        raise NotFound("没有这件效力告知。")
    if heard.acknowledged_at is None:
        heard.acknowledged_at, heard.acknowledged_by = at, by
        heard.save(update_fields=["acknowledged_at", "acknowledged_by"])
        said = standing_events.StandingAcknowledged(**_about(heard), by_post=by.title)
        record(said, by=by, at=at)
    return heard


@transaction.atomic
def take_receipts(news: list[News]) -> None:
    """回执 of a notice: who has it, who signed for it."""
    change = StandingChange.objects.select_related("document").get(pk=news[0].subject_id)
    document = desks.lock(change.document)
    said = [
        standing_events.OutgoingStandingTold(
            subject_id=document.pk, title=document.title, unit=row.unit_code, state=row.state
        )
        for row, _ in receipts.mark(change.notices.all(), news)
    ]
    if said:
        record_all(said, by=None, at=news[0].at)


@transaction.atomic(savepoint=False)
def take_annulment(arrival: Arrival) -> None:
    """上级机关撤销: it binds us; from anybody who does not stand above us it is left out."""
    said = arrival.content
    city = judging.city_now()
    above = city.bodies.get(arrival.from_unit.code)
    ours = city.bodies[current_unit().code]
    superior = (ruling.Standing.SUPERIOR, ruling.Standing.ABOVE)
    if above is None or city.standing(ours, above) not in superior:
        return
    found = OutgoingDocument.objects.filter(pk=UUID(said["document"]), stage="released").first()
    if found is None:
        return
    document = desks.lock(found)
    if standings.why_not(document, Validity.REVOKED):
        return
    standing.decide(
        document,
        what=Validity.REVOKED,
        reason=said["reason"],
        by=None,
        at=arrival.at,
        decided_by=arrival.from_unit.short_name,
        by_name=said["by"],
        by_post=said["by_post"],
    )


def _mark(heard: HeardChange, document: IncomingDocument, *, at: datetime) -> None:
    """On our locked copy: the mark, the open work on it, and what we forwarded."""
    heard.incoming = document
    heard.save(update_fields=["incoming"])
    is_gone = document.stage in judging.GONE
    if is_gone and heard.matter_id is None:  # nobody here holds it: the sender is told so
        gone = standing_events.StandingNotKept(
            **_about(heard), reason="来文已退回，本单位没有留存。"
        )
        record(gone, by=None, at=at)
    if validity.settle(document, heard.what, heard.from_on) and document.run:
        labels.relabel(document.run.pk, title=validity.titled(document))
        _tell_handlers(document.run, heard, at=at)
    said = standing_events.IncomingStandingChanged(
        subject_id=document.pk,
        envelope_id=document.envelope_id,
        title=document.title,
        what=heard.what,
        reason=heard.reason,
    )
    record(said, by=None, at=at)
    forwards = OutgoingDocument.objects.filter(
        origin__source=document, origin__how="forward", stage="released"
    )
    for one in forwards.order_by("pk"):
        standing.decide(
            desks.lock(one),
            what=heard.what,
            reason=heard.reason,
            from_on=heard.from_on,
            by=None,
            at=at,
            heard=heard,
            decided_by=heard.decided_by,
        )


def _mark_signed(heard: HeardChange, *, at: datetime) -> None:
    """联署: the matter by which we signed what the host now changes."""
    found = JointMatter.objects.select_for_update(no_key=True).filter(
        from_code=heard.from_code, source_id=heard.source_id, sealed_at__isnull=False
    )
    matter = found.order_by("-round").first()
    if matter is None:
        return
    heard.matter = matter
    heard.save(update_fields=["matter"])
    if validity.settle(matter, heard.what, heard.from_on) and matter.run_id:
        labels.relabel(matter.run_id, title=matters.run_title(matter))
    said = joint_events.JointStandingChanged(
        subject_id=matter.pk,
        envelope_id=matter.envelope_id,
        title=matter.title,
        what=heard.what,
        reason=heard.reason,
    )
    record(said, by=None, at=at)


def _tell_handlers(run: Run, heard: HeardChange, *, at: datetime) -> None:
    """Whoever has it on the desk is told, beside the mark that the list of work shows."""
    holding = Item.objects.filter(run=run, status=Item.Status.OPEN).values_list("owner", flat=True)
    text = f"{heard.decided_by}：此件{heard.get_what_display()}。{heard.reason}"
    notices.give_news(run, holding, by=None, text=text, at=at)


def _about(heard: HeardChange) -> dict[str, Any]:
    return {"subject_id": heard.pk, "envelope_id": heard.envelope_id, "title": heard.title}
