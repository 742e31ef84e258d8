"""撤销、废止、更正 of a document that went out (条例 33): decided once, told to every copy."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError, Forbidden, Invalid
from tenant_apps.correspondence import desks, jointly, standing_events, standings, validity
from tenant_apps.correspondence.actions.drafting import draft
from tenant_apps.correspondence.inbox import find_incoming
from tenant_apps.correspondence.kinds import Validity
from tenant_apps.correspondence.models import (
    Addressee,
    Correction,
    HeardChange,
    IncomingDocument,
    JointPartner,
    OutgoingDocument,
    StandingChange,
    StandingNotice,
)
from tenant_apps.correspondence.queries import find_outgoing
from tenant_apps.files import actions as files
from tenant_apps.files.queries import attachments_of
from tenant_apps.journal.recording import record, record_all
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import labels
from tenants.current import current_unit

COPIED = ("doc_kind", "urgency", "is_major", "prefix", "title", "body", "layout", "note")


class NotYoursToDecide(Forbidden):
    code = "standing.not_yours_to_decide"


class CannotChange(DomainError):
    code = "standing.cannot_change"


class RepealedInThePast(Invalid):
    code = "standing.repealed_in_the_past"


@transaction.atomic
def revoke(
    *, document_id: UUID, reason: str, by: Staff, at: datetime, request_id: str
) -> OutgoingDocument:
    """撤销: void from the very start."""
    document = _to_decide(document_id, by=by)
    if _said_before(document, request_id):
        return document
    _refuse(document, Validity.REVOKED)
    decide(document, what=Validity.REVOKED, reason=reason, by=by, at=at, request_id=request_id)
    return document


@transaction.atomic
def repeal(
    *,
    document_id: UUID,
    reason: str,
    from_on: date,
    by: Staff,
    at: datetime,
    request_id: str,
) -> OutgoingDocument:
    """废止: no longer in force from the day named."""
    document = _to_decide(document_id, by=by)
    if _said_before(document, request_id):
        return document
    _refuse(document, Validity.REPEALED)
    if from_on < at.astimezone(ZONE).date():
        message = "公文自废止之日起失效，废止日期不能早于今天（条例第三十三条）。"
        raise RepealedInThePast(message, by_field={"from_on": ["请选今天或以后。"]})
    decide(
        document,
        what=Validity.REPEALED,
        reason=reason,
        from_on=from_on,
        by=by,
        at=at,
        request_id=request_id,
    )
    return document


@transaction.atomic
def correct(
    *, document_id: UUID, reason: str, by: Staff, at: datetime, request_id: str
) -> OutgoingDocument:
    """更正: a corrected copy is drafted from the old one and goes the whole road; when it is
    released it takes the old one's place, and the old one stays where it is."""
    old = desks.lock(find_outgoing(document_id, viewer=by))
    if not by.holds("correspondence.outgoing.draft"):
        raise Forbidden("您没有拟稿的职责，请联系本单位安全管理员。")
    _refuse(_released(old), Validity.CORRECTED)
    if old.corrections.exclude(document__stage__in=standings.OVER).exists():
        raise CannotChange("更正件正在办理，请在那一份上修改。", standing=old.standing)
    rows = list(old.addressees.all())
    content = {name: getattr(old, name) for name in COPIED} | {
        "addressees": [row.unit_code for row in rows if row.role == "main"],
        "copies": [row.unit_code for row in rows if row.role == "copy"],
    }
    if old.is_joint:
        content["partners"] = [one.unit_code for one in old.partners.all()]
    document = draft(content=content, by=by, at=at)
    document.signatory_id = old.signatory_id
    document.save(update_fields=["signatory"])
    Correction.objects.create(document=document, of=old, reason=reason)
    enclosed = [
        files.Sealed(one.name, one.sha256, one.size, one.content_type)
        for one in attachments_of("outgoing", old.pk)
    ]
    if kept := files.adopt(subject_kind="outgoing", subject_id=document.pk, files=enclosed, at=at):
        record_all(kept, by=by, at=at)
    said = standing_events.OutgoingCorrectionBegun(
        subject_id=old.pk, title=old.title, document_id=document.pk, reason=reason
    )
    record(said, by=by, at=at)
    return old


@transaction.atomic
def annul(
    *, document_id: UUID, reason: str, by: Staff, at: datetime, request_id: str
) -> IncomingDocument:
    """撤销下级机关的公文: ours is marked at once; the unit that issued it is bound to tell all."""
    document = desks.lock(find_incoming(document_id, viewer=by))
    if not (by.holds("correspondence.outgoing.sign_major") and standings.is_from_below(document)):
        raise NotYoursToDecide("由上级机关的主要负责人撤销下级机关的公文（条例第三十三条）。")
    if document.acknowledged_at is None or document.envelope_id is None:
        raise desks.NotAtThisStage(
            "请先签收来文；纸质来文请行文告知来文单位。", stage=document.stage
        )
    if document.standing == Validity.REVOKED:
        raise CannotChange("此件已撤销。", standing=document.standing)
    validity.settle(document, Validity.REVOKED, None)
    if document.run_id:
        labels.relabel(document.run_id, title=validity.titled(document))
    said = standing_events.IncomingAnnulled(
        subject_id=document.pk,
        envelope_id=document.envelope_id,
        title=document.title,
        reason=reason,
        by_post=by.title,
    )
    record(said, by=by, at=at)
    return document


def take_place(document: OutgoingDocument, *, by: Staff, at: datetime) -> None:
    """更正件 released: the old one is marked and its holders are told. In its transaction."""
    found = Correction.objects.filter(document=document).select_related("of").first()
    if found is None:
        return
    old = desks.lock(found.of)
    if standings.why_not(old, Validity.CORRECTED):
        return  # revoked or repealed in the meantime: heavier than a correction
    decide(old, what=Validity.CORRECTED, reason=found.reason, by=by, at=at, replacement=document)


def decide(
    document: OutgoingDocument,
    *,
    what: str,
    reason: str,
    by: Staff | None,
    at: datetime,
    from_on: date | None = None,
    replacement: OutgoingDocument | None = None,
    heard: HeardChange | None = None,
    decided_by: str = "",
    by_name: str = "",
    by_post: str = "",
    request_id: str = "",
) -> StandingChange:
    """On a locked document: the mark, who is to be told, and the fact."""
    change = StandingChange.objects.create(
        document=document,
        what=what,
        reason=reason,
        from_on=from_on,
        replacement=replacement,
        heard=heard,
        decided_by=decided_by or current_unit().short_name,
        by_name=by.name if by else by_name,
        by_post=by.title if by else by_post,
        request_id=request_id,
        at=at,
    )
    StandingNotice.objects.bulk_create(
        StandingNotice(change=change, position=place, unit_code=code, short_name=short_name)
        for place, (code, short_name) in enumerate(_holders(document).items())
    )
    validity.settle(document, what, from_on)
    said = standing_events.OutgoingStandingChanged(
        subject_id=document.pk,
        title=document.title,
        change_id=change.pk,
        what=what,
        reason=reason,
        decided_by=change.decided_by,
    )
    record(said, by=by, at=at)
    return change


def _holders(document: OutgoingDocument) -> dict[str, str]:
    """Who has the paper, each named once: every body that signed it, and who kept its copy."""
    kept = document.addressees.exclude(state__in=("returned", "withdrawn"))
    rows: list[JointPartner | Addressee] = [*jointly.partners_of(document), *kept]
    return {one.unit_code: one.short_name for one in rows}


def _to_decide(document_id: UUID, *, by: Staff) -> OutgoingDocument:
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if reason := standings.decides(document, by):
        raise NotYoursToDecide(reason)
    return _released(document)


def _released(document: OutgoingDocument) -> OutgoingDocument:
    if document.stage != "released":
        raise desks.NotAtThisStage(
            f"此件现在“{document.get_stage_display()}”环节，发出的公文才有撤销、废止和更正。",
            stage=document.stage,
        )
    return document


def _said_before(document: OutgoingDocument, request_id: str) -> bool:
    return document.changes.filter(request_id=request_id).exists()


def _refuse(document: OutgoingDocument, what: Validity) -> None:
    if reason := standings.why_not(document, what):
        raise CannotChange(reason, standing=document.standing)
