"""Who knocks: the unit's own knox token, in the header for programs, in a cookie for browsers."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.models import AuthToken
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from shared_apps.passport.api.doors import refuse_forgery
from tenant_apps.organization.models import Staff
from tenants.crossing import in_unit
from tenants.middleware import unit_at
from tenants.models import Unit

COOKIE = "heshu_token"
REFRESH_AT_MOST_EVERY = timedelta(seconds=60)


class UnitToken(TokenAuthentication):
    """One statement: the token with its person. A token of another unit is simply not here."""

    def authenticate(self, request: Request) -> tuple[Staff, AuthToken] | None:
        if request.META.get("HTTP_AUTHORIZATION"):
            found: tuple[Staff, AuthToken] | None = super().authenticate(request)
            return found
        token = request.COOKIES.get(COOKIE)
        if not token:
            return None
        found = self.authenticate_credentials(token.encode())
        refuse_forgery(request)
        return found

    def authenticate_credentials(self, token: bytes) -> tuple[Staff, AuthToken]:
        known = living_token(token.decode("utf-8", "replace"))
        if known is None:
            raise AuthenticationFailed
        keep_alive(known)
        return known.user, known


def living_token(token: str) -> AuthToken | None:
    """The token's row with its person, if it still opens the door."""
    return (
        AuthToken.objects.select_related("user")
        .filter(digest=hash_token(token), expiry__gt=timezone.now(), user__is_active=True)
        .first()
    )


def keep_alive(known: AuthToken) -> None:
    """Using a token puts off its idle end, but not with every request, and never for ever."""
    until = min(timezone.now() + settings.SESSION_IDLE, known.created + settings.SESSION_ABSOLUTE)
    if until - known.expiry > REFRESH_AT_MOST_EVERY:
        AuthToken.objects.filter(pk=known.pk).update(expiry=until)
        known.expiry = until


def staff_of(host: str, token: str) -> Staff | None:
    """Whoever holds this token at this host: for the event stream, which serves all hosts.

    Listening is not working: an open page alone does not keep a session alive.
    """
    unit = unit_at(host)
    if unit is None or unit.status != Unit.Status.ACTIVE:
        return None
    with in_unit(unit):
        known = living_token(token)
        return known.user if known else None
