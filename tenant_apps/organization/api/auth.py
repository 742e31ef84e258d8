"""Who knocks: the unit's own knox token."""

from knox.auth import TokenAuthentication


class UnitToken(TokenAuthentication):
    """Header for programs; the cookie follows with the people's slice."""
