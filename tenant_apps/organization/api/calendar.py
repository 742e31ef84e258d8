"""The unit's working calendar: read by everybody, changed by the administrator."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as S
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.clock import Kind
from shared_apps.kernel.problems import Problem
from shared_apps.reference import seeds
from tenant_apps.organization import calendar
from tenant_apps.organization.actions.calendar import change_calendar
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.api.reading import read

KINDS = [kind.value for kind in Kind]
REFUSALS = {400: Problem, 401: Problem, 403: Problem}


class WorkingDayOut(S.Serializer[Any]):
    date = S.DateField()
    kind = S.ChoiceField(choices=KINDS)
    name = S.CharField()
    own = S.BooleanField(help_text="The unit's own exception.")
    city_kind = S.ChoiceField(choices=KINDS, help_text="What holds without the exception.")


class WorkingYearOut(S.Serializer[Any]):
    year = S.IntegerField()
    known = S.BooleanField(help_text="False: the notice has not come yet, dates are provisional.")
    notice = S.CharField()
    days = WorkingDayOut(many=True)


class WorkingDayIn(S.Serializer[Any]):
    date = S.DateField()
    kind = S.ChoiceField(choices=KINDS, allow_null=True, help_text="null: as the city has it.")


class WorkingDaysIn(S.Serializer[Any]):
    days = WorkingDayIn(many=True)
    reason = S.CharField(required=False, default="", allow_blank=True)


class WorkingDaysListIn(S.Serializer[Any]):
    lines = S.CharField(max_length=20_000, help_text="2027-05-04,休,镇庆 one day a line")
    reason = S.CharField(required=False, default="", allow_blank=True)


class CalendarYearView(StaffView):
    @extend_schema(operation_id="working_calendar", responses={200: WorkingYearOut, 401: Problem})
    def get(self, request: Request, year: int) -> Response:
        return Response(WorkingYearOut(calendar.year_shown(year)).data)


class CalendarDaysView(StaffView):
    @extend_schema(
        operation_id="working_calendar_change",
        request=WorkingDaysIn,
        responses={200: WorkingYearOut, **REFUSALS},
    )
    def post(self, request: Request, year: int) -> Response:
        said = read(WorkingDaysIn, request)
        days = {one["date"]: Kind(one["kind"]) if one["kind"] else None for one in said["days"]}
        change_calendar(days=days, reason=said["reason"], by=self.staff, at=timezone.now())
        return Response(WorkingYearOut(calendar.year_shown(year)).data)


class CalendarListView(StaffView):
    @extend_schema(
        operation_id="working_calendar_import",
        request=WorkingDaysListIn,
        responses={200: WorkingYearOut, **REFUSALS},
    )
    def post(self, request: Request, year: int) -> Response:
        said = read(WorkingDaysListIn, request)
        found = seeds.from_lines(said["lines"].splitlines())
        days: dict[Any, Kind | None] = {one.date: one.kind for one in found}
        named = [one.name for one in found if one.name]
        reason = said["reason"] or (named[0] if named else "")
        change_calendar(days=days, reason=reason, by=self.staff, at=timezone.now())
        return Response(WorkingYearOut(calendar.year_shown(year)).data)
