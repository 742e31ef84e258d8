"""The pages Django answers itself: the shell of the front end, and who this host is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.headers import events_origin, policy
from tenant_apps.texts.wopi.service import attached
from tenants.models import Unit


class HostUnit(serializers.Serializer[Unit]):
    code = serializers.CharField()
    name = serializers.CharField()
    short_name = serializers.CharField()
    kind = serializers.CharField()
    subdomain = serializers.CharField()


class HostCity(serializers.Serializer[Any]):
    name = serializers.CharField()
    url = serializers.CharField()


class Host(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=["city", "unit"])
    city = HostCity()
    unit = HostUnit(allow_null=True)
    demo = serializers.BooleanField()
    events_url = serializers.CharField()


class HostView(APIView):
    """Who answers here. Open to everybody: it is what the login page shows."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="host", responses={200: Host})
    def get(self, request: Request) -> Response:
        from django.db import connection

        tenant = getattr(connection, "tenant", None)
        unit = tenant if isinstance(tenant, Unit) else None
        answer = {
            "kind": "unit" if unit else "city",
            "city": {"name": settings.HESHU_CITY_NAME, "url": settings.HESHU_CITY_URL},
            "unit": unit,
            "demo": settings.HESHU_DEMO,
            "events_url": f"{events_origin(request)}/events",
        }
        return Response(Host(answer).data)


def shell(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """The single page. Its scripts and styles carry content hashes; itself it is never cached."""
    page = settings.FRONTEND_DIST / "index.html"
    if not page.exists():
        return HttpResponse(
            "前端尚未构建：请运行 make run。", status=503, content_type="text/plain; charset=utf-8"
        )
    return HttpResponse(page.read_bytes(), headers={"Cache-Control": "no-cache"})


def office(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """The one page that shows the attached office suite in a frame."""
    page, service = shell(request), attached()
    if service is not None:
        page.headers["Content-Security-Policy"] = policy(request, framed=service.origin)
    return page


def missing(request: HttpRequest, **kwargs: object) -> JsonResponse:
    return JsonResponse({"code": "not_found", "message": "没有这个接口。"}, status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> JsonResponse:
    message = "页面已过期，请刷新后重试。"
    return JsonResponse({"code": "csrf.failed", "message": message}, status=403)
