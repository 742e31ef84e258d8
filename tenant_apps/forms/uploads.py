"""附件 of a form: laid into a folder before there is anything to attach them to.

The folder is the id that the request will have; the browser chooses it. Whoever lays the first
file opens the folder; others get in only where the app that keeps the request says so (`admits`).
"""

from collections.abc import Callable
from uuid import UUID

from shared_apps.kernel.errors import Forbidden, NotFound
from tenant_apps.files.holders import Holding
from tenant_apps.files.models import Attachment, Version
from tenant_apps.forms.references import FOLDER
from tenant_apps.organization.models import Staff

Guard = Callable[[UUID, Staff], bool]
_guards: list[Guard] = []


def admits(guard: Guard) -> None:
    """Register who else may read a folder and add to it: `guard(folder, staff)`."""
    _guards.append(guard)


def find(attachment_id: UUID, *, viewer: Staff) -> Attachment:
    """Removed ones too: what was answered with them stays readable."""
    rows = Attachment.objects.filter(pk=attachment_id, subject_kind=FOLDER)
    found = rows.select_related("latest").first()
    if found is None or not _may_enter(found.subject_id, viewer):
        raise NotFound("没有这个附件，或您无权查看。")
    return found


def refuse_strangers(folder: UUID, by: Staff) -> None:
    opened = Attachment.objects.filter(subject_kind=FOLDER, subject_id=folder).exists()
    if opened and not _may_enter(folder, by):
        raise Forbidden("这份申请的附件不由您添加，请联系申请人。")


def read_folder(folder: UUID, viewer: Staff) -> Holding:
    """For the doors of files (files.holders)."""
    if not _may_enter(folder, viewer):
        raise NotFound("没有这份申请，或您无权查看。")
    return Holding(kind=FOLDER, id=folder, title="申请")


def edit_folder(folder: UUID, by: Staff) -> Holding:
    read_folder(folder, by)
    raise Forbidden("申请的附件只能在填写申请时添加或移除。")


def _may_enter(folder: UUID, staff: Staff) -> bool:
    laid = Version.objects.filter(
        attachment__subject_kind=FOLDER, attachment__subject_id=folder, uploaded_by=staff
    )
    return laid.exists() or any(guard(folder, staff) for guard in _guards)
