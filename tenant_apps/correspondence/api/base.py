"""What every document endpoint shares: parse the act, find the If-Match, serve bytes."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.request import Request

from shared_apps.kernel.errors import DomainError, Invalid
from shared_apps.kernel.problems import Problem

REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem}
ZIP = "application/zip"
BYTES = {(200, "application/octet-stream"): OpenApiTypes.BINARY}


class VersionNeeded(DomainError):
    status = 428
    code = "outgoing.version_needed"


def said(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The request's body in the given shape, or a 400 naming the fields."""
    parsed = shape(data=request.data)
    parsed.is_valid(raise_exception=True)
    return dict(parsed.validated_data)


def if_match(request: Request) -> int:
    """The version the person has on screen (RFC 9110 If-Match)."""
    value = request.headers.get("If-Match", "").strip().strip('"')
    if not value:
        raise VersionNeeded("缺少文稿版本号，请刷新页面后再保存。")
    if not value.isdigit():
        raise Invalid("文稿版本号不正确，请刷新页面后再保存。")
    return int(value)


def image(content: bytes) -> HttpResponse:
    return HttpResponse(
        content, content_type="image/png", headers={"Cache-Control": "private, no-cache"}
    )
