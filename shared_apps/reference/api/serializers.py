"""The calendar on the wire."""

from typing import Any

from rest_framework import serializers as S

from shared_apps.kernel.clock import Kind
from shared_apps.reference.seeds import DayShown

KINDS = [kind.value for kind in Kind]


class CalendarDay(S.Serializer[Any]):
    date = S.DateField()
    kind = S.ChoiceField(choices=KINDS)
    name = S.CharField(max_length=40, required=False, default="", allow_blank=True)

    def to_internal_value(self, data: Any) -> Any:
        read = super().to_internal_value(data)
        return DayShown(read["date"], Kind(read["kind"]), read["name"])


class CityYearEntry(S.Serializer[Any]):
    notice = S.CharField()
    entered_by = S.CharField()
    entered_at = S.DateTimeField()
    replaced_at = S.DateTimeField(allow_null=True)


class CityYearOut(S.Serializer[Any]):
    year = S.IntegerField()
    known = S.BooleanField(help_text="False: the notice has not come yet, dates are provisional.")
    notice = S.CharField()
    entered_by = S.CharField()
    entered_at = S.DateTimeField(allow_null=True)
    days = CalendarDay(many=True)
    entries = CityYearEntry(many=True, help_text="Newest first; earlier ones were replaced.")


class CityYearIn(S.Serializer[Any]):
    notice = S.CharField(max_length=120)
    days = CalendarDay(many=True)


class CityDaysReadIn(S.Serializer[Any]):
    taken_from = S.ChoiceField(choices=["chinese_calendar", "holidays", "list"])
    lines = S.CharField(max_length=20_000, required=False, default="", allow_blank=True)


class CityDaysRead(S.Serializer[Any]):
    days = CalendarDay(many=True)


class CityYearImportIn(CityDaysReadIn):
    notice = S.CharField(max_length=120, required=False, default="", allow_blank=True)
