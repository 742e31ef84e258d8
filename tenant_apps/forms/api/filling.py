"""What somebody needs who fills a form in: working time, choices, attachments."""

from uuid import UUID

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.errors import Invalid, NotFound
from shared_apps.kernel.problems import Problem
from tenant_apps.files.api import download
from tenant_apps.forms import actions, sources, spans, uploads, viewing
from tenant_apps.forms.api import shapes
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.api.reading import read

BYTES = {(200, "application/octet-stream"): OpenApiTypes.BINARY}


class SpanView(StaffView):
    """起止时间: how much working time lies between, by the unit's calendar."""

    @extend_schema(
        operation_id="form_span",
        parameters=[
            OpenApiParameter("start", str, required=True),
            OpenApiParameter("end", str, required=True),
        ],
        responses={200: shapes.SpanOut, 401: Problem},
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        found = spans.span(asked.get("start", ""), asked.get("end", ""))
        minutes, halves = (found.minutes, found.halves) if found else (0, 0)
        facts = {"minutes": minutes, "halves": halves, "known": found is not None}
        return Response(shapes.SpanOut(facts).data)


class SourcesView(StaffView):
    @extend_schema(
        operation_id="form_sources",
        responses={200: shapes.FormSource(many=True), 401: Problem},
    )
    def get(self, request: Request) -> Response:
        return Response(shapes.FormSource(sources.every(), many=True).data)


class SourceView(StaffView):
    @extend_schema(
        operation_id="form_source_options",
        responses={200: shapes.FormSourceOption(many=True), 401: Problem, 404: Problem},
    )
    def get(self, request: Request, key: str) -> Response:
        source = sources.known(key)
        if source is None:
            raise NotFound("没有这种选项来源。")
        return Response(shapes.FormSourceOption(source.options(), many=True).data)


class FormAttachments(StaffView):
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="form_attach",
        parameters=[
            OpenApiParameter(
                "folder", UUID, required=True, description="The id that the request will have."
            )
        ],
        request={"multipart/form-data": shapes.FormFileIn},
        responses={
            201: shapes.FormFile,
            400: Problem,
            401: Problem,
            403: Problem,
            409: Problem,
            413: Problem,
        },
    )
    def post(self, request: Request) -> Response:
        try:
            folder = UUID(request.query_params.get("folder", ""))
        except ValueError:
            raise Invalid("缺少附件所属的申请编号，请刷新页面后重试。") from None
        upload = read(shapes.FormFileIn, request)["file"]
        file = actions.lay(
            folder=folder,
            name=upload.name,
            chunks=upload.chunks(),
            size=upload.size,
            by=self.staff,
            at=timezone.now(),
        )
        return Response(shapes.FormFile({"id": file.pk, **viewing.named(file)}).data, status=201)


class FormAttachment(StaffView):
    @extend_schema(operation_id="form_attachment", responses={**BYTES, 401: Problem, 404: Problem})
    def get(self, request: Request, attachment_id: UUID) -> HttpResponseBase:
        return download.respond(uploads.find(attachment_id, viewer=self.staff))
