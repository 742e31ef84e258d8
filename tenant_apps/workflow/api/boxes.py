"""The lists of one's work, their badges, and what their filters can offer."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.problems import Problem
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.api.reading import read_query
from tenant_apps.workflow import boxes
from tenant_apps.workflow.api import serializers as wire


class ItemsView(StaffView):
    @extend_schema(
        operation_id="workflow_items",
        parameters=[wire.ItemsFilter],
        responses={200: wire.WorkPageOut, 400: Problem, 401: Problem},
    )
    def get(self, request: Request) -> Response:
        asked = read_query(wire.ItemsFilter, request)
        name, cursor = asked.pop("box"), asked.pop("cursor", None)
        wanted = boxes.Wanted(**asked)
        found = boxes.box(self.staff, name, wanted, at=timezone.now(), cursor=cursor)
        return Response(wire.WorkPageOut(found).data)


class CountsView(StaffView):
    @extend_schema(
        operation_id="workflow_item_counts", responses={200: wire.ItemCountsOut, 401: Problem}
    )
    def get(self, request: Request) -> Response:
        found = boxes.counts(self.staff, at=timezone.now())
        return Response(wire.ItemCountsOut(found).data)


class ChoicesView(StaffView):
    @extend_schema(
        operation_id="workflow_item_choices",
        parameters=[wire.BoxFilter],
        responses={200: wire.ChoicesOut, 400: Problem, 401: Problem},
    )
    def get(self, request: Request) -> Response:
        asked = read_query(wire.BoxFilter, request)
        return Response(wire.ChoicesOut(boxes.choices(self.staff, asked["box"])).data)
