"""Sweeping the doors takes what opens nothing, and leaves what does."""

from datetime import timedelta

from django.utils import timezone
from knox.models import AuthToken

from shared_apps.kernel.events import handler_of
from shared_apps.passport.models import Ticket
from tenant_apps.organization.actions import issue_claim
from tenant_apps.organization.models import Claim, Knock
from tenants.current import public_floor
from tests.make import organization as make


def test_dead_tokens_links_and_old_knocks_go(clerk, unit, client_at):
    now = timezone.now()
    alive, dead = make.token(clerk), make.token(clerk)
    AuthToken.objects.filter(token_key=dead[:15]).update(expiry=now - timedelta(seconds=1))
    issue_claim(clerk, by=None, at=now - timedelta(days=40))
    issue_claim(clerk, by=None, at=now)
    for key, days, locked in (
        ("old", 3, None),
        ("locked", 3, now + timedelta(hours=1)),
        ("new", 0, None),
    ):
        Knock.objects.create(key=key, last_at=now - timedelta(days=days), locked_until=locked)

    handler_of("organization.sweep")({"slot": now.isoformat()})

    assert client_at(unit, alive).get("/api/session").status_code == 200
    assert AuthToken.objects.filter(user=clerk).count() == 1
    assert Claim.objects.filter(staff=clerk).count() == 1
    assert set(Knock.objects.values_list("key", flat=True)) == {"locked", "new"}


def test_yesterdays_tickets_go(unit, clerk):
    now = timezone.now()
    with public_floor():
        for age in (timedelta(hours=1), timedelta(days=2)):
            Ticket.objects.create(
                digest=str(age),
                unit=unit,
                staff_id=clerk.pk,
                name=clerk.name,
                target="city",
                issued_at=now - age,
                expires_at=now - age,
            )
        handler_of("passport.sweep")({"slot": now.isoformat()})
        assert Ticket.objects.get().digest == str(timedelta(hours=1))
