"""What the doors of texts share."""

from typing import Any

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.problems import Problem, refusal
from tenant_apps.files.api.download import respond_saved
from tenant_apps.files.sniffing import DOCX
from tenant_apps.texts.models import TextVersion

REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 423: Problem}
BYTES = {(200, "application/octet-stream"): OpenApiTypes.BINARY}


def said(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    parsed = shape(data=request.data)
    parsed.is_valid(raise_exception=True)
    return dict(parsed.validated_data)


def word_file(content: bytes, *, name: str) -> HttpResponseBase:
    return respond_saved(content, name=name, content_type=DOCX)


def set_aside(side: TextVersion) -> Response:
    """Answered, not raised: a refusal would take back what was just kept."""
    return refusal(
        412,
        "texts.set_aside",
        f"正文在您编辑期间已有新版本，您的这一稿没有覆盖它，已存为旁稿（第 {side.number} 稿），"
        "可以在“修订”里对照。",
        side=side.number,
    )
