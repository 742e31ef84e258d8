"""起草: begin, revise, and give up a document before it is official."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.errors import DomainError, Forbidden
from shared_apps.kernel.ids import new_id
from tenant_apps.correspondence import (
    contents,
    desks,
    events,
    flows,
    judging,
    numbering,
    rules,
    ruling,
)
from tenant_apps.correspondence.contents import Content
from tenant_apps.correspondence.models import Addressee, JointPartner, OutgoingDocument
from tenant_apps.correspondence.queries import find_outgoing
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.texts.actions import saving as texts
from tenant_apps.texts.models import TextVersion
from tenant_apps.workflow import actions as workflow
from tenants.current import current_unit


class StaleDraft(DomainError):
    """Somebody saved in between: never overwrite what one has not seen."""

    status = 412
    code = "outgoing.stale_draft"


class NothingToExplain(DomainError):
    code = "outgoing.nothing_to_explain"


@transaction.atomic
def draft(*, content: Content, by: Staff, at: datetime) -> OutgoingDocument:
    """起草: a new document, on its drafter's desk from the first minute."""
    if not by.holds("correspondence.outgoing.draft"):
        raise Forbidden("您没有拟稿的职责，请联系本单位安全管理员。")
    document = OutgoingDocument(
        id=new_id(), drafter=by, department_id=by.department_id, created_at=at, updated_at=at
    )
    recipients = contents.apply(document, content)
    partners = contents.join(document, content)
    document.prefix = document.prefix or numbering.letterhead(current_unit()).prefix
    flows.ensure(flows.OUTGOING, at=at)
    document.run = workflow.start(
        flow=flows.OUTGOING,
        subject_kind="outgoing",
        subject_id=document.pk,
        title=document.title or contents.UNTITLED,
        labels={"doc_kind": document.doc_kind, "urgency": document.urgency},
        by=by,
        at=at,
    )
    document.save(force_insert=True)
    Addressee.objects.bulk_create(recipients or [])
    if partners:
        JointPartner.objects.bulk_create(partners)
    if document.body:
        contents.keep(document, by=by, at=at)
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
    contents.rewrite(document, content, by=by, at=at)
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
    asked = {one.code: one.detail for one in verdict.of(ruling.Strength.CONDITIONAL)}
    if rule not in asked:
        raise NothingToExplain("这一条现在不需要说明理由，请刷新。")
    said = {"reason": reason, "of": asked[rule], "by": by.name, "at": at.isoformat()}
    document.explained[rule] = said
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
