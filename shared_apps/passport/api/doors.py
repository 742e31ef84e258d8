"""Cookies, forgery and addresses: what both kinds of host do alike at the door."""

from typing import Any

from django.conf import settings
from django.middleware.csrf import get_token, rotate_token
from rest_framework.authentication import CSRFCheck
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response


class CsrfFailed(PermissionDenied):
    default_code = "csrf.failed"
    default_detail = "页面已过期，请刷新后重试。"


def refuse_forgery(request: Request) -> None:
    """Browsers send cookies by themselves: a cookie alone does not prove an unsafe request."""
    check = CSRFCheck(lambda _: Response())
    check.process_request(request)
    if check.process_view(request, lambda _: Response(), (), {}):
        raise CsrfFailed


def open_door(request: Request, response: Response, *, cookie: str, token: str) -> Response:
    """A new session: its cookie for this host only, unreadable to scripts, and a new CSRF pair."""
    response.set_cookie(cookie, token, httponly=True, **_manners())
    rotate_token(request)
    return give_csrf(request, response)


def give_csrf(request: Request, response: Response) -> Response:
    """The readable half of the double submit; scripts send it back as X-CSRFToken."""
    get_token(request)
    secret = request.META["CSRF_COOKIE"]
    response.set_cookie(settings.CSRF_COOKIE_NAME, secret, httponly=False, **_manners())
    return response


def shut_door(response: Response, *, cookie: str) -> Response:
    response.delete_cookie(cookie, samesite="Strict")
    response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Strict")
    return response


def address_of(request: Request) -> str:
    """Who knocks. Only our own proxy is believed about somebody else's address."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    said = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if said and direct in settings.HESHU_PROXIES:
        return said.rsplit(",", 1)[-1].strip()[:45]
    return direct[:45]


def _manners() -> dict[str, Any]:
    return {"samesite": "Strict", "secure": settings.HESHU_SCHEME == "https", "path": "/"}
