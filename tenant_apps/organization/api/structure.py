"""Departments and posts."""

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

REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem}


class DepartmentsView(StaffView):
    @extend_schema(
        operation_id="departments",
        responses={200: wire.DepartmentOut(many=True), 401: Problem},
    )
    def get(self, request: Request) -> Response:
        return Response(wire.DepartmentOut(queries.department_tree(), many=True).data)

    @extend_schema(
        operation_id="department_open",
        request=wire.DepartmentIn,
        responses={201: wire.DepartmentOut, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        department = actions.open_department(
            facts=read(wire.DepartmentIn, request), by=self.staff, at=timezone.now()
        )
        return Response(_department(department.pk), status=201)


class DepartmentView(StaffView):
    @extend_schema(
        operation_id="department_change",
        request=wire.DepartmentIn,
        responses={200: wire.DepartmentOut, **REFUSALS},
    )
    def patch(self, request: Request, department_id: UUID) -> Response:
        actions.change_department(
            department_id=department_id,
            wanted=read(wire.DepartmentIn, request, partial=True),
            by=self.staff,
            at=timezone.now(),
        )
        return Response(_department(department_id))


class DepartmentCloseView(StaffView):
    @extend_schema(
        operation_id="department_close",
        request=None,
        responses={200: wire.DepartmentOut, **REFUSALS},
    )
    def post(self, request: Request, department_id: UUID) -> Response:
        department = actions.close_department(
            department_id=department_id, by=self.staff, at=timezone.now()
        )
        return Response(_department(department.pk))


class PostsView(StaffView):
    @extend_schema(operation_id="posts", responses={200: wire.PostOut(many=True), 401: Problem})
    def get(self, request: Request) -> Response:
        return Response(wire.PostOut(queries.posts(), many=True).data)

    @extend_schema(
        operation_id="post_open",
        request=wire.PostIn,
        responses={201: wire.PostOut, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        post = actions.open_post(**read(wire.PostIn, request), by=self.staff, at=timezone.now())
        return Response(wire.PostOut(post).data, status=201)


def _department(department_id: UUID) -> dict[str, object]:
    return dict(wire.DepartmentOut(queries.department(department_id)).data)
