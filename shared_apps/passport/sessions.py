"""Visits on the city host: short, and re-checked against the duty with every request."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef

from shared_apps.passport import duties, secret, tickets
from shared_apps.passport.models import CityDuty, CitySession
from tenants.models import Unit

REFRESH_AT_MOST_EVERY = timedelta(seconds=60)


@dataclass(frozen=True)
class Visitor:
    """Whoever stands on the city floor; an actor for the record."""

    pk: UUID
    name: str
    title: str
    unit: Unit
    duties: tuple[str, ...]
    session: CitySession
    is_authenticated: bool = True

    @property
    def duty(self) -> str:
        return self.duties[0]

    @property
    def label(self) -> str:
        return str(CityDuty.Kind(self.duty).label)


@transaction.atomic
def enter(*, ticket: str, address: str, at: datetime) -> tuple[Visitor, str]:
    """进入: a ticket becomes a visit. Returns the visitor and the cookie's secret."""
    punched = tickets.punch(ticket, at=at)
    held = duties.held_by(punched.unit, punched.staff_id)
    if not held or punched.unit.status != Unit.Status.ACTIVE:
        raise tickets.NoCityDuty("您的全区职责已收回，不能进入区级页面。")
    handed, kept = secret.fresh()
    session = CitySession.objects.create(
        digest=kept,
        unit=punched.unit,
        staff_id=punched.staff_id,
        name=punched.name,
        title=punched.title,
        address=address,
        opened_at=at,
        idle_until=at + settings.SESSION_IDLE,
        expires_at=at + settings.SESSION_ABSOLUTE,
    )
    return _visitor(session, held), handed


def visitor_of(handed: str, *, at: datetime) -> Visitor | None:
    """Whose visit this secret proves, in one statement; None when visit or duty is over."""
    held = CityDuty.objects.filter(
        unit=OuterRef("unit"), staff_id=OuterRef("staff_id"), revoked_at=None
    )
    session = (
        CitySession.objects.select_related("unit")
        .annotate(held=ArraySubquery(held.values("kind")))
        .filter(digest=secret.digest(handed), ended_at=None, idle_until__gt=at, expires_at__gt=at)
        .filter(unit__status=Unit.Status.ACTIVE)
        .first()
    )
    if session is None or not session.held:
        return None
    return _visitor(session, duties.in_order(session.held))


def leave(session: CitySession, *, at: datetime) -> None:
    session.ended_at = at
    session.save(update_fields=["ended_at"])


def keep_alive(session: CitySession, *, at: datetime) -> None:
    """Using a visit puts off its idle end, but not with every request, and never for ever."""
    until = min(at + settings.SESSION_IDLE, session.expires_at)
    if until - session.idle_until > REFRESH_AT_MOST_EVERY:
        session.idle_until = until
        session.save(update_fields=["idle_until"])


def _visitor(session: CitySession, held: list[str]) -> Visitor:
    return Visitor(
        pk=session.staff_id,
        name=session.name,
        title=session.title,
        unit=session.unit,
        duties=tuple(held),
        session=session,
    )
