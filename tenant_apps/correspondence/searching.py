"""Documents as what can be searched (search.sources)."""

from uuid import UUID

from tenant_apps.correspondence.models import IncomingDocument, OutgoingDocument
from tenant_apps.search.sources import Said, Source, register


def _outgoing(document_id: UUID) -> Said | None:
    found = OutgoingDocument.objects.filter(pk=document_id).first()
    if found is None or not found.title:
        return None
    return Said(
        title=found.title,
        text="\n".join(filter(None, (found.number, found.body))),
        at=found.released_at or found.updated_at,
    )


def _incoming(document_id: UUID) -> Said | None:
    found = IncomingDocument.objects.filter(pk=document_id).first()
    if found is None:
        return None
    said = (found.number, found.register_number, found.from_name, found.body, found.result)
    return Said(title=found.title, text="\n".join(filter(None, said)), at=found.received_at)


def register_all() -> None:
    register(
        Source(
            kind="outgoing",
            label="发文",
            visible=OutgoingDocument.objects.visible_to,
            read=_outgoing,
            every=lambda: OutgoingDocument.objects.values_list("pk", flat=True),
        )
    )
    register(
        Source(
            kind="incoming",
            label="收文",
            visible=IncomingDocument.objects.visible_to,
            read=_incoming,
            every=lambda: IncomingDocument.objects.values_list("pk", flat=True),
        )
    )
