"""版面 kept as they were: a draft is laid out anew with every change, its ink is not."""

from datetime import datetime
from uuid import UUID

from shared_apps.kernel import storage
from tenant_apps.files.models import Attachment
from tenant_apps.ink import rules
from tenant_apps.ink.models import Sheet
from tenant_apps.ink.subjects import Pages
from tenants.current import current_unit


def keep(
    subject_kind: str,
    subject_id: UUID,
    pages: Pages,
    *,
    at: datetime,
    file: Attachment | None = None,
) -> Sheet:
    """The sheet of these pages, kept from now on in case somebody writes on them."""
    known = _known(subject_kind, subject_id, pages.sha256)
    if known is not None:
        return known
    from tenant_apps.ink import paper  # heavy: see tests/house/test_weight.py

    content = pages.content()
    drawn, _ = storage.put(current_unit().schema_name, [content])
    kept, _ = Sheet.objects.get_or_create(
        subject_kind=subject_kind,
        subject_id=subject_id,
        sha256=pages.sha256,
        defaults={
            "file": file,
            "drawn_sha256": "" if drawn == pages.sha256 else drawn,
            "pages": paper.sizes(content),
            "at": at,
        },
    )
    return kept


def of(subject_kind: str, subject_id: UUID, sha256: str) -> Sheet:
    """One that was shown to somebody; ink on any other pages lies nowhere."""
    found = _known(subject_kind, subject_id, sha256)
    if found is None:
        raise rules.VersionUnknown("没有这一版版面，请刷新后在现在的版面上书写。")
    return found


def content(sheet: Sheet) -> bytes:
    with storage.open_(current_unit().schema_name, sheet.shown_sha256) as file:
        return file.read()


def _known(subject_kind: str, subject_id: UUID, sha256: str) -> Sheet | None:
    of_subject = Sheet.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    return of_subject.select_related("file").filter(sha256=sha256).first()
