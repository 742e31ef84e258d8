"""The city's address book, read at a unit's host by that unit's people."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.directory import queries
from shared_apps.directory.api.serializers import DirectoryUnitOut, PeoplePage
from shared_apps.kernel.listing import listing
from shared_apps.kernel.problems import Problem
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.api.reading import read_query
from tenant_apps.organization.api.serializers.people import PeopleFilter


class DirectoryUnits(StaffView):
    @extend_schema(
        operation_id="directory_units",
        responses={200: DirectoryUnitOut(many=True), 401: Problem},
    )
    def get(self, request: Request) -> Response:
        return Response(DirectoryUnitOut(queries.units_in_directory(), many=True).data)


class DirectoryPeople(StaffView):
    @extend_schema(
        operation_id="directory_people",
        parameters=[PeopleFilter],
        responses={200: PeoplePage, 400: Problem, 401: Problem},
    )
    def get(self, request: Request) -> Response:
        asked = read_query(PeopleFilter, request)
        cursor, at = asked.pop("cursor", None), asked.pop("as_of", None)
        found = listing(queries.people(**asked, at=at), cursor, by=queries.ORDER)
        return Response(PeoplePage(found).data)
