"""归还: what an approved request still holds, and why it cannot be given back now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError, Forbidden, Invalid
from tenant_apps.forms import spans
from tenant_apps.organization.models import Staff
from tenant_apps.organization.queries import holders_of
from tenant_apps.requests import bookings, measures
from tenant_apps.requests.models import BalanceEntry, Booking, GivingBack, Request
from tenant_apps.workflow.models import Run

KEEPER = "requests.manage"
LABELS = {"car": "还车", "room": "归还会议室"}
LEAVE = "销假"
NAMED = 3


class NothingToGiveBack(DomainError):
    code = "requests.nothing_to_give_back"


class AlreadyOver(DomainError):
    code = "requests.already_over"


class NotYoursToGiveBack(Forbidden):
    code = "requests.not_yours_to_give_back"


class NotWithinIt(Invalid):
    code = "requests.not_within_it"


@dataclass(frozen=True)
class Held:
    """What a request has of the unit's, from when to when."""

    starts_at: datetime
    ends_at: datetime
    bookings: Sequence[Booking]
    entry: BalanceEntry | None
    back: int  # half days that came back before
    said: str  # the beginning as it was answered: half days are counted from it

    def halves_after(self, since: datetime | None) -> int:
        """Half days that were taken for the time from then on, and have not come back yet."""
        if self.entry is None:
            return 0
        used = spans.span(self.said, since.astimezone(ZONE).isoformat()) if since else None
        return max(0, self.entry.halves - (used.halves if used else 0) - self.back)


@dataclass(frozen=True)
class Offer:
    """The act beside a request: its word, whether it may be done, else why not."""

    label: str
    allowed: bool
    reason: str
    starts_at: datetime | None
    ends_at: datetime | None


def label_of(settings: dict[str, Any]) -> str:
    """销假, 还车 …; empty where a kind gives nothing that could come back."""
    if settings.get("balance", {}).get("way") == BalanceEntry.Way.TAKE:
        return LEAVE
    return LABELS.get(settings.get("resource", {}).get("kind", ""), "")


def held(request: Request) -> Held | None:
    """None while nothing is approved, and once all of it was given back."""
    settings = request.kind.settings
    rule = settings.get("balance") or settings.get("resource") or {}
    times = measures.span(request.answers, rule.get("period"))
    given = list(GivingBack.objects.filter(request=request))
    if not label_of(settings) or times is None or any(one.since is None for one in given):
        return None
    kept = request.bookings.filter(state=Booking.State.CONFIRMED, exclusive=True)
    things = list(kept.select_related("resource"))
    entry = request.balance_entries.filter(way=BalanceEntry.Way.TAKE, state="settled").first()
    away = label_of(settings) == LEAVE and request.status == Run.Status.DONE
    if not things and not away:
        return None
    return Held(
        starts_at=times[0],
        ends_at=min([times[1], *(one.since for one in given if one.since)]),
        bookings=things,
        entry=entry,
        back=sum(one.halves for one in given),
        said=request.answers[rule["period"]]["start"],
    )


def why_not(
    request: Request, now_held: Held | None, *, viewer: Staff, at: datetime
) -> DomainError | None:
    """By who asked for it while it lasts, and by the office also afterwards."""
    keeper = viewer.holds(KEEPER)
    if request.applicant_id != viewer.pk and not keeper:
        return NotYoursToGiveBack("只有申请人和负责办事资源的人员可以登记归还。")
    if now_held is None:
        return NothingToGiveBack(_why_nothing(request))
    if now_held.ends_at <= at and not keeper:
        names = "、".join(person.name for person in holders_of(KEEPER)[:NAMED]) or "办公室"
        ended = bookings.day_and_time(now_held.ends_at)
        return AlreadyOver(f"已于{ended}到期；确有没用到的，请联系{names}登记。")
    return None


def demand(request: Request, *, viewer: Staff, at: datetime) -> Held:
    """What this person may give back now; anything else is a refusal."""
    now_held = held(request)
    refusal = why_not(request, now_held, viewer=viewer, at=at)
    if refusal is None and now_held is not None:
        return now_held
    raise refusal or NothingToGiveBack(_why_nothing(request))


def offer(request: Request, *, viewer: Staff, at: datetime) -> Offer | None:
    """None where the kind gives nothing back, or nothing was approved: no button, no reason."""
    label = label_of(request.kind.settings)
    now_held = held(request) if label else None
    if now_held is None:
        return None
    refusal = why_not(request, now_held, viewer=viewer, at=at)
    if isinstance(refusal, NotYoursToGiveBack):
        return None
    reason = refusal.message if refusal else ""
    return Offer(label, refusal is None, reason, now_held.starts_at, now_held.ends_at)


def _why_nothing(request: Request) -> str:
    if request.given_back.filter(since=None).exists():
        return "这件申请已经全部归还，不用再登记。"
    if request.status in Run.LIVE:
        return "这件申请还没有批准；不再需要的，请直接撤销。"
    if request.status != Run.Status.DONE:
        return "这件申请没有获准，没有可归还的。"
    return "这类申请没有可归还的车辆、会议室或假期。"
