"""The door of this unit: a sealed copy comes in, or is asked back before anybody signed for it."""

from uuid import UUID

from django.db import transaction

from shared_apps.exchange.receiving import Arrival, Plea
from shared_apps.exchange.sealing import FileRef
from shared_apps.kernel.rows import Batch, Prepared
from tenant_apps.correspondence import events
from tenant_apps.correspondence.actions import hearing, noticing
from tenant_apps.correspondence.models import IncomingDocument
from tenant_apps.files import actions as files
from tenant_apps.journal.recording import record, record_all
from tenants.current import current_unit

_known = Prepared(
    lambda envelope: IncomingDocument.objects.filter(envelope_id=envelope).only("pk")
)


@transaction.atomic(savepoint=False)  # the delivery has one already
def receive(arrival: Arrival) -> None:
    """到件: lay the copy on the post desk. The same envelope again changes nothing."""
    if _known(envelope=arrival.envelope_id):
        return
    sheet, copy, enclosed = _sorted(arrival)
    document = _document(arrival, sheet, copy)
    batch = Batch()
    batch.insert([document])
    said = events.IncomingArrived(
        subject_id=document.pk,
        envelope_id=arrival.envelope_id,
        title=document.title,
        from_unit=arrival.from_unit.code,
    )
    kept = files.adopt(
        subject_kind="incoming",
        subject_id=document.pk,
        files=[files.Sealed(one.name, one.sha256, one.size, one.content_type) for one in enclosed],
        at=arrival.at,
        along=batch,
    )
    record_all([said, *kept], by=None, at=arrival.at, end="", along=batch)
    batch.send()
    noticing.catch_up(document, at=arrival.at)
    if (asked := arrival.content.get("reply_to")) and asked["unit"] == current_unit().code:
        hearing.take_reply(arrival, document, UUID(asked["document"]))


def _document(arrival: Arrival, sheet: FileRef, copy: str) -> IncomingDocument:
    content = arrival.content
    return IncomingDocument(
        envelope_id=arrival.envelope_id,
        source_id=arrival.subject_id,
        from_code=arrival.from_unit.code,
        from_name=arrival.from_unit.name,
        from_short_name=arrival.from_unit.short_name,
        is_copy=current_unit().code in content["copies"],
        doc_kind=arrival.doc_kind,
        urgency=arrival.urgency,
        title=arrival.title,
        number=arrival.number,
        body=content["body"],
        digest=arrival.digest,
        sealed_at=arrival.sealed_at,
        received_at=arrival.at,
        pdf_sha256=sheet.sha256,
        ofd_sha256=copy,
        page_count=content["page_count"],
    )


def _sorted(arrival: Arrival) -> tuple[FileRef, str, list[FileRef]]:
    """The page, its OFD copy and the attachments. The content names the copy: an attachment may
    be an OFD file as well."""
    sheet, *others = arrival.files
    named = arrival.content.get("ofd")
    copy = next((one.sha256 for one in others if one.sha256 == named), "")
    return sheet, copy, [one for one in others if one.sha256 != copy]


@transaction.atomic
def give_back(plea: Plea) -> bool:
    """撤回: granted unless somebody has signed for it. Our row decides, under its own lock."""
    document = (
        IncomingDocument.objects.select_for_update(no_key=True)
        .filter(envelope_id=plea.envelope_id)
        .first()
    )
    if document is None:
        return True  # not here yet: the post office will not bring it any more
    if document.stage == "withdrawn":
        return True
    if document.stage != "arrived":
        return False
    document.stage, document.closed_at = "withdrawn", plea.at
    document.closed_reason = plea.reason[:200]
    document.save(update_fields=["stage", "closed_at", "closed_reason"])
    said = events.IncomingWithdrawn(
        subject_id=document.pk,
        envelope_id=plea.envelope_id,
        title=document.title,
        reason=plea.reason,
    )
    record(said, by=None, at=plea.at)
    return True
