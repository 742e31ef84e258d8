"""Texts on the wire. Input checks form only; rules live in actions and locks."""

from typing import Any

from rest_framework import serializers as S

from tenant_apps.texts.models import Redline, TextVersion

FORMS, WAYS = TextVersion.Form.choices, TextVersion.Way.choices


class VersionOut(S.Serializer[Any]):
    number = S.IntegerField()
    is_side = S.BooleanField()
    base = S.IntegerField()
    form = S.ChoiceField(choices=FORMS)
    way = S.ChoiceField(choices=WAYS)
    way_label = S.CharField(source="get_way_display")
    step = S.CharField()
    author_name = S.CharField()
    at = S.DateTimeField()
    size = S.IntegerField()
    sha256 = S.CharField()


class HandOut(S.Serializer[Any]):
    author_name = S.CharField()
    step = S.CharField()
    first = S.IntegerField()
    last = S.IntegerField()
    at = S.DateTimeField()
    ways = S.ListField(child=S.ChoiceField(choices=WAYS))
    added = S.IntegerField()
    removed = S.IntegerField()


class EditLockOut(S.Serializer[Any]):
    owner_id = S.UUIDField()
    owner_name = S.CharField()
    way = S.ChoiceField(choices=WAYS)
    way_label = S.CharField(source="get_way_display")
    taken_at = S.DateTimeField()
    expires_at = S.DateTimeField()


class TextOut(S.Serializer[Any]):
    form = S.ChoiceField(choices=FORMS)
    number = S.IntegerField()
    obstacles = S.ListField(child=S.CharField())
    left_out = S.ListField(
        child=S.CharField(), help_text="What of this file the layout will not print."
    )
    versions = VersionOut(many=True)
    hands = HandOut(many=True)
    lock = EditLockOut(allow_null=True)
    marked = S.CharField(help_text="留痕: why every change is to be marked; empty: it need not.")
    has_office = S.BooleanField()


class TextPieceOut(S.Serializer[Any]):
    kind = S.ChoiceField(choices=["same", "ins", "del"])
    text = S.CharField(allow_blank=True)


class TextChangeOut(S.Serializer[Any]):
    line = S.IntegerField()
    removed = S.CharField()
    added = S.CharField()


class TextComparisonOut(S.Serializer[Any]):
    before = S.IntegerField(source="before.number")
    after = VersionOut()
    lines = S.ListField(child=TextPieceOut(many=True))
    changes = TextChangeOut(many=True)
    added = S.IntegerField()
    removed = S.IntegerField()


class WordIn(S.Serializer[Any]):
    """`base`: the version it grew from. `lost`: what the person let go, word for word."""

    file = S.FileField(allow_empty_file=True)
    base = S.IntegerField(min_value=0)
    way = S.ChoiceField(choices=["upload", "browser"], default="upload")
    key = S.CharField(max_length=80, default="", allow_blank=True)
    lost = S.ListField(child=S.CharField(max_length=300), required=False, max_length=50)
    is_plain = S.BooleanField(default=False, help_text="不留痕: written without marks on purpose.")


class PenIn(S.Serializer[Any]):
    key = S.CharField(max_length=80)
    way = S.ChoiceField(choices=["browser", "typed"], default="browser")


class PairIn(S.Serializer[Any]):
    before = S.IntegerField(min_value=1)
    after = S.IntegerField(min_value=1)


class RedlineOut(S.Serializer[Any]):
    state = S.ChoiceField(choices=Redline.State.choices)


class PassIn(S.Serializer[Any]):
    may_write = S.BooleanField(default=True)


class PassOut(S.Serializer[Any]):
    """`address` is the file itself; `office` and `libre` start the program that opens it."""

    address = S.CharField()
    office = S.CharField()
    libre = S.CharField()
    expires_at = S.DateTimeField()


class OfficeOut(S.Serializer[Any]):
    """`access_token_ttl` is the moment it ends, in milliseconds since 1970."""

    action = S.CharField()
    access_token = S.CharField()
    access_token_ttl = S.IntegerField()
