"""纸质来文: what did not come by exchange is signed for and registered by hand (条例 24 ①②).

Its files are laid down first, under the id that the document will have, so that the clerk sees
what could be read from them; whoever laid them takes the document in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shared_apps.kernel import storage
from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError, Forbidden, Invalid, NotFound
from tenant_apps.correspondence import desks, events, reading
from tenant_apps.correspondence.actions import incoming
from tenant_apps.correspondence.duplicates import Like, like
from tenant_apps.correspondence.models import IncomingDocument
from tenant_apps.files import actions as files
from tenant_apps.files import preview, secrecy
from tenant_apps.files.models import Attachment, Version
from tenant_apps.files.queries import attachments_of
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.workflow.models import Item
from tenants.current import current_unit
from tenants.models import Unit

IDS_SORT_BY_TIME = 7  # ours do, and lists are read in their order; a made-up one would not
KEEPS = "correspondence.incoming.acknowledge"
TYPED = ("title", "doc_kind", "urgency", "signer", "shelf_mark", "written_on")


class AlreadyTaken(DomainError):
    code = "incoming.already_taken"


class MayRepeat(DomainError):
    """It looks like one that is here already; said once more, it is taken all the same."""

    code = "incoming.may_repeat"


class UnknownSender(Invalid):
    code = "incoming.unknown_sender"


class WrittenInTheFuture(Invalid):
    code = "incoming.written_in_the_future"


class NothingOfIt(Invalid):
    code = "incoming.nothing_of_it"


@dataclass(frozen=True)
class Laid:
    """A file laid down, and what could be read from it."""

    file: Attachment
    fields: reading.Fields
    said: str


@transaction.atomic
def lay_file(
    *, folder: UUID, name: str, chunks: Iterable[bytes], size: int, by: Staff, at: datetime
) -> Laid:
    """放入: a scan, a photograph or the file itself; read at once as far as it has words."""
    _refuse_others(by)
    _refuse_taken(folder, by)
    file = files.attach(
        subject_kind="incoming",
        subject_id=folder,
        name=name,
        chunks=chunks,
        size=size,
        by=by,
        at=at,
    )
    text, why = preview.read_now(file.version, at=at)
    if why == preview.MARKED or secrecy.is_marked_text(text):
        if Version.objects.filter(sha256=file.sha256).count() == 1:
            storage.drop(current_unit().schema_name, file.sha256)
        raise secrecy.refuse(f"“{file.name}”的首页")
    fields = reading.read(text)
    return Laid(file, fields, _said(len(fields.found()), why))


@transaction.atomic
def take_away(*, folder: UUID, attachment_id: UUID, by: Staff, at: datetime) -> None:
    """拿掉: before the document is taken in."""
    _refuse_others(by)
    _refuse_taken(folder, by)
    if attachment_id not in [one.pk for one in attachments_of("incoming", folder)]:
        raise NotFound("没有这个文件，可能已被移除。")
    files.remove(attachment_id=attachment_id, by=by, at=at)


@transaction.atomic
def take(
    *,
    folder: UUID,
    content: dict[str, Any],
    by: Staff,
    at: datetime,
    request_id: str,
    read: Sequence[str] = (),
    despite: bool = False,
) -> IncomingDocument:
    """签收并登记: the paper is signed for and, by who may, entered in the register at once.

    `read` are the fields that came out of its file and that the clerk has checked; `despite`
    says that what it may repeat has been seen.
    """
    _refuse_others(by)
    if again := IncomingDocument.objects.filter(pk=folder, acknowledged_by=by).first():
        return again
    _refuse_taken(folder, by)
    document = _laid_out(folder, content, at=at)
    kept = attachments_of("incoming", folder)
    if not kept and not document.shelf_mark:
        raise NothingOfIt(
            "请上传文件，或写明纸质原件的存放位置。",
            by_field={"shelf_mark": ["没有文件时请写明原件存放位置。"]},
        )
    repeats = alike(document, kept, at=at)
    if repeats and not despite:
        raise MayRepeat(
            f"可能与“{repeats[0].document.title}”重复（{repeats[0].why}），请核对后再登记。"
        )
    desks.sign_for(document, by=by, at=at)
    document.save(force_insert=True)
    said = events.IncomingTaken(
        subject_id=document.pk,
        envelope_id=None,
        title=document.title,
        from_unit=document.from_code or document.from_name,
        number=document.number,
        read=sorted(read),
        like=[str(one.document.pk) for one in repeats],
    )
    record(said, by=by, at=at)
    if Item.objects.filter(run=document.run, owner=by, status=Item.Status.OPEN).exists():
        return incoming.register(document_id=document.pk, by=by, at=at, request_id=request_id)
    return document


def alike(document: IncomingDocument, kept: Sequence[Attachment], *, at: datetime) -> list[Like]:
    return like(
        number=document.number,
        title=document.title,
        from_code=document.from_code,
        from_name=document.from_name,
        hashes=[one.sha256 for one in kept],
        at=at,
    )


def repeats_of(
    *, folder: UUID, content: dict[str, Any], viewer: Staff, at: datetime
) -> list[Like]:
    """What the clerk is warned of while still writing."""
    _refuse_others(viewer)
    _refuse_taken(folder, viewer)
    document = IncomingDocument(
        number=reading.normal_number(content["number"]), title=content["title"].strip()
    )
    document.from_code, document.from_name, _ = _sender(content)
    return alike(document, attachments_of("incoming", folder), at=at)


def _laid_out(folder: UUID, content: dict[str, Any], *, at: datetime) -> IncomingDocument:
    document = IncomingDocument(
        id=folder,
        channel=IncomingDocument.Channel.PAPER,
        number=reading.normal_number(content.get("number", "")),
        received_at=at,
        page_count=0,
        **{name: content[name] for name in TYPED if content.get(name)},
    )
    document.from_code, document.from_name, document.from_short_name = _sender(content)
    if not document.from_name:
        raise UnknownSender("请选择或填写来文机关。", by_field={"sender": ["请选择或填写。"]})
    for text in (document.title, document.number, document.shelf_mark, document.from_name):
        if secrecy.is_marked_name(text):
            raise secrecy.refuse(f"“{text}”")
    _refuse_future(document.written_on, at)
    return document


def _sender(content: dict[str, Any]) -> tuple[str, str, str]:
    """A unit of the directory, by its code or by its name as typed; else the name as typed."""
    code, name = content.get("from_code", ""), content.get("from_name", "").strip()
    units = Unit.objects.standing()
    if code:
        unit = units.filter(code=code).first()
        if unit is None:
            raise UnknownSender("通讯录里没有这个单位。", by_field={"sender": ["请另选。"]})
    else:
        unit = units.filter(name=name).first() or units.filter(short_name=name).first()
    if unit is not None:
        return unit.code, unit.name, unit.short_name
    return "", name, name[:40]


def _refuse_future(day: date | None, at: datetime) -> None:
    if day and day > at.astimezone(ZONE).date():
        message = "成文日期晚于今天，请核对。"
        raise WrittenInTheFuture(message, by_field={"written_on": [message]})


def _refuse_others(by: Staff) -> None:
    if not by.holds(KEEPS):
        raise Forbidden("由机要文书登记纸质来文。")


def _refuse_taken(folder: UUID, by: Staff) -> None:
    if folder.version != IDS_SORT_BY_TIME:
        raise NotFound("没有这份来文，请从“登记纸质来文”重新开始。")
    if IncomingDocument.objects.filter(pk=folder).exists():
        raise AlreadyTaken("此件已登记，文件以登记时为准，不能再改动。")
    laid = Version.objects.filter(
        attachment__subject_kind="incoming", attachment__subject_id=folder
    )
    if laid.exclude(uploaded_by=by).exists():
        raise NotFound("没有这份来文，或不是您在登记。")


def _said(found: int, why: str) -> str:
    if why:
        return f"{why.rstrip('。')}。什么也没有读出，请对照原件填写。"
    if not found:
        return "文件有文字，但没有认出公文要素，请对照原件填写。"
    return f"从文件读出 {found} 项，请逐项核对。"
