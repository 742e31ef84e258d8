"""CheckFileInfo, GetFile and PutFile: the text as it stands, and its next version."""

from base64 import b64encode
from datetime import UTC
from hashlib import sha256

from django.conf import settings

from shared_apps.kernel.errors import DomainError
from tenant_apps.files.sniffing import DOCX
from tenant_apps.texts import locks, queries, stock
from tenant_apps.texts.actions import saving
from tenant_apps.texts.models import Pass, TextVersion
from tenant_apps.texts.wopi.call import Call, Mismatch, in_json, plain
from tenant_apps.texts.wopi.pens import refuse_unless
from tenants.current import current_unit
from tenants.outside import Answer

CAN: dict[str, object] = {
    "SupportsLocks": True,
    "SupportsGetLock": True,
    "SupportsExtendedLockLength": True,
    "SupportsUpdate": True,
    "UserCanNotWriteRelative": True,
    "SupportsRename": False,
    "UserCanRename": False,
    "SupportsDeleteFile": False,
}


def check_file_info(call: Call) -> Answer:
    title = call.read().title
    text = queries.standing(call.kind, call.subject_id)
    content = stock.content(text)
    may_write = _may_write(call)
    facts = {
        "BaseFileName": call.held.file_name,
        "BreadcrumbDocName": title,
        "OwnerId": current_unit().schema_name,
        "Size": len(content),
        "SHA256": b64encode(sha256(content).digest()).decode(),
        "Version": text.stamp,
        "LastModifiedTime": _time(text),
        "UserId": call.held.staff_id.hex,
        "UserFriendlyName": call.held.staff.name,
        "IsAnonymousUser": False,
        "UserCanWrite": may_write,
        "ReadOnly": not may_write,
        "PostMessageOrigin": f"{settings.HESHU_SCHEME}://{call.environ['HTTP_HOST']}",
    }
    _has_seen(call, 0)  # it asks when it opens the file, and reads it anew
    return in_json(facts | CAN)


def get_file(call: Call) -> Answer:
    call.read()
    text = queries.standing(call.kind, call.subject_id)
    content = stock.content(text)
    most = call.head("MAXEXPECTEDSIZE")
    if most.isdecimal() and len(content) > int(most):
        return plain("412 Precondition Failed")
    _has_seen(call, text.number)
    answer = plain("200 OK", ItemVersion=text.stamp)
    answer.headers[0] = ("Content-Type", DOCX)
    answer.body = content
    return answer


def put_file(call: Call) -> Answer:
    """PutFile: for whoever holds the lock; else it is kept beside the text, and 409."""
    try:
        file = saving.arrive(call.body(), name=call.held.file_name)
    except DomainError:
        _key(call)  # a lock that is none is said first: the suite acts upon that
        raise
    try:
        key = _key(call)
    except Mismatch as mismatch:
        _set_aside(call, file)
        mismatch.answer.keep = True  # what was refused as the text stands beside it
        raise
    text = saving.save_word(
        subject_kind=call.kind,
        subject_id=call.subject_id,
        file=file,
        save=saving.Save(way="wopi", key=key),
        by=call.held.staff,
        at=call.at,
    )
    # The suite is one: what it saved, everybody who writes in it has before them.
    there = Pass.objects.filter(subject_kind=call.kind, subject_id=call.subject_id)
    there.filter(door=Pass.Door.WOPI, seen__gt=0).update(seen=text.number)
    return in_json({"LastModifiedTime": _time(text)}, ItemVersion=text.stamp)


def _key(call: Call) -> str:
    return refuse_unless(locks.held(call.edit(), at=call.at), call.head("LOCK")).key


def _time(text: TextVersion) -> str:
    return f"{text.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def _set_aside(call: Call, file: saving.Arrived) -> None:
    saving.set_file_aside(
        subject_kind=call.kind,
        subject_id=call.subject_id,
        file=file,
        save=saving.Save(way="wopi", base=call.held.seen),
        by=call.held.staff,
        at=call.at,
    )


def _may_write(call: Call) -> bool:
    try:
        call.edit()
    except DomainError:
        return False
    return True


def _has_seen(call: Call, number: int) -> None:
    Pass.objects.filter(pk=call.held.pk).update(seen=number)
