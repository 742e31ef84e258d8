"""Taking a document in hand: lock first, then refuse, in the house's order (404, 403, 409)."""

from typing import TypeVar

from shared_apps.kernel.errors import DomainError, Forbidden
from tenant_apps.correspondence.models import IncomingDocument, OutgoingDocument
from tenant_apps.organization.models import Staff
from tenant_apps.workflow.models import Event, Item, Run

# Whom the page names: read along, or each would cost a look of its own.
PEOPLE = {OutgoingDocument: ("drafter", "signatory"), IncomingDocument: ("acknowledged_by",)}
D = TypeVar("D", OutgoingDocument, IncomingDocument)


class NotAtThisStage(DomainError):
    code = "correspondence.not_at_this_stage"


class AlreadyHandled(DomainError):
    code = "correspondence.already_handled"


def lock(document: D) -> D:
    """Nobody else is acting on this document until we commit. The run's row is the lock."""
    if document.run_id:
        Run.objects.select_for_update(no_key=True).get(pk=document.run_id)
    else:
        type(document)._default_manager.select_for_update(no_key=True).get(pk=document.pk)
    document.refresh_from_db(
        from_queryset=type(document)._default_manager.select_related(*PEOPLE[type(document)])
    )
    return document


def was_said(document: OutgoingDocument | IncomingDocument, request_id: str) -> bool:
    """The same click again (a retry over a bad line): answer as before, do nothing."""
    run_id = document.run_id
    if run_id is None:
        return False
    return Event.objects.filter(run_id=run_id, request_id=request_id).exists()


def item_at(document: OutgoingDocument | IncomingDocument, stage: str, *, by: Staff) -> Item:
    """The viewer's open item at this stage, else the refusal that fits."""
    if document.stage != stage:
        raise NotAtThisStage(
            f"此件现在“{document.get_stage_display()}”环节，不能再办这一步。请刷新查看。",
            stage=document.stage,
        )
    return any_item(document, by=by)


def any_item(document: OutgoingDocument | IncomingDocument, *, by: Staff) -> Item:
    """The viewer's open item at whatever stage the document is."""
    items = list(
        Item.objects.filter(run=document.run_id, step__node=document.stage)
        .select_related("owner", "by", "step")
        .order_by("-step__opened_seq", "-turn")
    )
    for item in items:
        if item.owner_id == by.pk and item.status == Item.Status.OPEN:
            return item
    mine = next((item for item in items if item.owner_id == by.pk and item.by), None)
    if mine and mine.by:
        raise AlreadyHandled(
            f"此件已由{mine.by.name}办理。请刷新查看最新情况。", stage=document.stage
        )
    holding = "、".join(item.owner.name for item in items if item.status == Item.Status.OPEN)
    raise Forbidden(f"此件现由{holding or '他人'}办理，您不能代为办理。")
