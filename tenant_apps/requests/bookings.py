"""资源: which one a request wants and when, who else does, and what is free instead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError, Invalid
from tenant_apps.requests import measures
from tenant_apps.requests.models import Booking, Request, Resource

Settings = Mapping[str, Any]
State = Booking.State


class UnknownResource(Invalid):
    code = "requests.unknown_resource"


class ResourceTaken(DomainError):
    code = "requests.resource_taken"


class OutOfStock(DomainError):
    code = "requests.out_of_stock"


@dataclass(frozen=True)
class Wish:
    """One thing a request wants, and when where time matters."""

    resource: Resource
    quantity: int = 1
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def exclusive(self) -> bool:
        return self.resource.kind in Resource.EXCLUSIVE and self.starts_at is not None


def wishes(settings: Settings, answers: measures.Answers) -> list[Wish]:
    """As far as answered. A resource that does not exist is a refusal."""
    rule = settings.get("resource")
    if not rule:
        return []
    asked = _asked(rule, answers)
    known = {str(one.pk): one for one in of_kind(rule["kind"])}
    times = measures.span(answers, rule.get("period"))
    found = []
    for key, quantity in asked.items():
        if key not in known:
            message = "所选的资源不存在或已停用，请重新选择。"
            raise UnknownResource(message, by_field={rule.get("rows") or rule["field"]: [message]})
        found.append(Wish(known[key], quantity, *(times or (None, None))))
    return found


def of_kind(kind: str) -> QuerySet[Resource]:
    return Resource.objects.filter(kind=kind, is_active=True).order_by("position", "name")


def standing_in_way(
    wish: Wish, *, states: Iterable[str], without: UUID | None = None
) -> QuerySet[Booking]:
    """Bookings of the same thing that overlap. `without`: one's own."""
    rows = Booking.objects.filter(
        resource=wish.resource,
        exclusive=True,
        state__in=list(states),
        starts_at__lt=wish.ends_at,
        ends_at__gt=wish.starts_at,
    )
    if without:
        rows = rows.exclude(request=without)
    return rows.select_related("request__applicant", "request__department").order_by("starts_at")


def in_store(resource: Resource, *, without: UUID | None = None) -> int:
    """物品: what was put in less what was given out."""
    rows = Booking.objects.filter(resource=resource, state=State.CONFIRMED)
    if without:
        rows = rows.exclude(request=without)
    out: int = rows.aggregate(out=Sum("quantity", default=0))["out"]
    return (resource.capacity or 0) - out


def refuse_taken(wanted: Iterable[Wish], *, without: UUID | None = None) -> None:
    """The sentence for people; the constraint is what holds."""
    for wish in wanted:
        if wish.exclusive:
            other = standing_in_way(wish, states=[State.CONFIRMED], without=without).first()
            if other:
                raise ResourceTaken(
                    f"{wish.resource.name} {said(other)}，不能重复安排。"
                    "请改用其他资源或换个时间。",
                    resource=str(wish.resource.pk),
                )
        elif wish.resource.kind == Resource.Kind.STOCK:
            left = in_store(wish.resource, without=without)
            if wish.quantity > left:
                raise OutOfStock(
                    f"“{wish.resource.name}”库存 {left}，申领 {wish.quantity}，数量不够。"
                    "请减少数量，或联系管理员补货。",
                    resource=str(wish.resource.pk),
                )


def said(booking: Booking) -> str:
    """11月24日 08:00—12:00 已约：危化科 刘志强"""
    request = booking.request
    how = "已定给" if booking.state == State.CONFIRMED else "已有人申请："
    who = f"{request.department.name} {request.applicant.name}"
    return f"{when(booking.starts_at, booking.ends_at)} {how}{who}"


def when(start: datetime | None, end: datetime | None, *, year: bool = False) -> str:
    if start is None or end is None:
        return ""
    begins, ends = start.astimezone(ZONE), end.astimezone(ZONE)
    first = day_and_time(begins)
    if year:
        first = f"{begins.year}年{first}"
    if begins.date() == ends.date():
        return f"{first}—{ends:%H:%M}"
    return f"{first}—{day_and_time(ends)}"


def day_and_time(moment: datetime) -> str:
    here = moment.astimezone(ZONE)
    return f"{here.month}月{here.day}日 {here:%H:%M}"


def plan(request: Request, wanted: Iterable[Wish]) -> None:
    """What the answers ask for now, in place of what they asked for before."""
    request.bookings.all().delete()
    Booking.objects.bulk_create(
        Booking(
            request=request,
            resource=wish.resource,
            starts_at=wish.starts_at,
            ends_at=wish.ends_at,
            quantity=wish.quantity,
            exclusive=wish.exclusive,
        )
        for wish in wanted
    )


def _asked(rule: Mapping[str, Any], answers: measures.Answers) -> dict[str, int]:
    """Resource → quantity; the same thing on two lines is one wish."""
    rows = answers.get(rule["rows"]) if rule.get("rows") else [answers]
    found: dict[str, int] = {}
    for row in rows if isinstance(rows, list) else []:
        key = row.get(rule["field"]) if isinstance(row, Mapping) else None
        amount = row.get(rule["quantity"]) if rule.get("quantity") and key else 1
        if key and isinstance(amount, int) and amount > 0:
            found[str(key)] = found.get(str(key), 0) + amount
    return found


def busy(resources: Iterable[Resource], day: tuple[datetime, datetime]) -> QuerySet[Booking]:
    """Everything that is booked in this stretch of time, for the picture of the day."""
    rows = Booking.objects.filter(
        resource__in=list(resources),
        state__in=[State.PENDING, State.CONFIRMED],
        starts_at__lt=day[1],
        ends_at__gt=day[0],
    ).filter(Q(exclusive=True))
    return rows.select_related("request__applicant", "request__department").order_by("starts_at")
