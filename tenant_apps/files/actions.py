"""Attach and remove. The caller has locked the document, and answers for who may."""

import tempfile
from collections.abc import Iterable
from datetime import datetime
from typing import IO
from uuid import UUID

from django.conf import settings
from django.db import transaction

from shared_apps.kernel import storage
from shared_apps.kernel.errors import DomainError, Invalid, NotFound
from tenant_apps.files import events, naming
from tenant_apps.files.models import Attachment, Version
from tenant_apps.files.sniffing import sniff
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenants.current import current_unit

MOST = 50
CHUNK = 1 << 20


class EmptyFile(Invalid):
    code = "files.empty"


class TooLarge(DomainError):
    status = 413
    code = "files.too_large"


class Program(Invalid):
    code = "files.program"


class NoName(Invalid):
    code = "files.no_name"


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
    """附上: any type but programs. `size` is as announced; the bytes are counted too."""
    label = naming.cleaned(name)
    if not label:
        raise NoName("文件没有名称，请改名后再上传。")
    _refuse_size(size)
    if naming.ending(label) in naming.PROGRAM_ENDINGS:
        raise Program(f"“{label}”是可执行程序，不能作为附件。")
    with tempfile.SpooledTemporaryFile(max_size=8 * CHUNK) as spool:
        _refuse_size(_spool(chunks, spool))
        kind = sniff(spool)  # type: ignore[arg-type]
        if kind.is_program:
            raise Program(f"“{label}”的内容是可执行程序，不能作为附件。")
        sha256, counted = storage.put(
            current_unit().schema_name, iter(lambda: spool.read(CHUNK), b"")
        )
    return _keep(
        Attachment(subject_kind=subject_kind, subject_id=subject_id, name=label, added_at=at),
        Version(sha256=sha256, size=counted, content_type=kind.content_type, at=at),
        by=by,
        at=at,
    )


@transaction.atomic
def adopt(
    *,
    subject_kind: str,
    subject_id: UUID,
    name: str,
    sha256: str,
    size: int,
    content_type: str,
    at: datetime,
) -> Attachment:
    """收附件: what another unit sealed and the post office checked."""
    return _keep(
        Attachment(
            subject_kind=subject_kind,
            subject_id=subject_id,
            name=naming.cleaned(name) or "附件",
            added_at=at,
        ),
        Version(sha256=sha256, size=size, content_type=content_type, at=at),
        by=None,
        at=at,
    )


@transaction.atomic
def remove(*, attachment_id: UUID, by: Staff, at: datetime) -> None:
    """移除: it leaves the list; row, bytes and record stay."""
    found = Attachment.objects.select_related("latest").filter(pk=attachment_id, removed_at=None)
    attachment = found.first()
    if attachment is None:
        raise NotFound("没有这个附件，可能已被移除。")
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


def _keep(
    attachment: Attachment, version: Version, *, by: Staff | None, at: datetime
) -> Attachment:
    there = Attachment.objects.filter(
        subject_kind=attachment.subject_kind, subject_id=attachment.subject_id
    ).count()
    if there >= MOST:
        raise TooMany(f"一份公文最多 {MOST} 个附件，请合并或打包后再上传。")
    attachment.position = there
    attachment.save(force_insert=True)
    version.attachment = attachment
    version.uploaded_by, version.uploader_name = by, by.name if by else "来文"
    version.save(force_insert=True)
    attachment.latest = version
    attachment.save(update_fields=["latest"])
    record(
        events.FileAttached(
            subject_id=attachment.subject_id,
            attachment_id=attachment.pk,
            file_name=attachment.name,
            sha256=version.sha256,
            size=version.size,
        ),
        by=by,
        at=at,
    )
    return attachment


def _spool(chunks: Iterable[bytes], spool: IO[bytes]) -> int:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > settings.MAX_ATTACHMENT_BYTES:
            break
        spool.write(chunk)
    spool.seek(0)
    return total


def _refuse_size(size: int) -> None:
    most = settings.MAX_ATTACHMENT_BYTES
    if size == 0:
        raise EmptyFile("文件是空的（0 字节），请检查后重新选择。")
    if size > most:
        raise TooLarge(f"文件超过 {most // 2**20} MB，请压缩或拆分后再上传。")
