"""专人催办 (条例 24 ⑥): whoever is named for a document reminds those who have it; 催阅."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.errors import Forbidden
from tenant_apps.correspondence import desks, events, inbox, rules, telling
from tenant_apps.correspondence.inbox import find_incoming
from tenant_apps.correspondence.kinds import UNSCREENED
from tenant_apps.correspondence.models import IncomingDocument
from tenant_apps.correspondence.queries import items_of
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.organization.queries import staff_by_ids
from tenant_apps.workflow.actions import urging


class NotTheUrger(Forbidden):
    code = "incoming.not_the_urger"


class NotYoursToName(Forbidden):
    code = "incoming.not_yours_to_name"


@transaction.atomic
def urge(
    *, document_id: UUID, by: Staff, at: datetime, request_id: str, text: str = ""
) -> IncomingDocument:
    """催办: the engine reminds whoever has it, at most once in ten minutes."""
    document = desks.lock(find_incoming(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    if document.urger is None or document.urger_id != by.pk:
        whom = f"此件由{document.urger.name}催办。" if document.urger else "此件没有指定专人催办。"
        raise NotTheUrger(whom)
    if document.run_id is None:
        raise desks.NotAtThisStage("此件还没有签收，没有可以催办的人。", stage=document.stage)
    urging.urge(
        run_id=document.run_id, by=by, at=at, request_id=request_id, text=text, is_named=True
    )
    record(events.IncomingUrged(**desks.about(document), text=text), by=by, at=at)
    return document


@transaction.atomic
def urge_readers(
    *, document_id: UUID, by: Staff, at: datetime, request_id: str, text: str = ""
) -> IncomingDocument:
    """催阅: all who have it to read and have not, with one key."""
    document = desks.lock(find_incoming(document_id, viewer=by))
    if desks.said_before(document, by=by, request_id=request_id):
        return document
    if document.run_id is None or document.stage in UNSCREENED:
        raise desks.NotAtThisStage("此件没有传阅，没有可以催阅的人。", stage=document.stage)
    urging.urge_readers(
        run_id=document.run_id,
        by=by,
        at=at,
        request_id=request_id,
        text=text,
        is_named=document.urger_id == by.pk,
    )
    record(events.IncomingReadersUrged(**desks.about(document), text=text), by=by, at=at)
    return document


@transaction.atomic
def name_urger(
    *, document_id: UUID, to: UUID, by: Staff, at: datetime, text: str = ""
) -> IncomingDocument:
    """改催办人: somebody else answers for it from now on; both learn of it. Twice is once."""
    document = desks.lock(find_incoming(document_id, viewer=by))
    turns = items_of(document.run_id) if document.run_id else []
    if not inbox.may_name_urger(document, turns, by):
        raise NotYoursToName("由拟办人、现催办人或流程监督人指定催办人。")
    if document.run is None or document.stage in rules.UNURGED:
        raise desks.NotAtThisStage("拟办以后、办结以前才能改催办人。", stage=document.stage)
    former, named = document.urger, staff_by_ids([to]).get(to)
    if named is None:
        raise desks.UnfitPerson("所选催办人不在本单位或已停用，请另选。")
    if former == named:
        return document
    document.urger = named
    document.save(update_fields=["urger"])
    said = events.IncomingUrgerNamed(
        **desks.about(document),
        former=former.name if former else "",
        named=named.name,
        text=text,
    )
    record(said, by=by, at=at)
    telling.tell_urger(document.run, named, by=by, at=at)
    if former:
        telling.tell_former_urger(document.run, former, named=named, by=by, at=at)
    return document
