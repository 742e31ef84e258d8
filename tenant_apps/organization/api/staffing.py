"""Staff: the unit's own list, and what its administrator does with it."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.listing import listing
from shared_apps.kernel.problems import Problem
from tenant_apps.organization import actions, queries
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.api.reading import read, read_query
from tenant_apps.organization.api.serializers import people as wire
from tenants.current import current_unit

REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem}


class StaffListView(StaffView):
    @extend_schema(
        operation_id="staff_list",
        parameters=[wire.StaffFilter],
        responses={200: wire.StaffPage, 400: Problem, 401: Problem},
    )
    def get(self, request: Request) -> Response:
        asked = read_query(wire.StaffFilter, request)
        cursor = asked.pop("cursor", None)
        rows = queries.staff_for(self.staff, **asked)
        found = listing(rows, cursor, by=queries.STAFF_ORDER)
        return Response(wire.StaffPage(found, context={"viewer": self.staff}).data)

    @extend_schema(
        operation_id="staff_add",
        request=wire.StaffIn,
        responses={201: wire.StaffOut, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        facts = read(wire.StaffIn, request)
        staff = actions.add_staff(facts=facts, by=self.staff, at=timezone.now())
        return _shown(self, staff.pk, status=201)


class StaffOneView(StaffView):
    @extend_schema(
        operation_id="staff",
        responses={200: wire.StaffOut, 401: Problem, 404: Problem},
    )
    def get(self, request: Request, staff_id: UUID) -> Response:
        return _shown(self, staff_id)

    @extend_schema(
        operation_id="staff_change",
        request=wire.StaffEdit,
        responses={200: wire.StaffOut, **REFUSALS},
    )
    def patch(self, request: Request, staff_id: UUID) -> Response:
        wanted = read(wire.StaffEdit, request, partial=True)
        actions.change_staff(staff_id=staff_id, wanted=wanted, by=self.staff, at=timezone.now())
        return _shown(self, staff_id)


class StaffDisableView(StaffView):
    @extend_schema(
        operation_id="staff_disable", request=None, responses={200: wire.StaffOut, **REFUSALS}
    )
    def post(self, request: Request, staff_id: UUID) -> Response:
        actions.disable_staff(staff_id=staff_id, by=self.staff, at=timezone.now())
        return _shown(self, staff_id)


class StaffEnableView(StaffView):
    @extend_schema(
        operation_id="staff_enable", request=None, responses={200: wire.StaffOut, **REFUSALS}
    )
    def post(self, request: Request, staff_id: UUID) -> Response:
        actions.enable_staff(staff_id=staff_id, by=self.staff, at=timezone.now())
        return _shown(self, staff_id)


class StaffInviteView(StaffView):
    @extend_schema(
        operation_id="staff_invite", request=None, responses={200: wire.InviteOut, **REFUSALS}
    )
    def post(self, request: Request, staff_id: UUID) -> Response:
        secret = actions.invite(staff_id=staff_id, by=self.staff, at=timezone.now())
        return Response({"url": f"{current_unit().url}/claim#{secret}"})


def _shown(view: StaffView, staff_id: UUID, *, status: int = 200) -> Response:
    staff = queries.staff_member(view.staff, staff_id)
    return Response(wire.StaffOut(staff, context={"viewer": view.staff}).data, status=status)
