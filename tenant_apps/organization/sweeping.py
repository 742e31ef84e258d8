"""What the doors leave behind and nobody needs: the audit has its own record of all of it."""

from datetime import datetime, timedelta

from django.db.models import Q
from knox.models import AuthToken

from tenant_apps.organization.models import Claim, Knock

KNOCKS_KEPT = timedelta(days=2)
CLAIMS_KEPT = timedelta(days=30)


def sweep(*, at: datetime) -> int:
    """Tokens and links that open nothing, knocks long forgotten. Returns how many rows went."""
    waiting = Q(locked_until__gt=at)
    gone = (
        AuthToken.objects.filter(expiry__lte=at),
        Knock.objects.filter(last_at__lt=at - KNOCKS_KEPT).exclude(waiting),
        Claim.objects.filter(expires_at__lt=at - CLAIMS_KEPT),
    )
    return sum(rows.delete()[0] for rows in gone)
