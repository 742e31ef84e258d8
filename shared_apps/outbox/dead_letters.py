"""死信: what could not be carried. A person mends the cause, then retries or drops it."""

from uuid import UUID

from django.db.models import QuerySet

from shared_apps.kernel.errors import NotFound
from shared_apps.outbox.models import Dispatch
from tenants.current import public_floor


def dead() -> QuerySet[Dispatch]:
    return Dispatch.objects.exclude(dead_at=None).order_by("-dead_at")


def waiting() -> QuerySet[Dispatch]:
    return Dispatch.objects.filter(dead_at=None).order_by("pk")


def retry(ids: list[UUID] | None = None) -> int:
    """重发: all of them, or those; they begin again with their full number of attempts."""
    with public_floor():
        return _chosen(ids).update(
            dead_at=None, due_at=None, leased_until=None, attempts=0, last_error=""
        )


def drop(ids: list[UUID]) -> int:
    """丢弃: what it says is only in the journal from now on."""
    with public_floor():
        gone, _ = _chosen(ids).delete()
    return gone


def _chosen(ids: list[UUID] | None) -> QuerySet[Dispatch]:
    if ids is None:
        return dead()
    found = dead().filter(pk__in=ids)
    if missing := set(map(str, ids)) - {str(pk) for pk in found.values_list("pk", flat=True)}:
        raise NotFound(f"没有这些死信：{'、'.join(sorted(missing))}。")
    return found
