"""The city's days: read by all with a city duty, entered by the operator."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.problems import Problem
from shared_apps.passport.api.base import CityView
from shared_apps.reference import actions, calendar, seeds
from shared_apps.reference.api import serializers as wire

REFUSALS = {400: Problem, 401: Problem, 403: Problem}


class CityYearView(CityView):
    @extend_schema(operation_id="city_calendar", responses={200: wire.CityYearOut, 401: Problem})
    def get(self, request: Request, year: int) -> Response:
        return Response(wire.CityYearOut(calendar.year_shown(year)).data)


class CityYearEntryView(CityView):
    duties = ("operator",)

    @extend_schema(
        operation_id="city_calendar_enter",
        request=wire.CityYearIn,
        responses={200: wire.CityYearOut, **REFUSALS},
    )
    def post(self, request: Request, year: int) -> Response:
        asked = wire.CityYearIn(data=request.data)
        asked.is_valid(raise_exception=True)
        actions.enter_year(
            year=year, **asked.validated_data, by=self.visitor.name, at=timezone.now()
        )
        return Response(wire.CityYearOut(calendar.year_shown(year)).data)


class CityYearImportView(CityView):
    duties = ("operator",)

    @extend_schema(
        operation_id="city_calendar_import",
        request=wire.CityYearImportIn,
        responses={200: wire.CityYearOut, **REFUSALS},
    )
    def post(self, request: Request, year: int) -> Response:
        asked = wire.CityYearImportIn(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        is_list = said["taken_from"] == "list"
        days = (
            seeds.from_lines(said["lines"].splitlines())
            if is_list
            else seeds.of_year(said["taken_from"], year)
        )
        notice = said["notice"] or ("" if is_list else said["taken_from"])
        actions.enter_year(
            year=year, notice=notice, days=days, by=self.visitor.name, at=timezone.now()
        )
        return Response(wire.CityYearOut(calendar.year_shown(year)).data)
