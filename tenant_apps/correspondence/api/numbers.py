"""代字, 文号台账, 篇幅 and 留痕 on the wire."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.paging import page
from shared_apps.kernel.problems import Problem
from tenant_apps.correspondence import paper, queries, viewing
from tenant_apps.correspondence.actions import lettering
from tenant_apps.correspondence.api import number_shapes as shapes
from tenant_apps.correspondence.api.base import REFUSALS, image, said
from tenant_apps.correspondence.layout import RedHead
from tenant_apps.correspondence.models import Letterhead, TracingRule, WritingLimits
from tenant_apps.files.api import download
from tenant_apps.organization.api.base import StaffView


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


def _sample(request: Request) -> RedHead:
    content = dict(request.query_params.items())
    parsed = shapes.LetterheadIn(data={name: content[name] for name in content if content[name]})
    parsed.is_valid(raise_exception=True)
    return paper.sample(Letterhead(**parsed.validated_data), at=timezone.now())


class LetterheadPage(StaffView):
    @extend_schema(
        operation_id="letterheads_sample",
        parameters=[shapes.LetterheadIn],
        responses={(200, "image/png"): OpenApiTypes.BINARY, 400: Problem, 401: Problem},
    )
    def get(self, request: Request) -> HttpResponse:
        """The first page of a made-up document under this letterhead, before it is saved."""
        return image(viewing.sample_page(_sample(request)))


class LetterheadSheet(StaffView):
    @extend_schema(
        operation_id="letterheads_sample_pdf",
        parameters=[shapes.LetterheadIn],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, 400: Problem, 401: Problem},
    )
    def get(self, request: Request) -> HttpResponseBase:
        content = viewing.sample_pdf(_sample(request))
        return download.respond_pdf(content, name="版式预览.pdf")


class Limits(StaffView):
    @extend_schema(
        operation_id="writing_limits_read",
        responses={200: shapes.LimitsShape, 401: Problem},
    )
    def get(self, request: Request) -> Response:
        return Response(shapes.LimitsShape(WritingLimits.now()).data)

    @extend_schema(
        operation_id="writing_limits_set",
        request=shapes.LimitsShape,
        responses={200: shapes.LimitsShape, **REFUSALS},
    )
    def put(self, request: Request) -> Response:
        limits = lettering.set_limits(
            **said(shapes.LimitsShape, request), by=self.staff, at=timezone.now()
        )
        return Response(shapes.LimitsShape(limits).data)


class Tracing(StaffView):
    @extend_schema(
        operation_id="tracing_rule_read", responses={200: shapes.TracingShape, 401: Problem}
    )
    def get(self, request: Request) -> Response:
        return Response(shapes.TracingShape(TracingRule.now()).data)

    @extend_schema(
        operation_id="tracing_rule_set",
        request=shapes.TracingShape,
        responses={200: shapes.TracingShape, **REFUSALS},
    )
    def put(self, request: Request) -> Response:
        rule = lettering.set_tracing(
            **said(shapes.TracingShape, request), by=self.staff, at=timezone.now()
        )
        return Response(shapes.TracingShape(rule).data)


class Numbers(StaffView):
    @extend_schema(
        operation_id="numbers_list",
        parameters=[OpenApiParameter(name, str) for name in ("year", "prefix", "state", "cursor")],
        responses={200: shapes.NumberPage, 401: Problem, 403: Problem},
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        names = ("prefix", "year", "state")
        found = queries.ledger_for(self.staff, **{name: asked.get(name, "") for name in names})
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
