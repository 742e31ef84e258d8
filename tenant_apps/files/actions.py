"""Attach, replace, remove. The caller has locked the document, and answers for who may."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.errors import DomainError, NotFound
from shared_apps.kernel.rows import Batch
from tenant_apps.files import events, naming
from tenant_apps.files.intake import accepted_name, refuse_size, take_in
from tenant_apps.files.models import Attachment, Version
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff

MOST = 50
FROM_OUTSIDE = "来文"


class TooMany(DomainError):
    code = "files.too_many"


@transaction.atomic
def attach(
    *,
    subject_kind: str,
    subject_id: UUID,
    name: str,
    chunks: Iterable[bytes],
    size: int,
    by: Staff,
    at: datetime,
) -> Attachment:
    """附上: any type but programs. `size` is as announced; the bytes are counted as well."""
    label = accepted_name(name)
    refuse_size(size)
    place = _place(subject_kind, subject_id, label, at=at)
    return _keep(place, take_in(chunks, name=label), by=by, at=at)


@dataclass(frozen=True)
class Sealed:
    """A file that came in an envelope: the post office laid it into this unit's folder."""

    name: str
    sha256: str
    size: int
    content_type: str


def adopt(
    *,
    subject_kind: str,
    subject_id: UUID,
    files: Sequence[Sealed],
    at: datetime,
    along: Batch | None = None,
) -> list[events.FileAttached]:
    """收附件: all files of a document that just came into being, in one journey or `along`.

    Returns the facts; the caller records them together with its own, as one arrival.
    """
    names: list[str] = []
    rows, versions, said = [], [], []
    for place, file in enumerate(files):
        names.append(naming.unused(naming.cleaned(file.name) or "附件", names))
        row = Attachment(
            subject_kind=subject_kind,
            subject_id=subject_id,
            name=names[-1],
            position=place,
            added_at=at,
        )
        version = Version(
            attachment=row,
            sha256=file.sha256,
            size=file.size,
            content_type=file.content_type,
            uploader_name=FROM_OUTSIDE,
            at=at,
        )
        row.latest_id = version.pk  # the key is checked when the transaction ends
        rows.append(row)
        versions.append(version)
        said.append(_attached(row, version))
    batch = along or Batch()
    batch.insert(rows)
    batch.insert(versions)
    if along is None:
        batch.send()
    return said


@transaction.atomic
def replace(
    *, attachment_id: UUID, chunks: Iterable[bytes], size: int, by: Staff, at: datetime
) -> Attachment:
    """换上新版: the same place and name, the next version; the same bytes again change nothing."""
    attachment = _locked(attachment_id)
    refuse_size(size)
    before, version = attachment.version, take_in(chunks, name=attachment.name)
    if version.sha256 == before.sha256:
        return attachment
    version.number = before.number + 1
    _lay(attachment, version, by=by, at=at)
    record(
        events.FileReplaced(
            subject_id=attachment.subject_id,
            attachment_id=attachment.pk,
            file_name=attachment.name,
            sha256=version.sha256,
            size=version.size,
            version=version.number,
            replaced=before.sha256,
        ),
        by=by,
        at=at,
    )
    return attachment


@transaction.atomic
def remove(*, attachment_id: UUID, by: Staff, at: datetime) -> None:
    """移除: it leaves the list; row, bytes and record stay."""
    attachment = _locked(attachment_id)
    attachment.removed_at = at
    attachment.save(update_fields=["removed_at"])
    record(
        events.FileRemoved(
            subject_id=attachment.subject_id,
            attachment_id=attachment.pk,
            file_name=attachment.name,
            sha256=attachment.sha256,
        ),
        by=by,
        at=at,
    )


def _locked(attachment_id: UUID) -> Attachment:
    """Lock first and alone; only then read what hangs on it."""
    there = Attachment.objects.filter(pk=attachment_id, removed_at=None)
    attachment = there.select_for_update(no_key=True).first()
    if attachment is None:
        raise NotFound("没有这个附件，可能已被移除。")
    return attachment


def _place(subject_kind: str, subject_id: UUID, name: str, *, at: datetime) -> Attachment:
    """The next free place on the document, under a name no other file there has."""
    rows = Attachment.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    places = list(rows.values_list("name", "removed_at"))  # removed ones keep their position
    taken = {label for label, removed_at in places if removed_at is None}
    if len(taken) >= MOST:
        raise TooMany(f"一份公文最多 {MOST} 个附件，请合并或打包后再上传。")
    return Attachment(
        subject_kind=subject_kind,
        subject_id=subject_id,
        name=naming.unused(name, taken),
        position=len(places),
        added_at=at,
    )


def _keep(
    attachment: Attachment, version: Version, *, by: Staff | None, at: datetime
) -> Attachment:
    attachment.save(force_insert=True)
    _lay(attachment, version, by=by, at=at)
    record(_attached(attachment, version), by=by, at=at)
    return attachment


def _attached(attachment: Attachment, version: Version) -> events.FileAttached:
    return events.FileAttached(
        subject_id=attachment.subject_id,
        attachment_id=attachment.pk,
        file_name=attachment.name,
        sha256=version.sha256,
        size=version.size,
    )


def _lay(attachment: Attachment, version: Version, *, by: Staff | None, at: datetime) -> None:
    version.attachment, version.at = attachment, at
    version.uploaded_by, version.uploader_name = by, by.name if by else FROM_OUTSIDE
    version.save(force_insert=True)
    attachment.latest = version
    attachment.save(update_fields=["latest"])
