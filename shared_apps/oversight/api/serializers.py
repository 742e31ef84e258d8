"""Shapes of the leaders' view. Posts, never persons."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from shared_apps.kernel import clock
from shared_apps.oversight.models import ProgressLine

S = serializers


class BoardTotals(S.Serializer[Any]):
    in_progress = S.IntegerField()
    received_7d = S.IntegerField()
    completed_7d = S.IntegerField()
    on_time_rate = S.FloatField(allow_null=True)
    overdue = S.IntegerField()
    due_soon = S.IntegerField()


class BoardUnit(S.Serializer[Any]):
    code = S.CharField()
    short_name = S.CharField()
    kind = S.CharField()
    group = S.CharField()
    in_progress = S.IntegerField()
    overdue = S.IntegerField()
    due_soon = S.IntegerField()
    completed = S.IntegerField()
    on_time_rate = S.FloatField(allow_null=True)
    oldest_days = S.FloatField()
    reported_at = S.DateTimeField(allow_null=True)


class BoardStage(S.Serializer[Any]):
    flow = S.CharField()
    stage = S.CharField()
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract
    normal = S.IntegerField()
    due_soon = S.IntegerField()
    overdue = S.IntegerField()


class BoardAge(S.Serializer[Any]):
    label = S.CharField(help_text="工作日")  # type: ignore[assignment]  # the word of the contract
    count = S.IntegerField()
    overdue = S.IntegerField()


class BoardOut(S.Serializer[Any]):
    as_of = S.DateTimeField()
    since = S.DateField(help_text="近 7 日的第一天")
    totals = BoardTotals()
    units = BoardUnit(many=True)
    stages = BoardStage(many=True)
    ages = BoardAge(many=True)


class MatterOut(S.Serializer[ProgressLine]):
    id = S.UUIDField()
    unit = S.CharField(source="unit_code")
    short_name = S.CharField()
    flow = S.CharField()
    doc_kind = S.CharField()
    title = S.CharField()
    number = S.CharField()
    urgency = S.CharField()
    stage = S.CharField()
    stage_label = S.CharField()
    entered_at = S.DateTimeField()
    stage_since = S.DateTimeField()
    due_at = S.DateTimeField(allow_null=True)
    closed_at = S.DateTimeField(allow_null=True)
    age_days = S.SerializerMethodField()
    overdue = S.SerializerMethodField()
    envelope_id = S.UUIDField(allow_null=True)

    def get_age_days(self, line: ProgressLine) -> float:
        return clock.working_days(line.entered_at, line.closed_at or self._now())

    def get_overdue(self, line: ProgressLine) -> bool:
        return bool(line.due_at and line.due_at < (line.closed_at or self._now()))

    def _now(self) -> datetime:
        now: datetime = self.context["at"]
        return now


class MatterPage(S.Serializer[Any]):
    results = MatterOut(many=True)
    next = S.CharField(allow_null=True)


class TraceStep(S.Serializer[Any]):
    name = S.CharField()
    post = S.CharField()
    opened_at = S.DateTimeField(allow_null=True)
    closed_at = S.DateTimeField(allow_null=True)
    hours = S.FloatField(help_text="工时：工作日八小时制")
    state = S.CharField(help_text="done, now, next, returned")
    over_hours = S.FloatField()


class TraceLane(S.Serializer[Any]):
    unit = S.CharField()
    short_name = S.CharField()
    role = S.ChoiceField(choices=["sender", "recipient"])
    hours = S.FloatField()
    steps = TraceStep(many=True)


class TraceEnvelope(S.Serializer[Any]):
    sealed_at = S.DateTimeField(allow_null=True)
    delivered_at = S.DateTimeField(allow_null=True)
    acknowledged_at = S.DateTimeField(allow_null=True)
    hours = S.FloatField()
    state = S.CharField()


class TraceOut(S.Serializer[Any]):
    title = S.CharField(source="subject.title")
    number = S.CharField(source="subject.number")
    doc_kind = S.CharField(source="subject.doc_kind")
    urgency = S.CharField(source="subject.urgency")
    stage_label = S.CharField(source="subject.stage_label")
    short_name = S.CharField(source="subject.short_name")
    from_unit = S.CharField()
    lanes = TraceLane(many=True)
    envelope = TraceEnvelope(allow_null=True)
    due_at = S.DateTimeField(allow_null=True)
    total_hours = S.FloatField()
    over_hours = S.FloatField()
    as_of = S.DateTimeField()
    workdays = S.ListField(child=S.DateField(), help_text="轨迹标尺上的工作日，节假日除外")
