"""The leaders' view of how matters proceed."""

import gzip
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.paging import page
from shared_apps.kernel.problems import Problem
from shared_apps.oversight import drawing, queries
from shared_apps.oversight.api.serializers import BoardOut, MatterPage, TraceOut
from shared_apps.oversight.models import ProgressLine
from shared_apps.passport.api.base import CityView


class WantedIn(serializers.Serializer[Any]):
    unit = serializers.CharField(required=False, default="")
    flow = serializers.ChoiceField(
        choices=["", *ProgressLine.Flow.values], required=False, default=""
    )
    stage = serializers.CharField(required=False, default="")
    overdue = serializers.BooleanField(required=False, default=False)
    due_soon = serializers.BooleanField(required=False, default=False, help_text="一天内到期")
    limited = serializers.BooleanField(required=False, default=False, help_text="有时限的")
    closed = serializers.BooleanField(required=False, default=False)
    entered_since = serializers.DateField(
        required=False, default=None, help_text="这天起新收（发文为起草），不论办结与否"
    )
    closed_since = serializers.DateField(required=False, default=None, help_text="这天起办结")
    q = serializers.CharField(required=False, default="", allow_blank=True)


class BoardView(CityView):
    @extend_schema(operation_id="city_board", responses={200: BoardOut, 401: Problem})
    def get(self, request: Request) -> HttpResponse:
        packed = queries.board_packed() or bytes(drawing.draw(at=timezone.now()).packed)
        return _unpacked_where_needed(request, packed)


def _unpacked_where_needed(request: Request, packed: bytes) -> HttpResponse:
    """Every browser takes gzip; a program that does not say so gets the plain text (RFC 9110)."""
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        answer = HttpResponse(packed, content_type="application/json")
        answer["Content-Encoding"] = "gzip"
    else:
        answer = HttpResponse(gzip.decompress(packed), content_type="application/json")
    answer["Vary"] = "Accept-Encoding"
    return answer


class MattersView(CityView):
    @extend_schema(
        operation_id="city_items",
        parameters=[WantedIn, OpenApiParameter("cursor", str)],
        responses={200: MatterPage, 400: Problem, 401: Problem},
    )
    def get(self, request: Request) -> Response:
        asked = WantedIn(data=request.query_params)
        asked.is_valid(raise_exception=True)
        now = timezone.now()
        found = queries.lines(queries.Wanted(**asked.validated_data), at=now)
        answer = page(found, request.query_params.get("cursor"))
        return Response(MatterPage(answer, context={"at": now}).data)


class TraceView(CityView):
    @extend_schema(
        operation_id="city_trace", responses={200: TraceOut, 401: Problem, 404: Problem}
    )
    def get(self, request: Request, line_id: UUID) -> Response:
        return Response(TraceOut(queries.trace(line_id, at=timezone.now())).data)
