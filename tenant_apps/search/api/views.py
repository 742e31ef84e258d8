"""检索 on the wire: parse, one call, render."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.problems import Problem
from tenant_apps.organization.api.base import StaffView
from tenant_apps.search import queries
from tenant_apps.search.api import shapes


class SearchView(StaffView):
    @extend_schema(
        operation_id="search",
        parameters=[shapes.SearchIn, OpenApiParameter("cursor", str)],
        responses={200: shapes.SearchPage, 400: Problem, 401: Problem},
    )
    def get(self, request: Request) -> Response:
        asked = shapes.SearchIn(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = queries.find(
            queries.Asked(**asked.validated_data),
            request.query_params.get("cursor"),
            viewer=self.staff,
        )
        return Response(shapes.SearchPage(found).data)
