"""销假、还车、提前归还: what was approved and is not used any more becomes free again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.clock import ZONE
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.requests import balances, bookings, events, queries, returning
from tenant_apps.requests.models import BalanceEntry, Booking, GivingBack, Request
from tenant_apps.workflow import notices
from tenant_apps.workflow.models import Run


@transaction.atomic
def give_back(
    *,
    request: UUID,
    since: datetime | None,
    reason: str,
    by: Staff,
    at: datetime,
    request_id: str,
) -> Request:
    """归还: all of it, or from a moment on; who handled the request is told."""
    found = queries.find(request, viewer=by)
    # The run's row is the lock of its request: an approval and a giving back never cross.
    if found.run_id:
        Run.objects.select_for_update(no_key=True).get(pk=found.run_id)
    if GivingBack.objects.filter(request=found, click=request_id).exists():
        return found
    held = returning.demand(found, viewer=by, at=at)
    since = _within(held, since)
    halves = held.halves_after(since)
    if held.entry and not halves:
        raise returning.NothingToGiveBack("剩余时间不足半天，额度没有变化，不需要登记。")
    _release(held, since, at)
    _restore(found, held, halves, by=by, at=at)
    GivingBack.objects.create(
        request=found, since=since, halves=halves, reason=reason, by=by, at=at, click=request_id
    )
    _tell(found, held, since, halves, reason, by=by, at=at)
    record(
        events.RequestGivenBack(
            subject_id=found.pk,
            title=found.title,
            since=since.isoformat() if since else "",
            halves=halves,
            bookings=[str(one.pk) for one in held.bookings],
            reason=reason,
        ),
        by=by,
        at=at,
    )
    return found


def _within(held: returning.Held, since: datetime | None) -> datetime | None:
    """Before it began, giving back from then on is giving back all."""
    if since is None or since <= held.starts_at:
        return None
    if since >= held.ends_at:
        ended = bookings.day_and_time(held.ends_at)
        message = f"归还时间须早于现在的结束时间（{ended}）。"
        raise returning.NotWithinIt(message, by_field={"since": [message]})
    return since


def _release(held: returning.Held, since: datetime | None, at: datetime) -> None:
    rows = Booking.objects.filter(pk__in=[one.pk for one in held.bookings])
    if since is None:
        rows.update(state=Booking.State.RELEASED, given_back_at=at)
    else:
        rows.update(ends_at=since)


def _restore(
    request: Request, held: returning.Held, halves: int, *, by: Staff, at: datetime
) -> None:
    if held.entry is None or not halves:
        return
    BalanceEntry.objects.create(
        staff=held.entry.staff,
        account=held.entry.account,
        year=held.entry.year,
        way=BalanceEntry.Way.BACK,
        halves=halves,
        state=BalanceEntry.State.SETTLED,
        request=request,
        by=by,
        at=at,
    )


def _tell(
    request: Request,
    held: returning.Held,
    since: datetime | None,
    halves: int,
    reason: str,
    *,
    by: Staff,
    at: datetime,
) -> None:
    if request.run is None:
        return
    label = returning.label_of(request.kind.settings)
    when = f"{bookings.day_and_time(since.astimezone(ZONE))}起" if since else "全部"
    what = "、".join(one.resource.name for one in held.bookings)
    days = f"，退回 {balances.days(halves)} 天" if halves else ""
    why = f"：{reason}" if reason else ""
    text = f"{by.name}登记{label}（{when}{what and ' ' + what}{days}）{why}"
    notices.inform(request.run, by=by, text=text, at=at)
