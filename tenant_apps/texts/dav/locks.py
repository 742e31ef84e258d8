"""WebDAV locks in the unit's own schema, shared by all workers; a document's is its 编辑锁 too."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from wsgidav.lock_man.lock_manager import generate_lock_token, normalize_lock_root, validate_lock

from tenant_apps.texts import locks, pens
from tenant_apps.texts.dav.errors import refused
from tenant_apps.texts.models import DavLock, EditLock, Pass

LONGEST = locks.LONG.total_seconds()
Lock = dict[str, Any]


class DbLocks:
    """The storage below wsgidav's LockManager: its contract, our rows. One for a request."""

    def __init__(self, held: Pass, at: datetime) -> None:
        self.held, self.at = held, at

    def open(self) -> None: ...

    def close(self) -> None: ...

    def get(self, token: str) -> Lock | None:
        row = self._standing().filter(token=token).first()
        return self._lock(row) if row and self._is_the_pen(row) else None

    def create(self, path: str, lock: Lock) -> Lock:
        lock["root"] = normalize_lock_root(path)
        lock["timeout"] = _length(lock["timeout"])
        lock["expire"] = self.at.timestamp() + lock["timeout"]
        validate_lock(lock)
        lock["token"] = generate_lock_token()
        if self.held.subject_id is not None:
            pen = locks.Pen(way="webdav", key=lock["token"], by=self.held.staff)
            with refused():
                pens.take(self.held.subject_kind, self.held.subject_id, pen, at=self.at)
        said = {**lock, "owner": lock["owner"].decode()}
        DavLock.objects.create(
            token=lock["token"],
            place=lock["root"],
            said=said,
            expires_at=self._until(lock["timeout"]),
        )
        return lock

    def refresh(self, token: str, *, timeout: float) -> Lock:
        row = DavLock.objects.get(token=token)
        row.said["timeout"] = _length(timeout)
        row.expires_at = self._until(row.said["timeout"])
        row.said["expire"] = row.expires_at.timestamp()
        row.save(update_fields=["said", "expires_at"])
        if self.held.subject_id is not None:
            with refused():
                pens.renew(
                    self.held.subject_kind,
                    self.held.subject_id,
                    key=token,
                    by=self.held.staff,
                    at=self.at,
                )
        return self._lock(row)

    def delete(self, token: str) -> bool:
        gone, _ = DavLock.objects.filter(token=token).delete()
        EditLock.objects.filter(key=token).delete()
        return gone > 0

    def get_lock_list(
        self, path: str, *, include_root: bool, include_children: bool, token_only: bool
    ) -> list[Any]:
        path = normalize_lock_root(path)
        wanted = Q(pk=None)
        if include_root:
            wanted |= Q(place=path)
        if include_children:
            wanted |= Q(place__startswith=path.rstrip("/") + "/")
        rows = self._standing().filter(wanted).order_by("pk")
        found = [self._lock(row) for row in rows if self._is_the_pen(row)]
        return [lock["token"] for lock in found] if token_only else found

    def _standing(self) -> Any:
        return DavLock.objects.filter(expires_at__gt=self.at)

    def _is_the_pen(self, row: DavLock) -> bool:
        """Somebody may have taken the pen over in another way: then this lock is none."""
        if self.held.subject_id is None:
            return True
        return EditLock.objects.filter(key=row.token, expires_at__gt=self.at).exists()

    def _lock(self, row: DavLock) -> Lock:
        return {**row.said, "owner": row.said["owner"].encode()}

    def _until(self, seconds: float) -> datetime:
        return self.at + timedelta(seconds=seconds)


def _length(seconds: float) -> float:
    """No lock without end: whoever closed the lid must not keep the pen overnight."""
    return LONGEST if seconds < 0 else min(float(seconds), LONGEST)
