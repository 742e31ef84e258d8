"""维护: the unit's cars, rooms, seals and store, and the days of leave it grants."""

from datetime import date
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request as Call
from rest_framework.response import Response

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.problems import Problem
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.api.reading import read
from tenant_apps.requests import balances, queries
from tenant_apps.requests.actions import keeping
from tenant_apps.requests.api import serializers as wire
from tenant_apps.requests.api.base import REFUSALS


class ResourcesView(StaffView):
    @extend_schema(
        operation_id="requests_resources",
        parameters=[OpenApiParameter("kind", str)],
        responses={200: wire.ResourcesOut, 401: Problem},
    )
    def get(self, request: Call) -> Response:
        found = queries.resources(self.staff, request.query_params.get("kind", ""))
        return Response(wire.ResourcesOut({"results": found}).data)

    @extend_schema(
        operation_id="requests_resource_add",
        request=wire.ResourceIn,
        responses={201: wire.ResourceOut, **REFUSALS},
    )
    def post(self, request: Call) -> Response:
        asked = read(wire.ResourceIn, request)
        made = keeping.add_resource(by=self.staff, at=timezone.now(), **asked)
        return Response(wire.ResourceOut(made).data, status=201)


class ResourceView(StaffView):
    @extend_schema(
        operation_id="requests_resource_edit",
        request=wire.ResourceEdit,
        responses={200: wire.ResourceOut, **REFUSALS},
    )
    def patch(self, request: Call, resource_id: UUID) -> Response:
        asked = read(wire.ResourceEdit, request)
        kept = keeping.edit_resource(
            resource_id=resource_id, changes=asked, by=self.staff, at=timezone.now()
        )
        return Response(wire.ResourceOut(kept).data)


class BalancesView(StaffView):
    @extend_schema(
        operation_id="requests_balances", responses={200: wire.BalancesOut, 401: Problem}
    )
    def get(self, request: Call) -> Response:
        year: date = timezone.now().astimezone(ZONE).date()
        found = balances.every(self.staff.pk, year.year)
        return Response(wire.BalancesOut({"results": found}).data)

    @extend_schema(
        operation_id="requests_balance_grant",
        request=wire.BalanceGrantIn,
        responses={201: wire.BalancesOut, **REFUSALS},
    )
    def post(self, request: Call) -> Response:
        asked = read(wire.BalanceGrantIn, request)
        keeping.grant(by=self.staff, at=timezone.now(), **asked)
        found = balances.every(asked["staff"], asked["year"])
        return Response(wire.BalancesOut({"results": found}).data, status=201)
