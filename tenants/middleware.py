"""From a host name to a floor: one request, one transaction, one unit's rights."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from tenants.crossing import in_unit
from tenants.current import public_floor
from tenants.models import Domain, Unit

PLAIN_PAGE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
KEEP_SECONDS = 5.0  # how long a process may go on serving a unit that was just suspended
_known: dict[str, tuple[float, Unit | None]] = {}


def unit_at(host: str) -> Unit | None:
    """The unit answering to a host name; one query every few seconds a process."""
    now = time.monotonic()
    until, unit = _known.get(host, (0.0, None))
    if until < now:
        found = Domain.objects.select_related("tenant").filter(domain=host).first()
        unit = found.tenant if found else None
        if len(_known) > 10_000:  # made-up host names must not fill the memory
            _known.clear()
        _known[host] = now + KEEP_SECONDS, unit
    return unit


def forget_hosts() -> None:
    _known.clear()


class FloorMiddleware:
    """Every request runs on exactly one floor; an unhandled error takes back what it wrote."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        host = request.get_host().rsplit(":", 1)[0].lower().rstrip(".")
        if host == settings.HESHU_CITY_HOST:
            request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
            return self._serve(request, public_floor())
        unit = unit_at(host)
        if unit is None or unit.status == Unit.Status.PREPARING:
            nobody = "没有这个单位的办公入口，请从统一入口进入。"
            return _say(request, 404, "unit.unknown", nobody)
        if unit.status == Unit.Status.SUSPENDED:
            closed = f"{unit.short_name}的办公系统已停用，请与区信息中心联系。"
            return _say(request, 403, "unit.suspended", closed)
        return self._serve(request, in_unit(unit))

    def _serve(
        self, request: HttpRequest, floor: AbstractContextManager[object]
    ) -> HttpResponseBase:
        with floor:
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if transaction.get_connection().in_atomic_block:
            transaction.set_rollback(True)


def _say(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
    """Before any unit is known there is no front end: a plain page, or JSON for programs."""
    if request.path.startswith("/api/"):
        return JsonResponse({"code": code, "message": message}, status=status)
    context = {"message": message, "entrance": settings.HESHU_CITY_URL}
    page = render(request, "tenants/closed.html", context, status=status)
    page.headers["Content-Security-Policy"] = PLAIN_PAGE  # it brings its own style along
    return page
