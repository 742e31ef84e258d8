"""敲门: how long to wait after wrong passwords, by account and, more gently, by address."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from tenant_apps.organization.models import Knock


@dataclass(frozen=True)
class Patience:
    """So many failures are free; then each one costs a wait, doubling up to the longest."""

    free: int
    first: timedelta
    longest: timedelta
    forgets_after: timedelta

    def wait(self, failures: int) -> timedelta | None:
        if failures < self.free:
            return None
        doublings: int = min(failures - self.free, 20)
        return min(self.first * (1 << doublings), self.longest)


ACCOUNT = Patience(5, timedelta(minutes=1), timedelta(hours=1), timedelta(hours=24))
# A whole unit may share one address, so it is held up late, and never for long.
ADDRESS = Patience(40, timedelta(minutes=1), timedelta(minutes=1), timedelta(minutes=15))


def at_account(account: str, *, at: datetime) -> Knock:
    """The account's row, locked: guesses at one account are answered one after another."""
    return _locked(_key("account", account), at)


def seconds_to_wait(knock: Knock, *, address: str, at: datetime) -> int:
    """How long neither this account nor this address may try again; 0 when they may."""
    door = Knock.objects.filter(key=_key("address", address)).first()
    waits = [one.locked_until - at for one in (knock, door) if one and one.locked_until]
    return max(0, *(-int(-wait.total_seconds() // 1) for wait in waits), 0)


def failed(knock: Knock, *, address: str, at: datetime) -> bool:
    """Count a wrong password; True when the account is held up from now on."""
    _count(knock, ACCOUNT, at)
    # Always the second row locked, after the account's and at the very end: no deadlock, no queue.
    _count(_locked(_key("address", address), at), ADDRESS, at)
    return knock.locked_until is not None and knock.locked_until > at


def forget(knock: Knock) -> None:
    """The right password wipes the slate."""
    if knock.failures:
        knock.failures, knock.locked_until = 0, None
        knock.save(update_fields=["failures", "locked_until"])


def _count(knock: Knock, patience: Patience, at: datetime) -> None:
    if at - knock.last_at > patience.forgets_after:
        knock.failures = 0
    knock.failures += 1
    knock.last_at = at
    wait = patience.wait(knock.failures)
    knock.locked_until = at + wait if wait else None
    knock.save(update_fields=["failures", "last_at", "locked_until"])


def _locked(key: str, at: datetime) -> Knock:
    """Two first knocks at once insert one row; a row swept away meanwhile is made anew."""
    while True:
        if knock := Knock.objects.select_for_update().filter(key=key).first():
            return knock
        Knock.objects.bulk_create([Knock(key=key, last_at=at)], ignore_conflicts=True)


def _key(kind: str, what: str) -> str:
    return hashlib.sha256(f"{kind}:{what}".encode()).hexdigest()
