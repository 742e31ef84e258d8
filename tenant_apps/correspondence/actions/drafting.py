"""起草: begin, revise, and give up a document before it is official."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.errors import DomainError, Forbidden, Invalid
from shared_apps.kernel.ids import new_id
from tenant_apps.correspondence import desks, events, flows, judging, numbering, rules, ruling
from tenant_apps.correspondence.models import Addressee, Letterhead, OutgoingDocument
from tenant_apps.correspondence.queries import find_outgoing
from tenant_apps.files import secrecy
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.texts.actions import saving as texts
from tenant_apps.texts.models import TextVersion
from tenant_apps.workflow import actions as workflow
from tenant_apps.workflow import labels
from tenants.current import current_unit
from tenants.models import Unit

Content = dict[str, Any]
UNTITLED = "（未拟标题）"


class StaleDraft(DomainError):
    """Somebody saved in between: never overwrite what one has not seen."""

    status = 412
    code = "outgoing.stale_draft"


class NothingToExplain(DomainError):
    code = "outgoing.nothing_to_explain"


class UnknownUnit(Invalid):
    code = "outgoing.unknown_unit"


class UnknownLetterhead(Invalid):
    code = "outgoing.unknown_letterhead"


class UnknownSignatory(Invalid):
    code = "outgoing.unknown_signatory"


@transaction.atomic
def draft(*, content: Content, by: Staff, at: datetime) -> OutgoingDocument:
    """起草: a new document, on its drafter's desk from the first minute."""
    if not by.holds("correspondence.outgoing.draft"):
        raise Forbidden("您没有拟稿的职责，请联系本单位安全管理员。")
    document = OutgoingDocument(
        id=new_id(), drafter=by, department_id=by.department_id, created_at=at, updated_at=at
    )
    recipients = _apply(document, content)
    document.prefix = document.prefix or numbering.letterhead(current_unit()).prefix
    flows.ensure(flows.OUTGOING, at=at)
    document.run = workflow.start(
        flow=flows.OUTGOING,
        subject_kind="outgoing",
        subject_id=document.pk,
        title=document.title or UNTITLED,
        labels={"doc_kind": document.doc_kind, "urgency": document.urgency},
        by=by,
        at=at,
    )
    document.save(force_insert=True)
    Addressee.objects.bulk_create(recipients or [])
    if document.body:
        _keep(document, by=by, at=at)
    record(
        events.OutgoingDrafted(
            subject_id=document.pk, title=document.title, doc_kind=document.doc_kind
        ),
        by=by,
        at=at,
    )
    return document


@transaction.atomic
def revise(
    *, document_id: UUID, version: int, content: Content, by: Staff, at: datetime
) -> OutgoingDocument:
    """修改: whoever has it on the desk at 起草 or 审核, and has seen the latest version."""
    document = desks.to_edit(document_id, by=by)
    refuse_stale(document, version)
    rewrite(document, content, by=by, at=at)
    changed = sorted(content)
    record(
        events.OutgoingRevised(subject_id=document.pk, title=document.title, changed=changed),
        by=by,
        at=at,
    )
    return document


@transaction.atomic
def take_text(document_id: UUID, version: TextVersion, by: Staff) -> None:
    """A text saved elsewhere becomes ours: its words are the body, its file the one signed.
    Locked by files.holders; the saving itself is recorded by texts."""
    document = OutgoingDocument.objects.select_related("run").get(pk=document_id)
    document.body = version.text
    document.text_sha256 = version.sha256 if version.form == "word" else ""
    document.version += 1
    document.updated_at = version.at
    document.save(update_fields=["body", "text_sha256", "version", "updated_at"])
    record(
        events.OutgoingRevised(subject_id=document.pk, title=document.title, changed=["body"]),
        by=by,
        at=version.at,
    )


def set_aside(
    *, document_id: UUID, content: Content, by: Staff, at: datetime
) -> TextVersion | None:
    """旁稿: what was typed on a text that has moved on is kept beside it."""
    if "body" not in content:
        return None
    return texts.keep_aside(
        subject_kind="outgoing", subject_id=document_id, text=content["body"], by=by, at=at
    )


@transaction.atomic
def explain(
    *, document_id: UUID, rule: str, reason: str, by: Staff, at: datetime
) -> OutgoingDocument:
    """说明理由: why a draft goes on although a conditional rule speaks against it."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if document.stage not in rules.JUDGED_ACTS:
        raise desks.NotAtThisStage("此件已过审核，不再说明理由。", stage=document.stage)
    desks.any_item(document, by=by)
    verdict = judging.verdict_on(document, document.addressees.all())
    if rule not in [one.code for one in verdict.of(ruling.Strength.CONDITIONAL)]:
        raise NothingToExplain("这一条现在不需要说明理由，请刷新。")
    document.explained[rule] = {"reason": reason, "by": by.name, "at": at.isoformat()}
    document.save(update_fields=["explained"])
    record(
        events.OutgoingExplained(
            subject_id=document.pk, title=document.title, rule=rule, reason=reason
        ),
        by=by,
        at=at,
    )
    return document


@transaction.atomic
def void(
    *, document_id: UUID, reason: str, by: Staff, at: datetime, request_id: str
) -> OutgoingDocument:
    """作废: the drafter gives up a draft. It stays readable; nothing is deleted."""
    document = desks.lock(find_outgoing(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    if document.drafter_id != by.pk:
        raise Forbidden("只有拟稿人可以作废草稿。")
    desks.item_at(document, "draft", by=by)
    workflow.withdraw(run_id=document.run_id, by=by, at=at, request_id=request_id, reason=reason)
    document.stage, document.void_reason = "void", reason
    document.save(update_fields=["stage", "void_reason"])
    record(
        events.OutgoingVoided(subject_id=document.pk, title=document.title, reason=reason),
        by=by,
        at=at,
    )
    return document


def refuse_stale(document: OutgoingDocument, version: int) -> None:
    if document.version != version:
        raise StaleDraft(
            "这份文稿已被他人修改，请先刷新，再把您的改动补上。", version=document.version
        )


def rewrite(document: OutgoingDocument, content: Content, *, by: Staff, at: datetime) -> None:
    """Put the changes into a locked document, its recipients and its label in lists of work."""
    before = document.body
    recipients = _apply(document, content)
    if document.body != before:
        _keep(document, by=by, at=at)
    document.version += 1
    document.updated_at = at
    document.save()
    if recipients is not None:
        document.addressees.all().delete()
        Addressee.objects.bulk_create(recipients)
    labels.relabel(
        document.run_id,
        title=document.title or UNTITLED,
        doc_kind=document.doc_kind,
        urgency=document.urgency,
    )


def _keep(document: OutgoingDocument, *, by: Staff, at: datetime) -> None:
    texts.keep_typed(
        subject_kind="outgoing",
        subject_id=document.pk,
        text=document.body,
        step=document.stage,
        by=by,
        at=at,
    )


def _apply(document: OutgoingDocument, content: Content) -> list[Addressee] | None:
    """Put the given fields on the document; returns the new recipients when they were given."""
    for name in ("doc_kind", "urgency", "is_major", "title", "body", "layout", "note"):
        if name in content:
            setattr(document, name, content[name])
    if secrecy.is_marked_name(document.title) or secrecy.is_marked_text(document.body):
        raise secrecy.refuse("文稿")
    if "prefix" in content:
        document.prefix = _letterhead(content["prefix"])
    if "signatory" in content:
        document.signatory = _signatory(content["signatory"])
    if not {"addressees", "copies"} & content.keys():
        return None
    known = {row.unit_code: row for row in document.addressees.all()}
    kept = {
        role: [code for code, row in known.items() if row.role == role]
        for role in ("main", "copy")
    }
    main = list(dict.fromkeys(content.get("addressees", kept["main"])))
    copies = [
        code for code in dict.fromkeys(content.get("copies", kept["copy"])) if code not in main
    ]
    return _recipients(document, main, copies)


def _letterhead(prefix: str) -> str:
    if not Letterhead.objects.filter(prefix=prefix).exists():
        raise UnknownLetterhead(
            "本单位没有这个代字，请另选。", by_field={"prefix": ["请另选代字。"]}
        )
    return prefix


def _signatory(staff_id: UUID | None) -> Staff | None:
    if staff_id is None:
        return None
    found = Staff.objects.in_service().filter(pk=staff_id).first()
    if found is None or not found.holds("correspondence.outgoing.sign"):
        raise UnknownSignatory(
            "所选签发人没有签发职责，请另选。", by_field={"signatory": ["请另选签发人。"]}
        )
    return found


def _recipients(document: OutgoingDocument, main: list[str], copies: list[str]) -> list[Addressee]:
    units = {unit.code: unit for unit in Unit.objects.standing().filter(code__in=[*main, *copies])}
    strange = [code for code in (*main, *copies) if code not in units]
    own = current_unit().code
    if strange or own in units:
        names = "、".join(strange) or units[own].short_name
        raise UnknownUnit(
            f"不能发给“{names}”：没有这个单位，或是本单位。", by_field={"addressees": [names]}
        )
    return [
        Addressee(
            document=document,
            role=role,
            position=place,
            unit_code=code,
            name=units[code].name,
            short_name=units[code].short_name,
        )
        for role, codes in (("main", main), ("copy", copies))
        for place, code in enumerate(codes)
    ]
