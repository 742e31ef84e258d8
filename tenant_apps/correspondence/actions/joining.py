"""联合行文 at the host: ask every partner for signature and seal, take what comes back.

There is one text with one hash. Whatever changes it voids every signature, and it is asked anew.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.exchange.receiving import Arrival, News
from shared_apps.kernel import clock, storage
from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError, Forbidden, NotFound
from shared_apps.trust.judging import only_sealed_ofd, verify_ofd, verify_pdf
from tenant_apps.correspondence import desks, joint_events, jointly, queries, viewing
from tenant_apps.correspondence.kinds import Urgency
from tenant_apps.correspondence.models import JointPartner, OutgoingDocument
from tenant_apps.correspondence.models.outgoing import NUMBERED
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import labels
from tenant_apps.workflow.actions.urging import URGED_ONCE_IN, UrgedRecently
from tenants.current import current_unit

State = JointPartner.State
SEALS_WITHIN = clock.MINUTES_A_DAY  # of each partner in turn
DAYS = {Urgency.NONE: 5, Urgency.URGENT: 2, Urgency.EXTRA_URGENT: 1}  # office days to sign in


class NotConcerned(Forbidden):
    code = "joint.not_concerned"


class NoSuchPartner(NotFound):
    code = "joint.no_such_partner"


class NothingToUrge(DomainError):
    code = "joint.nothing_to_urge"


def ask(document: OutgoingDocument, *, by: Staff, at: datetime) -> None:
    """送联署: the one text goes to every partner, by its hash. In the caller's transaction."""
    rows = jointly.partners_of(document)
    if not rows:
        return
    text_hash = viewing.text_hash_of(document)
    turn = max(one.round for one in rows) + 1
    minutes = DAYS[Urgency(document.urgency)] * clock.MINUTES_A_DAY
    due_on = clock.add_working_minutes(at, minutes).astimezone(ZONE).date()
    document.partners.update(
        state=State.ASKED,
        round=turn,
        asked_hash=text_hash,
        asked_at=at,
        due_on=due_on,
        envelope_id=None,
        received_at=None,
        by_name="",
        by_post="",
        opinion="",
        settled_at=None,
        urged_at=None,
    )
    _show_awaited(document)
    said = joint_events.OutgoingJointAsked(
        subject_id=document.pk,
        title=document.title,
        round=turn,
        text_hash=text_hash,
        units=[one.unit_code for one in rows],
    )
    record(said, by=by, at=at)


def recall(document: OutgoingDocument, *, reason: str, by: Staff, at: datetime) -> None:
    """收回联署: the text goes back to be changed, or the matter ends; no signature stands."""
    asked = [one for one in jointly.partners_of(document) if one.state != State.UNASKED]
    if not asked:
        return
    document.partners.update(
        state=State.UNASKED, settled_at=None, by_name="", by_post="", opinion=""
    )
    _show_awaited(document)
    said = joint_events.OutgoingJointRecalled(
        subject_id=document.pk,
        title=document.title,
        round=asked[0].round,
        reason=reason[:200],
        units=[one.unit_code for one in asked],
    )
    record(said, by=by, at=at)


@transaction.atomic
def urge(
    *, document_id: UUID, unit: str, by: Staff, at: datetime, request_id: str, text: str = ""
) -> OutgoingDocument:
    """催办 of one partner: whoever has it there is reminded, at most once in ten minutes."""
    document = desks.lock(queries.find_outgoing(document_id, viewer=by))
    row = document.partners.filter(unit_code=unit).first()
    if row is None:
        raise NoSuchPartner("此件没有这家联署机关。")
    if not jointly.concerns(document, by):
        raise NotConcerned("由拟稿人、经办人、机要文书和流程监督人催办联署机关。")
    if row.urged_by_request == request_id:
        return document
    if not jointly.owes(row):
        said = row.get_state_display()
        raise NothingToUrge(f"{row.short_name}{said}，现在没有可催办的事项。", state=row.state)
    refuse_haste(row.urged_at, at, who=row.short_name)
    row.urged_at, row.urged_by_request = at, request_id
    row.save(update_fields=["urged_at", "urged_by_request"])
    fact = joint_events.OutgoingJointUrged(
        subject_id=document.pk,
        title=document.title,
        unit=row.unit_code,
        round=row.round,
        text=text,
        by_post=by.title,
    )
    record(fact, by=by, at=at)
    return document


def refuse_haste(urged_at: datetime | None, at: datetime, *, who: str) -> None:
    """As inside a unit: once in ten minutes, whoever asks."""
    if urged_at is None or (again := urged_at + URGED_ONCE_IN) <= at:
        return
    raise UrgedRecently(
        f"已于 {urged_at.astimezone(ZONE):%H:%M} 催办{who}，"
        f"{again.astimezone(ZONE):%H:%M} 以后可再次催办。",
        retry_after=max(1, int((again - at).total_seconds())),
    )


def send_to_seal(document: OutgoingDocument, *, at: datetime) -> None:
    """送印: whose seal is next owes it from now on. In the caller's transaction."""
    if row := jointly.next_to_seal(document):
        row.due_on = clock.add_working_minutes(at, SEALS_WITHIN).astimezone(ZONE).date()
        row.urged_at = None  # that was for its signature
        row.save(update_fields=["due_on", "urged_at"])
    _show_awaited(document)


def _show_awaited(document: OutgoingDocument) -> None:
    """待办 and 督办 say for whose signatures it waits, or for whose seal, and until when."""
    what, waiting = "联署", [one for one in document.partners.all() if one.state == State.ASKED]
    if not waiting and (row := jointly.next_to_seal(document)):
        what, waiting = "用印", [row]
    names = "、".join(one.short_name for one in waiting)
    labels.relabel(
        document.run.pk,
        awaits=f"待{names}{what}"[:200] if waiting else "",
        awaits_until=jointly.limit_of(waiting[0].due_on) if waiting else None,
    )


@transaction.atomic
def take_receipts(news: Sequence[News]) -> None:
    """Who has signed for what we asked of them."""
    codes = [one.unit.code for one in news if one.receipt == "acknowledged"]
    rows = JointPartner.objects.filter(envelope_id=news[0].envelope_id, unit_code__in=codes)
    rows.filter(received_at=None).update(received_at=news[0].at)


@transaction.atomic(savepoint=False)  # the delivery has one already
def take_signature(arrival: Arrival) -> None:
    """联署签发 of one partner, or why it does not sign; to an earlier text, too late."""
    said = arrival.content
    document = desks.lock(OutgoingDocument.objects.get(pk=said["document"]))
    row = document.partners.filter(unit_code=arrival.from_unit.code).first()
    if row is None or row.round != said["round"] or row.asked_hash != said["text_hash"]:
        return
    if row.state == State.UNASKED or document.stage in NUMBERED:
        return  # called back meanwhile, or numbered: what is signed by all is not unsigned
    moment = datetime.fromisoformat(said["at"])
    if row.settled_at and row.settled_at >= moment:
        return  # told before, or a signature that was taken back since
    row.settled_at = moment
    row.state = State.SIGNED if said["agreed"] else State.REFUSED
    row.by_name, row.by_post, row.opinion = said["by"], said["by_post"], said["opinion"]
    row.save(update_fields=["state", "by_name", "by_post", "opinion", "settled_at"])
    _show_awaited(document)
    agreed, refused = joint_events.OutgoingJointSigned, joint_events.OutgoingJointRefused
    told = (agreed if said["agreed"] else refused)(
        subject_id=document.pk,
        title=document.title,
        unit=row.unit_code,
        by_name=row.by_name,
        by_post=row.by_post,
        opinion=row.opinion,
        text_hash=row.asked_hash,
    )
    record(told, by=None, at=arrival.at)


@transaction.atomic(savepoint=False)
def take_sealed(arrival: Arrival) -> None:
    """联署用印: the paper comes back, and is believed only if it has just one seal more. A copy in
    OFD that somebody's seal is not on goes no further."""
    said, (sheet, *copies) = arrival.content, arrival.files
    document = desks.lock(OutgoingDocument.objects.get(pk=said["document"]))
    row = jointly.next_to_seal(document)
    if row is None or row.unit_code != arrival.from_unit.code:
        return  # its seal is on already, or the paper was given up
    copy = copies[0].sha256 if copies and document.ofd_sha256 else ""
    wrong = _wrong_with(sheet.sha256, document, row)
    if wrong := wrong or (_wrong_with_copy(copy, document, row) if copy else ""):
        fact = joint_events.OutgoingJointSealRefused(
            subject_id=document.pk,
            title=document.title,
            unit=row.unit_code,
            envelope_id=arrival.envelope_id,
            reason=wrong,
        )
        row.problem = wrong[:200]
        row.save(update_fields=["problem"])
        record(fact, by=None, at=arrival.at)
        return
    row.sealed_sha256, row.sealed_at, row.problem = sheet.sha256, arrival.at, ""
    row.save(update_fields=["sealed_sha256", "sealed_at", "problem"])
    document.pdf_sha256, document.ofd_sha256 = sheet.sha256, copy
    document.save(update_fields=["pdf_sha256", "ofd_sha256"])
    send_to_seal(document, at=arrival.at)
    fact_of_it = joint_events.OutgoingJointSealed(
        subject_id=document.pk,
        title=document.title,
        unit=row.unit_code,
        seal=said["seal"],
        pdf_sha256=sheet.sha256,
        ofd_sha256=copy,
    )
    record(fact_of_it, by=None, at=arrival.at)


def _wrong_with(sha256: str, document: OutgoingDocument, row: JointPartner) -> str:
    """Why it is not our paper with that partner's seal behind ours; empty when it is."""
    before, after = _stored(document.pdf_sha256), _stored(sha256)
    if not after.startswith(before):
        return "送回的文件不是送去用印的那一份。"
    report = verify_pdf(after)
    if not report.ok:
        return report.said
    if len(report.seals) != len(verify_pdf(before).seals) + 1:
        return "送回的文件应当只多一枚印章。"
    if row.name not in [one.organization for one in report.seals]:
        return f"印章不是{row.short_name}的。"
    return ""


def _wrong_with_copy(sha256: str, document: OutgoingDocument, row: JointPartner) -> str:
    """The same of the copy in OFD; that seals are still to come is not wrong with it."""
    before, after = _stored(document.ofd_sha256), _stored(sha256)
    if not only_sealed_ofd(before, after):
        return "送回的 OFD 不是送去用印的那一份。"
    seals = verify_ofd(after).seals
    if wrong := [one for one in seals if one.problems]:
        return f"OFD 上的{wrong[0].name}：{wrong[0].problems[0]}"
    if len(seals) != len(verify_ofd(before).seals) + 1:
        return "送回的 OFD 应当只多一枚印章。"
    return "" if seals[-1].organization == row.name else f"OFD 上的印章不是{row.short_name}的。"


def _stored(sha256: str) -> bytes:
    with storage.open_(current_unit().schema_name, sha256) as file:
        return file.read()
