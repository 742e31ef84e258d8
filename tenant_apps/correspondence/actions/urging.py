"""专人催办 (条例 24 ⑥): whoever is named for a document reminds those who have it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.errors import Forbidden
from tenant_apps.correspondence import desks, events
from tenant_apps.correspondence.inbox import find_incoming
from tenant_apps.correspondence.models import IncomingDocument
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.workflow.actions import noticing


class NotTheUrger(Forbidden):
    code = "incoming.not_the_urger"


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
    noticing.urge(
        run_id=document.run_id, by=by, at=at, request_id=request_id, text=text, is_named=True
    )
    record(events.IncomingUrged(**desks.about(document), text=text), by=by, at=at)
    return document
