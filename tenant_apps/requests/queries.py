"""Requests as lists and as a page, for whoever may see them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import NotFound
from shared_apps.kernel.listing import listing
from tenant_apps.forms.rights import Rights
from tenant_apps.organization.models import Staff
from tenant_apps.requests import balances, bookings, returning, sheets
from tenant_apps.requests.models import (
    BalanceEntry,
    Booking,
    GivingBack,
    Request,
    RequestKind,
    Resource,
)
from tenant_apps.requests.models.requests import READ_UNIT
from tenant_apps.workflow import graphs
from tenant_apps.workflow.circulars import Notice
from tenant_apps.workflow.models import Item, Run

NEWEST = ("-filed_at", "-id")
WITH = ("kind", "applicant", "department")


@dataclass(frozen=True)
class Place:
    """Where a request lies now."""

    step_name: str
    people: list[str]


@dataclass(frozen=True)
class Row:
    request: Request
    place: Place


@dataclass(frozen=True)
class Rows:
    results: list[Row]
    next: str | None
    total: int | None


def kinds() -> QuerySet[RequestKind]:
    return RequestKind.objects.filter(is_active=True).order_by("position", "name")


def resources(viewer: Staff, kind: str) -> QuerySet[Resource]:
    """Everybody sees what there is; who keeps them also sees what is out of use."""
    confirmed = Booking.objects.filter(resource=OuterRef("pk"), state=Booking.State.CONFIRMED)
    out = confirmed.order_by().values("resource").annotate(n=Sum("quantity")).values("n")
    rows = Resource.objects.annotate(out=Subquery(out)).order_by("kind", "position", "name")
    if not viewer.holds("requests.manage"):
        rows = rows.filter(is_active=True)
    return rows.filter(kind=kind) if kind else rows


def find(request_id: UUID, *, viewer: Staff) -> Request:
    rows = Request.objects.visible_to(viewer).select_related(*WITH, "form__form", "run")
    request = rows.filter(pk=request_id).first()
    if request is None:
        raise NotFound("没有这件申请，或您无权查看。")
    return request


@dataclass(frozen=True)
class Filter:
    """mine: what one filed oneself; all: whatever one may see."""

    box: str = "mine"
    kind: str = ""
    status: str = ""
    q: str = ""
    since: date | None = None
    until: date | None = None


def requests_for(viewer: Staff, asked: Filter) -> QuerySet[Request]:
    rows = Request.objects.visible_to(viewer).select_related(*WITH)
    if asked.box == "mine":
        rows = rows.filter(applicant=viewer)
    if asked.kind:
        rows = rows.filter(kind__key=asked.kind)
    if asked.status:
        rows = rows.filter(status=asked.status)
    if asked.since:
        rows = rows.filter(filed_at__gte=datetime.combine(asked.since, time(), ZONE))
    if asked.until:
        end = datetime.combine(asked.until, time(), ZONE) + timedelta(days=1)
        rows = rows.filter(filed_at__lt=end)
    for word in asked.q.split():
        named = Q(title__icontains=word) | Q(number__icontains=word)
        rows = rows.filter(named | Q(applicant__name__icontains=word))
    return rows


def page(rows: QuerySet[Request], cursor: str | None) -> Rows:
    found = listing(rows, cursor, by=NEWEST)
    places = places_of(found.results)
    results = [Row(one, places[one.pk]) for one in found.results]
    return Rows(results, found.next, found.total)


def places_of(requests: Iterable[Request]) -> dict[UUID, Place]:
    """Current step and whose desk it is on: one statement for the page."""
    everyone = list(requests)
    open_ = Item.objects.filter(
        run__in=[one.run_id for one in everyone if one.run_id], status=Item.Status.OPEN
    )
    lying: dict[UUID, list[Item]] = {}
    for item in open_.select_related("step", "owner").order_by("step__opened_seq", "slot"):
        lying.setdefault(item.run_id, []).append(item)
    return {one.pk: _place(one, lying.get(one.run_id or one.pk, [])) for one in everyone}


def _place(request: Request, items: list[Item]) -> Place:
    steps = list(dict.fromkeys(item.step.name for item in items))
    people = list(dict.fromkeys(item.owner.name for item in items))
    return Place("、".join(steps) or request.get_status_display(), people)


# ---- one request -----------------------------------------------------------------------


@dataclass(frozen=True)
class Picture:
    """Everything the page of a request shows."""

    request: Request
    place: Place
    sheet: dict[str, Any]
    bookings: list[dict[str, str]]
    balance: str
    may_withdraw: bool
    giving_back: returning.Offer | None
    given_back: list[GivingBack]


def picture(request: Request, *, viewer: Staff, at: datetime) -> Picture:
    return Picture(
        request=request,
        place=places_of([request])[request.pk],
        sheet=sheets.on_wire(
            sheets.part(request.form, request.answers, rights_of_reader(request, viewer))
        ),
        bookings=[
            {
                "name": row.resource.name,
                "when": bookings.when(row.starts_at, row.ends_at),
                "state": "已归还" if row.given_back_at else row.get_state_display(),
            }
            for row in request.bookings.select_related("resource").order_by("starts_at", "pk")
        ],
        balance=_balance_line(request),
        may_withdraw=may_withdraw(request, viewer),
        giving_back=returning.offer(request, viewer=viewer, at=at),
        given_back=list(request.given_back.select_related("by").order_by("at")),
    )


def rights_of_reader(request: Request, viewer: Staff) -> Rights:
    """Everything is to be read, but whoever knows a request only as its handler reads no more
    than the steps he had let him, and whoever got a copy no more than who sent it."""
    if request.run is None or _reads_all(request, viewer):
        return sheets.reading(request.form, ())
    told = Notice.objects.delivered().filter(run=request.run, person=viewer)
    senders = list(Staff.objects.filter(pk__in=told.values("sender")))
    if any(_reads_all(request, one) for one in senders):
        return sheets.reading(request.form, ())
    whose = Q(owner__in=[viewer, *senders]) | Q(principal=viewer)
    met = Item.objects.filter(whose, run=request.run).values_list("step__node", flat=True)
    return sheets.reading(request.form, _hidden(graphs.load(request.run.graph_id), set(met)))


def _reads_all(request: Request, viewer: Staff) -> bool:
    reach = viewer.holds(READ_UNIT) or viewer.holds("workflow.supervise")
    return reach or request.applicant_id == viewer.pk


def _hidden(chart: graphs.Chart, met: Collection[str]) -> set[str]:
    """What every step one has met hides; for who has met none, what any handler is not shown."""
    seen = [chart.nodes[key].fields for key in met if key in chart.nodes]
    if not seen:
        handling = [node.fields for node in chart.tasks() if node.verb != sheets.SUBMIT]
        return {name for one in handling for name, right in one.items() if right == "hidden"}
    names: set[str] = set().union(*seen)
    return {name for name in names if all(one.get(name) == "hidden" for one in seen)}


def _balance_line(request: Request) -> str:
    entries = {entry.way: entry for entry in request.balance_entries.order_by("at")}
    came_back = sum(one.halves for one in request.given_back.all())
    entry = entries.get(BalanceEntry.Way.TAKE) or entries.get(BalanceEntry.Way.GRANT)
    if entry is None:
        return ""
    label = request.kind.settings["balance"]["labels"].get(entry.account, "")
    said = "核增" if entry.way == BalanceEntry.Way.GRANT else "使用"
    amount = balances.days(entry.halves)
    line = f"{label}{entry.year}年：{said} {amount} 天（{entry.get_state_display()}）"
    return f"{line}，已退回 {balances.days(came_back)} 天" if came_back else line


def may_withdraw(request: Request, viewer: Staff) -> bool:
    """As far as a button goes: the engine has the last word and gives the reason."""
    return request.applicant_id == viewer.pk and request.status in Run.LIVE
