"""The generic verbs: what they refuse beyond the engine, as a document has verbs of its own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared_apps.kernel.errors import NotFound
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions, allowances, rules, subjects
from tenant_apps.workflow.actions import lending
from tenant_apps.workflow.models import Item, Run
from tenant_apps.workflow.recording import Outcome

ON_ITS_PAGE = "请在公文页面办理。"


def refuse_documents(item_id: UUID, *, by: Staff) -> None:
    """公文: its page changes document and run together; only mere opinions are given here."""
    item = _item(item_id, by=by)
    if subjects.kind_of(item.run).own_verbs and allowances.decides(item):
        raise rules.ActOnDocument(ON_ITS_PAGE, url=subjects.page_of(item.run))


def refuse_document_runs(run_id: UUID, *, by: Staff) -> None:
    run = Run.objects.visible_to(by).filter(pk=run_id).first()
    if run is None:
        raise NotFound("没有这件办理事项，或您无权查看。")
    if subjects.kind_of(run).own_verbs:
        raise rules.ActOnDocument(ON_ITS_PAGE, url=subjects.page_of(run))


def take_back(*, item_id: UUID, by: Staff, at: datetime, request_id: str, **_: Any) -> Outcome:
    """取回: what I gave away comes home; my piece of an open step; else my last step is undone."""
    item = _item(item_id, by=by)
    turns = Item.objects.filter(step=item.step_id, slot=item.slot)
    given = turns.exclude(owner=by).filter(principal=by)
    seat = given.order_by("-turn").first()
    if seat is not None:
        return lending.recall(item_id=seat.pk, by=by, at=at, request_id=request_id)
    refuse_document_runs(item.run_id, by=by)
    if allowances.is_own_piece(item):
        return actions.retract(item_id=item.pk, by=by, at=at, request_id=request_id)
    return actions.take_back(run_id=item.run_id, by=by, at=at, request_id=request_id)


def _item(item_id: UUID, *, by: Staff) -> Item:
    seen = Run.objects.visible_to(by).values("pk")
    item = Item.objects.filter(pk=item_id, run__in=seen).select_related("run", "step").first()
    if item is None:
        raise NotFound("没有这件待办，或您无权查看。")
    return item
