"""流程设计 on the wire: list, draw, judge, try, publish."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.errors import DomainError, Invalid
from shared_apps.kernel.problems import Problem
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.api.reading import read, read_query
from tenant_apps.workflow import (
    comparing,
    definitions,
    designing,
    flowlist,
    formfields,
    replaying,
    simulating,
)
from tenant_apps.workflow.api import shapes
from tenant_apps.workflow.bpmn import actions as bpmn

REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem}
IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True)


class EditNeeded(DomainError):
    status = 428
    code = "workflow.edit_needed"


def if_match(request: Request) -> int:
    """The saving the page began from; 0 where it saw no draft."""
    value = request.headers.get("If-Match", "").strip().strip('"')
    if not value:
        raise EditNeeded("缺少草稿版本号，请刷新页面后再保存。")
    if not value.isdigit():
        raise Invalid("草稿版本号不正确，请刷新页面后再保存。")
    return int(value)


class ReadingView(StaffView):
    """For whoever draws flows or answers for them."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        designing.refuse_reader(self.staff)


def whole(key: str, status: int = 200) -> Response:
    found = flowlist.flow(key)
    body = found.draft.body if found.draft else found.graph
    return Response(
        shapes.FlowOut({**vars(found), "form_fields": formfields.of_flow(key, body or {})}).data,
        status=status,
    )


class FlowsView(ReadingView):
    @extend_schema(
        operation_id="flows",
        responses={200: shapes.FlowLineOut(many=True), 401: Problem, 403: Problem},
    )
    def get(self, request: Request) -> Response:
        definitions.ship_all(at=timezone.now())
        return Response(shapes.FlowLineOut(flowlist.flows(), many=True).data)

    @extend_schema(
        operation_id="flow_create",
        request=shapes.FlowNew,
        responses={201: shapes.FlowOut, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        draft = designing.create(**read(shapes.FlowNew, request), by=self.staff, at=timezone.now())
        return whole(draft.key, status=201)


class FlowView(ReadingView):
    @extend_schema(
        operation_id="flow",
        responses={200: shapes.FlowOut, 401: Problem, 403: Problem, 404: Problem},
    )
    def get(self, request: Request, key: str) -> Response:
        return whole(key)


class DraftView(ReadingView):
    @extend_schema(
        operation_id="flow_draft_save",
        request=shapes.DrawingIn,
        parameters=[IF_MATCH],
        responses={200: shapes.SavedOut, **REFUSALS, 412: Problem, 428: Problem},
    )
    def put(self, request: Request, key: str) -> Response:
        asked = shapes.DrawingIn(data=request.data)
        asked.is_valid(raise_exception=True)
        draft = designing.save(
            key=key,
            drawing=asked.to_drawing(),
            edit=if_match(request),
            by=self.staff,
            at=timezone.now(),
        )
        said = {
            "draft": draft,
            "faults": designing.faults(key, draft.body),
            "form_fields": formfields.of_flow(key, draft.body),
        }
        return Response(shapes.SavedOut(said).data)

    @extend_schema(
        operation_id="flow_draft_discard",
        parameters=[IF_MATCH],
        responses={204: None, **REFUSALS, 412: Problem, 428: Problem},
    )
    def delete(self, request: Request, key: str) -> Response:
        designing.discard(key=key, edit=if_match(request), by=self.staff, at=timezone.now())
        return Response(status=204)


class PublishView(ReadingView):
    @extend_schema(
        operation_id="flow_publish",
        request=None,
        parameters=[IF_MATCH],
        responses={201: shapes.PublishedOut, **REFUSALS, 412: Problem, 428: Problem},
    )
    def post(self, request: Request, key: str) -> Response:
        flow = designing.publish(key=key, edit=if_match(request), by=self.staff, at=timezone.now())
        return Response(shapes.PublishedOut(flow).data, status=201)


class CheckView(ReadingView):
    @extend_schema(
        operation_id="flow_check",
        request=shapes.GraphIn,
        responses={
            200: shapes.CheckOut,
            400: Problem,
            401: Problem,
            403: Problem,
            404: Problem,
        },
    )
    def post(self, request: Request, key: str) -> Response:
        graph = read(shapes.GraphIn, request)["graph"]
        designing.refuse_unknown(key)
        return Response(shapes.CheckOut({"faults": designing.faults(key, graph)}).data)


class VersionsView(ReadingView):
    @extend_schema(
        operation_id="flow_versions",
        responses={
            200: shapes.FlowVersionOut(many=True),
            401: Problem,
            403: Problem,
            404: Problem,
        },
    )
    def get(self, request: Request, key: str) -> Response:
        return Response(shapes.FlowVersionOut(flowlist.published(key), many=True).data)


class VersionView(ReadingView):
    @extend_schema(
        operation_id="flow_version",
        responses={200: shapes.DrawingIn, 401: Problem, 403: Problem, 404: Problem},
    )
    def get(self, request: Request, key: str, number: int) -> Response:
        flow = definitions.version_of(key, number)
        return Response({"name": flow.name, "graph": flow.graph.body})


class DiffView(ReadingView):
    @extend_schema(
        operation_id="flow_diff",
        parameters=[
            OpenApiParameter("against", str, description="A version, or `draft` (the default)."),
        ],
        responses={200: shapes.DiffOut, **REFUSALS},
    )
    def get(self, request: Request, key: str, number: int) -> Response:
        was = definitions.version_of(key, number).graph.body
        against = request.query_params.get("against", "draft")
        if against.isdigit():
            now = definitions.version_of(key, int(against)).graph.body
        else:
            now = designing.drawing_of(key)
        fields = formfields.titles(key, now) | formfields.titles(key, was)
        return Response(shapes.DiffOut({"rows": comparing.compare(was, now, fields=fields)}).data)


class SimulateView(ReadingView):
    @extend_schema(
        operation_id="flow_simulate",
        request=shapes.SimulateIn,
        responses={200: shapes.SimulateOut, **REFUSALS},
    )
    def post(self, request: Request, key: str) -> Response:
        asked = read(shapes.SimulateIn, request)
        body = designing.drawing_of(key, asked.get("graph"))
        chosen = asked.get("chosen", {})
        case = simulating.Case(
            starter=simulating.starter_of(asked["starter"]),
            data=asked.get("data", {}),
            chosen={node: [str(one) for one in ids] for node, ids in chosen.items()},
        )
        path = simulating.simulate(body, case, fields=formfields.titles(key, body))
        return Response(shapes.SimulateOut({"path": path}).data)


class ReplayView(ReadingView):
    @extend_schema(
        operation_id="flow_replay",
        request=shapes.ReplayIn,
        responses={200: shapes.ReplayOut, **REFUSALS},
    )
    def post(self, request: Request, key: str) -> Response:
        asked = read(shapes.ReplayIn, request)
        found = replaying.replay(
            key,
            designing.drawing_of(key, asked.get("graph")),
            viewer=self.staff,
            at=timezone.now(),
            cursor=asked.get("cursor") or None,
        )
        return Response(shapes.ReplayOut(found).data)


class ImportView(ReadingView):
    @extend_schema(
        operation_id="flow_import",
        request=shapes.BpmnIn,
        responses={201: shapes.FlowOut, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        draft = bpmn.bring_in(**read(shapes.BpmnIn, request), by=self.staff, at=timezone.now())
        return whole(draft.key, status=201)


class BpmnView(ReadingView):
    @extend_schema(
        operation_id="flow_bpmn",
        parameters=[shapes.BpmnQuery],
        responses={(200, "application/xml"): OpenApiTypes.STR, 401: Problem, 404: Problem},
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        original = read_query(shapes.BpmnQuery, request)["original"]
        xml = bpmn.original(key) if original else bpmn.take_out(key)
        return HttpResponse(
            xml,
            content_type="application/xml; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{key}.bpmn"'},
        )
