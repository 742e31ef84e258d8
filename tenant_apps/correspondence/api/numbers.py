"""代字, 文号台账 and 发文簿 on the wire."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.paging import page
from shared_apps.kernel.problems import Problem
from tenant_apps.correspondence import queries, registers
from tenant_apps.correspondence.actions import lettering
from tenant_apps.correspondence.api import number_shapes as shapes
from tenant_apps.correspondence.api.base import REFUSALS, said
from tenant_apps.organization.api.base import StaffView

FILTERS = [OpenApiParameter(name, str) for name in ("year", "prefix", "kind", "stage", "q")]


class Letterheads(StaffView):
    @extend_schema(
        operation_id="letterheads_list",
        responses={200: shapes.LetterheadOut(many=True), 401: Problem},
    )
    def get(self, request: Request) -> Response:
        return Response(shapes.LetterheadOut(queries.letterheads(), many=True).data)

    @extend_schema(
        operation_id="letterheads_add",
        request=shapes.LetterheadIn,
        responses={201: shapes.LetterheadOut, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        content = said(shapes.LetterheadIn, request)
        head = lettering.add_letterhead(content=content, by=self.staff, at=timezone.now())
        return Response(shapes.LetterheadOut(head).data, status=201)


class OneLetterhead(StaffView):
    @extend_schema(
        operation_id="letterheads_change",
        request=shapes.LetterheadChange,
        responses={200: shapes.LetterheadOut, **REFUSALS},
    )
    def patch(self, request: Request, letterhead_id: UUID) -> Response:
        head = lettering.change_letterhead(
            letterhead_id=letterhead_id,
            content=said(shapes.LetterheadChange, request),
            by=self.staff,
            at=timezone.now(),
        )
        return Response(shapes.LetterheadOut(head).data)


class Numbers(StaffView):
    @extend_schema(
        operation_id="numbers_list",
        parameters=[OpenApiParameter(name, str) for name in ("year", "prefix", "cursor")],
        responses={200: shapes.NumberPage, 401: Problem, 403: Problem},
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        found = queries.ledger_for(
            self.staff, prefix=asked.get("prefix", ""), year=asked.get("year", "")
        )
        return Response(shapes.NumberPage(page(found, asked.get("cursor"))).data)

    @extend_schema(
        operation_id="numbers_reserve",
        request=shapes.ReserveIn,
        responses={201: shapes.NumberOut, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        found = lettering.reserve(
            **said(shapes.ReserveIn, request), by=self.staff, at=timezone.now()
        )
        return Response(shapes.NumberOut(found).data, status=201)


class GivenUp(StaffView):
    @extend_schema(
        operation_id="numbers_give_up",
        request=shapes.GiveUpIn,
        responses={200: shapes.NumberOut, **REFUSALS},
    )
    def post(self, request: Request, number_id: UUID) -> Response:
        found = lettering.give_up(
            number_id=number_id,
            **said(shapes.GiveUpIn, request),
            by=self.staff,
            at=timezone.now(),
        )
        return Response(shapes.NumberOut(found).data)


class Register(StaffView):
    @extend_schema(
        operation_id="outgoing_register_workbook",
        parameters=FILTERS,
        responses={(200, registers.XLSX): OpenApiTypes.BINARY, 401: Problem},
    )
    def get(self, request: Request) -> HttpResponse:
        asked = {name.name: request.query_params.get(name.name, "") for name in FILTERS}
        found = queries.register_for(self.staff, **asked)
        name = "filename*=UTF-8''%E5%8F%91%E6%96%87%E7%B0%BF.xlsx"  # 发文簿
        return HttpResponse(
            registers.workbook(found[: registers.MOST]),
            content_type=registers.XLSX,
            headers={
                "Content-Disposition": f"attachment; {name}",
                "Cache-Control": "private, no-store",
            },
        )
