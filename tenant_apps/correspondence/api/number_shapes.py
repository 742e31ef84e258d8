"""Letterheads and numbers on the wire."""

from typing import Any

from rest_framework import serializers as S

from tenant_apps.correspondence.kinds import STYLES
from tenant_apps.correspondence.models import LedgerNumber


class LetterheadIn(S.Serializer[Any]):
    mark = S.CharField(max_length=80, help_text="发文机关标志")
    prefix = S.CharField(max_length=20, help_text="代字")
    signature = S.CharField(max_length=80, help_text="署名")
    style = S.ChoiceField(choices=STYLES, required=False)  # type: ignore[assignment]  # the word of the contract
    both_sides = S.BooleanField(required=False, help_text="双面印制，版记在偶数页")
    sealed = S.BooleanField(required=False, help_text="加盖印章")


class LetterheadChange(LetterheadIn):
    mark = S.CharField(max_length=80, required=False)
    prefix = S.CharField(max_length=20, required=False)
    signature = S.CharField(max_length=80, required=False)


class LetterheadOut(S.Serializer[Any]):
    id = S.UUIDField()
    mark = S.CharField()
    prefix = S.CharField()
    signature = S.CharField()
    style = S.ChoiceField(choices=STYLES)  # type: ignore[assignment]  # the word of the contract
    both_sides = S.BooleanField()
    sealed = S.BooleanField()


class NumberOut(S.Serializer[Any]):
    id = S.UUIDField()
    number = S.CharField()
    prefix = S.CharField()
    year = S.IntegerField()
    value = S.IntegerField()
    state = S.ChoiceField(choices=LedgerNumber.State.choices)
    state_label = S.CharField(source="get_state_display")
    document_id = S.UUIDField(allow_null=True)
    title = S.CharField()
    reason = S.CharField()
    by = S.CharField(source="by_name")
    at = S.DateTimeField()


class NumberPage(S.Serializer[Any]):
    results = NumberOut(many=True)
    next = S.CharField(allow_null=True)


class LimitsShape(S.Serializer[Any]):
    longest = S.IntegerField(min_value=100, max_value=50_000, help_text="综合性文稿，字")
    longest_special = S.IntegerField(min_value=100, max_value=50_000, help_text="专项文稿，字")


class TracingShape(S.Serializer[Any]):
    is_asked = S.BooleanField(help_text="送核以后在浏览器中的修改一律留痕")
    drafter_may_stop = S.BooleanField(help_text="退回拟稿人后，拟稿人可以不留痕")


class ReserveIn(S.Serializer[Any]):
    prefix = S.CharField(max_length=20)
    reason = S.CharField(max_length=200)


class GiveUpIn(S.Serializer[Any]):
    reason = S.CharField(max_length=200)
