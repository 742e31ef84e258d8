"""What a pass can open and a pen can hold: the text of a document, or one office file attached.

An attachment is reached as its document is: whoever may change the one may change the other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from shared_apps.kernel.errors import DomainError, NotFound
from tenant_apps.files import holders, naming
from tenant_apps.files.holders import Holding
from tenant_apps.files.models import Attachment
from tenant_apps.files.sniffing import DOC, DOCX, PPT, PPTX, XLS, XLSX
from tenant_apps.organization.models import Staff
from tenant_apps.texts import subjects

ATTACHMENT = "attachment"
# Which program's link opens what the bytes are; WPS answers them where it is told to.
PROGRAMS = {
    **dict.fromkeys((DOC, DOCX), "ms-word"),
    **dict.fromkeys((XLS, XLSX), "ms-excel"),
    **dict.fromkeys((PPT, PPTX), "ms-powerpoint"),
}


class NoProgram(DomainError):
    code = "texts.no_program"


@dataclass(frozen=True, kw_only=True)
class Place(Holding):
    """`owner` is the document in whose story it stands."""

    owner: tuple[str, UUID]
    file_name: str
    program: str


def read(kind: str, subject_id: UUID, *, by: Staff) -> Place:
    return _reached(holders.read, kind, subject_id, by)


def edit(kind: str, subject_id: UUID, *, by: Staff) -> Place:
    """The document is locked with it."""
    return _reached(holders.edit, kind, subject_id, by)


def attachment(subject_id: UUID) -> Attachment:
    found = Attachment.objects.filter(pk=subject_id, removed_at=None).select_related("latest")
    if (one := found.first()) is None:
        raise NotFound("没有这个附件，可能已被移除。")
    return one


def _reached(reach: Callable[..., Holding], kind: str, subject_id: UUID, by: Staff) -> Place:
    if kind == ATTACHMENT:
        return _attached(reach, subject_id, by)
    subjects.of(kind)
    there = reach(kind, subject_id, by=by)
    return Place(
        kind=kind,
        id=there.id,
        title=there.title,
        step=there.step,
        owner=(kind, there.id),
        file_name=naming.cleaned(f"{there.title or '正文'}.docx"),
        program="ms-word",
    )


def _attached(reach: Callable[..., Holding], subject_id: UUID, by: Staff) -> Place:
    one = attachment(subject_id)
    there = reach(one.subject_kind, one.subject_id, by=by)
    if one.content_type not in PROGRAMS:
        raise NoProgram("这类附件不能直接用桌面软件编辑，请下载改好后重新添加。")
    return Place(
        kind=ATTACHMENT,
        id=one.pk,
        title=one.name,
        step=there.step,
        owner=(one.subject_kind, one.subject_id),
        file_name=one.name,
        program=PROGRAMS[one.content_type],
    )
