"""联署 at a partner: sign it by our own flow, say so; seal the printed paper, send it on.

Nothing of the host is read: what we know came in its envelopes, what it learns goes out in ours.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shared_apps.exchange.receiving import Arrival
from shared_apps.exchange.sealing import Broken
from shared_apps.kernel.errors import DomainError, Forbidden
from tenant_apps.correspondence import (
    desks,
    flows,
    joint_events,
    jointly,
    matters,
    ofd,
    paper,
    seal_desk,
)
from tenant_apps.correspondence.models import JointMatter
from tenant_apps.files import actions as files
from tenant_apps.journal.recording import record, record_all
from tenant_apps.organization.models import Staff
from tenant_apps.seals import actions as seals
from tenant_apps.seals.places import Place
from tenant_apps.workflow import actions as workflow
from tenant_apps.workflow import notices
from tenant_apps.workflow.models import Event, Item, Run, Step

Stage = JointMatter.Stage
KIND = "joint"
WAITED_FOR = (Stage.ARRIVED, Stage.SIGNING, Stage.SEAL)
# What moves no desk: others are told or reminded.
BESIDE = ("start", "urge", "cc", "circulate", "circulate_more", "circulate_less", "read")


class NotToSeal(DomainError):
    code = "joint.not_to_seal"


class NotToRetract(DomainError):
    code = "joint.not_to_retract"


@transaction.atomic(savepoint=False)  # the delivery has one already
def receive(arrival: Arrival) -> None:
    """到件: a text to sign. The same envelope again changes nothing; an earlier text of the same
    document is called off by it."""
    if JointMatter.objects.filter(envelope_id=arrival.envelope_id).exists():
        return
    said, (sheet, *enclosed) = arrival.content, arrival.files
    if paper.hash_of(said["bound"]) != said["text_hash"]:
        raise Broken("联署文稿与其校验值不符。")
    matter = JointMatter.objects.create(
        envelope_id=arrival.envelope_id,
        source_id=arrival.subject_id,
        round=said["round"],
        from_code=arrival.from_unit.code,
        from_name=arrival.from_unit.name,
        from_short_name=arrival.from_unit.short_name,
        doc_kind=arrival.doc_kind,
        urgency=arrival.urgency,
        title=arrival.title,
        body=said["body"],
        bodies=said["bodies"],
        recipients=said["recipients"],
        text_hash=said["text_hash"],
        due_on=date.fromisoformat(said["due_on"]),
        received_at=arrival.at,
        pdf_sha256=sheet.sha256,
        page_count=said["page_count"],
    )
    kept = files.adopt(
        subject_kind=KIND,
        subject_id=matter.pk,
        files=[files.Sealed(one.name, one.sha256, one.size, one.content_type) for one in enclosed],
        at=arrival.at,
    )
    come = joint_events.JointArrived(**_about(matter), from_unit=arrival.from_unit.code)
    record_all([come, *kept], by=None, at=arrival.at, end="")
    _call_off(matter, before=said["round"], reason="文稿已修改，重新送签。", at=arrival.at)


@transaction.atomic(savepoint=False)
def take_recall(arrival: Arrival) -> None:
    """主办撤回: up to this round nothing is to be signed any more."""
    said = arrival.content
    found = JointMatter.objects.filter(
        from_code=arrival.from_unit.code, source_id=arrival.subject_id
    )
    if latest := found.order_by("-round").first():
        _call_off(latest, before=said["round"] + 1, reason=said["reason"], at=arrival.at)


@transaction.atomic
def acknowledge(*, matter_id: UUID, by: Staff, at: datetime) -> JointMatter:
    """签收: it goes on its way by our own flow of 联合签发."""
    matter = _locked(matter_id, by=by)
    if not by.holds("correspondence.incoming.acknowledge"):
        raise Forbidden("由机要文书签收联署件。")
    if matter.stage != Stage.ARRIVED:
        if matter.acknowledged_by_id == by.pk:
            return matter
        raise desks.NotAtThisStage(
            f"此件现为“{matter.get_stage_display()}”，请刷新查看。", stage=matter.stage
        )
    flows.ensure(flows.JOINT, at=at)
    matter.acknowledged_at, matter.acknowledged_by, matter.stage = at, by, Stage.SIGNING
    matter.run = workflow.start(
        flow=flows.JOINT,
        subject_kind=KIND,
        subject_id=matter.pk,
        title=matters.run_title(matter),
        labels=_labels(matter),
        due_at=jointly.limit_of(matter.due_on),
        by=by,
        at=at,
    )
    matter.save(update_fields=["acknowledged_at", "acknowledged_by", "stage", "run"])
    record(joint_events.JointAcknowledged(**_about(matter), by_post=by.title), by=by, at=at)
    return matter


def moved(run: Run, op: str) -> None:
    """Our flow has gone on: the host hears of the desk it lies on now; at its end who decided last
    has signed, or has refused, for us."""
    if op in BESIDE:
        return
    matter = JointMatter.objects.select_for_update(no_key=True).get(pk=run.subject_id)
    if matter.stage != Stage.SIGNING:
        return
    if run.status in Run.LIVE:
        _tell_desks(matter, run)
        return
    if run.status not in (Run.Status.DONE, Run.Status.REJECTED):
        return
    said = Item.objects.filter(run=run, by__isnull=False, closed_at__isnull=False)
    last = said.select_related("by").order_by("-closed_at", "-pk").first()
    if last is None or last.by is None or last.closed_at is None:
        return
    if run.status == Run.Status.DONE:
        matter.stage, matter.signatory = Stage.SIGNED, last.by
        matter.signed_at, matter.opinion = last.closed_at, last.opinion
    else:
        matter.stage, matter.closed_reason = Stage.REFUSED, last.opinion[:200]
    matter.save(update_fields=["stage", "signatory", "signed_at", "opinion", "closed_reason"])
    _answer(matter, agreed=run.status == Run.Status.DONE, by=last.by, opinion=last.opinion,
            at=last.closed_at)  # fmt: skip


def seal_moved(run: Run, op: str) -> None:
    """用印 lies with another keeper now: the host hears of that desk too."""
    if op not in BESIDE and run.status in Run.LIVE:
        matter = JointMatter.objects.select_for_update(no_key=True).get(pk=run.subject_id)
        _tell_desks(matter, run)


def _tell_desks(matter: JointMatter, run: Run) -> None:
    open_ = Step.objects.filter(run=run, status=Step.Status.OPEN).order_by("opened_seq")
    steps = list(open_.values_list("name", flat=True))
    done = Event.objects.select_related("actor").get(run=run, seq=run.seq)
    record(joint_events.JointMoved(**_about(matter), steps=steps), by=done.actor, at=done.at)


@transaction.atomic(savepoint=False)
def take_urge(arrival: Arrival) -> None:
    """主办催办: who has it on the desk is told; before 签收 the page says it."""
    said = arrival.content
    found = JointMatter.objects.filter(
        from_code=arrival.from_unit.code, source_id=arrival.subject_id, round=said["round"]
    ).first()
    if found is None:
        return
    matter = desks.lock_matter(found)
    if matter.stage not in WAITED_FOR:
        return  # answered meanwhile
    if matter.urged_at and matter.urged_at >= arrival.sealed_at:
        return  # told before
    text = f"{matter.from_short_name}催办：{said['text'] or '请尽快办理。'}"
    matter.urged_at, matter.urged_text = arrival.sealed_at, said["text"]
    matter.save(update_fields=["urged_at", "urged_text"])
    if run := matter.seal_run if matter.stage == Stage.SEAL else matter.run:
        holding = Item.objects.filter(run=run, status=Item.Status.OPEN)
        holding.update(reminded_at=arrival.at)
        people = holding.values_list("owner", flat=True)
        notices.give_news(run, people, by=None, text=text, at=arrival.at)
    record(joint_events.JointUrged(**_about(matter), text=text), by=None, at=arrival.at)


@transaction.atomic
def retract(*, matter_id: UUID, reason: str, by: Staff, at: datetime) -> JointMatter:
    """撤回签发: by who signed, while the host has not numbered it; if it has, its paper comes."""
    matter = _locked(matter_id, by=by)
    if matter.signatory_id != by.pk:
        raise Forbidden("由签发此件的负责人撤回签发。")
    if matter.stage != Stage.SIGNED:
        raise NotToRetract(
            f"此件现为“{matter.get_stage_display()}”，不能撤回签发。", stage=matter.stage
        )
    matter.stage, matter.closed_reason = Stage.REFUSED, reason
    matter.save(update_fields=["stage", "closed_reason"])
    _answer(matter, agreed=False, by=by, opinion=reason, at=at)
    return matter


@transaction.atomic(savepoint=False)
def take_paper(arrival: Arrival) -> None:
    """送印: the printed paper, with the seals of who came before us; at last, with all of them."""
    said, (sheet, *copy) = arrival.content, arrival.files
    found = JointMatter.objects.filter(
        from_code=arrival.from_unit.code, source_id=arrival.subject_id, round=said["round"]
    ).first()
    if found is None or found.text_hash != said["text_hash"]:
        return
    matter = desks.lock_matter(found)
    if matter.stage == Stage.ISSUED or (not said["final"] and matter.sealed_at):
        return
    matter.stage = Stage.ISSUED if said["final"] else Stage.SEAL
    matter.number, matter.pdf_sha256 = arrival.number, sheet.sha256
    matter.ofd_sha256 = copy[0].sha256 if copy else ""
    matter.page_count = said["page_count"]
    if not said["final"]:
        matter.paper_sha256, matter.place = sheet.sha256, said["place"]
        if due_on := said.get("due_on"):
            matter.due_on = date.fromisoformat(due_on)
        seal_desk.ask_for_theirs(matter, at=arrival.at)
    matter.save()
    fact = joint_events.JointIssued if said["final"] else joint_events.JointPaperArrived
    record(fact(**_about(matter), pdf_sha256=sheet.sha256), by=None, at=arrival.at)


@transaction.atomic
def seal(*, matter_id: UUID, seal: UUID, pdf_sha256: str, by: Staff, at: datetime) -> JointMatter:
    """用印: our seal, in our unit, by its keeper, behind those that are there already; on the OFD
    copy too, where one came along."""
    matter = _locked(matter_id, by=by)
    if matter.stage != Stage.SEAL:
        raise NotToSeal(
            f"此件现为“{matter.get_stage_display()}”，主办机关送印后才能用印。", stage=matter.stage
        )
    made = seals.seal(
        subject=seals.Subject(
            kind=KIND,
            id=matter.pk,
            title=matter.title,
            number=matter.number,
            doc_kind=matter.doc_kind,
            pdf_sha256=matter.pdf_sha256,
            approved_hash=matter.paper_sha256,
            approved_by=matter.signatory.name if matter.signatory else "",
            as_ofd=(lambda _: ofd.of_joint(matter)) if matter.has_ofd else None,
        ),
        pdf_sha256=pdf_sha256,
        seal_id=seal,
        place=Place(**matter.place),
        paging=False,
        by=by,
        at=at,
    )
    matter.pdf_sha256, matter.ofd_sha256 = made.sealed_sha256, made.ofd_sha256
    matter.sealed_at, matter.stage = at, Stage.SEALED
    matter.save(update_fields=["pdf_sha256", "ofd_sha256", "sealed_at", "stage"])
    seal_desk.clear(matter, by=by, at=at)
    said = joint_events.JointSealed(
        **_about(matter),
        seal=made.seal.name,
        pdf_sha256=made.sealed_sha256,
        ofd_sha256=made.ofd_sha256,
    )
    record(said, by=by, at=at)
    return matter


def _locked(matter_id: UUID, *, by: Staff) -> JointMatter:
    return desks.lock_matter(matters.find(matter_id, viewer=by))


def _answer(matter: JointMatter, *, agreed: bool, by: Staff, opinion: str, at: datetime) -> None:
    fact = joint_events.JointAnswered(
        **_about(matter), agreed=agreed, by_post=by.title, opinion=opinion or "同意。"
    )
    record(fact, by=by, at=at)


def _call_off(matter: JointMatter, *, before: int, reason: str, at: datetime) -> None:
    """Of the same document, every round before this one."""
    earlier = JointMatter.objects.filter(
        from_code=matter.from_code, source_id=matter.source_id, round__lt=before
    )
    for one in earlier.exclude(stage__in=(Stage.CALLED_OFF, Stage.ISSUED)).order_by("pk"):
        for run_id in filter(None, (one.run_id, one.seal_run_id)):
            workflow.call_off(run_id=run_id, at=at, reason=reason[:200])
        one.stage, one.closed_reason = Stage.CALLED_OFF, reason[:200]
        one.save(update_fields=["stage", "closed_reason"])
        record(joint_events.JointCalledOff(**_about(one), reason=reason[:200]), by=None, at=at)


def _labels(matter: JointMatter) -> dict[str, str]:
    return {
        "doc_kind": matter.doc_kind,
        "urgency": matter.urgency,
        "from_unit": matter.from_short_name,
    }


def _about(matter: JointMatter) -> dict[str, Any]:
    return {"subject_id": matter.pk, "envelope_id": matter.envelope_id, "title": matter.title}
