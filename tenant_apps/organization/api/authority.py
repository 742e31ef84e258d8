"""Duties: the matrix of permissions, and who holds what."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.problems import Problem
from tenant_apps.organization import actions, queries
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.api.reading import read
from tenant_apps.organization.api.serializers import people as wire
from tenant_apps.organization.permissions import CATALOGUE

REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem}


class DutiesView(StaffView):
    @extend_schema(
        operation_id="duties",
        responses={200: wire.DutyOut(many=True), 401: Problem, 403: Problem},
    )
    def get(self, request: Request) -> Response:
        return Response(wire.DutyOut(queries.duties_for(self.staff), many=True).data)

    @extend_schema(
        operation_id="duty_define",
        request=wire.DutyIn,
        responses={201: wire.DutyOut, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        duty = actions.define_duty(**read(wire.DutyIn, request), by=self.staff, at=timezone.now())
        return Response(wire.DutyOut(queries.duty(duty.pk)).data, status=201)


class DutyView(StaffView):
    @extend_schema(
        operation_id="duty_change",
        request=wire.DutyEdit,
        responses={200: wire.DutyOut, **REFUSALS},
    )
    def patch(self, request: Request, duty_id: UUID) -> Response:
        wanted = read(wire.DutyEdit, request, partial=True)
        duty = actions.change_duty(
            duty_id=duty_id, wanted=wanted, by=self.staff, at=timezone.now()
        )
        return Response(wire.DutyOut(queries.duty(duty.pk)).data)


class DutyHoldersView(StaffView):
    @extend_schema(
        operation_id="duty_assign",
        request=wire.HoldersIn,
        responses={200: wire.DutyOut, **REFUSALS},
    )
    def put(self, request: Request, duty_id: UUID) -> Response:
        duty = actions.assign_duty(
            duty_id=duty_id,
            staff_ids=read(wire.HoldersIn, request)["staff_ids"],
            by=self.staff,
            at=timezone.now(),
        )
        return Response(wire.DutyOut(queries.duty(duty.pk)).data)


class PermissionsView(StaffView):
    @extend_schema(
        operation_id="permissions",
        responses={200: wire.PermissionModule(many=True), 401: Problem},
    )
    def get(self, request: Request) -> Response:
        return Response(wire.PermissionModule(CATALOGUE, many=True).data)
