"""建索引: passages follow what documents and attachments say; called by handlers only."""

from typing import Any
from uuid import UUID

from django.db import transaction

from tenant_apps.files.extracting import text_of
from tenant_apps.files.models import Attachment
from tenant_apps.search import sources, tokens
from tenant_apps.search.models import Passage
from tenant_apps.search.sources import Said


@transaction.atomic
def take_document(kind: str, subject_id: UUID) -> None:
    """As it stands now; one that is gone leaves no passage."""
    source = sources.known(kind)
    said = source.read(subject_id) if source else None
    _forget(kind, subject_id, None)
    if said is not None:
        _keep(said, subject_kind=kind, subject_id=subject_id)


@transaction.atomic
def take_attachment(attachment: Attachment) -> None:
    """What it says as far as it can be read; its name in any case."""
    _forget(attachment.subject_kind, attachment.subject_id, attachment.pk)
    version = attachment.version
    _keep(
        Said(title=attachment.name, text=text_of(version), at=version.at),
        subject_kind=attachment.subject_kind,
        subject_id=attachment.subject_id,
        attachment_id=attachment.pk,
    )


@transaction.atomic
def forget_attachment(attachment_id: UUID) -> None:
    Passage.objects.filter(attachment_id=attachment_id).delete()


def _forget(kind: str, subject_id: UUID, attachment_id: UUID | None) -> None:
    rows = Passage.objects.filter(subject_kind=kind, subject_id=subject_id)
    rows.filter(attachment_id=attachment_id).delete()


def _keep(said: Said, **place: Any) -> None:
    Passage.objects.bulk_create(
        Passage(
            **place,
            part=number,
            title=said.title[:300],
            text=part,
            words=tokens.vector(f"{said.title} {part}" if number == 0 else part),
            at=said.at,
        )
        for number, part in enumerate(tokens.parts(said.text.replace("\0", " ")))
    )
