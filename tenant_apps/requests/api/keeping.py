"""维护: the unit's cars, rooms, seals and store, and the days of leave it grants."""

import hashlib
from datetime import date
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request as Call
from rest_framework.response import Response

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.problems import Problem
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.api.reading import read, read_query
from tenant_apps.requests import balances, granting, queries, weekboard
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


class WeekView(StaffView):
    @extend_schema(
        operation_id="requests_week",
        parameters=[wire.WeekFilter],
        responses={200: wire.WeekOut, 400: Problem, 401: Problem},
    )
    def get(self, request: Call) -> Response:
        asked = read_query(wire.WeekFilter, request)
        today = timezone.now().astimezone(ZONE).date()
        found = weekboard.week(asked["kind"], asked.get("first"), viewer=self.staff, today=today)
        return Response(wire.WeekOut(found).data)


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


def _year(request: Call) -> int:
    asked = read_query(wire.YearFilter, request)
    this: int = timezone.now().astimezone(ZONE).year
    return int(asked.get("year", this))


class GrantPeopleView(StaffView):
    @extend_schema(
        operation_id="requests_grant_people",
        parameters=[wire.YearFilter],
        responses={200: wire.GrantPeopleOut, 400: Problem, 401: Problem, 403: Problem},
    )
    def get(self, request: Call) -> Response:
        found = granting.people(self.staff, _year(request))
        return Response(wire.GrantPeopleOut({"results": found}).data)


class GrantsView(StaffView):
    @extend_schema(
        operation_id="requests_grants",
        parameters=[wire.YearFilter],
        responses={200: wire.GrantsOut, **REFUSALS},
    )
    def get(self, request: Call, staff_id: UUID) -> Response:
        found = granting.history(self.staff, staff_id, _year(request))
        return Response(wire.GrantsOut({"results": found}).data)


class GrantTableView(StaffView):
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="requests_grant_table",
        request={"multipart/form-data": wire.GrantTableIn},
        responses={201: wire.GrantTableOut, **REFUSALS, 413: Problem},
    )
    def post(self, request: Call) -> Response:
        granting.refuse_others(self.staff)
        file = read(wire.GrantTableIn, request)["file"]
        content = file.read(granting.MOST_BYTES + 1)
        made = keeping.grant_table(
            content=granting.opened(content),
            digest=hashlib.sha256(content).hexdigest(),
            by=self.staff,
            at=timezone.now(),
        )
        return Response(wire.GrantTableOut({"granted": made}).data, status=201)
