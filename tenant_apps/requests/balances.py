"""额度: what is left of somebody's leave, always summed from the entries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError
from tenant_apps.forms import conditions
from tenant_apps.organization.models import Staff
from tenant_apps.requests import measures
from tenant_apps.requests.models import BalanceEntry

Settings = Mapping[str, Any]
Way, State = BalanceEntry.Way, BalanceEntry.State


class NotEnoughLeft(DomainError):
    code = "requests.not_enough_left"


@dataclass(frozen=True)
class Claim:
    """What one request would take from, or give to, one account."""

    account: str
    label: str
    year: int
    way: str
    halves: int


@dataclass(frozen=True)
class Balance:
    """In half days."""

    granted: int = 0
    used: int = 0
    pending: int = 0

    @property
    def left(self) -> int:
        return self.granted - self.used - self.pending


def claim(settings: Settings, answers: measures.Answers) -> Claim | None:
    """請: 年休假 and 调休 take; 加班 換调休 gives."""
    rule = settings.get("balance")
    times = measures.span(answers, rule["period"]) if rule else None
    if rule is None or times is None:
        return None
    account = rule.get("account") or rule["accounts"].get(str(answers.get(rule.get("field"))))
    if not account or not conditions.holds(rule.get("when"), answers):
        return None
    earned = rule["way"] == Way.GRANT
    counted = measures.halves_earned if earned else measures.halves_of
    amount = counted(answers, rule["period"])
    if amount == 0:
        return None
    year = times[0].astimezone(ZONE).year
    return Claim(account, rule["labels"][account], year, rule["way"], amount)


def of(staff_id: UUID, account: str, year: int, *, without: UUID | None = None) -> Balance:
    """`without`: a request that is being changed does not stand in its own way."""
    rows = BalanceEntry.objects.filter(staff=staff_id, account=account, year=year)
    if without:
        rows = rows.exclude(request=without)
    return _summed(rows)


def _summed(rows: QuerySet[BalanceEntry]) -> Balance:
    def total(way: BalanceEntry.Way, state: BalanceEntry.State) -> Sum:
        return Sum("halves", filter=Q(way=way, state=state), default=0)

    found = rows.aggregate(
        granted=total(Way.GRANT, State.SETTLED),
        used=total(Way.TAKE, State.SETTLED) - total(Way.BACK, State.SETTLED),
        pending=total(Way.TAKE, State.PENDING) - total(Way.BACK, State.PENDING),
    )
    return Balance(**found)


LABELS = {"annual": "年休假", "comp": "调休"}


def every(staff_id: UUID, year: int) -> list[dict[str, Any]]:
    """Somebody's accounts of a year, in days."""
    found = []
    for account in LABELS:
        found.append(in_days(account, year, of(staff_id, account, year)))
    return found


def in_days(account: str, year: int, now: Balance) -> dict[str, Any]:
    sums = {name: getattr(now, name) / 2 for name in ("granted", "used", "pending", "left")}
    return {"account": account, "label": LABELS[account], "year": year, **sums}


def refuse_overdraft(asked: Claim | None, staff: Staff, *, without: UUID | None = None) -> None:
    """The person's row is held, so that two requests at once cannot both take the last day."""
    if asked is None or asked.way == Way.GRANT:
        return
    Staff.objects.select_for_update(no_key=True).get(pk=staff.pk)
    left = of(staff.pk, asked.account, asked.year, without=without).left
    if left < asked.halves:
        raise NotEnoughLeft(
            f"{asked.label}{asked.year}年还剩 {days(left)} 天，本次需 {days(asked.halves)} 天。"
            "请缩短时间、改用其他假别，或联系办公室核定额度。",
            left=left / 2,
            asked=asked.halves / 2,
        )


def days(halves: int) -> str:
    return f"{halves / 2:g}"
