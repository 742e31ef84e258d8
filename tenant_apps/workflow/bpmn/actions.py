"""Import into a draft, export of a flow."""

import hashlib
from datetime import datetime

from django.db import transaction

from shared_apps.kernel.errors import NotFound
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import definitions, designing, events
from tenant_apps.workflow.bpmn import lanes
from tenant_apps.workflow.bpmn.exporting import export
from tenant_apps.workflow.bpmn.importing import graph_and_lanes_of
from tenant_apps.workflow.bpmn.reading import read
from tenant_apps.workflow.models import FlowDraft, FlowSource


class NotImported(NotFound):
    code = "workflow.not_imported"


@transaction.atomic
def bring_in(*, xml: str, name: str = "", key: str = "", by: Staff, at: datetime) -> FlowDraft:
    """导入: the file is kept to the letter, and what runs here becomes a new flow's draft."""
    designing.refuse_designer(by)
    found, graph, stands = graph_and_lanes_of(read(xml))
    lanes.staffed(graph["nodes"], stands)
    called = (name or found or "导入的流程")[:80]
    draft = designing.create(name=called, key=key, by=by, at=at)
    draft.body = graph
    draft.save(update_fields=["body"])
    sha = hashlib.sha256(xml.encode()).hexdigest()
    source = FlowSource.objects.create(
        key=draft.key, sha=sha, xml=xml, imported_at=at, imported_by=by
    )
    record(events.FlowImported(subject_id=source.pk, key=draft.key, sha=sha), by=by, at=at)
    return draft


def take_out(key: str) -> str:
    """导出: the draft where there is one, else what is in force."""
    draft = designing.draft_of(key)
    name = draft.name if draft else definitions.active(key).name
    return export(key=key, name=name, graph=designing.drawing_of(key))


def original(key: str) -> str:
    source = FlowSource.objects.filter(key=key).order_by("-imported_at").first()
    if source is None:
        raise NotImported("这个流程不是导入的，没有原始文件。")
    return source.xml
