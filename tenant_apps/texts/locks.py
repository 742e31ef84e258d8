"""编辑锁: who holds the pen. Always under the document's own lock (files.holders.edit)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError
from tenant_apps.files.holders import Holding
from tenant_apps.organization.models import Staff
from tenant_apps.texts.models import EditLock, TextVersion

SHORT = timedelta(minutes=2)  # a page renews it while it is open
LONG = timedelta(minutes=30)  # programs renew their own
LENGTHS = {"typed": SHORT, "browser": SHORT}


@dataclass(frozen=True, kw_only=True)
class Pen:
    """Who writes, in which way; `key` is what the program shows to be known again."""

    way: str
    key: str
    by: Staff


class Locked(DomainError):
    """Somebody else writes; who and until when is said, so that one can call them."""

    status = 423
    code = "texts.locked"


class PenLost(DomainError):
    code = "texts.pen_lost"


def held(place: Holding, *, at: datetime) -> EditLock | None:
    """The lock that stands now. What ran out, or was taken at a step now past, does not."""
    there = EditLock.objects.filter(subject_kind=place.kind, subject_id=place.id)
    return there.filter(expires_at__gt=at, step=place.step).first()


def bars(place: Holding, pen: Pen, *, at: datetime) -> EditLock | None:
    """The lock that keeps this pen from writing. One's own typing bars nothing of one's own."""
    lock = held(place, at=at)
    if lock is None or lock.key == pen.key:
        return None
    return None if lock.way == "typed" and lock.owner_id == pen.by.pk else lock


def refuse_others(place: Holding, pen: Pen, *, at: datetime) -> None:
    lock = bars(place, pen, at=at)
    if lock is not None:
        raise _locked(lock)


def take(place: Holding, pen: Pen, *, at: datetime, length: timedelta | None = None) -> EditLock:
    """取锁, or renew one's own."""
    refuse_others(place, pen, at=at)
    return put(place, pen, at=at, length=length)


def put(place: Holding, pen: Pen, *, at: datetime, length: timedelta | None = None) -> EditLock:
    """Whoever held it before, it is this one's now."""
    until = at + (length or LENGTHS.get(pen.way, LONG))
    where: dict[str, Any] = {"subject_kind": place.kind, "subject_id": place.id}
    old = EditLock.objects.filter(**where).first()
    if old is not None and (old.key, old.step) == (pen.key, place.step):
        old.expires_at = until
        old.save(update_fields=["expires_at"])
        return old
    mine: dict[str, object] = {
        "way": pen.way,
        "key": pen.key,
        "owner": pen.by,
        "owner_name": pen.by.name,
        "step": place.step,
        "taken_at": at,
        "expires_at": until,
    }
    lock, _ = EditLock.objects.update_or_create(**where, defaults=mine)
    return lock


def renew(place: Holding, *, key: str, by: Staff, at: datetime) -> EditLock:
    """续锁; whose pen was taken over hears here by whom."""
    lock = EditLock.objects.filter(subject_kind=place.kind, subject_id=place.id).first()
    if lock is None or (lock.key != key and lock.expires_at <= at):
        raise PenLost("您的编辑锁已到期。请刷新后再编辑；没有保存的内容仍在这个页面上。")
    if lock.key != key:
        when = lock.taken_at.astimezone(ZONE)
        raise PenLost(
            f"{lock.owner_name}已于 {when:%H:%M} 接手编辑。您没有保存的内容仍在这个页面上，"
            "保存时会另存为旁稿，不会丢失。",
            owner=lock.owner_name,
        )
    return put(place, Pen(way=lock.way, key=key, by=by), at=at)


def release(place: Holding, *, key: str) -> None:
    EditLock.objects.filter(subject_kind=place.kind, subject_id=place.id, key=key).delete()


def _locked(lock: EditLock) -> Locked:
    way = TextVersion.Way(lock.way).label
    until = lock.expires_at.astimezone(ZONE)
    return Locked(
        f"{lock.owner_name}正在编辑正文（{way}），锁到 {until:%H:%M}。"
        "请联系其保存后关闭，或接手编辑。",
        owner=lock.owner_name,
        way=lock.way,
        until=lock.expires_at.isoformat(),
    )
