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


class CityDaysReadView(CityView):
    """What a source or a list says, to be looked at before it is entered; nothing is kept."""

    duties = ("operator",)

    @extend_schema(
        operation_id="city_calendar_read",
        request=wire.CityDaysReadIn,
        responses={200: wire.CityDaysRead, **REFUSALS},
    )
    def post(self, request: Request, year: int) -> Response:
        asked = wire.CityDaysReadIn(data=request.data)
        asked.is_valid(raise_exception=True)
        days = _read(year, **asked.validated_data)
        return Response(wire.CityDaysRead({"days": days}).data)


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
        said = dict(asked.validated_data)
        notice = said.pop("notice")
        days = _read(year, **said)
        if not notice and said["taken_from"] != "list":
            notice = said["taken_from"]
        actions.enter_year(
            year=year, notice=notice, days=days, by=self.visitor.name, at=timezone.now()
        )
        return Response(wire.CityYearOut(calendar.year_shown(year)).data)


def _read(year: int, *, taken_from: str, lines: str) -> list[seeds.DayShown]:
    if taken_from == "list":
        return seeds.from_lines(lines.splitlines())
    return seeds.of_year(taken_from, year)
