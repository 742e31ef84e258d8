"""The protocol's locks are our 编辑锁: one pen a document, whichever way it is written."""

from tenant_apps.texts import locks, queries
from tenant_apps.texts.models import EditLock
from tenant_apps.texts.wopi.call import BAD_REQUEST, LONGEST_LOCK, Call, Mismatch, plain, said_of
from tenants.outside import Answer

OTHERS = "Another way of writing holds the document."
DIFFERENT = "The lock is a different one."
NONE = "The document is not locked."
CHANGED = "The document has changed since it was read."


def lock(call: Call) -> Answer:
    """LOCK, and UNLOCK_AND_RELOCK, which is LOCK with the lock to be given up."""
    key, old = call.head("LOCK"), call.head("OLDLOCK")
    if not _is_lock(key):
        return plain(BAD_REQUEST)
    place = call.edit()
    standing = locks.held(place, at=call.at)
    pen = locks.Pen(way="wopi", key=key, by=call.held.staff)
    if old:
        refuse_unless(standing, old)
    elif locks.bars(place, pen, at=call.at):
        raise Mismatch(standing, DIFFERENT if said_of(standing) else OTHERS)
    elif said_of(standing) != key and 0 < call.held.seen < _number(call):
        raise Mismatch(None, CHANGED)  # or its old copy would become the text
    locks.put(place, pen, at=call.at)
    return _granted(call)


def get_lock(call: Call) -> Answer:
    standing = locks.held(call.read(), at=call.at)
    if standing is not None and standing.way != "wopi":
        raise Mismatch(standing, OTHERS)
    return plain("200 OK", Lock=said_of(standing))


def refresh_lock(call: Call) -> Answer:
    key = call.head("LOCK")
    if not _is_lock(key):
        return plain(BAD_REQUEST)
    place = call.edit()
    standing = refuse_unless(locks.held(place, at=call.at), key)
    locks.put(place, locks.Pen(way="wopi", key=standing.key, by=call.held.staff), at=call.at)
    return _granted(call)


def unlock(call: Call) -> Answer:
    """Possible after the document has moved on as well: one gives back what one holds."""
    key = call.head("LOCK")
    if not _is_lock(key):
        return plain(BAD_REQUEST)
    place = call.read()
    refuse_unless(locks.held(place, at=call.at), key)
    locks.release(place, key=key)
    return _granted(call)


def refuse_unless(standing: EditLock | None, key: str) -> EditLock:
    """The lock that stands is this one."""
    if standing is None:
        raise Mismatch(None, NONE)
    if standing.way != "wopi":
        raise Mismatch(standing, OTHERS)
    if standing.key != key:
        raise Mismatch(standing, DIFFERENT)
    return standing


def _is_lock(key: str) -> bool:
    return 0 < len(key) <= LONGEST_LOCK and key.isascii()


def _number(call: Call) -> int:
    latest = queries.latest(call.kind, call.subject_id)
    return latest.number if latest else 0


def _granted(call: Call) -> Answer:
    return plain("200 OK", ItemVersion=queries.standing(call.kind, call.subject_id).stamp)
