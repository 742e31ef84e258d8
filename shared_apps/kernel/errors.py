"""Refusals: what a person may not do now, said so that they know what to do next."""


class DomainError(Exception):
    """A refusal the user can act on. The code is API; the message is for people."""

    status = 409
    code = "conflict"

    def __init__(self, message: str, **extra: object) -> None:
        super().__init__(message)
        self.message = message
        self.extra = extra


class Forbidden(DomainError):
    """Visible, but not yours to do."""

    status = 403
    code = "forbidden"


class Busy(DomainError):
    """Somebody else holds the row just now: nothing was done, and trying again will do."""

    status = 503
    code = "busy"


class NotFound(DomainError):
    """What you may not see does not exist."""

    status = 404
    code = "not_found"


class Invalid(DomainError):
    """The content itself cannot be accepted; pass by_field={"title": ["…"]} where it helps."""

    status = 400
    code = "invalid"
