"""What becomes of a request's bookings and leave as its run moves on. One transaction with it."""

from django.db import IntegrityError, transaction

from tenant_apps.requests import bookings
from tenant_apps.requests.models import BalanceEntry, Booking, Request, Resource
from tenant_apps.workflow import graphs
from tenant_apps.workflow.models import Run, Step


def moved(run: Run, op: str) -> None:
    """After every accepted operation. Asks how the run stands, not which act brought it there:
    a jump, a return and an undone ending all come out right."""
    request = (
        Request.objects.select_related("kind", "applicant", "department")
        .filter(pk=run.subject_id)
        .first()
    )
    if request is None:
        return
    request.status, request.closed_at = run.status, run.closed_at
    request.save(update_fields=["status", "closed_at"])
    _settle_bookings(request, _due_state(request, run))
    _settle_entries(request, run)


def _due_state(request: Request, run: Run) -> Booking.State:
    if run.status == Run.Status.DONE:
        return Booking.State.CONFIRMED
    if run.status not in Run.LIVE:
        return Booking.State.RELEASED
    node = request.kind.settings.get("confirm", "")
    return Booking.State.CONFIRMED if node and _passed(run, node) else Booking.State.PENDING


def _passed(run: Run, node: str) -> bool:
    """Done, and the run has not gone back to it or before it."""
    visits = list(Step.objects.filter(run=run).values_list("node", "status"))
    if (node, Step.Status.DONE) not in visits:
        return False
    chart = graphs.load(run.graph_id)
    standing = {key for key, status in visits if status == Step.Status.OPEN}
    return not any(
        key == node or (key in chart.nodes and node in chart.nodes and chart.leads(key, node))
        for key in standing
    )


def _settle_bookings(request: Request, state: Booking.State) -> None:
    ours = request.bookings.filter(given_back_at=None)  # what was given back stays given back
    rows = list(ours.exclude(state=state).select_related("resource"))
    if not rows:
        return
    if state == Booking.State.CONFIRMED:
        # One queue per resource, in one order, so that two approvals never wait for each other.
        wanted = sorted({row.resource_id for row in rows})
        list(Resource.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))
        bookings.refuse_taken([_wish(row) for row in rows], without=request.pk)
    try:
        with transaction.atomic():
            Booking.objects.filter(pk__in=[row.pk for row in rows]).update(state=state)
    except IntegrityError as clash:  # the constraint had the last word
        raise bookings.ResourceTaken(
            f"{rows[0].resource.name}这段时间已定给别人，请改用其他资源或换个时间。"
        ) from clash


def _wish(row: Booking) -> bookings.Wish:
    return bookings.Wish(row.resource, row.quantity, row.starts_at, row.ends_at)


def _settle_entries(request: Request, run: Run) -> None:
    state = BalanceEntry.State.PENDING
    if run.status == Run.Status.DONE:
        state = BalanceEntry.State.SETTLED
    elif run.status not in Run.LIVE:
        state = BalanceEntry.State.RELEASED
    request.balance_entries.exclude(state=state).update(state=state)
