"""What every unit starts with."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from shared_apps.kernel.events import Actor
from tenant_apps.journal.recording import record
from tenant_apps.organization import events
from tenant_apps.organization.models import Department, Duty
from tenant_apps.organization.permissions import STOCK_DUTIES
from tenants.current import current_unit

OFFICE = "办公室"


@dataclass
class Completed:
    """Permissions that came to stock duties, and those that edited ones were left without."""

    added: dict[str, tuple[str, ...]] = field(default_factory=dict)
    left: dict[str, tuple[str, ...]] = field(default_factory=dict)


@transaction.atomic
def found_unit(*, by: Actor | None, at: datetime) -> Department:
    """组建: root, office and stock duties. Calling it again adds what is missing and nothing else.

    Returns the office, where the unit's first people are seated.
    """
    root, _ = Department.objects.get_or_create(
        parent=None, defaults={"name": current_unit().short_name}
    )
    office = root.children.standing().order_by("position", "pk").first()
    if office is None:
        office = Department.objects.create(parent=root, name=OFFICE)
    if defined := _define_stock_duties(at):
        record(events.UnitFounded(subject_id=root.pk, duties=defined), by=by, at=at)
    return office


@transaction.atomic
def complete_duties(*, by: Actor | None, at: datetime) -> Completed:
    """补齐预置职责: what the stock matrix has gained since the unit was founded.

    A duty whose permissions somebody of the unit has edited is the unit's own word and stays.
    """
    rows = Duty.objects.select_for_update(no_key=True).filter(is_stock=True)
    standing = {duty.code: duty for duty in rows.order_by("pk")}
    done = Completed()
    if not standing:
        return done
    if any(stock.code not in standing for stock in STOCK_DUTIES):
        found_unit(by=by, at=at)
    for stock in STOCK_DUTIES:
        duty = standing.get(stock.code)
        gained = _missing(stock.permissions, duty) if duty else ()
        if not duty or not gained:
            continue
        if _was_edited(duty):
            done.left[duty.name] = gained
            continue
        done.added[duty.name] = gained
        _add(duty, gained, at)
        record(
            events.DutyChanged(subject_id=duty.pk, granted=gained, withdrawn=(), changes={}),
            by=by,
            at=at,
        )
    return done


def _missing(wanted: Iterable[str], duty: Duty) -> tuple[str, ...]:
    return tuple(name for name in wanted if name not in duty.permissions)


def _was_edited(duty: Duty) -> bool:
    """Somebody changed its permissions by hand, at any time since it was founded."""
    versions = duty.history.order_by("history_date", "history_id")
    kept = list(versions.values_list("permissions", "history_user"))
    return any(who and set(now) != set(was) for (was, _), (now, who) in pairwise(kept))


def _add(duty: Duty, gained: tuple[str, ...], at: datetime) -> None:
    duty.permissions = [*duty.permissions, *gained]
    duty._history_date = at  # type: ignore[attr-defined]  # nobody's act: no user beside it
    duty.save(update_fields=["permissions"])


def _define_stock_duties(at: datetime) -> tuple[str, ...]:
    known = set(Duty.objects.filter(is_stock=True).values_list("code", flat=True))
    missing = [
        Duty(
            code=stock.code,
            name=stock.name,
            permissions=list(stock.permissions),
            guard=stock.guard,
            is_stock=True,
            for_newcomers=stock.for_newcomers,
            position=position,
        )
        for position, stock in enumerate(STOCK_DUTIES)
        if stock.code not in known
    ]
    if missing:
        bulk_create_with_history(missing, Duty, default_date=at)
    return tuple(duty.code for duty in missing)
