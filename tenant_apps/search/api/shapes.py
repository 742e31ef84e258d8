"""检索 on the wire."""

from typing import Any

from rest_framework import serializers as S


class SearchIn(S.Serializer[Any]):
    q = S.CharField(required=False, allow_blank=True, default="", max_length=100)
    kind = S.CharField(required=False, allow_blank=True, default="", max_length=20)
    since = S.DateField(required=False, default=None)
    until = S.DateField(required=False, default=None)


class PieceOut(S.Serializer[Any]):
    text = S.CharField()
    hit = S.BooleanField()


class HitOut(S.Serializer[Any]):
    kind = S.CharField()
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract
    id = S.UUIDField()
    attachment = S.UUIDField(allow_null=True)
    title = PieceOut(many=True)
    of = S.CharField()
    snippet = PieceOut(many=True)
    at = S.DateTimeField()
    page = S.CharField()


class SearchPage(S.Serializer[Any]):
    results = HitOut(many=True)
    next = S.CharField(allow_null=True)
    total = S.IntegerField(allow_null=True)
