"""办事: choose a kind, fill it in, see where it is."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request as Call
from rest_framework.response import Response

from shared_apps.kernel.problems import Problem
from tenant_apps.files.api import download
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.api.reading import read, read_query
from tenant_apps.requests import exporting, kinds, previewing, printing, queries, starting
from tenant_apps.requests.actions import filing, returning
from tenant_apps.requests.api import serializers as wire
from tenant_apps.requests.api.base import READ, REFUSALS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class KindsView(StaffView):
    @extend_schema(
        operation_id="requests_kinds", responses={200: wire.RequestKindsOut, 401: Problem}
    )
    def get(self, request: Call) -> Response:
        kinds.ensure(at=timezone.now())
        found = starting.kinds_for(self.staff)
        return Response(wire.RequestKindsOut({"results": found}).data)


class KindView(StaffView):
    @extend_schema(operation_id="requests_kind", responses={200: wire.RequestSheetOut, **READ})
    def get(self, request: Call, key: str) -> Response:
        kinds.ensure(at=timezone.now())
        return Response(wire.RequestSheetOut(starting.sheet_for(kinds.find(key), self.staff)).data)


class PreviewView(StaffView):
    @extend_schema(
        operation_id="requests_preview",
        request=wire.RequestPreviewIn,
        responses={200: wire.RequestPreviewOut, 400: Problem, **READ},
    )
    def post(self, request: Call, key: str) -> Response:
        asked = read(wire.RequestPreviewIn, request)
        own = asked.get("request")
        found = previewing.preview(kinds.find(key), asked["data"], by=self.staff, own=own)
        return Response(wire.RequestPreviewOut(found).data)


class DraftView(StaffView):
    @extend_schema(
        operation_id="requests_draft_save",
        request=wire.RequestDraftIn,
        responses={200: wire.RequestDraftOut, **REFUSALS, 413: Problem},
    )
    def put(self, request: Call, key: str) -> Response:
        asked = read(wire.RequestDraftIn, request)
        draft = filing.save_draft(kind=key, by=self.staff, at=timezone.now(), **asked)
        return Response(wire.RequestDraftOut(draft).data)

    @extend_schema(operation_id="requests_draft_drop", request=None, responses={204: None, **READ})
    def delete(self, request: Call, key: str) -> Response:
        filing.drop_draft(kind=key, by=self.staff, at=timezone.now())
        return Response(status=204)


class RequestsView(StaffView):
    @extend_schema(
        operation_id="requests_list",
        parameters=[wire.RequestPageFilter],
        responses={200: wire.RequestPage, 400: Problem, 401: Problem},
    )
    def get(self, request: Call) -> Response:
        asked = read_query(wire.RequestPageFilter, request)
        cursor = asked.pop("cursor")
        rows = queries.requests_for(self.staff, queries.Filter(**asked))
        return Response(wire.RequestPage(queries.page(rows, cursor)).data)

    @extend_schema(
        operation_id="requests_file",
        request=wire.RequestFileIn,
        responses={201: wire.RequestOut, **REFUSALS, 413: Problem},
    )
    def post(self, request: Call) -> Response:
        asked = read(wire.RequestFileIn, request)
        made = filing.file(by=self.staff, at=timezone.now(), **asked)
        return Response(_whole(made.pk, self.staff), status=201)


class RequestView(StaffView):
    @extend_schema(operation_id="requests_read", responses={200: wire.RequestOut, **READ})
    def get(self, request: Call, request_id: UUID) -> Response:
        return Response(_whole(request_id, self.staff))


class GiveBackView(StaffView):
    @extend_schema(
        operation_id="requests_give_back",
        request=wire.GiveBackIn,
        responses={200: wire.RequestOut, **REFUSALS},
    )
    def post(self, request: Call, request_id: UUID) -> Response:
        asked = read(wire.GiveBackIn, request)
        returning.give_back(request=request_id, by=self.staff, at=timezone.now(), **asked)
        return Response(_whole(request_id, self.staff))


class PrintView(StaffView):
    @extend_schema(
        operation_id="requests_print",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, **READ},
    )
    def get(self, request: Call, request_id: UUID) -> HttpResponseBase:
        found = queries.find(request_id, viewer=self.staff)
        content = printing.on_paper(found, viewer=self.staff, at=timezone.now())
        name = f"{found.kind.name} {found.number}.pdf"
        return download.respond_pdf(printing.render(content), name=name)


class ExportView(StaffView):
    @extend_schema(
        operation_id="requests_export",
        parameters=[wire.RequestExportFilter],
        responses={
            (200, XLSX): OpenApiTypes.BINARY,
            400: Problem,
            401: Problem,
            409: Problem,
        },
    )
    def get(self, request: Call) -> HttpResponseBase:
        asked = read_query(wire.RequestExportFilter, request)
        chosen = queries.Filter(
            box=asked["box"], kind=asked["kind"], since=asked.get("from"), until=asked.get("to")
        )
        rows = queries.requests_for(self.staff, chosen).select_related(*queries.WITH, "form")
        book = exporting.workbook(
            rows.order_by(*queries.NEWEST).iterator(500), count=rows.count(), viewer=self.staff
        )
        name = f"申请 {timezone.localdate():%Y-%m-%d}.xlsx"
        return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)


def _whole(request_id: UUID, viewer: Any) -> Any:
    found = queries.find(request_id, viewer=viewer)
    return wire.RequestOut(queries.picture(found, viewer=viewer, at=timezone.now())).data
