"""委托代签: one person lends their work for a while. What then moves is the flows' affair."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError, Invalid, NotFound
from tenant_apps.journal.recording import record
from tenant_apps.organization import events
from tenant_apps.organization.models import Mandate, MandateQuerySet, Staff

LONGEST = timedelta(days=366)
Reason = Mandate.EndReason


class BadPeriod(Invalid):
    code = "mandate.bad_period"


class ToOneself(Invalid):
    code = "mandate.to_oneself"


class Overlaps(DomainError):
    code = "mandate.overlaps"


class AlreadyOver(DomainError):
    code = "mandate.already_over"


@transaction.atomic
def give_mandate(
    *,
    agent_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    flows: Sequence[str],
    excluded: Sequence[dict[str, str]],
    existing: bool,
    by: Staff,
    at: datetime,
    request_id: str,
) -> Mandate:
    """委托: my work of these flows goes to a colleague who acts in my name. Asked twice, once."""
    people = Staff.objects.in_service().filter(pk__in={by.pk, agent_id})
    # Both rows: nobody is disabled meanwhile, and two mandates of one person come one by one.
    locked = {one.pk: one for one in people.select_for_update(no_key=True).order_by("pk")}
    earlier = Mandate.objects.filter(principal=by, request_id=request_id).first()
    if earlier is not None:
        return earlier
    if agent_id == by.pk:
        message = "不能委托给自己，请另选受托人。"
        raise ToOneself(message, by_field={"agent": [message]})
    if agent_id not in locked:
        raise NotFound("没有这位同事，或其账号已停用。")
    starts_at = max(starts_at, at)
    _check_period(starts_at, ends_at)
    _refuse_overlap(by, starts_at, ends_at, flows)
    mandate = Mandate.objects.create(
        principal=by,
        agent=locked[agent_id],
        starts_at=starts_at,
        ends_at=ends_at,
        flows=list(flows),
        excluded=list(excluded),
        existing=existing,
        request_id=request_id,
        created_at=at,
    )
    given = events.MandateGiven(
        **_both(mandate),
        starts_at=starts_at.isoformat(),
        ends_at=ends_at.isoformat(),
        flows=tuple(flows),
        excluded=list(excluded),
        existing=existing,
    )
    record(given, by=by, at=at)
    return mandate


@transaction.atomic
def end_mandate(*, mandate_id: UUID, by: Staff, at: datetime) -> Mandate:
    """收回: from this instant nobody acts in the principal's name; what is done stays done."""
    mandate = _locked(mandate_id)
    supervises = by.permissions.get("workflow.supervise") == "unit"
    if mandate is None or not (supervises or by.pk in (mandate.principal_id, mandate.agent_id)):
        raise NotFound("没有这项委托，或您无权查看。")
    reason = Reason.STOPPED
    if by.pk == mandate.principal_id:
        reason = Reason.RECALLED
    elif by.pk == mandate.agent_id:
        reason = Reason.RETURNED
    if mandate.ended_at is not None or mandate.ends_at <= at:
        over = mandate.ended_at or mandate.ends_at
        when = over.astimezone(ZONE)
        said = mandate.get_end_reason_display() if mandate.ended_at else "到期"
        message = f"这项委托已于{when.month}月{when.day}日 {when:%H:%M}{said}，无需再次收回。"
        raise AlreadyOver(message, at=over.isoformat())
    return _end(mandate, reason, by=by, at=at)


@transaction.atomic
def expire_mandate(*, mandate_id: UUID, by: None, at: datetime) -> Mandate | None:
    """到期: as the timetable finds it; None when there is nothing to do (any more)."""
    mandate = _locked(mandate_id)
    if mandate is None or mandate.ended_at is not None or mandate.ends_at > at:
        return None
    return _end(mandate, Reason.EXPIRED, by=by, at=at)


@transaction.atomic
def end_mandates_of(*, staff: Staff, by: Staff, at: datetime) -> list[Mandate]:
    """Whoever leaves neither acts for anybody nor is acted for."""
    concerned = Mandate.objects.standing().filter(Q(principal=staff) | Q(agent=staff))
    locked = list(_with_people(concerned).select_for_update(no_key=True, of=("self",)))
    return [_end(mandate, Reason.LEFT, by=by, at=at) for mandate in locked]


def _end(mandate: Mandate, reason: Reason, *, by: Staff | None, at: datetime) -> Mandate:
    mandate.ended_at, mandate.end_reason = at, reason
    mandate.save(update_fields=["ended_at", "end_reason"])
    record(events.MandateEnded(**_both(mandate), reason=str(reason)), by=by, at=at)
    return mandate


def _locked(mandate_id: UUID) -> Mandate | None:
    rows = _with_people(Mandate.objects.filter(pk=mandate_id))
    return rows.select_for_update(no_key=True, of=("self",)).first()


def _with_people(rows: MandateQuerySet) -> MandateQuerySet:
    return rows.select_related("principal", "agent").order_by("pk")


def _both(mandate: Mandate) -> dict[str, Any]:
    """The record carries both identities."""
    return {
        "subject_id": mandate.pk,
        "principal": mandate.principal_id,
        "principal_name": mandate.principal.name,
        "agent": mandate.agent_id,
        "agent_name": mandate.agent.name,
    }


def _check_period(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        message = "结束时间须晚于现在和开始时间。"
    elif ends_at - starts_at > LONGEST:
        message = "一次委托最长一年，请缩短期限，到期后可再委托。"
    else:
        return
    raise BadPeriod(message, by_field={"ends_at": [message]})


def _refuse_overlap(
    by: Staff, starts_at: datetime, ends_at: datetime, flows: Sequence[str]
) -> None:
    """Two agents for one and the same thing: nobody could say who has it."""
    standing = Mandate.objects.standing().filter(
        principal=by, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    for other in standing.select_related("agent").order_by("starts_at"):
        if flows and other.flows and not set(flows) & set(other.flows):
            continue
        start, end = other.starts_at.astimezone(ZONE), other.ends_at.astimezone(ZONE)
        raise Overlaps(
            f"{start.month}月{start.day}日至{end.month}月{end.day}日的同类事项已委托"
            f"{other.agent.name}代办，请先收回那项委托，或改选时间、流程。",
            mandate_id=str(other.pk),
        )
