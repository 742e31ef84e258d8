"""Documents as what files, texts and ink hang on (files.holders)."""

from uuid import UUID

from tenant_apps.correspondence import desks, matters, rules
from tenant_apps.correspondence.actions import drafting
from tenant_apps.correspondence.inbox import find_incoming
from tenant_apps.correspondence.models import IncomingDocument, OutgoingDocument, TracingRule
from tenant_apps.correspondence.queries import find_outgoing
from tenant_apps.files.holders import Holding, Kind, register
from tenant_apps.organization.models import Staff
from tenant_apps.texts import subjects
from tenant_apps.workflow.models import Item


def _seen(kind: str, document: OutgoingDocument | IncomingDocument) -> Holding:
    return Holding(kind=kind, id=document.pk, title=document.title, step=document.stage)


def _read_outgoing(document_id: UUID, viewer: Staff) -> Holding:
    return _seen("outgoing", find_outgoing(document_id, viewer=viewer))


def _read_incoming(document_id: UUID, viewer: Staff) -> Holding:
    return _seen("incoming", find_incoming(document_id, viewer=viewer))


def _read_joint(matter_id: UUID, viewer: Staff) -> Holding:
    matter = matters.find(matter_id, viewer=viewer)
    return Holding(kind="joint", id=matter.pk, title=matter.title, step=matter.stage)


def _edit_joint(matter_id: UUID, by: Staff) -> Holding:
    matters.find(matter_id, viewer=by)
    raise desks.NotEditable("联署文稿以主办机关送签的为准，文件不能改动。")


def _edit_outgoing(document_id: UUID, by: Staff) -> Holding:
    return _seen("outgoing", desks.to_edit(document_id, by=by))


def _edit_incoming(document_id: UUID, by: Staff) -> Holding:
    find_incoming(document_id, viewer=by)
    raise desks.NotEditable("来文以收到时为准，文件不能改动。")


def _text_now(document_id: UUID) -> subjects.Standing:
    document = OutgoingDocument.objects.select_related("drafter").get(pk=document_id)
    return subjects.Standing(text=document.body, author=document.drafter, at=document.updated_at)


def _text_marked(document_id: UUID, by: Staff) -> str:
    document, rule = OutgoingDocument.objects.get(pk=document_id), TracingRule.now()
    return rules.why_marked(
        is_asked=rule.is_asked,
        drafter_may_stop=rule.drafter_may_stop,
        was_sent=document.stage != "draft" or _was_sent(document),
        is_back_with_drafter=document.stage == "draft" and document.drafter_id == by.pk,
    )


def _was_sent(document: OutgoingDocument) -> bool:
    """A draft that was 送核 before and came back."""
    turns = Item.objects.filter(run=document.run_id, step__node="draft")
    return turns.filter(action=Item.Action.APPROVE).exists()


def register_all() -> None:
    subjects.register(
        subjects.Subject(
            kind="outgoing", now=_text_now, take=drafting.take_text, marked=_text_marked
        )
    )
    register(
        Kind(
            kind="outgoing",
            label="发文",
            read=_read_outgoing,
            edit=_edit_outgoing,
            page=lambda document_id: f"/outgoing/{document_id}",
        )
    )
    register(
        Kind(
            kind="incoming",
            label="收文",
            read=_read_incoming,
            edit=_edit_incoming,
            page=lambda document_id: f"/incoming/{document_id}",
        )
    )
    register(
        Kind(
            kind="joint",
            label="联合签发",
            read=_read_joint,
            edit=_edit_joint,
            page=lambda matter_id: f"/joint/{matter_id}",
        )
    )
