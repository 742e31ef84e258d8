"""Response headers that every answer carries, on every host."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class SecurityHeaders:
    """A strict content policy: our own files only, no inline script, no framing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy(request))
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def policy(request: HttpRequest, *, framed: str = "") -> str:
    """`framed`: one other origin that this page shows in a frame and posts a form to."""
    return (
        "default-src 'self'; script-src 'self'; style-src 'self'; "
        "style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; "
        f"connect-src 'self' {events_origin(request)}; frame-src 'self' {framed}; "
        "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; "
        f"form-action 'self' {framed}".rstrip()
    )


def events_origin(request: HttpRequest) -> str:
    """Where the event stream listens: behind the same proxy, or on a port of its own."""
    if not settings.HESHU_EVENTS_PORT:
        return ""
    host = request.get_host().rsplit(":", 1)[0]
    return f"{settings.HESHU_SCHEME}://{host}{settings.HESHU_EVENTS_PORT}"
