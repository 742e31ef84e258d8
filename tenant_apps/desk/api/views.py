from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.problems import Problem
from tenant_apps.correspondence.api.incoming_shapes import IncomingRow
from tenant_apps.correspondence.api.serializers import OutgoingRow
from tenant_apps.desk import queries
from tenant_apps.organization.api.base import StaffView
from tenant_apps.workflow.api.serializers import ItemCountsOut, WorkItemOut


class CountsOut(ItemCountsOut):
    to_acknowledge = serializers.IntegerField()


class PortalOut(serializers.Serializer[Any]):
    today = serializers.DateTimeField()
    counts = CountsOut()
    todo = WorkItemOut(many=True)
    to_acknowledge = IncomingRow(many=True)
    recent_outgoing = OutgoingRow(many=True)


class PortalView(StaffView):
    @extend_schema(operation_id="desk_portal", responses={200: PortalOut, 401: Problem})
    def get(self, request: Request) -> Response:
        return Response(PortalOut(queries.portal(self.staff, at=timezone.now())).data)
